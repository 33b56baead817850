#!/usr/bin/env bash
# inscriptis 2.7.6, html2text 2025.4.15 and markdownify 1.2.3, which make text of HTML: two blocks that
# stand on lines of their own in every browser are read as one word, and two figures as one number.
# "In 2023" and, below it, "5 fell" become "In 20235 fell". Which elements they do not know as blocks:
#   inscriptis   <section>, <dt> and <dd>, <summary>, <legend>
#   html2text    <section>, <article>, <figcaption>, <caption>, <header> and <footer>, <main>, <aside>,
#                <summary>, <legend>, <address>
#   markdownify  <header> and <footer>, <main>, <aside>, <summary>, <legend>, <address>
# <p> and <div> are told apart by all three.
#
# Expected: HTML Standard, "Rendering" (Flow content; Sections and headings; Lists; Tables; The details
# and summary elements): each is a block (a caption is a box of its own beside its table), so that a line
# ends between them, and innerText in the same standard puts a line end there. inscriptis promises text
# that "more closely resembles the rendering obtained from standard Web browsers", from styles that are "the
# defaults used by the Firefox Browser"; the other two do not say what they take for a block. html-text
# 0.7.1 is run beside them and parts all of them.
#
# It hurts whoever quotes or searches: a year and a count stand in the text as a figure that no one
# wrote, and neither is found. Definition lists and sections are where key figures stand. No issue was
# found that reports these. Dateline walks through the page by itself and parts all of them.
#
# Fails if that changes: then their text may be quoted.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet inscriptis==2.7.6 html2text==2025.4.15 markdownify==1.2.3 \
  html-text==0.7.1
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

import html2text
import html_text
import inscriptis
import markdownify

READERS = {
    "inscriptis": inscriptis.get_text,
    "html2text": html2text.html2text,
    "markdownify": markdownify.markdownify,
    "html-text": html_text.extract_text,
}
print(", ".join(f"{name} {version(name)}" for name in READERS))
BLOCKS = {
    "p": "<p>In 2023</p><p>5 fell</p>",
    "div": "<div>In 2023</div><div>5 fell</div>",
    "section": "<section>In 2023</section><section>5 fell</section>",
    "article": "<article>In 2023</article><article>5 fell</article>",
    "dt, dd": "<dl><dt>In 2023</dt><dd>5 fell</dd></dl>",
    "figcaption": "<figure><figcaption>In 2023</figcaption>5 fell</figure>",
    "caption": "<table><caption>In 2023</caption><tr><td>5 fell</td></tr></table>",
    "summary": "<details open><summary>In 2023</summary>5 fell</details>",
    "legend": "<fieldset><legend>In 2023</legend>5 fell</fieldset>",
    "address": "<address>In 2023</address><address>5 fell</address>",
    "header": "<header>In 2023</header>5 fell",
    "footer": "In 2023<footer>5 fell</footer>",
    "aside": "<aside>In 2023</aside>5 fell",
    "main": "<main>In 2023</main>5 fell",
}
SEEN = {
    "inscriptis": {"section", "dt, dd", "summary", "legend"},
    "html2text": {"section", "article", "figcaption", "caption", "summary", "legend", "address",
                  "header", "footer", "aside", "main"},
    "markdownify": {"header", "footer", "aside", "main", "summary", "legend", "address"},
    "html-text": set(),
}
"""For each reader, the blocks whose figures it joins."""

as_found = True
for reader, read in READERS.items():
    texts = {block: read(f'<!DOCTYPE html><html lang="en"><head><title>t</title></head>'
                         f"<body>{page}</body></html>") for block, page in BLOCKS.items()}
    joined = {block for block, text in texts.items() if "20235" in text.replace("*", "")}
    print(f"{reader}\n  joined: {', '.join(b for b in BLOCKS if b in joined) or 'none'}")
    print("  dt, dd read as", repr(texts["dt, dd"].strip()))
    as_found &= joined == SEEN[reader]
    if joined != SEEN[reader]:
        print("  other than seen:", joined ^ SEEN[reader])
sys.exit(0 if as_found else "this has changed")
PYTHON
