#!/usr/bin/env bash
# pypdfium2 5.15.2: a hyphen that a PDF's page has at the end of a line before a letter is not given
# out as one, whether it belongs to the word or not. "Ann-Marie Smith-" and "Jones" below it become
# one line with U+FFFE, which is no character, in get_text_range(), and with U+0002, a control, in
# get_text_bounded(); the line end is gone too. Before a figure ("3-" and "4 May") hyphen and line
# end stay. A search on the page finds neither "Smith-Jones" nor "Smith".."Jones" joined.
#
# Expected: the page's own character, U+002D, as its content stream and ToUnicode say; the two ways
# of getting text give the same; and what is told to be a hyphen (FPDFText_IsHyphen) can be found.
#
# It hurts whoever quotes: names of two parts are lost or stand with a square in them, and a word
# search has "Smith" and "Jones" in one token. Dateline takes such a place for a hyphen and a line
# end, and keeps the hyphen or not as the document writes the word elsewhere.
#
# Fails if that changes: then the reading back can go.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet pypdfium2==5.15.2 fpdf2==2.8.4
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

import pypdfium2
from fpdf import FPDF

print("pypdfium2", version("pypdfium2"))
made = FPDF()
made.add_page()
made.set_font("Helvetica", size=12)
for number, line in enumerate(["It was said by Ann-Marie Smith-", "Jones on 3-", "4 May."]):
    made.text(20, 30 + 6 * number, line)
made.output("page.pdf")

page = pypdfium2.PdfDocument("page.pdf")[0].get_textpage()
whole, bounded = page.get_text_range(), page.get_text_bounded()
print("get_text_range:  ", ascii(whole))
print("get_text_bounded:", ascii(bounded))
found = {words: page.search(words).get_next() is not None for words in ("Ann-Marie", "Smith-Jones")}
print("found by a search:", found)
same = whole == "It was said by Ann-Marie Smith\ufffeJones on 3-\r\n4 May."
same &= bounded == "It was said by Ann-Marie Smith\x02Jones on 3-\r\n4 May."
same &= found == {"Ann-Marie": True, "Smith-Jones": False}
sys.exit(0 if same else "changed: it no longer does what stands above")
PYTHON
