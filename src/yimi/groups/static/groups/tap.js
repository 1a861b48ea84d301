/* Taps: how many came, and 全到 for everybody. Without script the list is tapped one by one and still works. */
(() => {
  "use strict";
  const list = document.querySelector("[data-taps]");
  if (!list) return;
  const boxes = [...list.querySelectorAll('[name="present"]')];
  const told = list.querySelector("[data-tapped]");
  const all = list.querySelector("[data-tap-all]");
  const text = told.textContent;
  function count() {
    const came = boxes.filter((box) => box.checked).length;
    told.hidden = false;
    told.textContent = text.replace("{n}", `${came} / ${boxes.length}`);
  }
  list.addEventListener("change", count);
  if (all) {
    all.hidden = false;
    all.addEventListener("click", () => {
      const every = boxes.every((box) => box.checked);
      for (const box of boxes) box.checked = !every;
      boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  // a draft kept on this device is put back after the page has loaded
  window.addEventListener("load", count);
  count();
})();
