"""The report of the corpus that a note or a link of a text names."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from index.storage.catalog import Catalog
from index.text.normalize import folded
from index.times.dates import day_mentions
from index.types import ReportHead

_FEWEST_LETTERS = 8
"""Of a title; what is shorter may be any words."""
MOST = 5
"""Reports that a note may name; what fits more names none."""


class NamedReports:
    """Tells which reports are named, by their address, title, file or id."""

    def __init__(self, catalog: Catalog) -> None:
        self._heads = catalog.report_heads()
        self._by_address: dict[str, list[ReportHead]] = {}
        self._titles: dict[str, list[ReportHead]] = {}
        for head in self._heads:
            if head.url:
                self._by_address.setdefault(_address(head.url), []).append(head)
            if head.title and len(head.title) >= _FEWEST_LETTERS:
                self._titles.setdefault(folded(head.title), []).append(head)

    def of(self, note: str) -> tuple[ReportHead, ...]:
        """The reports that a note names: by an address or an id in it, or else by their title or
        file; of several of one title those of a day or publisher that the note names too."""
        words = note.split()
        found: Sequence[ReportHead] = [
            head for word in words if "://" in word
            for head in self._by_address.get(_address(word.strip("<>().,;")), ())
        ]  # fmt: skip
        found = found or [h for h in self._heads if h.id in words or h.path in words]
        found = found or _narrowed(self._titled(folded(note)), note)
        unique = {head.id: head for head in found}
        return tuple(unique.values()) if len(unique) <= MOST else ()

    def _titled(self, note: str) -> list[ReportHead]:
        """Those of the longest title that stands in a note."""
        titles = [title for title in self._titles if title in note]
        return self._titles[max(titles, key=len)] if titles else []


def _narrowed(heads: Sequence[ReportHead], note: str) -> Sequence[ReportHead]:
    days = {day for mention in day_mentions(note, None) for day in mention.days}
    of_day = [head for head in heads if head.dated.published_on in days]
    plain = folded(note)
    whose = [h for h in of_day or heads if h.publisher and folded(h.publisher) in plain]
    return whose or of_day or heads


def _address(url: str) -> str:
    """An address without what does not tell pages apart."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    host = (parts.netloc or "").casefold().removeprefix("www.")
    query = f"?{parts.query}" if parts.query and "utm_" not in parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"
