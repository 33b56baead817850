/* The filters beside the question. Those that are set are kept here and in the address, so that a
 * link has them; what there is to choose from comes from the server with `props.value`. */
(() => {
  "use strict";

  const { locale, text } = window.dateline; // of the scripts before
  const NAMES = ["publisher", "from", "to", "as_of", "collection", "report", "sure"];
  const given = new URLSearchParams(location.search);
  let set = Object.fromEntries(NAMES.filter((n) => given.get(n)).map((n) => [n, given.get(n)]));
  let title = ""; // of the one report that is asked
  let part = null;

  const day = (value) => new Date(`${value}T00:00Z`).toLocaleDateString(locale, {
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
      button.textContent = period.length === 4 ? period : new Date(`${period}-01T00:00Z`).toLocaleDateString(locale, month);
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
    element.querySelector("[data-of=publisher]").hidden = value.publishers?.length === 0 && !set.publisher; // it is not known at first
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

  /** The first and the last day of a year, 2024, or a month, 2024-05. */
  function bounds(period) {
    const [year, month] = period.split("-").map(Number);
    if (!month) return { from: `${period}-01-01`, to: `${period}-12-31` };
    return { from: `${period}-01`, to: new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10) };
  }

  window.dateline.filters = {
    mount,
    change,
    within: (period) => change(bounds(period)),
    clear: () => change(Object.fromEntries(NAMES.map((name) => [name, ""]))),
    get set() { return { ...set }; },
  };
})();
