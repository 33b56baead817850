#!/usr/bin/env bash
# edtf 4.11.1 (npm) and edtf 5.0.2 (PyPI): one date in the Library of Congress's Extended Date/Time
# Format spans different days in the two libraries of that name.
# 1. The npm one takes seasons for quarters. 2001-22, "Summer, 2001", is April to June there, and June
#    to August in the other; 2001-21, "Spring, 2001", is January to March. Quarters have codes of their
#    own, 33 to 36, with the same days in both.
# 2. The npm one takes a range at the end of a set for its first member. The latest day (max) of
#    [1667,1668,1670..1672] is 31 December 1670, that of [2024-03-01..2024-03-05] is 1 March, and
#    {1670..1672} does not cover 1671.
#
# Expected: "Extended Date/Time Format (EDTF) Specification", 2019: 21 to 24 are "Spring", "Summer",
# "Autumn", "Winter" (Level 1), 33 to 36 "Quarter 1" to "Quarter 4" (Level 2); the first set above is
# its own example, "One of the years 1667, 1668, 1670, 1671, 1672". The npm package's README: it
# "fully implements" levels 0, 1 and 2 but for two extensions of seasons, and shows `max` of a set; it
# does not say what days a season has. The other's says that seasons are the Northern Hemisphere's.
# Issue 12 of inukshuk/edtf.js has the 1 January of 2016-21 in passing, as no fault; none was found
# that reports either.
#
# Fails if that changes: then a span that one library made may be compared with one of the other.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet edtf==5.0.2
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund edtf@4.11.1
cat > spans.mjs <<'NODE'
import { readFileSync } from 'node:fs';
import edtf from 'edtf';

const day = time => new Date(time).toISOString().slice(0, 10);
const { version } = JSON.parse(readFileSync('node_modules/edtf/package.json'));
const spans = process.argv.slice(2).map(text => [text, [day(edtf(text).min), day(edtf(text).max)]]);
console.log(JSON.stringify({ version, spans: Object.fromEntries(spans),
                             covers: edtf('{1670..1672}').covers(edtf('1671')) }));
NODE
cat > compare.py <<'PYTHON'
import json
import subprocess
import sys
import time
from importlib.metadata import version

from edtf import parse_edtf

# For each: the span by the specification, or None where it leaves the days of a season open.
DATES = {
    "2001-34": ("2001-04-01", "2001-06-30"),
    "2001-21": None,
    "2001-22": None,
    "2001-23": None,
    "[1667,1668,1670..1672]": ("1667-01-01", "1672-12-31"),
    "[1667,1668,1670]": ("1667-01-01", "1670-12-31"),
    "[2024-03-01..2024-03-05]": ("2024-03-01", "2024-03-05"),
}
NPM = {
    "2001-34": ("2001-04-01", "2001-06-30"),
    "2001-21": ("2001-01-01", "2001-03-31"),
    "2001-22": ("2001-04-01", "2001-06-30"),
    "2001-23": ("2001-07-01", "2001-09-30"),
    "[1667,1668,1670..1672]": ("1667-01-01", "1670-12-31"),
    "[1667,1668,1670]": ("1667-01-01", "1670-12-31"),
    "[2024-03-01..2024-03-05]": ("2024-03-01", "2024-03-01"),
}
PYPI = DATES | {
    "2001-21": ("2001-03-01", "2001-05-31"),
    "2001-22": ("2001-06-01", "2001-08-31"),
    "2001-23": ("2001-09-01", "2001-11-30"),
}

npm = json.loads(subprocess.check_output(["node", "spans.mjs", *DATES]))
print("edtf", npm["version"], "(npm), edtf", version("edtf"), "(PyPI)")
as_found = True
for text, expected in DATES.items():
    date = parse_edtf(text)
    pypi = tuple(time.strftime("%Y-%m-%d", end) for end in (date.lower_strict(), date.upper_strict()))
    given = tuple(npm["spans"][text])
    print(f"{text}\n  expected  {' to '.join(expected) if expected else 'the same in both'}"
          f"\n  npm       {' to '.join(given)}\n  PyPI      {' to '.join(pypi)}")
    as_found &= given == NPM[text] and pypi == PYPI[text]
print(f"{{1670..1672}} covers 1671\n  expected  True\n  npm       {npm['covers']}")
as_found &= npm["covers"] is False
sys.exit(0 if as_found else "this has changed")
PYTHON
venv/bin/python compare.py
