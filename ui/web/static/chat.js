/* What the chat's page does by itself: showing the quote, copying, saving, moving by keyboard. */
(() => {
  "use strict";

  const HTML = document.documentElement;

  // Gradio darkens the body once it runs; the page is painted before.
  const wanted = new URLSearchParams(location.search).get("__theme");
  const dark = wanted ? wanted === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  HTML.classList.toggle("dark", dark);

  const { language, speak } = window.dateline; // of the script that runs first
  const LOCALE = language === "en" ? "en-GB" : language;

  /** A text of the page, filled in. */
  const text = (name, values = {}) => TEXTS[language][`script.${name}`].replace(
    /\{(\w+)\}/g, (_, part) => values[part],
  );

  for (const name of ["drop_reports", "drop_draft"]) { // said by the style sheet
    HTML.style.setProperty(`--${name.replace("_", "-")}`, JSON.stringify(text(name)));
  }

  let cameFrom = null; // what was pressed to open the report
  let goesTo = () => null; // what the keyboard goes on from, where what was pressed will be gone
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

  const question = () => document.querySelector("#question textarea");

  function closeReader() {
    setReading(false);
    (cameFrom && document.contains(cameFrom) ? cameFrom : question())?.focus();
  }

  async function copy(button) {
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
    setTimeout(() => { button.textContent = before; }, 1500);
  }

  function save(file) {
    const { name, type, data } = JSON.parse(file);
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type }));
    Object.assign(document.createElement("a"), { href: url, download: name }).click();
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

  /** The first and the last day of a year, 2024, or a month, 2024-05. */
  function bounds(period) {
    const [year, month] = period.split("-").map(Number);
    if (!month) return { from: `${period}-01-01`, to: `${period}-12-31` };
    return { from: `${period}-01`, to: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) };
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
      filters.change(bounds(pressed.dataset.month.slice(0, 7)));
      question()?.focus();
    }
    if (pressed.dataset.local === "period") {
      filters.change(bounds(pressed.dataset.period));
      closeChips(null);
      question()?.focus();
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
    if (pressed.dataset.local === "reports") document.querySelectorAll("#tabs [role=tab]")[1]?.click();
    if (pressed.dataset.local === "alerts") document.querySelectorAll("#tabs [role=tab]")[3]?.click();
    if (pressed.closest(".stand") && pressed.dataset.act) { // the form will be gone
      const kept = `#thread .stand[data-turn="${pressed.dataset.turn}"] .kept button`;
      goesTo = () => document.querySelector(kept);
    }
    if (pressed.dataset.act === "delete" && pressed.closest("#alerts")) {
      goesTo = () => (document.contains(pressed) ? null : document.querySelector("#alerts .count"));
    }
  });
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-language]")) speak(target.value);
  });
  document.addEventListener("keydown", (event) => {
    move(event);
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

  /** The filters beside the question. Those that are set are kept here and in the address, so that
   *  a link has them; what there is to choose from comes from the server with `props.value`. */
  const filters = (() => {
    const NAMES = ["publisher", "from", "to", "as_of", "collection", "report", "sure"];
    const given = new URLSearchParams(location.search);
    let set = Object.fromEntries(NAMES.filter((n) => given.get(n)).map((n) => [n, given.get(n)]));
    let title = ""; // of the one report that is asked
    let part = null;

    const day = (value) => new Date(`${value}T00:00Z`).toLocaleDateString(LOCALE, {
      day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
    });

    function published() {
      const { from, to } = set;
      if (from && from === to) return text("published_on", { day: day(from) });
      if (from && to) return text("published_between", { first: day(from), last: day(to) });
      if (from) return text("published_since", { day: day(from) });
      return to ? text("published_until", { day: day(to) }) : text("any_time");
    }

    function offer(select, all, choices) {
      const chosen = set[select.name] ?? "";
      const values = chosen && !choices.includes(chosen) ? [...choices, chosen] : choices;
      const options = [new Option(all, ""), ...values.map((value) => new Option(value, value))];
      select.replaceChildren(...options);
      select.value = chosen;
    }

    /** The years or months that there are reports of, each a button. */
    function pick(list, periods) {
      if (list.dataset.of === periods.join()) return;
      list.dataset.of = periods.join();
      list.replaceChildren(...periods.map((period) => {
        const button = Object.assign(document.createElement("button"), { type: "button" });
        const month = { month: "short", year: "numeric", timeZone: "UTC" };
        button.textContent = period.length === 4 ? period : new Date(`${period}-01T00:00Z`).toLocaleDateString(LOCALE, month);
        Object.assign(button.dataset, { local: "period", period });
        return button;
      }));
    }

    function show() {
      if (!part) return;
      const { element, props } = part;
      const value = props.value ?? {};
      title = title || value.report_title || "";
      offer(element.querySelector("[name=publisher]"), text("any_publisher"), value.publishers ?? []);
      offer(element.querySelector("[name=collection]"), text("all_collections"), value.collections ?? []);
      pick(element.querySelector(".periods"), value.periods ?? []);
      element.querySelectorAll("input[type=date]").forEach((input) => { input.value = set[input.name] ?? ""; });
      element.querySelector("[name=sure]").checked = Boolean(set.sure);
      element.querySelector("[data-of='from to'] summary").textContent = published();
      element.querySelector("[data-of=as_of] summary").textContent = set.as_of ? text("known_on", { day: day(set.as_of) }) : text("known_today");
      element.querySelector("[data-of=collection]").hidden = !(value.collections ?? []).length && !set.collection;
      element.querySelector("[data-of=report]").hidden = !set.report;
      element.querySelector("[data-of=report] .what").textContent = text("only", { title: title || text("one_report") });
      element.querySelector(".unfilter").hidden = !Object.keys(set).length;
      element.querySelectorAll(".chip").forEach((chip) => {
        const names = chip.dataset.of?.split(" ") ?? [chip.querySelector("[name]").name];
        chip.classList.toggle("set", names.some((name) => set[name]));
      });
    }

    /** Says to the server, and to whoever is sent the address, what is set. */
    function say() {
      const address = new URL(location.href);
      NAMES.forEach((name) => {
        if (set[name]) address.searchParams.set(name, set[name]);
        else address.searchParams.delete(name);
      });
      if (address.href !== location.href) history.replaceState(history.state, "", address);
      if (!part) return;
      const value = part.props.value ?? {};
      if (NAMES.some((name) => (value[name] ?? "") !== (set[name] ?? ""))) {
        const { publishers, collections, periods, report_title } = value;
        part.props.value = { publishers, collections, periods, report_title, ...set };
      }
    }

    function change(changed, name = "") {
      const all = Object.entries({ ...set, ...changed });
      set = Object.fromEntries(all.filter(([, value]) => value));
      if ("report" in changed) title = name;
      say();
      show();
    }

    /** Puts the words of the page into a part that comes in English. */
    function translate(element) {
      const put = {
        say: (part, said) => { part.textContent = said; },
        sayTitle: (part, said) => { part.title = said; },
        sayLabel: (part, said) => { part.setAttribute("aria-label", said); },
      };
      for (const part of [element, ...element.querySelectorAll("*")]) {
        for (const [name, way] of Object.entries(put)) {
          if (part.dataset?.[name]) way(part, text(part.dataset[name]));
        }
      }
    }

    function mount(element, props, watch) {
      part = { element, props };
      translate(element);
      element.addEventListener("change", ({ target }) => {
        if (!NAMES.includes(target.name)) return;
        change({ [target.name]: target.type === "checkbox" ? (target.checked ? "yes" : "") : target.value });
      });
      watch("value", () => { say(); show(); });
      say();
      show();
    }

    return { mount, change, clear: () => change(Object.fromEntries(NAMES.map((n) => [n, ""]))), get set() { return { ...set }; } };
  })();

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

  /** What a reader has opened, ticked and gone to below an answer, to be so again where the
   *  conversation is drawn anew, as when a refusal that is being read gets what else to try. */
  const below = (() => {
    const FORMS = "#thread .stand[data-turn]";
    const PARTS = "summary, input, button";
    let open = new Set();
    let ticked = new Map(); // by turn: the names of what is ticked
    let at = null; // the part that has the focus
    const formOf = (target) => target.closest?.(FORMS);
    document.addEventListener("toggle", ({ target }) => {
      const form = formOf(target);
      if (form && document.contains(form)) open[target.open ? "add" : "delete"](form.dataset.turn);
    }, true);
    document.addEventListener("change", ({ target }) => {
      const form = formOf(target);
      if (form) ticked.set(form.dataset.turn, [...form.querySelectorAll("input:checked")].map((one) => one.name));
    });
    document.addEventListener("focusin", ({ target }) => {
      const form = formOf(target);
      at = form ? { turn: form.dataset.turn, part: [...form.querySelectorAll(PARTS)].indexOf(target) } : null;
    });

    function again() {
      const forms = document.querySelectorAll(FORMS);
      if (!forms.length) [open, ticked, at] = [new Set(), new Map(), null]; // another conversation
      for (const form of forms) {
        const { turn } = form.dataset;
        const details = form.querySelector("details");
        if (!details) continue;
        if (open.has(turn) && !details.open) details.open = true;
        for (const name of ticked.get(turn) ?? []) form.querySelector(`input[name="${name}"]`).checked = true;
        const lost = at?.turn === turn && document.activeElement === document.body;
        if (lost) form.querySelectorAll(PARTS)[at.part]?.focus({ preventScroll: true });
      }
    }
    return { again };
  })();

  /** Follows the report and the conversation as they change, and what became of reports that were
   *  added or edited. */
  function follow() {
    let openings = "";
    let became = "";
    let turns = 0;
    let following = null; // the turn that is being answered
    new MutationObserver(() => {
      keep();
      below.again();
      const next = goesTo();
      if (next) {
        goesTo = () => null;
        next.focus();
      }
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
    }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-openings", "class"] });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", follow);
  else follow();
  Object.assign(window.dateline, { save, had: resumed, filters });
})();
