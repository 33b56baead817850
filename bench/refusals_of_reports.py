"""What refusals say of the reports as a whole: how many there are, of when, and by whom."""

import re

from bench.plain_text import folded, is_a_day
from bench.refusals_told import (
    DAY,
    PUBLISHED,
    WORDS,
    Refused,
    date_in,
    pages_of,
    quoted,
    says,
)

_COVERED = (
    rf"(?P<n>no reports|[\d,]+ reports?)(?: that (?:was|were) out by (?P<by>{DAY}))?"
    rf"(?P<days>, none with a date|, {DAY}(?: to {DAY})?)?"
)


@says("The corpus holds …", rf"The corpus holds {_COVERED}\.")
def _covers(match: re.Match[str], told: Refused) -> str:
    shelf = told.shelf.out_by(date_in(match["by"])) if match["by"] else told.shelf
    said = int(re.sub(r"\D", "", match["n"]) or 0)
    days = [date_in(day) for day in re.findall(DAY, match["days"] or "")]
    wrong = []
    if said != len(shelf.pages):
        wrong.append(f"there are {len(shelf.pages)}")
    if days[:1] + days[-1:] != shelf.days[:1] + shelf.days[-1:]:
        wrong.append("the days are others")
    return "; ".join(wrong)


@says(
    "No report was published …",
    rf"No report(?P<within>(?: of “.+?”)? was (?:{PUBLISHED}|published at any time))\.",
)
def _none_published(match: re.Match[str], told: Refused) -> str:
    found = pages_of(match["within"], told.shelf)
    return f"{len(found)} were" if found else ""


@says(
    "No report is known to have been out …",
    rf"No report(?P<of>(?: of “.+?”)?) is known to have been out by (?P<by>{DAY})\.",
)
def _none_known(match: re.Match[str], told: Refused) -> str:
    found = pages_of(match["of"], told.shelf.out_by(date_in(match["by"])))
    return f"{len(found)} were" if found else ""


@says(
    "The report is not among those …",
    rf"The report “(?P<report>.+?)” is not among those"
    rf"(?P<within>(?: of “.+?”)?(?: {PUBLISHED})?)\.",
)
def _not_among(match: re.Match[str], told: Refused) -> str:
    found = pages_of(match["within"], told.shelf)
    asked = told.record.known.report
    return "it is" if any(p.id == asked or p.title == match["report"] for p in found) else ""


@says("… is no day of the calendar", rf"{WORDS} is no day of the calendar\.")
def _no_day(match: re.Match[str], _: Refused) -> str:
    days = [words for words in quoted(match) if is_a_day(words) is not False]
    return f"{len(days)} are" if days else ""


@says(
    "No report is from …",
    rf"No report(?: that was out by (?P<by>{DAY}))? is from “(?P<name>.+?)”\.",
)
def _publisher(match: re.Match[str], told: Refused) -> str:
    name = folded(match["name"])
    shelf = told.shelf.out_by(date_in(match["by"])) if match["by"] else told.shelf
    found = [p for p in shelf.pages if name in folded(p.publisher or "")]
    return f"{len(found)} are" if found else ""


@says(
    "Publishers of these reports",
    r"Publishers of these reports: (?P<names>.+?)\.(?= The corpus holds)",
)
def _publishers(match: re.Match[str], told: Refused) -> str:
    known = sorted({p.publisher for p in told.out.pages if p.publisher})
    said = match["names"]
    return "" if said == ("; ".join(known) or "none states its publisher") else "they are others"
