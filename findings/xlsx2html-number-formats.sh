#!/usr/bin/env bash
# xlsx2html 0.6.4: figures are shown as other figures. A cell that holds 12 and is formatted as text
# (@) is shown as 10; thousands (#,##0,) are shown whole, with the comma in front; a unit in
# quotation marks keeps the marks; 1.5 as a fraction is shown as 2 over nothing.
#
# Expected: ECMA-376, part 1, 18.8.30/31 (numFmts): "@" shows what was entered, a comma behind the
# digits divides by a thousand, text in quotation marks is shown without them, "# ?/?" shows 1 1/2.
#
# It hurts whoever reads sheets through it: the number quoted is not the one that the sheet shows.
# Dateline reads cells with openpyxl and formats them itself.
#
# Fails if that changes: then its formats may be used.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet xlsx2html==0.6.4 openpyxl==3.1.5
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import io
import re
import sys
from importlib.metadata import version

from openpyxl import Workbook
from xlsx2html import xlsx2html

print("xlsx2html", version("xlsx2html"), "openpyxl", version("openpyxl"))
SEEN = [(12, "@", "12"), (5, '0 "kg"', "5 kg"), (1234567, "#,##0,", "1,235"), (1.5, "# ?/?", "1 1/2")]
"""Each: what is in the cell, its format, and what a spreadsheet shows."""

book = Workbook()
for row, (value, form, _) in enumerate(SEEN, 1):
    cell = book.active.cell(row, 1, value)
    cell.number_format = form
book.save("sheet.xlsx")
page = io.StringIO()
xlsx2html("sheet.xlsx", page)
shown = [re.sub(r"<[^>]+>|&quot;", lambda m: '"' if m[0] == "&quot;" else "", cell).strip()
         for cell in re.findall(r"<td[^>]*>(.*?)</td>", page.getvalue(), re.S)]
for (value, form, expected), got in zip(SEEN, shown, strict=True):
    print(f"{value} as {form}: expected {expected!r}, got {got!r}")
wrong = [got != expected for (_, _, expected), got in zip(SEEN, shown, strict=True)]
sys.exit(0 if all(wrong) else "changed: some formats are shown as they should be")
PYTHON
