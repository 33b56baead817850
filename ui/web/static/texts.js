/* The words of the page's scripts, in its language. */
(() => {
  "use strict";

  const { language } = window.dateline; // of the script that runs first

  /** A text of the page, filled in. */
  const text = (name, values = {}) => TEXTS[language][`script.${name}`].replace(
    /\{(\w+)\}/g, (_, part) => values[part],
  );

  for (const name of ["drop_reports", "drop_draft"]) { // said by the style sheet
    document.documentElement.style.setProperty(`--${name.replace("_", "-")}`, JSON.stringify(text(name)));
  }
  Object.assign(window.dateline, { text, locale: language === "en" ? "en-GB" : language });
})();
