/* Which of the LANGUAGES the page speaks, and whether it is dark, told before anything is drawn. */
(() => {
  "use strict";

  const CHOSEN = "dateline.language";

  /** As the address says, else as was chosen here before, else as the reader's browser has it. */
  function chosen() {
    let kept = "";
    try {
      kept = localStorage.getItem(CHOSEN) ?? "";
    } catch { /* storage is not allowed */ }
    const asked = new URLSearchParams(location.search).get("lang");
    const known = [asked, kept, ...navigator.languages].map((code) => code?.toLowerCase().split("-")[0]);
    return known.find((code) => LANGUAGES.includes(code)) ?? LANGUAGES[0];
  }

  /** Chooses another language: it is kept here, stands in the address, and the page is loaded
   *  again. */
  function speak(code) {
    try {
      localStorage.setItem(CHOSEN, code);
    } catch { /* storage is not allowed */ }
    const address = new URL(location.href);
    address.searchParams.set("lang", code);
    location.assign(address);
  }

  // Gradio darkens the body once it runs; the page is painted before.
  const wanted = new URLSearchParams(location.search).get("__theme");
  const dark = wanted ? wanted === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.classList.toggle("dark", dark);

  const language = chosen();
  document.documentElement.lang = language;
  // Gradio takes its own words from the browser's language, once, and has no other way to be told.
  Object.defineProperty(navigator, "language", { get: () => language });
  window.dateline = { language, speak };
})();
