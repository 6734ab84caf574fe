/* What the pages do without reloading. Marked in HTML, nothing to call:

   <form data-swap="#card">        sent by fetch; the answer replaces #card (an error becomes a notice)
   <div data-live="/x" data-every="5">   asked again every 5 s while the tab is seen; 304 changes nothing
   <textarea data-keep="draft-7">  what is typed survives expiry, conflict and a closed tab
   <button data-key="d">           pressed by this key ("enter d": by either), in any keyboard layout;
                                   ? lists all keys
   <time data-left="25">           counts down to 0:00; then data-after (a selector) is hidden

   For scripts of single screens: Otklik.ask(url, options), Otklik.show(target, html),
   Otklik.notice(html or text), Otklik.forget(form) when the server has its drafts, and the
   events "otklik:shown" (on the new element) and "otklik:failed" (on the document; detail: status). */
"use strict";
const Otklik = (() => {
  const CALM = { key: 250, click: 500 }; // ms in which neither acts on a button that has just arrived
  const csrf = document.querySelector("meta[name=csrf]")?.content ?? "";
  const user = document.body.dataset.user;
  let arrived = performance.now();

  const fresh = (by) => performance.now() - arrived < CALM[by];
  const find = (where, what) => [...(where.matches?.(what) ? [where] : []), ...where.querySelectorAll(what)];

  async function ask(url, options = {}) {
    const headers = { "X-Fragment": "1", "X-CSRF-Token": csrf, ...options.headers };
    try {
      return await fetch(url, { ...options, headers, credentials: "same-origin", redirect: "follow" });
    } catch {
      return new Response("", { status: 503, statusText: "offline" });
    }
  }

  function notice(text, link) {
    const line = document.createElement("p");
    line.className = "notice bad";
    line.setAttribute("role", "alert");
    line.textContent = text + " ";
    if (link) {
      const way = document.createElement("a");
      way.href = link[0];
      way.textContent = link[1];
      line.append(way);
    }
    document.getElementById("notices").replaceChildren(line);
    return line;
  }

  async function refused(response) {
    document.dispatchEvent(new CustomEvent("otklik:failed", { detail: response.status }));
    if (response.status === 401) {
      const here = location.pathname + location.search;
      notice("Сеанс закончился. Набранное сохранено в этом браузере.",
        ["/sign-in?next=" + encodeURIComponent(here), "Войти"]);
      return;
    }
    const told = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(".notice");
    notice(told?.textContent ?? "Нет связи с сервером. Не отправлено, набранное на месте.");
  }

  function show(target, html) {
    const made = new DOMParser().parseFromString(html, "text/html").body;
    const [first] = made.children;
    if (!target || !first) return null;
    if (made.querySelector("[data-key]")) arrived = performance.now(); // a list of names stops nobody
    target.replaceWith(...made.childNodes);
    prepare(first);
    first.dispatchEvent(new CustomEvent("otklik:shown", { bubbles: true }));
    return first;
  }

  async function send(form, button) {
    if (form.dataset.sending) return;
    form.dataset.sending = "1";
    const body = new FormData(form, button);
    const get = form.method === "get";
    const query = get ? "?" + new URLSearchParams(body) : "";
    const response = await ask((button?.getAttribute("formaction") ?? form.getAttribute("action")) + query, get ? {} : { method: "POST", body });
    delete form.dataset.sending;
    if (!response.ok) return refused(response);
    if (!response.headers.has("X-Refused")) forget(form);
    show(document.querySelector(form.dataset.swap), await response.text());
  }

  document.addEventListener("click", (event) => { // a key clicks, too, without detail
    if (event.detail && event.target.closest("[data-swap] button") && fresh("click")) event.preventDefault();
  }, true);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.swap) {
      event.preventDefault();
      send(form, event.submitter);
    } else if (form.method === "post") {
      if (form.dataset.sending) event.preventDefault(); // a second click
      form.dataset.sending = "1";
      pend([...form.querySelectorAll("[data-keep]")].map(keyOf));
    }
  });
  addEventListener("pageshow", () => find(document, "form[data-sending]").forEach((f) => delete f.dataset.sending));

  /* Drafts: kept until the server says that it has taken them, which the next page does. */
  const keyOf = (field) => `otklik:${user}:${field.dataset.keep}`;
  const kept = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const keep = (key, text) => { try { localStorage.setItem(key, text); } catch { /* full or forbidden */ } };
  const drop = (key) => { try { localStorage.removeItem(key); } catch { /* forbidden */ } };
  const pending = () => { try { return JSON.parse(sessionStorage.getItem("otklik:sent") || "[]"); } catch { return []; } };
  const pend = (keys) => { try { sessionStorage.setItem("otklik:sent", JSON.stringify(keys)); } catch { /* forbidden */ } };

  function settle() { // a page that tells of no act is none that this form has led to
    if ("told" in document.body.dataset) pending().forEach(drop);
    try { sessionStorage.removeItem("otklik:sent"); } catch { /* forbidden */ }
  }
  function forget(form) {
    for (const field of form.querySelectorAll("[data-keep]")) drop(keyOf(field));
  }
  function restore(field) {
    const text = kept(keyOf(field));
    if (text === null || text === field.value) return;
    const before = field.value;
    field.value = text;
    const line = document.createElement("p");
    const button = document.createElement("button");
    line.className = "aside";
    line.textContent = "Восстановлен набранный, но не отправленный текст. ";
    button.type = "button";
    button.textContent = "Вернуть прежний";
    button.addEventListener("click", () => {
      field.value = before;
      drop(keyOf(field));
      line.remove();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    line.append(button);
    field.after(line);
  }
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.dataset?.keep) keep(keyOf(field), field.value);
  });

  /* Polling: one question at a time, none while nobody looks. */
  async function poll(place) {
    if (document.hidden) return;
    const tag = place.dataset.tag;
    const headers = { "X-Live": "1", ...(tag && { "If-None-Match": tag }) };
    const response = await ask(place.dataset.live, { headers, cache: "no-store" });
    if (!place.isConnected || response.status === 304) return;
    if (response.status === 401) return refused(response);
    if (!response.ok) return; // the next question may do better
    const made = new DOMParser().parseFromString(await response.text(), "text/html").body;
    if (place.contains(document.activeElement) && document.activeElement !== place) return;
    place.replaceChildren(...made.childNodes);
    place.dataset.tag = response.headers.get("ETag") ?? "";
    prepare(place, true);
    place.dispatchEvent(new CustomEvent("otklik:shown", { bubbles: true }));
  }
  function watch(place) {
    const every = Math.max(1, Number(place.dataset.every) || 10) * 1000;
    const again = async () => {
      if (!place.isConnected) return;
      await poll(place);
      setTimeout(again, every);
    };
    setTimeout(again, every);
  }
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) find(document, "[data-live]").forEach(poll);
  });

  /* Keys: by the place of the key, so that Russian and English layouts are the same. */
  const NAMES = { Enter: "enter", NumpadEnter: "enter", Space: "space", Slash: "/", Escape: "escape" };
  const pressed = (event) => event.key === "?" ? "?" : NAMES[event.code] ?? event.code.replace(/^(Key|Digit)/, "").toLowerCase();
  const typing = (node) => node.matches?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    const key = pressed(event);
    if (key === "?" || (key === "/" && event.shiftKey)) return help();
    if (key === "enter" && event.target.matches("a, button, summary")) return;
    const what = `[data-key~="${CSS.escape(key)}"]`;
    const panel = event.target.closest(`details[open]:has(${what})`); // where the focus is goes first
    const button = [...(panel ? find(panel, what) : []), ...find(document, what)].find((one) => one.checkVisibility());
    if (!button || button.disabled) return;
    event.preventDefault();
    if (fresh("key")) return;
    if (typing(button)) button.focus(); else button.click();
  });
  function help() {
    const rows = find(document, "[data-key]").filter((one) => one.checkVisibility()).flatMap((one) => {
      const [key, about] = [document.createElement("dt"), document.createElement("dd")];
      for (const name of one.dataset.key.split(" ")) {
        const sign = document.createElement("kbd");
        sign.textContent = name.length > 1 ? name : name.toUpperCase();
        key.append(sign, " ");
      }
      const words = one.cloneNode(true);
      find(words, "kbd").forEach((inner) => inner !== words && inner.remove());
      about.textContent = one.getAttribute("aria-label") ?? one.placeholder ?? words.textContent.trim();
      return [key, about];
    });
    const dialog = document.getElementById("keys");
    dialog.querySelector(".keys").replaceChildren(...rows);
    dialog.showModal();
  }

  /* Clocks. */
  function tick() {
    for (const clock of find(document, "[data-left]")) {
      clock._until ??= performance.now() + Number(clock.dataset.left) * 1000;
      const left = Math.max(0, Math.ceil((clock._until - performance.now()) / 1000));
      clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (!left && clock.dataset.after) find(document, clock.dataset.after).forEach((one) => { one.hidden = true; });
    }
  }
  setInterval(tick, 1000);

  function prepare(where, polled = false) {
    find(where, "[data-keep]").forEach(restore);
    find(where, "[data-live]").filter((one) => !polled || one !== where).forEach(watch);
    find(where, "[autofocus]").slice(0, 1).forEach((one) => one.focus());
    tick();
  }
  settle();
  prepare(document);
  return { ask, show, notice, refused, forget };
})();
