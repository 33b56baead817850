/* What the chat's page does by itself: showing the quote, copying, saving, moving by keyboard. */
(() => {
  "use strict";

  // Gradio darkens the body once it runs; the page is painted before.
  const wanted = new URLSearchParams(location.search).get("__theme");
  const dark = wanted ? wanted === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.classList.toggle("dark", dark);

  let cameFrom = null; // what was pressed to open the report
  let chosen = false; // whether the reader pressed something, or the report opened with an answer

  const reader = () => document.querySelector("#reader section.reader");
  const isSheet = () => matchMedia("(max-width: 900px)").matches;

  /** Scrolls the report so that its quote is in sight, and nothing else on the page. */
  function showQuote() {
    const section = reader();
    if (!section) return;
    if (chosen) setReading(true); // on a phone, only now is there a place
    scrollTo(section.querySelector(".sheet rect") ?? section.querySelector("mark.quote"));
    if (chosen) section.focus({ preventScroll: true });
    chosen = false;
  }

  /** Brings a mark of the report into sight; its beginning without one. */
  function scrollTo(mark) {
    const section = reader();
    const scroller = isSheet() ? section : section.querySelector(".text");
    if (!mark) {
      scroller.scrollTop = 0;
      return;
    }
    const offset = mark.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop += offset - scroller.clientHeight / 3;
  }

  /** On a phone the report lies over everything else, which then cannot be reached. */
  function setReading(reading) {
    document.body.classList.toggle("reading", reading);
    document.querySelectorAll("#header, #left, #timeline").forEach((part) => {
      part.inert = reading && isSheet();
    });
  }

  const question = () => document.querySelector("#question textarea");

  function closeReader() {
    setReading(false);
    (cameFrom && document.contains(cameFrom) ? cameFrom : question())?.focus();
  }

  async function copy(button) {
    const text = button.dataset.text;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const before = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = before; }, 1500);
  }

  function save(text) {
    const url = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
    Object.assign(document.createElement("a"), { href: url, download: "dateline.md" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

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

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-act], [data-local]");
    if (!pressed) return;
    if (pressed.dataset.act === "select") {
      chosen = true;
      if (!pressed.closest("#reader")) cameFrom = pressed;
    }
    if (["submit", "clear"].includes(pressed.dataset.act)) question()?.focus(); // it will be gone
    if (pressed.dataset.act === "apply") { // the report is to be asked, so the question is next
      setReading(false);
      question()?.focus();
    }
    if (pressed.dataset.local === "copy") copy(pressed);
    if (pressed.dataset.local === "close") closeReader();
    if (pressed.dataset.local === "words") scrollTo(reader().querySelector("mark.quote"));
    if (pressed.dataset.local === "reports") document.querySelectorAll("#tabs [role=tab]")[1]?.click();
  });
  document.addEventListener("keydown", (event) => {
    move(event);
    if (event.key === "Escape" && event.target.closest("#reader")) closeReader();
  });
  matchMedia("(max-width: 900px)").addEventListener("change", () => {
    setReading(document.body.classList.contains("reading"));
  });
  for (const name of ["mouseover", "focusin"]) document.addEventListener(name, caption);

  const HAD = "dateline.conversation";
  let had = ""; // the conversation that this window keeps

  /** The conversation that this window had before it was loaded again. A window that was copied
   *  from another has its storage too: as long as the other one is there, it begins anew. */
  async function resumed() {
    let kept = "";
    try {
      kept = sessionStorage.getItem(HAD) ?? "";
    } catch {
      return ""; // storage is not allowed
    }
    if (kept && !(await own(kept))) kept = "";
    return kept;
  }

  /** Whether a conversation is this window's alone; it is held until the window is closed. */
  function own(id) {
    if (id === had || !navigator.locks) return true; // locks need https, or this machine
    return new Promise((resolve) => {
      const wait = { signal: AbortSignal.timeout(500) }; // the page before may not have gone yet
      navigator.locks.request(`${HAD} ${id}`, wait, () => {
        had = id;
        resolve(true);
        return new Promise(() => {});
      }).catch(() => resolve(false));
    });
  }

  /** Keeps the name of the conversation for when the page is loaded again. */
  function keep() {
    const head = document.querySelector("#header .masthead");
    if (!head || head.dataset.conversation === had) return;
    const id = head.dataset.conversation;
    if (id) own(id);
    had = id;
    try {
      sessionStorage.setItem(HAD, id);
    } catch { /* storage is not allowed */ }
  }

  /** Says to assistive technology what Gradio's parts do not say. */
  function describe() {
    const say = (selector, name, value) => {
      const part = document.querySelector(selector);
      if (part && part.getAttribute(name) !== value) part.setAttribute(name, value);
    };
    say("#thread", "aria-live", "polite");
    say("#question textarea", "aria-label", "Your question");
    const filters = document.querySelector("#filters > button");
    say("#filters > button", "aria-label", "Filters");
    say("#filters > button", "aria-expanded", String(filters?.classList.contains("open")));
  }

  /** Scrolls so that a turn is seen from its question on, where it does not fit as things are. */
  function bringIntoSight(turn) {
    const composer = document.querySelector("#composer");
    const room = Math.min(composer?.getBoundingClientRect().top ?? innerHeight, innerHeight);
    if (turn.getBoundingClientRect().bottom > room) turn.scrollIntoView({ block: "start" });
  }

  /** Follows the report and the conversation as they change. */
  function follow() {
    let openings = "";
    let turns = 0;
    let following = null; // the turn that is being answered
    new MutationObserver(() => {
      keep();
      const now = reader()?.dataset.openings ?? "";
      if (now !== openings) {
        openings = now;
        requestAnimationFrame(showQuote);
      }
      const all = document.querySelectorAll("#thread .turn");
      const last = all[all.length - 1];
      if (all.length > turns) following = last;
      turns = all.length;
      if (following) bringIntoSight(following);
      if (following && !following.querySelector(".stage")) following = null;
      describe();
    }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-openings", "class"] });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", follow);
  else follow();
  window.dateline = { save, had: resumed };
})();
