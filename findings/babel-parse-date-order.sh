#!/usr/bin/env bash
# Babel 2.18.0: parse_date(text, locale) reads "05/13/24" by en_GB, where the day comes first, as 13
# May, and "05/12/24" of the same list as 5 December, without a word: where the second figure can be
# no month, the two are exchanged. "4/5/70" is of 2070. And it cannot read what format_date of the
# same locale writes in its usual form: "13 May 2024" ends in an IndexError, not in a ParseError.
#
# Expected: an error where a date is none by the locale that was asked for (datetime.strptime, and
# ICU with lenience off, raise one); what format_date writes is read back; what cannot be read
# raises the ParseError that the function names.
#
# It hurts whoever dates reports: a column of days in the American order, read by a British locale,
# comes out with each day up to the twelfth turned about and each later one right, so that a look at
# some of them shows nothing. Dateline asks the reports themselves in which order they write days.
#
# Fails if that changes: then a locale may be trusted with figures.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet babel==2.18.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from datetime import date
from importlib.metadata import version

from babel.dates import ParseError, format_date, parse_date

print("babel", version("babel"))
SEEN = {"05/12/24": date(2024, 12, 5), "05/13/24": date(2024, 5, 13), "4/5/70": date(2070, 5, 4)}
changed = False
for text, seen in SEEN.items():
    got = parse_date(text, locale="en_GB")
    print(f"{text} by en_GB: {got}")
    changed |= got != seen
written = format_date(date(2024, 5, 13), locale="en_GB")
try:
    got = f"{parse_date(written, locale='en_GB')}"
except (IndexError, ParseError) as error:
    got = type(error).__name__
print(f"{written!r}, as format_date writes it: {got}")
changed |= got != "IndexError"
sys.exit("changed: it no longer does what stands above" if changed else 0)
PYTHON
