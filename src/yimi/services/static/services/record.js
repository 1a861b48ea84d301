/* 记一笔: shows what belongs to the chosen method and result. Without script everything is shown and still works.

   data-for="a b"      only for these methods
   data-met            only when somebody was met
   data-when="day=other"  only while that choice is made */
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft],form[data-guard]");
  if (!form) return;
  const chosen = (name) => form.querySelector(`[name="${name}"]:checked`)?.value ?? "";
  function show() {
    const method = chosen("method");
    const notMet = method === "home_visit" && chosen("outcome") === "not_met";
    for (const part of form.querySelectorAll("[data-for],[data-met],[data-when]")) {
      const methods = part.dataset.for?.split(" ");
      const [name, value] = part.dataset.when?.split("=") ?? [];
      part.hidden = Boolean(
        (methods && !methods.includes(method)) || (part.dataset.met !== undefined && notMet) || (name && chosen(name) !== value));
    }
  }
  /* “没变化” and a change exclude each other. */
  function settle(target) {
    if (target.name !== "changes" || !target.checked) return;
    for (const other of form.querySelectorAll('[name="changes"]')) {
      if (other !== target && (target.value === "none" || other.value === "none")) other.checked = false;
    }
  }
  form.addEventListener("change", (event) => {
    settle(event.target);
    show();
  });
  show();
})();
