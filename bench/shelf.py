"""The reports of a field as its catalog has them, read without the code that wrote it."""

import sqlite3
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from bench.plain_text import words_of


@dataclass(frozen=True)
class Page:
    """A report as the catalog has it; `known_by` is the day by which it was out for certain."""

    id: str
    title: str | None
    name: str
    publisher: str | None
    originator: str | None
    published: date | None
    latest: date | None
    known_by: date | None
    text: str
    passages: tuple[tuple[int, int], ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its text, and of what it is called and whose it is."""
        stated = (self.title, self.publisher, self.originator)
        return words_of("\n".join([self.text, *(x for x in stated if x)]))


@dataclass(frozen=True)
class Shelf:
    """The reports of a field."""

    pages: tuple[Page, ...]

    def out_by(self, as_of: date | None) -> "Shelf":
        """As if what was not out by a day were not there."""
        if as_of is None:
            return self
        return Shelf(tuple(p for p in self.pages if p.known_by and p.known_by <= as_of))

    @property
    def days(self) -> list[date]:
        """The days of publication, in order; of a month the first and the last."""
        return sorted(day for p in self.pages for day in {p.published, p.latest} if day)


def shelf_of(data_dir: Path) -> Shelf:
    """The reports of an index, which is only read. Raises sqlite3.Error."""
    file = data_dir / "catalog.sqlite"
    log = file.with_name("catalog.sqlite-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    with sqlite3.connect(f"file:{file}?{how}", uri=True) as catalog:
        spans: dict[str, list[tuple[int, int]]] = {}
        for report_id, start, end in catalog.execute("SELECT report_id, start, end FROM passages"):
            spans.setdefault(report_id, []).append((start, end))
        rows = catalog.execute(
            "SELECT id, title, path, publisher, originator, published_first,"
            " published_last, known_by, text FROM reports"
        )
        return Shelf(tuple(
            Page(report_id, title, path, publisher, originator, *map(_day, days), text,
                 tuple(spans.get(report_id, ())))
            for report_id, title, path, publisher, originator, *days, text in rows
        ))  # fmt: skip


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal is not None else None
