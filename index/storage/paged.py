"""What the catalog keeps of reports whose files have pages: where their text stands on them."""

import json
import struct
from collections import defaultdict
from collections.abc import Sequence

from index.storage.catalog_database import CatalogDatabase
from index.types import Paged
from index.types.pagemap import LINE_AT_MOST, PageLine, PageMap

_TWENTIETHS = 20
"""Parts of a point that edges are kept in."""
_MOST = 0xFFFF
_LINE = "l.start, l.end, l.page, l.x0, l.y0, l.x1, l.y1, l.words"


class PagedReports:
    """The tables of pages of one catalog."""

    def __init__(self, database: CatalogDatabase) -> None:
        self._db = database

    def add(self, report_id: str, paged: Paged) -> None:
        """Keeps where a report stands on its pages."""
        self._db.rows("INSERT INTO paged VALUES (?, ?)", (report_id, json.dumps(paged.sizes)))
        self._db.run_many(
            "INSERT INTO page_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(report_id, line.start, line.end, line.page, *line.box, _of_words(line.words))
             for line in paged.map.lines],
        )  # fmt: skip

    def of_report(self, report_id: str) -> Paged | None:
        """The pages of a report, with all of its lines; None for one without pages."""
        row = self._db.row("SELECT sizes FROM paged WHERE report_id = ?", [report_id])
        if row is None:
            return None
        rows = self._db.rows(
            f"SELECT {_LINE} FROM page_lines l WHERE l.report_id = ? ORDER BY l.start", [report_id]
        )
        lines = tuple(_as_line(*line) for line in rows)
        sizes = tuple((width, height) for width, height in json.loads(row[0]))
        return Paged(sizes, PageMap(lines))

    def of_passages(self, passage_ids: Sequence[str]) -> dict[str, PageMap]:
        """The lines of pages that passages stand in, by their ids; those of reports without pages
        left out."""
        rows = self._db.rows_among(
            f"SELECT p.id, {_LINE} FROM passages p JOIN paged d ON d.report_id = p.report_id"
            " JOIN page_lines l ON l.report_id = p.report_id"
            f" AND l.start > p.start - {LINE_AT_MOST} AND l.start < p.end AND l.end > p.start"
            " WHERE p.id IN (?*)",
            passage_ids,
        )
        found: dict[str, list[PageLine]] = defaultdict(list)
        for passage_id, *line in rows:
            found[passage_id].append(_as_line(*line))
        return {
            passage_id: PageMap(tuple(sorted(lines, key=lambda line: line.start)))
            for passage_id, lines in found.items()
        }

    def location(self, report_id: str) -> str | None:
        """Where the file of a report with pages was read; None for any other report."""
        row = self._db.row(
            "SELECT r.location FROM reports r JOIN paged d ON d.report_id = r.id WHERE r.id = ?",
            [report_id],
        )
        return str(row[0]) if row is not None else None


def _of_words(words: Sequence[tuple[int, float]]) -> bytes:
    kept = (
        (at, min(_MOST, max(0, round(_TWENTIETHS * left)))) for at, left in words
    )  # fmt: skip
    return b"".join(struct.pack("<HH", at, left) for at, left in kept)


def _as_line(
    start: int, end: int, page: int, x0: float, y0: float, x1: float, y1: float, words: bytes
) -> PageLine:
    placed = tuple((at, left / _TWENTIETHS) for at, left in struct.iter_unpack("<HH", words))
    return PageLine(start, end, page, (x0, y0, x1, y1), placed)
