/* 没写完的: lists the drafts of this person on this device (see yimi.js), newest first. */
(() => {
  "use strict";
  const card = document.querySelector("[data-drafts]");
  const prefix = `yimi:draft:${document.body.dataset.person}:record-`;
  if (!card) return;
  const drafts = Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .map((key) => ({ ...JSON.parse(localStorage.getItem(key) ?? "{}"), what: key.slice(prefix.length) }))
    .sort((one, other) => (other.at ?? 0) - (one.at ?? 0));
  for (const draft of drafts) {
    const link = document.createElement("a");
    link.className = "fill";
    link.href = card.dataset.record + (draft.what === "new" ? "" : `?household=${encodeURIComponent(draft.what)}`);
    const title = document.createElement("b");
    title.textContent = draft.title || card.dataset.untitled;
    const kept = document.createElement("span");
    const time = new Date(draft.at ?? 0).toLocaleString(document.documentElement.lang, {
      month: "long", day: "numeric", hour: "2-digit", minute: "2-digit",
    });
    kept.textContent = card.dataset.kept.replace("{time}", time);
    link.append(title, kept);
    const row = document.createElement("li");
    row.className = "row";
    row.append(link);
    card.querySelector("ul").append(row);
  }
  card.hidden = drafts.length === 0;
})();
