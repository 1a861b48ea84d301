/* 再加一行 without a round trip, and rows enough for a draft that is being restored. Without script the button sends the form.

   data-rows="NAME"   a table of rows; its [data-row] children are numbered NAME-0-…, [data-count] holds how many
   data-add-row       its button */
(() => {
  "use strict";
  const MOST = 200;
  const rowsOf = (table) => [...table.querySelectorAll("[data-row]")];

  function empty(row) {
    for (const field of row.querySelectorAll("input,textarea,select")) {
      if (["checkbox", "radio"].includes(field.type)) field.checked = false;
      else field.value = "";
      field.removeAttribute("aria-invalid");
    }
    for (const error of row.querySelectorAll(".err")) error.remove();
  }
  function renumber(row, name, from, to) {
    for (const element of [row, ...row.querySelectorAll("[name],[id],[for],[aria-describedby]")]) {
      for (const attribute of ["name", "id", "for", "aria-describedby"]) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.replaceAll(`${name}-${from}-`, `${name}-${to}-`));
      }
    }
    row.setAttribute("aria-label", row.getAttribute("aria-label").replace(String(from + 1), String(to + 1)));
  }
  function addRow(table) {
    const rows = rowsOf(table);
    if (!rows.length || rows.length >= MOST) return null;
    const last = rows.at(-1);
    const row = last.cloneNode(true);
    renumber(row, table.dataset.rows, rows.length - 1, rows.length);
    empty(row);
    last.after(row);
    table.querySelector("[data-count]").value = rows.length + 1;
    return row;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-add-row]");
    const row = button && addRow(button.closest("[data-rows]"));
    if (!row) return;
    event.preventDefault();
    row.querySelector("input,textarea,select")?.focus();
  });
  /* yimi.js is about to put a draft back: its rows must be there first. */
  document.addEventListener("yimi:restore", (event) => {
    for (const table of event.target.querySelectorAll("[data-rows]")) {
      const start = `${table.dataset.rows}-`;
      const places = event.detail.filter(([name]) => name.startsWith(start)).map(([name]) => parseInt(name.slice(start.length), 10));
      const wanted = Math.min(Math.max(0, ...places.filter(Number.isInteger)) + 1, MOST);
      while (rowsOf(table).length < wanted && addRow(table));
    }
  });
})();
