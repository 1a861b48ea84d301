/* Yimi's own script: small, no build step. Pages work without it; it adds drafts, questions before loss, toasts and hiding.
   Signing out drops the person's drafts on this device, and asks first when there are any.

   data-draft="KEY"       a form whose state is kept on this device until a page carries data-draft-saved="draft:KEY"
   data-draft-status      inside or before that form: shows “草稿已存 10:42”
   data-draft-title       that form's name in a list of drafts
   data-no-draft          a field that is never kept (passwords, files and hidden fields never are)
   data-guard             a form without draft: leaving with unsaved work asks first
   data-confirm="text"    a button or link that asks first; data-confirm-note and data-confirm-yes add words
   data-hide-after="180"  an element that shows its data-masked text again after so many seconds
   data-print             a button that prints the page
   data-close             a button that removes the toast or note around it */
(() => {
  "use strict";
  const texts = document.getElementById("texts")?.dataset ?? {};
  const person = document.body.dataset.person ?? "";
  const say = (name, values = {}) =>
    Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), texts[name] ?? "");
  const find = (root, selector) => [
    ...(root.matches?.(selector) ? [root] : []), ...(root.querySelectorAll?.(selector) ?? []),
  ];

  /* ---- toasts ---- */
  const LONG_ENOUGH_TO_READ = 8000;
  function toast(text, level = "t") {
    const box = document.createElement("div");
    box.className = `note toast ${level}`;
    box.setAttribute("role", level === "r" ? "alert" : "status");
    const words = document.createElement("span");
    words.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn ghost push";
    close.dataset.close = "";
    close.textContent = texts.close;
    box.append(words, close);
    document.getElementById("toasts")?.append(box);
    prepareToasts(box);
  }
  function prepareToasts(root) {
    for (const box of find(root, ".toasts .toast, .toast")) {
      /* An alert stays until it is closed: someone may be looking at the doorbell, not at the phone. */
      if (box.closest("#toasts") && box.getAttribute("role") !== "alert") {
        setTimeout(() => box.remove(), LONG_ENOUGH_TO_READ);
      }
    }
  }

  /* ---- drafts ---- */
  const DRAFT_DAYS = 14;
  const PREFIX = "yimi:draft:";
  const draftKey = (form) => `${PREFIX}${person}:${form.dataset.draft}`;
  const clockTime = (at) => new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const isKept = (field) =>
    field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type) && !field.closest("[data-no-draft]");
  const dirty = new Set();
  const waiting = new WeakMap(); /* form → the timer that will save it */

  function stateOf(form) {
    return [...form.elements].filter(isKept).map((field) =>
      ["checkbox", "radio"].includes(field.type) ? [field.name, field.value, field.checked] : [field.name, field.value]);
  }
  function putState(form, state) {
    /* whoever makes fields on the page (rows of a table) makes them now */
    form.dispatchEvent(new CustomEvent("yimi:restore", { bubbles: true, detail: state }));
    const seen = {};
    for (const [name, value, checked] of state) {
      const same = [...form.elements].filter((field) => field.name === name && isKept(field));
      const field = checked === undefined ? same[(seen[name] = (seen[name] ?? -1) + 1)] : same.find((one) => one.value === value);
      if (!field) continue;
      if (checked === undefined) field.value = value;
      else field.checked = checked;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
  function statusOf(form) {
    return form.querySelector("[data-draft-status]") ?? document.querySelector("[data-draft-status]");
  }
  function saveDraft(form) {
    const at = Date.now();
    try {
      localStorage.setItem(draftKey(form), JSON.stringify({ at, state: stateOf(form), title: form.dataset.draftTitle }));
    } catch {
      return; /* storage full or switched off: the question before leaving still protects the work */
    }
    const status = statusOf(form);
    if (status) status.textContent = say("draftSaved", { time: clockTime(at) });
  }
  function restoreDraft(form) {
    if (form.dataset.restored !== undefined) return; /* a later swap around it must not undo what was typed since */
    form.dataset.restored = "";
    const kept = JSON.parse(localStorage.getItem(draftKey(form)) ?? "null");
    if (!kept || form.querySelector("[aria-invalid],[data-form-error]")) return; /* the server's answer is newer */
    putState(form, kept.state);
    dirty.delete(form);
    const status = statusOf(form);
    if (!status) return;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "btn ghost";
    drop.textContent = texts.draftDrop;
    drop.addEventListener("click", () => {
      forget(draftKey(form));
      location.reload();
    });
    status.replaceChildren(say("draftRestored", { time: clockTime(kept.at) }), " ", drop);
  }
  /* Drop a draft, and what would write it again: a form that is still on the page counts as clean from now on. */
  function forget(key) {
    localStorage.removeItem(key);
    for (const form of [...dirty].filter((one) => draftKey(one) === key)) {
      clearTimeout(waiting.get(form));
      dirty.delete(form);
    }
  }
  function dropSavedDrafts(root) {
    for (const element of find(root, "[data-draft-saved]")) {
      for (const word of element.dataset.draftSaved.split(/\s+/)) {
        if (word.startsWith("draft:")) forget(`${PREFIX}${person}:${word.slice(6)}`);
      }
    }
  }
  function dropOldDrafts() {
    for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
      const kept = JSON.parse(localStorage.getItem(key) ?? "null");
      if (!kept || Date.now() - kept.at > DRAFT_DAYS * 86400e3) localStorage.removeItem(key);
    }
  }
  function changed(event) {
    const form = event.target.form;
    if (!form?.matches("[data-draft],[data-guard]") || !isKept(event.target) || !event.isTrusted) return;
    dirty.add(form);
    if (form.dataset.draft === undefined) return;
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => saveDraft(form), 400));
  }
  function keepNow() {
    for (const form of dirty) if (form.isConnected && form.dataset.draft !== undefined) saveDraft(form);
  }

  /* ---- questions ---- */
  function ask(dialog) {
    return new Promise((answer) => {
      dialog.returnValue = "";
      dialog.addEventListener("close", () => answer(dialog.returnValue), { once: true });
      dialog.showModal();
    });
  }
  async function confirmed({ text, note = "", yes, danger = false }) {
    const dialog = document.getElementById("confirm");
    const button = document.getElementById("confirm-yes");
    const small = document.getElementById("confirm-note");
    document.getElementById("confirm-text").textContent = text;
    small.textContent = note;
    small.hidden = !note;
    button.dataset.usual ??= button.textContent;
    button.textContent = yes ?? button.dataset.usual;
    button.classList.toggle("dgr", danger);
    const answer = ask(dialog);
    dialog.querySelector('[value="no"]').focus(); /* Enter out of habit must not confirm */
    return (await answer) === "yes";
  }
  async function confirmFirst(event, element) {
    if (element.dataset.confirmed !== undefined) {
      delete element.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (element.form && element.type === "submit" && !element.form.reportValidity()) return;
    const { confirm: text, confirmNote: note, confirmYes: yes } = element.dataset;
    if (!(await confirmed({ text, note, yes, danger: element.classList.contains("dgr") }))) return;
    element.dataset.confirmed = "";
    element.click();
  }
  /* Whoever signs out leaves nothing behind on a shared device; what is unsaved is theirs to decide about. */
  async function signOutFirst(event, form) {
    const mine = Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${person}:`));
    const drop = () => mine.forEach((key) => localStorage.removeItem(key));
    if (!mine.length || form.dataset.confirmed !== undefined) return drop();
    event.preventDefault();
    const note = say("dropAllNote", { count: mine.length });
    if (!(await confirmed({ text: texts.dropAll, note, yes: texts.dropAllYes }))) return;
    form.dataset.confirmed = "";
    form.requestSubmit();
  }
  async function leaveFirst(event, link) {
    const forms = [...dirty].filter((form) => form.isConnected);
    const stays = link.target || link.hasAttribute("download") || link.origin !== location.origin ||
      (link.pathname === location.pathname && link.hash) || link.closest("[data-leave]");
    if (!forms.length || stays || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const answer = await ask(document.getElementById("leave"));
    if (answer !== "keep" && answer !== "drop") return;
    for (const form of forms) {
      if (answer === "keep" && form.dataset.draft !== undefined) saveDraft(form);
      if (answer === "drop" && form.dataset.draft !== undefined) forget(draftKey(form));
    }
    dirty.clear();
    location.assign(link.href);
  }

  /* ---- masked values ---- */
  function hideLater(root) {
    for (const shown of find(root, "[data-hide-after]")) {
      if (shown.dataset.hiding !== undefined) continue;
      shown.dataset.hiding = "";
      setTimeout(() => {
        if (!shown.isConnected) return;
        shown.textContent = shown.dataset.masked ?? "***";
        toast(say("hiddenAgain"));
      }, Number(shown.dataset.hideAfter) * 1000);
    }
  }

  /* ---- wiring ---- */
  function prepare(root) {
    dropSavedDrafts(root);
    prepareToasts(root);
    hideLater(root);
    for (const form of find(root, "form[data-draft]")) restoreDraft(form);
  }
  document.addEventListener("input", changed);
  document.addEventListener("change", changed);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("action") === texts.signOutAddress) signOutFirst(event, form);
    if (dirty.has(form) && form.dataset.draft !== undefined) saveDraft(form);
    if (!event.defaultPrevented) dirty.delete(form);
  });
  document.addEventListener("click", (event) => {
    const element = event.target.closest?.("[data-confirm]");
    if (element) confirmFirst(event, element);
  }, true);
  document.addEventListener("click", (event) => {
    const close = event.target.closest?.("[data-close]");
    if (close) close.closest(".toast,.note")?.remove();
    const link = event.target.closest?.("a[href]");
    if (link && !event.defaultPrevented) leaveFirst(event, link);
  });
  window.addEventListener("pagehide", keepNow);
  window.addEventListener("beforeunload", (event) => {
    const unsaved = [...dirty].some((form) => form.isConnected && form.dataset.draft === undefined);
    if (unsaved) event.preventDefault();
  });
  document.addEventListener("htmx:config:request", (event) => {
    const { request } = event.detail.ctx;
    const token = document.querySelector('meta[name="csrf-token"]')?.content;
    if (token && !["GET", "HEAD"].includes(request.method?.toUpperCase())) request.headers["X-CSRFToken"] = token;
  });
  document.addEventListener("htmx:error", () => {
    if (!navigator.onLine) toast(texts.offline, "w");
  });
  document.addEventListener("htmx:after:swap", (event) => {
    prepare(event.detail.ctx?.target ?? document.body);
  });
  dropOldDrafts();
  prepare(document.body);

  /* ---- printing ---- */
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
