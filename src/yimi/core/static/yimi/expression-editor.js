/* A field for one expression: words to choose from while typing, and the server's answer below, checked as typed.
   Template: components/expression_field.html. Without this script the field is a plain box, checked when it is saved.

   <textarea data-expression           the field
     data-words-url="…"                GET → JSON [{"insert", "label", "detail", "kind"}]; a "|" in insert is where the caret goes
     data-check-url="…"                POST expression=… → an HTML fragment (errors, the reading in Chinese, a count, …)
     data-send="subject kind"          fields of the same form that travel with both requests (words: as a query)
     data-found-text="{count} …">      what a screen reader hears when words are offered
   <ul data-expression-words>          the list of words, and
   <div data-expression-answer>        the fragment, both inside the same [data-expression-field]

   In the fragment: [data-expression-error] marks the field as wrong; a button with data-expression-go="LINE:COLUMN" (from 1)
   puts the caret there; htmx attributes work.
   Keys: down, up, page keys; enter or tab takes the word, escape closes, ctrl+space shows all words. */
(() => {
  "use strict";
  const SHOWN = 40;
  const WAIT = 400;
  const WORD = /[\p{L}\p{N}_.:']*$/u;
  const lists = new Map(); /* address → promise of words */
  const plain = (insert) => insert.replace("|", "");

  function valuesOf(area) {
    const found = new URLSearchParams();
    for (const name of (area.dataset.send ?? "").split(/\s+/).filter(Boolean)) {
      const field = area.form?.elements[name];
      if (field !== undefined && field !== null) found.append(name, field.value ?? "");
    }
    return found;
  }
  function addressed(address, values) {
    const query = values.toString();
    return query ? `${address}${address.includes("?") ? "&" : "?"}${query}` : address;
  }
  function wordsOf(area) {
    const address = addressed(area.dataset.wordsUrl, valuesOf(area));
    if (!lists.has(address)) {
      const asked = fetch(address, { headers: { Accept: "application/json" } })
        .then((answer) => (answer.ok ? answer.json() : []))
        .catch(() => {
          lists.delete(address); /* offline: ask again at the next word */
          return [];
        });
      lists.set(address, asked);
    }
    return lists.get(address);
  }

  /* What the caret stands behind: the word begun, and the text before it with single blanks. */
  function begun(area) {
    const before = area.value.slice(0, area.selectionStart);
    const word = before.match(WORD)[0];
    return { word, before: before.slice(0, before.length - word.length).replace(/\s+/g, " ") };
  }
  /* "sex = '2'" after "sex = " is only "'2'". */
  function rest(insert, before) {
    const head = insert.slice(0, insert.lastIndexOf(" ") + 1);
    return head && before.endsWith(head) ? insert.slice(head.length) : null;
  }
  function ranked(words, { word, before }, everything) {
    const wanted = word.toLowerCase();
    const found = [];
    words.forEach((one, place) => {
      const tail = rest(one.insert, before);
      const text = tail ?? one.insert;
      const inserted = plain(text).toLowerCase();
      const told = `${one.label} ${one.detail ?? ""}`.toLowerCase();
      let rank = -1;
      if (tail !== null && (!wanted || inserted.startsWith(wanted))) rank = 0;
      else if (!wanted) rank = everything ? 4 : -1;
      else if (inserted === wanted) rank = -1; /* it stands there already */
      else if (inserted.startsWith(wanted)) rank = 1;
      else if (one.label.toLowerCase().startsWith(wanted)) rank = 2;
      else if (inserted.includes(wanted) || told.includes(wanted)) rank = 3;
      if (rank >= 0) found.push({ one, text, rank, place });
    });
    /* a whole word that is known: only what goes on from it, so that Enter is a new line after "and" */
    const whole = words.some((one) => plain(one.insert).toLowerCase() === wanted);
    return found.filter((one) => !whole || one.rank < 2).sort((a, b) => a.rank - b.rank || a.place - b.place).slice(0, SHOWN);
  }

  function prepare(area) {
    if (area.dataset.expressionReady !== undefined) return;
    area.dataset.expressionReady = "";
    const field = area.closest("[data-expression-field]");
    const list = field.querySelector("[data-expression-words]");
    const answer = field.querySelector("[data-expression-answer]");
    const status = field.querySelector("[data-expression-status]");
    let offered = [];
    let chosen = -1;
    let timer = 0;
    let asked = null; /* the check under way */
    let turn = 0;

    /* ---- words ---- */
    function close() {
      turn += 1;
      offered = [];
      chosen = -1;
      list.hidden = true;
      list.replaceChildren();
      area.removeAttribute("aria-activedescendant");
      if (status) status.textContent = "";
    }
    function mark(place) {
      chosen = place;
      [...list.children].forEach((item, number) => {
        item.setAttribute("aria-selected", String(number === chosen));
        if (number === chosen) item.scrollIntoView({ block: "nearest" });
      });
      if (chosen < 0) area.removeAttribute("aria-activedescendant");
      else area.setAttribute("aria-activedescendant", list.children[chosen].id);
    }
    function itemOf({ one, text }, number) {
      const item = document.createElement("li");
      item.id = `${list.id}-${number}`;
      item.setAttribute("role", "option");
      item.dataset.kind = one.kind;
      for (const [name, words] of [["code", plain(text)], ["b", one.label], ["small", one.detail ?? ""]]) {
        if (!words) continue;
        const part = document.createElement(name);
        part.textContent = words;
        item.append(part);
      }
      item.addEventListener("click", () => take(number));
      return item;
    }
    async function offer(everything = false) {
      const mine = (turn += 1);
      const here = begun(area);
      const words = await wordsOf(area);
      if (mine !== turn || document.activeElement !== area) return;
      offered = ranked(words, here, everything);
      if (!offered.length) return close();
      list.replaceChildren(...offered.map(itemOf));
      list.hidden = false;
      list.scrollTop = 0;
      mark(0);
      if (status) status.textContent = (area.dataset.foundText ?? "").replace("{count}", offered.length);
    }
    function take(number) {
      const { text } = offered[number];
      const { word } = begun(area);
      const from = area.selectionStart - word.length;
      const caret = text.indexOf("|");
      area.setRangeText(plain(text), from, area.selectionStart, "end");
      if (caret >= 0) area.setSelectionRange(from + caret, from + caret);
      close();
      area.focus();
      /* "change" as well: drafts and guards on the page listen */
      area.dispatchEvent(new Event("change", { bubbles: true }));
      later(0);
    }
    function pressed(event) {
      if (event.isComposing) return;
      if (event.key === " " && event.ctrlKey) {
        event.preventDefault();
        offer(true);
        return;
      }
      if (list.hidden) return;
      const last = offered.length - 1;
      const moves = {
        ArrowDown: chosen < last ? chosen + 1 : 0,
        ArrowUp: chosen > 0 ? chosen - 1 : last,
        PageDown: Math.min(chosen + 8, last),
        PageUp: Math.max(chosen - 8, 0),
      };
      if (event.key in moves) mark(moves[event.key]);
      else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && chosen >= 0) take(chosen);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    /* ---- answers ---- */
    function later(wait = WAIT) {
      clearTimeout(timer);
      timer = setTimeout(check, wait);
    }
    async function check() {
      asked?.abort();
      if (!area.value.trim()) {
        answer.replaceChildren();
        area.removeAttribute("aria-invalid");
        return;
      }
      asked = new AbortController();
      const values = valuesOf(area);
      values.append("expression", area.value);
      const headers = { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]')?.content ?? "" };
      try {
        const got = await fetch(area.dataset.checkUrl, { method: "POST", body: values, headers, signal: asked.signal });
        if (!got.ok && got.status !== 422) return;
        answer.innerHTML = await got.text();
      } catch {
        return; /* a newer check is under way, or there is no network: saving checks again */
      }
      const wrong = answer.querySelector("[data-expression-error]") !== null;
      if (wrong) area.setAttribute("aria-invalid", "true");
      else area.removeAttribute("aria-invalid");
      window.htmx?.process(answer);
    }
    function go(event) {
      const button = event.target.closest?.("[data-expression-go]");
      if (!button) return;
      const [line, column] = button.dataset.expressionGo.split(":").map(Number);
      const lines = area.value.split("\n").slice(0, line - 1);
      const at = lines.reduce((sum, one) => sum + one.length + 1, 0) + Math.max(column - 1, 0);
      area.focus();
      area.setSelectionRange(at, at + (area.value.slice(at).match(/^[\p{L}\p{N}_]+/u)?.[0].length ?? 0));
    }

    area.addEventListener("input", (event) => {
      if (!event.isComposing) offer();
      later();
    });
    area.addEventListener("compositionend", () => offer());
    area.addEventListener("keydown", pressed);
    /* the list scrolls: reaching for it must not take the caret away */
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    area.addEventListener("blur", close);
    area.addEventListener("click", close);
    field.addEventListener("click", go);
    /* what is asked of another subject is another question */
    area.form?.addEventListener("change", (event) => {
      if ((area.dataset.send ?? "").split(/\s+/).includes(event.target.name)) later(0);
    });
    if (area.value.trim() && !answer.children.length) later(0);
  }

  function prepareAll(root) {
    if (root.matches?.("textarea[data-expression]")) prepare(root);
    for (const area of root.querySelectorAll?.("textarea[data-expression]") ?? []) prepare(area);
  }
  document.addEventListener("htmx:after:swap", (event) => prepareAll(event.detail.ctx?.target ?? document.body));
  prepareAll(document.body);
})();
