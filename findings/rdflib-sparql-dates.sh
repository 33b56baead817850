#!/usr/bin/env bash
# rdflib 7.6.0: a SPARQL filter on dates lets through what it should keep out, and says nothing.
# `?date >= "2024-03-01"^^xsd:date` keeps reports of 2023 whose date is a plain string, a year, a
# month or a date with a time. `?date < "2024-03-01T00:00:00Z"^^xsd:dateTime`
# keeps reports of 2025 whose time has no zone, or whose date has no time.
#
# Expected: SPARQL 1.1 Query Language, 17.3 (operators: for `<` and `>=` both sides numbers, both
# strings, both booleans or both xsd:dateTime; extensions may add pairs), 17.2 (any other pair is a
# type error, and a filter with an error drops the row). Two xsd:dateTime are ordered by time, with
# or without zone (XPath op:dateTime-less-than; XML Schema 1.1 leaves open only what is within 14
# hours). Whatever an engine adds, no 2023 is on or after March 2024 and no 2025 before it.
# pyoxigraph 0.5.9 is run on the same graph and queries, and finds what is expected.
#
# The cause: a filter uses the total order that rdflib's Literal has for sorting: by the name of the
# type where types differ, as its documentation tells without a word on filters, and by "has a zone"
# before the time (RDFLib/rdflib pull request 862). Issues 532 and 630 there are older faults of
# filters on dates; none was found that reports this.
#
# Fails if that changes: then such filters may be trusted with dates of several kinds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet rdflib==7.6.0 pyoxigraph==0.5.9
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

import pyoxigraph
import rdflib

print("rdflib", version("rdflib"), " pyoxigraph", version("pyoxigraph"))
REPORTS = {
    "string-2023": '"2023-05-01"',
    "year-2023": '"2023"^^xsd:gYear',
    "month-2023": '"2023-05"^^xsd:gYearMonth',
    "day-2023": '"2023-05-01"^^xsd:date',
    "time-2023": '"2023-05-01T09:00:00"^^xsd:dateTime',
    "time-zone-2023": '"2023-05-01T09:00:00Z"^^xsd:dateTime',
    "day-2025": '"2025-05-01"^^xsd:date',
    "time-2025": '"2025-05-01T09:00:00"^^xsd:dateTime',
    "time-zone-2025": '"2025-05-01T09:00:00Z"^^xsd:dateTime',
}
PREFIXES = ("prefix xsd: <http://www.w3.org/2001/XMLSchema#> prefix schema: <https://schema.org/> ",
            "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix schema: <https://schema.org/> .\n")
TURTLE = PREFIXES[1] + "\n".join(
    f"<urn:{name}> schema:datePublished {date} ." for name, date in REPORTS.items())
FILTERS = {
    '?date >= "2024-03-01"^^xsd:date': "2023",
    '?date < "2024-03-01T00:00:00Z"^^xsd:dateTime': "2025",
}
"""Each with the year that no report it keeps can have."""

graph = rdflib.Graph().parse(data=TURTLE, format="turtle")
store = pyoxigraph.Store()
store.load(TURTLE.encode(), format=pyoxigraph.RdfFormat.TURTLE)


def kept(filter, engine):
    query = f"{PREFIXES[0]} select ?report {{ ?report schema:datePublished ?date filter({filter}) }}"
    rows = graph.query(query) if engine == "rdflib" else store.query(query)
    names = (str(row[0]) if engine == "rdflib" else row["report"].value for row in rows)
    return sorted(name.removeprefix("urn:") for name in names)


wrong = {}
for filter, year in FILTERS.items():
    print(f"filter({filter})   expected: none of {year}")
    for engine in ("pyoxigraph", "rdflib"):
        found = kept(filter, engine)
        wrong[engine, year] = [name for name in found if name.endswith(year)]
        print(f"  {engine:10}  keeps {', '.join(found)}")
        print(f"  {'':10}  of {year}: {', '.join(wrong[engine, year]) or 'none'}")
as_found = wrong == {
    ("pyoxigraph", "2023"): [],
    ("rdflib", "2023"): ["month-2023", "string-2023", "time-2023", "time-zone-2023", "year-2023"],
    ("pyoxigraph", "2025"): [],
    ("rdflib", "2025"): ["day-2025", "time-2025"],
}
sys.exit(0 if as_found else "this has changed")
PYTHON
