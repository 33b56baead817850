/* What the chat's page does by itself: showing the quote, copying, saving, following what changes. */
(() => {
  "use strict";

  const { filters, kept, keepConversation, speak, text } = window.dateline; // of the scripts before

  let cameFrom = null; // what was pressed to open the report
  let onward = null; // where the keyboard goes on, where what was pressed will be gone
  const copied = new Set(); // buttons that say that they have copied
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

  /** On a phone the report lies over the lower part of the page, below what it was opened from. */
  function setReading(reading) {
    document.body.classList.toggle("reading", reading);
    const from = reading && isSheet() && cameFrom?.closest(".cited, .turn");
    if (from) from.scrollIntoView({ block: "start" });
  }

  const tabs = () => document.querySelectorAll("#tabs [role=tab]");
  const question = () => document.querySelector("#question textarea");

  /** Turns to where questions are asked. */
  function ask() {
    tabs()[0].click();
    requestAnimationFrame(() => question()?.focus());
  }

  function closeReader() {
    setReading(false);
    (cameFrom && document.contains(cameFrom) ? cameFrom : question())?.focus();
  }

  /** Has the keyboard go on at a part, once there is one, unless the reader went elsewhere. */
  function goOn(to) {
    onward = { from: document.activeElement, to };
  }

  function followOnward() {
    const next = onward?.to();
    if (!next) return;
    const free = [document.body, onward.from].includes(document.activeElement);
    onward = null;
    if (free) next.focus({ preventScroll: true });
  }
  document.addEventListener("focusin", ({ target }) => {
    if (target !== onward?.from) onward = null;
  });

  async function copy(button) {
    if (copied.has(button)) return;
    copied.add(button);
    const words = button.dataset.text;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: words });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const before = button.textContent;
    button.textContent = text("copied");
    setTimeout(() => {
      button.textContent = before;
      copied.delete(button);
    }, 1500);
  }

  function save(file) {
    const { name, type, data } = JSON.parse(file);
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type }));
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }

  /** Closes the filters that are open for being set, but the one that is being used. */
  function closeChips(used) {
    document.querySelectorAll(".filters details[open], .menu[open]").forEach((open) => {
      if (!open.contains(used)) open.open = false;
    });
  }
  document.addEventListener("focusin", (event) => closeChips(event.target));

  /** What cannot be undone is asked for twice: the first press says so. */
  document.addEventListener("click", (event) => {
    if (event.detail > 1) return; // a double click is one
    const sure = event.target.closest("[data-asked]");
    if (sure) setTimeout(() => { // it may be drawn as that of the next one
      sure.dataset.confirm = sure.textContent;
      sure.textContent = sure.dataset.asked;
      sure.removeAttribute("data-asked");
    });
    const pressed = event.target.closest("[data-confirm]");
    if (!pressed) return;
    event.stopPropagation();
    pressed.dataset.asked = pressed.textContent;
    pressed.textContent = pressed.dataset.confirm;
    pressed.removeAttribute("data-confirm");
  }, true);

  /** A button of a form says what is filled in there. */
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-form]");
    if (!pressed) return;
    pressed.closest(".form, .mend").querySelectorAll("input").forEach((input) => {
      const off = input.type === "checkbox" && !input.checked;
      pressed.dataset[input.name] = off ? "" : input.value;
    });
  }, true);

  document.addEventListener("click", (event) => {
    closeChips(event.target);
    const pressed = event.target.closest("[data-act], [data-local]");
    if (!pressed) return;
    if (pressed.dataset.act === "select") {
      chosen = true;
      if (!pressed.closest("#reader")) cameFrom = pressed;
    }
    if (pressed.dataset.act === "download") pressed.closest("details")?.removeAttribute("open");
    const ends = ["submit", "clear"].includes(pressed.dataset.act);
    if (ends && !pressed.closest(".form, .mend")) question()?.focus(); // it will be gone
    if (pressed.dataset.local === "only") { // the report is to be asked, so the question is next
      filters.change({ report: pressed.dataset.report }, pressed.dataset.title);
      setReading(false);
      question()?.focus();
    }
    if (pressed.dataset.local === "month") {
      filters.within(pressed.dataset.month.slice(0, 7));
      question()?.focus();
    }
    if (pressed.dataset.local === "period") {
      filters.within(pressed.dataset.period);
      closeChips(null);
      ask();
    }
    if (pressed.dataset.local === "publisher") {
      filters.change({ publisher: pressed.dataset.publisher });
      ask();
    }
    if (pressed.dataset.local === "all-reports") {
      filters.change({ report: "" });
      question()?.focus();
    }
    if (pressed.dataset.local === "unfilter") {
      filters.clear();
      question()?.focus();
    }
    if (pressed.dataset.act === "submit") setReading(false);
    if (pressed.dataset.local === "copy") copy(pressed);
    if (pressed.dataset.local === "close") closeReader();
    if (pressed.dataset.local === "words") scrollTo(reader().querySelector("mark.quote"));
    if (pressed.dataset.local === "reports") tabs()[1]?.click();
    if (pressed.dataset.local === "alerts") tabs()[3]?.click();
    if (pressed.closest(".stand") && pressed.dataset.act) { // the form will be gone
      const kept = `#thread .stand[data-turn="${pressed.dataset.turn}"] .kept button`;
      goOn(() => document.querySelector(kept));
    }
    if (pressed.dataset.act === "delete" && pressed.closest("#alerts")) {
      goOn(() => (document.contains(pressed) ? null : document.querySelector("#alerts .count")));
    }
    const mend = pressed.closest(".mend");
    if (mend) {
      const form = `[data-keep="${mend.dataset.keep}"]`;
      const after = mend.closest("#reader") ? "#reader section" : `#list .source[data-report="${pressed.dataset.report}"]`;
      goOn(() => (document.querySelector(form) ? null : document.querySelector(after)));
    }
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-language]")) speak(target.value);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const chip = event.target.closest(".filters details[open], .menu[open]");
    if (chip) {
      chip.open = false;
      chip.querySelector("summary").focus();
    }
    if (event.target.closest("#reader")) closeReader();
  });
  matchMedia("(max-width: 900px)").addEventListener("change", () => {
    setReading(document.body.classList.contains("reading"));
  });
  /** Says to assistive technology what Gradio's parts do not say. */
  function describe() {
    const say = (selector, name, value) => {
      const part = document.querySelector(selector);
      if (part && part.getAttribute(name) !== value) part.setAttribute(name, value);
    };
    say("#thread", "aria-live", "polite");
    say("#question textarea", "aria-label", text("question"));
  }

  /** Scrolls so that a turn is seen from its question on, where it does not fit as things are. */
  function bringIntoSight(turn) {
    const composer = document.querySelector("#composer");
    const room = Math.min(composer?.getBoundingClientRect().top ?? innerHeight, innerHeight);
    if (turn.getBoundingClientRect().bottom > room) turn.scrollIntoView({ block: "start" });
  }

  /** Follows the report and the conversation as they change, and what became of reports that were
   *  added or edited. */
  function follow() {
    let openings = "";
    let became = "";
    let turns = 0;
    let following = null; // the turn that is being answered
    new MutationObserver(() => {
      keepConversation();
      kept.again();
      followOnward();
      const now = reader()?.dataset.openings ?? "";
      if (now !== openings) {
        openings = now;
        requestAnimationFrame(showQuote);
      }
      const said = document.querySelector("#uploaded :is([role=status], [role=alert])");
      if (said && said.textContent !== became) said.scrollIntoView({ block: "nearest" });
      became = said?.textContent ?? "";
      const all = document.querySelectorAll("#thread .turn");
      const last = all[all.length - 1];
      if (all.length > turns) following = last;
      turns = all.length;
      if (following) bringIntoSight(following);
      if (following && !following.querySelector(".stage")) following = null;
      describe();
    }).observe(document.body, {
      childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ["data-openings", "class"],
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", follow);
  else follow();
  window.dateline.save = save;
})();
