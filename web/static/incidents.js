/* The incident screens: a draft is kept and checked while it is typed; choosers by keys; rows by J and K. */
"use strict";
(() => {
  const PAUSE = 900; // ms without a key before the text goes to the server

  /* The draft. The newest text wins: one question at a time, the last one is never dropped. */
  const form = document.querySelector("[data-working]");
  if (form) {
    const field = form.elements.text;
    const version = form.elements.version;
    let timer, busy = false, again = false, sent = null;
    const same = () => sent === field.value + form.elements.form.value;

    async function keep() {
      if (busy) { again = true; return; }
      if (same() || form.dataset.sending) return;
      busy = true;
      const given = field.value + form.elements.form.value;
      const response = await Otklik.ask(form.dataset.working, { method: "POST", body: new FormData(form), keepalive: field.value.length < 20000 });
      busy = false;
      const place = document.getElementById("remarks");
      if (response.ok || response.status === 409) {
        const made = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("remarks");
        if (made) {
          place.replaceWith(made);
          if (!response.ok) { made.dataset.waits = "1"; return; }
          version.value = made.dataset.version;
          sent = given;
          if (same()) Otklik.forget(form); // a copy that stays behind would grow old
        }
      } else {
        Otklik.refused(response);
      }
      if (again) { again = false; keep(); }
    }
    const soon = () => { clearTimeout(timer); if (!document.querySelector("[data-waits]")) timer = setTimeout(keep, PAUSE); };
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("click", (event) => {
      const choice = event.target.dataset.take;
      if (!choice) return;
      const place = document.getElementById("remarks");
      version.value = place.dataset.version;
      if (choice === "theirs") field.value = place.querySelector("[data-theirs]").textContent;
      place.replaceChildren();
      delete place.dataset.waits;
      sent = null;
      keep();
    });
    document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
    if (field.value.trim()) keep(); else sent = field.value + form.elements.form.value;
  }

  /* Choosers: an open one has the focus on its first proposal, Escape shuts it. */
  let names = null;
  async function load(place) {
    names = fetch(place.dataset.names, { headers: { "X-Fragment": "1" } }).then((answer) => answer.ok ? answer.text() : "");
    Otklik.show(place, await names);
  }
  for (const box of document.querySelectorAll("details[name], .chooser")) {
    box.addEventListener("toggle", () => {
      if (!box.open) return;
      const place = document.getElementById("names");
      if (place && !names) load(place);
      box.querySelector("button, textarea, input:not([type=hidden]), select")?.focus();
    });
  }
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest("details[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  /* Rows of the table, plates of the board. */
  document.addEventListener("keydown", (event) => {
    if (!["KeyJ", "KeyK"].includes(event.code) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select")) return;
    const links = [...document.querySelectorAll("[data-rows] td:first-child a, .board .plate")];
    if (!links.length) return;
    const here = links.indexOf(document.activeElement);
    const next = event.code === "KeyJ" ? Math.min(here + 1, links.length - 1) : Math.max(here - 1, 0);
    links[next].focus();
  });
})();
