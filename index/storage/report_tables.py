"""What the catalog keeps of each report: its head, its text, its blocks and the times it names."""

import json
from collections.abc import Iterable, Mapping, Sequence

from index.calendar import Period
from index.dating.expressions import DayOrder, agreed_order
from index.storage.catalog_database import CatalogDatabase
from index.storage.paged import PagedReports
from index.storage.rows import (
    HEAD,
    TIME,
    as_head,
    as_ordinal,
    as_period,
    as_source_map,
    of_source_map,
    of_time,
)
from index.text.abbreviations import key_of_form
from index.types import (
    Abbreviation,
    Block,
    DateSource,
    Kind,
    Report,
    ReportDate,
    ReportHead,
    Role,
    Told,
)


class ReportTables:
    """The tables of reports of one catalog."""

    _db: CatalogDatabase
    _head = HEAD
    paged: PagedReports

    def report_heads(self) -> list[ReportHead]:
        """All reports, the oldest first, those without a date last."""
        rows = self._db.rows(
            f"SELECT {self._head} FROM reports r"
            " ORDER BY r.published_first IS NULL, r.published_first, r.path"
        )
        return [as_head(row) for row in rows]

    def heads_known_later(self) -> list[ReportHead]:
        """The reports that are known from a later day than that of the date line in their text."""
        rows = self._db.rows(
            f"SELECT {self._head} FROM reports r WHERE r.date_source = ?"
            " AND r.not_before > r.published_last ORDER BY r.path", [DateSource.BYLINE],
        )  # fmt: skip
        return [as_head(row) for row in rows]

    def report(self, report_id: str) -> Report | None:
        """A report with its text and blocks, or None."""
        row = self._db.row(
            f"SELECT {self._head}, r.text, r.source FROM reports r WHERE r.id = ?", [report_id]
        )
        if row is None:
            return None
        *head, text, source = row
        return Report(
            as_head(head), text, self.blocks(report_id), as_source_map(source),
            self.paged.of_report(report_id),
        )  # fmt: skip

    def blocks(self, report_id: str, *, page: bool = False) -> tuple[Block, ...]:
        """Blocks of a report in order; with `page`, as the page alone tells them."""
        rows = self._db.rows(
            'SELECT start, "end", kind, page_role, role, reason, level, under FROM blocks'
            " WHERE report_id = ? ORDER BY number",
            (report_id,),
        )
        return tuple(
            Block(start, end, Kind(kind), Role(page_role if page else role),
                  "" if page and page_role != role else reason, level, under)
            for start, end, kind, page_role, role, reason, level, under in rows
        )  # fmt: skip

    def locations(self) -> dict[str, str]:
        """Where each report was read, by its file's location: the report's id."""
        return dict(self._db.rows("SELECT location, id FROM reports"))

    def location(self, report_id: str) -> str:
        """Where a report was read; empty for an unknown id."""
        row = self._db.row("SELECT location FROM reports WHERE id = ?", [report_id])
        return str(row[0]) if row else ""

    def add_report(
        self,
        report: Report,
        location: str,
        hashes: Sequence[str],
        copy_key: str,
        times: Mapping[int, Sequence[Period]],
        abbreviations: Sequence[Abbreviation] = (),
        day_order: DayOrder | None = None,
    ) -> None:
        """`times` are those that each block names, by its number; `abbreviations` those that the
        report explains; `day_order` that in which it writes day and month."""
        head, dated, told = report.head, report.head.dated, report.head.told
        self._db.rows(
            f"INSERT INTO reports VALUES ({', '.join('?' * 29)})",
            (head.id, location, head.path, report.text, head.title, head.publisher, head.url,
             as_ordinal(dated.published_on), as_ordinal(dated.known_by), dated.source,
             dated.confidence, dated.note, as_ordinal(dated.page_date),
             as_ordinal(told.data_cutoff), as_ordinal(told.first), as_ordinal(told.last),
             head.originator, copy_key, of_source_map(report.source), head.language, head.sha256,
             of_time(head.retrieved_at), json.dumps(head.unread, ensure_ascii=False),
             *_known_of(dated), day_order),
        )  # fmt: skip
        self._db.run_many(
            "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(head.id, n, b.start, b.end, b.kind, b.role, b.role, b.reason, b.level, b.under, h)
             for n, (b, h) in enumerate(zip(report.blocks, hashes, strict=True))],
        )  # fmt: skip

        self._put_times(head.id, times)
        self._db.run_many(
            "INSERT INTO abbreviations VALUES (?, ?, ?, ?, ?)",
            [(head.id, a.short, a.long, key_of_form(a.short), key_of_form(a.long))
             for a in abbreviations],
        )  # fmt: skip
        if report.paged is not None:
            self.paged.add(head.id, report.paged)

    def _put_times(
        self, report_id: str, times: Mapping[int, Sequence[Period]], of: str = ""
    ) -> None:
        self._db.rows(f"DELETE FROM {of}times WHERE report_id = ?", [report_id])
        self._db.run_many(
            f"INSERT INTO {of}times VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(report_id, n, t.start, t.end, as_ordinal(t.first), as_ordinal(t.last),
              as_ordinal(t.begun), t.edtf) for n, some in times.items() for t in some],
        )  # fmt: skip

    def redate(
        self,
        report_id: str,
        dated: ReportDate,
        told: Told,
        times: Mapping[int, Sequence[Period]],
        of: str = "",
    ) -> None:
        """Gives a report another date, and what of its text is told by that; `of` is "earlier_" for
        an earlier text of one."""
        self._db.rows(
            f"UPDATE {of}reports SET published = ?, known_by = ?, date_source = ?,"
            " date_confidence = ?, date_note = ?, page_date = ?, published_edtf = ?,"
            " published_first = ?, published_last = ?, date_modified = ?, not_before = ?,"
            " data_cutoff = ?, first_event = ?, last_event = ? WHERE id = ?",
            (as_ordinal(dated.published_on), as_ordinal(dated.known_by), dated.source,
             dated.confidence, dated.note, as_ordinal(dated.page_date), *_known_of(dated),
             *map(as_ordinal, (told.data_cutoff, told.first, told.last)), report_id),
        )  # fmt: skip
        self._put_times(report_id, times, of)

    def move_report(self, report_id: str, location: str, path: str) -> None:
        self._db.rows(
            "UPDATE reports SET location = ?, path = ? WHERE id = ?", (location, path, report_id)
        )
        self._db.rows(
            "UPDATE earlier_reports SET location = ?, path = ? WHERE id IN"
            " (SELECT report_id FROM earlier WHERE now = ?)", (location, path, report_id),
        )  # fmt: skip

    def times(self, report_id: str) -> dict[int, list[Period]]:
        """The times that a report names, by the number of the block; offsets are the report's."""
        rows = self._db.rows(
            f"SELECT t.block, {TIME} FROM times t WHERE t.report_id = ?"
            " ORDER BY t.block, t.start, t.end DESC", [report_id],
        )  # fmt: skip
        found: dict[int, list[Period]] = {}
        for block, *time in rows:
            found.setdefault(block, []).append(as_period(time))
        return found

    def abbreviations(self, report_id: str) -> list[Abbreviation]:
        """Those that a report explains, in alphabetical order."""
        rows = self._db.rows(
            "SELECT short, long FROM abbreviations WHERE report_id = ? ORDER BY short, long",
            [report_id],
        )
        return [Abbreviation(short, long) for short, long in rows]

    def date_source(self, report_id: str) -> DateSource | None:
        """Where the date of a report was read."""
        row = self._db.row("SELECT date_source FROM reports WHERE id = ?", [report_id])
        return DateSource(row[0]) if row and row[0] else None

    def collections(self) -> dict[str, int]:
        """The names of all collections in alphabetical order, and how many reports each has."""
        return dict(
            self._db.rows("SELECT name, count(*) FROM collections GROUP BY name ORDER BY name")
        )

    def collect(self, report_id: str, names: Iterable[str]) -> None:
        """Makes a report belong to these collections, beside those that it belongs to; but not one
        of which a person has said to which it is to belong."""
        self._db.run_many(
            "INSERT INTO collections SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM edits"
            " WHERE report_id = ? AND json_extract(changed, '$.collections') IS NOT NULL)"
            " ON CONFLICT DO NOTHING",
            [(name, report_id, report_id) for name in names],
        )

    def collect_anew(self, report_id: str, names: Iterable[str]) -> None:
        """Makes a report belong to these collections and no others."""
        self._db.rows("DELETE FROM collections WHERE report_id = ?", [report_id])
        self._db.run_many(
            "INSERT INTO collections VALUES (?, ?)", [(name, report_id) for name in names]
        )

    def rename(
        self, report_id: str, title: str | None, publisher: str | None, of: str = ""
    ) -> None:
        """Gives a report, or an earlier text of one, another title and publisher."""
        self._db.rows(
            f"UPDATE {of}reports SET title = ?, publisher = ? WHERE id = ?",
            (title, publisher, report_id),
        )

    def day_order(self) -> DayOrder | None:
        """In which order the reports write day and month as figures; None where they do not agree,
        or none shows it."""
        counts: dict[str, int] = dict(
            self._db.rows(
                "SELECT day_order, count(*) FROM reports WHERE day_order IS NOT NULL GROUP BY 1"
            )
        )
        return agreed_order({DayOrder(order): number for order, number in counts.items()})


def _known_of(dated: ReportDate) -> tuple[object, ...]:
    """What is known of a date that is no day, and of its report's changes, as columns."""
    days = (dated.earliest, dated.latest, dated.date_modified, dated.not_before)
    return (dated.published_edtf, *map(as_ordinal, days))
