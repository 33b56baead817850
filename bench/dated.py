"""Documents whose day of publication is known, as they are read under a name that does not tell it.

Those of the fields are named by their day; what `SOURCE.txt` and the manifests say of it differs:
some documents state their day, of others it stands in the name alone. Which of them do is told from
the file itself, by all the ways of writing that day.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.fields.corpus import FETCHED, HELD, NEWEST, OPEN, load
from index.errors import BadInput
from index.reading import read_report
from index.types import SourceText

_NAMED = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
MAX_BYTES = 20_000_000
_HEAD, _FOOT = 3000, 1500
"""Characters of a file near its beginning and its end."""
ALL = tuple(sorted((*OPEN, *FETCHED, *HELD, *NEWEST)))
LOOKED_AT = frozenset({
    "accident_reports", "appeal_rulings", "audits", "central_bank", "chamber_debates",
    "charity_newsletters", "climate_summaries", "community_meetings", "council_minutes",
    "debates", "diplomatic_cables", "disease_outbreaks", "drought_updates", "elections",
    "excavation_reports", "formula_releases", "gazette_news", "hazard_updates",
    "incident_postmortems", "infrastructure_updates", "inquest_reports", "institution_journals",
    "labour_statistics", "legal_opinions", "legislation", "market_reports", "match_reports",
    "medical_news", "museum_journal", "old_despatches", "polar_news", "programme_evaluations",
    "public_inquiry", "rights_monitoring", "rust_governance", "science_news", "ships_logs",
    "society_minutes", "software_releases", "speeches", "standards_minutes", "trade_letters",
    "transit_board", "trial_proceedings", "tropical_cyclone", "wartime_press", "weekly_digests",
    "wildlife_releases", "witness_testimony",
})  # fmt: skip
"""Fields that were looked at while dating was made and that its weights are fitted to. The rest
were not."""
NEWER = (
    "book_notes", "browser_engine", "building_trades_lockout", "cabinet_diary", "campus_senate",
    "cash_rate_briefings", "city_executive_orders", "competition_rulings", "concert_reviews",
    "constituent_assembly", "cookie_phaseout", "digital_rights_campaign", "earthquake_reports",
    "ebook_mailings", "executive_orders", "farm_weekly", "founder_retrospectives", "frac_sand",
    "group_calls", "hatchery_notebook", "horizon_inquiry", "internet_shutdowns",
    "list_summaries", "meat_recalls", "missionary_monthly", "missouri_portage",
    "pathogen_portal", "podcast_transcripts", "punch_parliament", "reactor_emergencies",
    "rights_tribunal", "robot_seasons", "ruby_updates", "singapore_judgments",
    "southern_inspection", "spacecraft_updates", "stability_calls", "steering_notes",
    "swedish_embassy", "uganda_ebola", "veterans_health", "weather_station", "winnipeg_council",
)  # fmt: skip
"""Fields that came after dating had been made: what it does on them was measured at first sight."""
LOOKED_AT_SINCE = frozenset(
    {"field_reports", "incident_updates", "oversight_orders", "project_updates",
     "tribunal_decisions", "war_diaries", *NEWER[::2]}
)  # fmt: skip
"""Fields of the rest whose wrong dates were looked at since, for rules; no weights are fitted to
them. Of the newer ones that is every other one."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A document, its day, whether the file tells that anywhere ("day", "day without year", "month"
    or "nothing"), and whether it does so near its beginning or its end."""

    field: str
    name: str
    day: date
    tells: str
    source: SourceText
    at_an_edge: bool = False

    @property
    def masked(self) -> str:
        """A path that says nothing of the day."""
        return f"report{Path(self.name).suffix}"


def of_field(name: str) -> Iterator[Dated]:
    """The documents of a field that can be read. Raises Skipped where they are not there."""
    for file in sorted(load(name).folder.rglob("*")):
        named = _NAMED.match(file.name)
        if not file.is_file() or named is None:
            continue
        try:
            content, source = read_report(file, MAX_BYTES)
        except BadInput:
            continue
        day = date(int(named[1]), int(named[2]), int(named[3]))
        yield _dated(name, file.name, day, content, source)


def of_pages(folder: Path) -> Iterator[Dated]:
    """The English pages of a folder, with a file `dates.json` of their days by file name."""
    known = json.loads((folder / "dates.json").read_text("utf-8"))
    for name, stated in sorted(known.items()):
        try:
            content, source = read_report(folder / name, MAX_BYTES)
        except BadInput:
            continue
        day = date.fromisoformat(stated)
        yield _dated("pages", name, day, content, source)


def _dated(field: str, name: str, day: date, content: bytes, source: SourceText) -> Dated:
    text = content.decode("utf-8", "replace")
    edges = f"{text[:_HEAD]}\n{text[max(_HEAD, len(text) - _FOOT) :]}"
    at_an_edge = told_of(day, edges) == "day"
    return Dated(field, name, day, told_of(day, text), source, at_an_edge)


def told_of(day: date, text: str) -> str:
    """How much of a day a text tells anywhere, however it is written."""
    words = _plain(text)
    month = _MONTHS[day.month - 1]
    months, days = {month, month[:3]}, {str(day.day), f"{day.day:02d}"}
    figures, years = {str(day.month), f"{day.month:02d}"}, (str(day.year), f"{day.year % 100:02d}")
    full = {f"{day:%Y%m%d}"}
    for number in days:
        for year in years:
            full |= {f" {number} {name} {year}" for name in months}
            full |= {f" {name} {number} {year}" for name in months}
            full |= {f" {number} {figure} {year} " for figure in figures}
            full |= {f" {figure} {number} {year} " for figure in figures}
        full |= {f" {day.year} {name} {number} " for name in months | figures}
        full |= {f" {day.year} {figure} {number}t" for figure in figures}
    if any(way in words for way in full):
        return "day"
    pairs = [(number, name) for number in days for name in months]
    if any(f" {a} {b} " in words or f" {b} {a} " in words for a, b in pairs):
        return "day without year"
    return "month" if any(f" {name} {day.year} " in words for name in months) else "nothing"


def _plain(text: str) -> str:
    """Words and figures alone, without the ends of ordinal numbers."""
    plain = re.sub(r"(?<=\d)\s?(?:st|nd|rd|th|d)\b", "", text.lower())
    plain = re.sub(r"[^a-z0-9]+", " ", re.sub(r"\bsept\b", "sep", plain))
    return " " + re.sub(r"\b(?:of|the|day)\b ?", "", plain) + " "
