/* The queue: the address follows the card, a card that is left is free for others. */
"use strict";
document.addEventListener("otklik:shown", (event) => {
  if (event.target.id !== "card") return;
  history.replaceState(null, "", event.target.dataset.address);
  const [shown, news] = [".queue-head .counts", ".counts-now"].map((what) => document.querySelector(what));
  shown.replaceChildren(news.content);
  delete shown.dataset.tag; // what was polled stands there no more
  scrollTo(0, 0);
});
addEventListener("pagehide", () => {
  const card = document.querySelector("#card[data-leave]");
  if (!card) return;
  const body = new FormData();
  body.append("csrf", document.querySelector("meta[name=csrf]").content);
  body.append("until", card.querySelector("[data-until]")?.dataset.until ?? ""); // a reload has taken it anew
  navigator.sendBeacon(card.dataset.leave, body);
});
document.addEventListener("keydown", (event) => {
  if (event.target.id !== "note") return;
  if (event.key === "Escape" || (event.key === "Enter" && !event.shiftKey)) {
    event.preventDefault(); // the note is written: the next Enter decides
    event.target.blur();
  }
});
document.addEventListener("toggle", (event) => {
  if (event.target.matches?.(".filters[open]")) event.target.querySelector("select").focus();
}, true);
