#!/usr/bin/env bash
# extruct 0.18.0 loses or mistakes dates that a page states in <time>, and in another way for each
# syntax. Microdata: <time itemprop="datePublished">2024-05-13</time> is given as "", an empty text,
# where <span> with the same content is "2024-05-13". RDFa: <time property="datePublished"
# datetime="2024-05-13">last Monday</time> is given as "last Monday". Microformats have both right.
#
# Expected: HTML, "Microdata", Values: of a time element "the element's datetime value", and "The time
# element": that is the attribute "if it has one, otherwise the child text content", which here is a
# valid date string. HTML+RDFa 1.1, 3.1 (Additional RDFa Processing Rules): where there is a datetime
# attribute and no content, it is what makes the value; test 0272 of the RDFa 1.1 test suite holds
# processors to it. extruct's README names neither as a limit.
#
# It hurts whoever takes a page's own date: the one thing that says the day to machines is thrown away,
# and what remains is no date, or words that mean another day tomorrow. Dateline reads these elements
# itself. No issue was found that reports either.
#
# Fails if that changes: then dates may be taken from it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet extruct==0.18.0 pyRdfa3==3.6.5 mf2py==2.0.2
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from importlib.metadata import version

import extruct

print("extruct", version("extruct"), "pyRdfa3", version("pyRdfa3"), "mf2py", version("mf2py"))
PAGE = ('<!DOCTYPE html><html lang="en"><head><title>Rates</title></head><body>'
        "<article {}>{}</article></body></html>")
KINDS = {
    "microdata": ('itemscope itemtype="https://schema.org/NewsArticle"', 'itemprop="datePublished"'),
    "rdfa": ('vocab="https://schema.org/" typeof="NewsArticle"', 'property="datePublished"'),
    "microformat": ('class="h-entry"', 'class="dt-published"'),
}
ELEMENTS = {
    "text alone": "<time {}>2024-05-13</time>",
    "datetime": '<time {} datetime="2024-05-13">last Monday</time>',
    "span": "<span {}>2024-05-13</span>",
}
WRONG = {("microdata", "text alone"): "", ("rdfa", "datetime"): "last Monday"}
"""All others give 2024-05-13."""


def published(kind, page):
    found = extruct.extract(page, base_url="https://example.org/", syntaxes=[kind])[kind]
    if kind == "microdata":
        return found[0]["properties"]["datePublished"]
    if kind == "microformat":
        return found[0]["properties"]["published"][0]
    name = "https://schema.org/datePublished"
    return next(item[name][0]["@value"] for item in found if name in item)


as_found = True
for kind, (scope, attribute) in KINDS.items():
    for name, element in ELEMENTS.items():
        got = published(kind, PAGE.format(scope, element.format(attribute)))
        print(f"{kind:11}  {element.format('...'):55} expected '2024-05-13', got {got!r}")
        as_found &= got == WRONG.get((kind, name), "2024-05-13")
sys.exit(0 if as_found else "this has changed")
PYTHON
