#!/usr/bin/env bash
# langchain-text-splitters 1.1.3: HTMLHeaderTextSplitter takes the words that stand in <b>, <i>, <a>,
# <em> and the like out of their sentence and puts them behind it. "The toll rose to <b>nine</b>, not
# <i>seven</i>." becomes "The toll rose to , not .", then "nine", then "seven"; a bound such as "up
# <b>to</b> 5" becomes "up 5". Of a heading the words in <em> go to the text, and the section is named
# by the rest.
#
# Expected: the text in the order of the page. By its documentation the class makes Documents "that
# reflect the semantic structure of the original content" and joins elements "into semantically
# meaningful chunks"; that words change their place is not said. BeautifulSoup 4, which it uses, gives
# them in order (get_text), and is run beside it. LangChain's issue 38404 has the like for another
# class, HTMLSemanticPreservingSplitter; none was found for this one.
#
# It hurts whoever quotes: the sentence that is embedded, found and quoted is not one that was written,
# and the figures, which are what pages print in bold, are what it lacks. Dateline's own reader keeps
# each block as the page shows it.
#
# Fails if that changes: then its parts may be quoted.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet langchain-text-splitters==1.1.3 beautifulsoup4==4.15.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

from bs4 import BeautifulSoup
from langchain_text_splitters import HTMLHeaderTextSplitter

print("langchain-text-splitters", version("langchain-text-splitters"))
CASES = {
    "<p>The toll rose to <b>nine</b>, not <i>seven</i>.</p>":
        ("Toll", "The toll rose to , not .  \nnine  \nseven"),
    "<p>Rates may go up <b>to</b> 5 percent.</p>": ("Toll", "Rates may go up 5 percent.  \nto"),
    "<ul><li>The <a href='/a'>Bank of England</a> held rates.</li></ul>":
        ("Toll", "The held rates.  \nBank of England"),
    "<p>The toll rose to nine, not seven.</p>": ("Toll", "The toll rose to nine, not seven."),
    "<h2>Deaths in <em>2023</em></h2><p>Nine.</p>": ("Deaths in", "2023  \nNine."),
}
"""For what follows the first heading: the section that its text is put under, and the text."""

splitter = HTMLHeaderTextSplitter([("h1", "section"), ("h2", "section")])
as_found = True
for body, seen in CASES.items():
    parts = splitter.split_text(
        f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body><h1>Toll</h1>{body}</body></html>')
    got = (parts[-1].metadata["section"], parts[-1].page_content)
    print(f"{body}\n  in order  {BeautifulSoup(body, 'html.parser').get_text()!r}\n  got       {got!r}")
    as_found &= got == seen
sys.exit(0 if as_found else "this has changed")
PYTHON
