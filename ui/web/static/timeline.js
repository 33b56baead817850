/* The line of time by keyboard, and what its caption says. */
(() => {
  "use strict";

  /** Arrow keys, Home and End move along the line of time, which is one stop of the Tab key. */
  function move(event) {
    const dot = event.target.closest?.("#timeline .dot");
    if (!dot) return;
    const dots = [...document.querySelectorAll("#timeline .dot")];
    const at = dots.indexOf(dot);
    const to = {
      ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1,
      Home: 0, End: dots.length - 1,
    }[event.key];
    if (to === undefined || !dots[to]) return;
    event.preventDefault();
    dots.forEach((other) => { other.tabIndex = -1; });
    dots[to].tabIndex = 0;
    dots[to].focus();
  }

  function caption(event) {
    const said = document.querySelector("#timeline .caption .said");
    if (!said) return;
    const dot = event.target.closest?.("#timeline .dot");
    said.textContent = dot ? dot.getAttribute("aria-label") : said.dataset.default;
  }

  document.addEventListener("keydown", move);
  for (const name of ["mouseover", "focusin"]) document.addEventListener(name, caption);
})();
