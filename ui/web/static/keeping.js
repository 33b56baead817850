/* What a reader has opened, filled in and gone to stays so where the page is drawn anew: what has
 * `data-keep`, a name of its own on the page. */
(() => {
  "use strict";

  const KEPT = "[data-keep]";
  const PARTS = "summary, input, button";
  const opened = new Set();
  const filled = new Map(); // by name: what was put into each field, by the field's name
  let at = null; // the part that has the focus

  const nameOf = (target) => target.closest?.(KEPT)?.dataset.keep;
  const partsOf = (kept) => [...kept.querySelectorAll(PARTS)];
  const detailsOf = (kept) => (kept.matches("details") ? kept : kept.querySelector("details"));

  document.addEventListener("toggle", ({ target }) => {
    const name = nameOf(target);
    if (!name || !document.contains(target) || detailsOf(target.closest(KEPT)) !== target) return;
    if (target.open && !opened.has(name)) target.scrollIntoView({ block: "nearest" });
    opened[target.open ? "add" : "delete"](name);
  }, true);

  for (const event of ["input", "change"]) document.addEventListener(event, ({ target }) => {
    const name = nameOf(target);
    if (!name) return;
    const value = target.type === "checkbox" ? target.checked : target.value;
    filled.set(name, { ...filled.get(name), [target.name]: value });
  });

  document.addEventListener("focusin", ({ target }) => {
    const name = nameOf(target);
    at = name ? { name, part: partsOf(target.closest(KEPT)).indexOf(target) } : null;
  });

  /** A form that is sent is done with: it is closed, and the keyboard goes on from its head. */
  document.addEventListener("click", ({ target }) => {
    const kept = target.closest("[data-form], [data-reset], [data-right]")?.closest(KEPT);
    if (!kept?.matches("details, .mend")) return;
    forget(kept.dataset.keep);
    if (!kept.matches("details")) return;
    kept.open = false;
    kept.querySelector("summary").focus({ preventScroll: true });
  });

  function forget(name) {
    opened.delete(name);
    filled.delete(name);
  }

  /** Puts back what the page has lost of it. */
  function again() {
    if (!document.querySelector("#thread .turn")) { // another conversation has turns of its own
      [...opened, ...filled.keys()].filter((name) => name.startsWith("turn ")).forEach(forget);
    }
    for (const kept of document.querySelectorAll(KEPT)) {
      const name = kept.dataset.keep;
      const details = detailsOf(kept);
      if (opened.has(name) && details && !details.open) details.open = true;
      const values = filled.get(name) ?? {};
      for (const input of kept.querySelectorAll("input")) { // it may have been that of another
        const [property, drawn] = input.type === "checkbox" ? ["checked", "defaultChecked"] : ["value", "defaultValue"];
        const value = values[input.name] ?? input[drawn];
        if (input[property] !== value) input[property] = value;
      }
      const lost = at?.name === name && document.activeElement === document.body;
      if (lost) partsOf(kept)[at.part]?.focus({ preventScroll: true });
    }
  }

  window.dateline.kept = { again };
})();
