"""The news of TempEval-3 with its expressions of time as TimeML marks them: TBAQ, by others.

They are not part of the measuring data; `tempeval3` in its folder is looked at, if there is one.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bench.times.marks import OPTIONAL, Mark, Value
from index.calendar import end_of_month, season_of

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TAG = re.compile(r"(<[^>]+>)")
_SEASONS = {"SP": "spring", "SU": "summer", "FA": "fall", "WI": "winter"}


@dataclass(frozen=True, slots=True)
class Document:
    """A text with the marks in it, and the day that it is of."""

    name: str
    text: str
    out_on: date
    marks: tuple[Mark, ...]


def documents(folder: Path) -> Iterator[Document]:
    """The documents of a folder that say of what day they are."""
    for file in sorted(folder.glob("*.tml")):
        raw = file.read_text("utf-8")
        created = re.search(r'<DCT>.*?value="([^"]+)"', raw, re.DOTALL)
        body = re.search(r"<TEXT>(.*?)</TEXT>", raw, re.DOTALL)
        day = _DAY.match(created[1]) if created else None
        if day is not None and body is not None:
            out_on = date(*map(int, day.groups()))
            text, marks = _marked(body[1], folder.name, file.name, out_on)
            yield Document(file.name, text, out_on, tuple(marks))


def _marked(body: str, field: str, file: str, out_on: date) -> tuple[str, list[Mark]]:
    text, marks, opened = "", list[Mark](), list[tuple[int, dict[str, str]]]()
    for piece in _TAG.split(body):
        if piece.startswith("<TIMEX3"):
            opened.append((len(text), dict(re.findall(r'(\w+)="([^"]*)"', piece))))
        elif piece.startswith("</TIMEX3"):
            start, stated = opened.pop()
            value = days_of_timex(stated["value"]) if stated["type"] in ("DATE", "TIME") else None
            kind = _kind(stated["value"]) if value else OPTIONAL
            marks.append(Mark(field, file, start, len(text), value, kind, out_on, False))
        elif not piece.startswith("<"):
            text += html.unescape(piece)
    return text, marks


def _kind(value: str) -> str:
    return {4: "year", 7: "month"}.get(len(value), "day" if _DAY.match(value) else "other")


def days_of_timex(value: str) -> Value | None:
    """The days of a TIMEX3 value; None where it has no place in the calendar."""
    if day := _DAY.match(value):
        found = date(*map(int, day.groups()))
        return Value(found, found)
    if week := re.fullmatch(r"(\d{4})-W(\d{2})(-WE)?", value):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return Value(monday + timedelta(days=5 if week[3] else 0), monday + timedelta(days=6))
    if part := re.fullmatch(r"(\d{4})(?:-(\d{2}|Q[1-4]|H[12]|SP|SU|FA|WI))?", value):
        return _of_year(int(part[1]), part[2] or "")
    if re.fullmatch(r"\d{3}", value):
        return Value(date(int(value) * 10, 1, 1), date(int(value) * 10 + 9, 12, 31))
    return None


def _of_year(year: int, part: str) -> Value:
    if part in _SEASONS:
        return Value(*season_of(year, _SEASONS[part]))
    if not part:
        return Value(date(year, 1, 1), date(year, 12, 31))
    months = {"Q": 3, "H": 6}.get(part[0], 1)
    last = int(part.strip("QH")) * months
    return Value(date(year, last - months + 1, 1), end_of_month(year, last))
