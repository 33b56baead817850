#!/usr/bin/env bash
# htmldate 1.11.0 and ultimate-sitemap-parser 1.8.1: a page that states a month is dated to a day of
# it, and to which one depends on the day on which it is read. "2024-05" read on a 5th is 5 May 2024,
# read on a 27th it is 27 May 2024; a sitemap's "2024" is 5 or 27 of the month in which it is read.
# Both without a word: the answer looks like any day that was stated.
#
# Expected: the month, its first day or nothing, and the same each time. A month is valid where it
# stands: HTML Standard, "The time element" (datetime may be a month string); sitemaps.org, protocol,
# lastmod: "should be in W3C Datetime format", which has YYYY and YYYY-MM beside days (W3C
# NOTE-datetime), though the schema beside that page wants a day. htmldate itself takes the first day
# where the same month stands in JSON-LD, and 1 January where a page says "2024", or "May 2024" in its
# text alone; its README says nothing of months.
#
# The cause: both hand what they cannot read to dateutil.parser, whose documented default for what is
# missing is today. No issue was found that reports either.
#
# It hurts whoever dates reports: monthly bulletins and journals get days that nobody wrote, another
# crawl gives other ones, and a question "as known on 10 May" finds or misses a report by the day on
# which it was fetched. Dateline reads the month of a page by itself and keeps it as a month.
#
# Fails if that changes: then days from these may be kept as stated. The clock is set by time-machine.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet htmldate==1.11.0 ultimate-sitemap-parser==1.8.1 \
  python-dateutil==2.9.0.post0 dateparser==1.5.0 time-machine==3.6.0
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from datetime import datetime, timezone
from importlib.metadata import version

import time_machine
from htmldate import find_date
from usp.tree import sitemap_from_str

for package in ("htmldate", "ultimate-sitemap-parser", "python-dateutil"):
    print(package, version(package))
PAGE = ('<!DOCTYPE html><html lang="en"><head><title>Rates</title>{}</head><body>'
        "<article><h1>Rates</h1>{}<p>Rates rose.</p></article></body></html>")
PAGES = {
    "time": PAGE.format("", '<time datetime="2024-05">May 2024</time>'),
    "article:published_time":
        PAGE.format('<meta property="article:published_time" content="2024-05">', ""),
    "JSON-LD": PAGE.format('<script type="application/ld+json">'
                           '{"@type": "NewsArticle", "datePublished": "2024-05"}</script>', ""),
    "2024 in article:published_time":
        PAGE.format('<meta property="article:published_time" content="2024">', ""),
    "May 2024 in text": PAGE.format("", '<p class="date">May 2024</p>'),
    "time of a day": PAGE.format("", '<time datetime="2024-05-13">13 May 2024</time>'),
}
SITEMAP = ('<?xml version="1.0" encoding="UTF-8"?>'
           '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
           "<url><loc>https://example.org/a</loc><lastmod>{}</lastmod></url></urlset>")
SEEN = {
    "htmldate, time": ["2024-05-05", "2024-05-27"],
    "htmldate, article:published_time": ["2024-05-05", "2024-05-27"],
    "htmldate, JSON-LD": ["2024-05-01", "2024-05-01"],
    "htmldate, 2024 in article:published_time": ["2024-01-01", "2024-01-01"],
    "htmldate, May 2024 in text": ["2024-01-01", "2024-01-01"],
    "htmldate, time of a day": ["2024-05-13", "2024-05-13"],
    "sitemap, lastmod 2024-05": ["2024-05-05", "2024-05-27"],
    "sitemap, lastmod 2024": ["2024-11-05", "2024-11-27"],
    "sitemap, lastmod 2024-05-13": ["2024-05-13", "2024-05-13"],
}


def dates():
    for name, page in PAGES.items():
        yield f"htmldate, {name}", find_date(page, original_date=True)
    for stated in ("2024-05", "2024", "2024-05-13"):
        (page,) = sitemap_from_str(SITEMAP.format(stated)).all_pages()
        yield f"sitemap, lastmod {stated}", str(page.last_modified.date())


found = {name: [] for name in SEEN}
for day in (5, 27):
    with time_machine.travel(datetime(2026, 11, day, 12, tzinfo=timezone.utc), tick=False):
        for name, date in dates():
            found[name].append(date)
for name, (first, second) in found.items():
    print(f"{name:41} read on a 5th: {first}  on a 27th: {second}")
sys.exit(0 if found == SEEN else "this has changed")
PYTHON
