"""What the catalog keeps beyond what stands in files now: what people changed, what they took out,
whose file was missed, and what reports said before."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from index.storage.catalog_database import CatalogDatabase
from index.storage.database import Database
from index.storage.rows import as_time, of_time
from index.storage.sql import Row, instead, put
from index.types import AsRead, Confidence, DateSource, Edit, ReportDate

_OF_EARLIER = ("now", "text", "retrieved_at", "replaced_at")
_EARLIER = f"report_id, {', '.join(_OF_EARLIER)}"
"""Columns that `_as_earlier` reads."""
MOST_EARLIER = 50
"""Earlier texts that are kept of one report, the latest."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A report that a person took out: what was shown of its file, and when it was taken out."""

    report_id: str
    path: str
    removed_at: datetime


@dataclass(frozen=True, slots=True)
class Earlier:
    """A text of a report in the place of which another came: `now` is the id of the report that
    has it since `replaced_at`, of the last one where several did."""

    report_id: str
    now: str
    text: str
    retrieved_at: datetime | None
    replaced_at: datetime


@dataclass(frozen=True, slots=True)
class LeftOf:
    """What is kept of a report that is not in the catalog any more: where it lay, as far as that is
    known, and how many `texts` it had before its last one, which was read at `replaced_at`."""

    report_id: str
    path: str
    location: str
    texts: int
    replaced_at: datetime | None


class KeptTables:
    """The tables of one catalog that outlive what is read of files."""

    _db: CatalogDatabase

    # Edits

    def edit_of(self, report_id: str) -> Edit | None:
        """What a person put in the place of what was read of a report."""
        row = self._db.row("SELECT changed FROM edits WHERE report_id = ?", [report_id])
        return _as_edit(row[0]) if row is not None else None

    def edit_at(self, location: str) -> tuple[str, Edit] | None:
        """The report that lay at a location and was edited there, by its id, with the edit."""
        row = self._db.row("SELECT report_id, changed FROM edits WHERE location = ?", [location])
        return (row[0], _as_edit(row[1])) if row is not None else None

    def as_read(self, report_id: str) -> AsRead | None:
        """What was read of a report that was edited; None for others."""
        row = self._db.row("SELECT as_read FROM edits WHERE report_id = ?", [report_id])
        if row is None:
            return None
        return _as_read(row[0])

    def put_edit(
        self, report_id: str, location: str, edit: Edit, as_read: AsRead, at: datetime
    ) -> None:
        """Keeps an edit, in the place of an earlier one of the report."""
        self._give_way("edits", location, report_id)
        changed = {name: getattr(edit, name) for name in edit.changed}
        changed |= {"by": edit.by} if edit.by else {}
        self._db.rows(
            put("edits", "report_id", "location", "changed", "as_read", "edited_at"),
            (report_id, location, _json(changed), _json_of(as_read), of_time(at)),
        )

    def put_as_read(self, report_id: str, as_read: AsRead) -> None:
        """Keeps what was read of an earlier text of a report."""
        self._db.rows(
            put("earlier_as_read", "report_id", "as_read"), (report_id, _json_of(as_read))
        )

    def earlier_as_read(self, now: str) -> dict[str, AsRead]:
        """What was read of the earlier texts of a report that are kept to be searched, by id."""
        rows = self._db.rows(
            "SELECT report_id, as_read FROM earlier_as_read WHERE report_id IN"
            " (SELECT report_id FROM earlier WHERE now = ?) ORDER BY report_id", [now],
        )  # fmt: skip
        return {report_id: _as_read(kept) for report_id, kept in rows}

    def forget_edit(self, report_id: str) -> None:
        self._db.rows("DELETE FROM edits WHERE report_id = ?", [report_id])

    def move_edit(self, report_id: str, location: str) -> None:
        """Notes that a report that may have been edited lies elsewhere now."""
        self._give_way("edits", location, report_id)
        self._db.rows("UPDATE edits SET location = ? WHERE report_id = ?", (location, report_id))

    def _give_way(self, table: str, location: str, report_id: str) -> None:
        """Has what is kept of another report hold to that alone, and no more to the location at
        which this one lies by now: its id, which is no location, stands there for it."""
        self._db.rows(
            f"UPDATE {table} SET location = report_id WHERE location = ? AND report_id <> ?",
            (location, report_id),
        )

    # What was taken out

    def put_removed(self, report_id: str, location: str, path: str, at: datetime) -> None:
        """Notes that a person took a report out."""
        self._give_way("removed", location, report_id)
        self._db.rows(
            put("removed", "report_id", "location", "path", "removed_at"),
            (report_id, location, path, of_time(at)),
        )

    def removed(self, report_id: str, location: str = "") -> Removed | None:
        """The report that a person took out, of this id or at this location; None for none."""
        row = self._db.row(
            "SELECT report_id, path, removed_at FROM removed WHERE report_id = ? OR location = ?",
            [report_id, location],
        )
        return Removed(row[0], row[1], datetime.fromisoformat(row[2])) if row else None

    def restore(self, report_id: str, location: str) -> None:
        """Forgets that a report was taken out."""
        self._db.rows(
            "DELETE FROM removed WHERE report_id = ? OR location = ?", [report_id, location]
        )

    # Files that were missed

    def note_gone(self, report_id: str, at: datetime) -> None:
        """Notes that the file of a report is not there any more, if that is not known."""
        self._db.rows(
            "INSERT INTO gone VALUES (?, ?) ON CONFLICT DO NOTHING", (report_id, of_time(at))
        )

    def note_here(self, report_ids: Iterable[str]) -> None:
        """Notes that the files of these reports are there."""
        self._db.run_many("DELETE FROM gone WHERE report_id = ?", [(one,) for one in report_ids])

    def gone(self) -> set[str]:
        """The ids of the reports whose file was missed."""
        return {report_id for (report_id,) in self._db.rows("SELECT report_id FROM gone")}

    # Earlier texts

    def keep_earlier(self, report_id: str, now: str, at: datetime) -> None:
        """Keeps the text of a report, and those that it took the place of, as earlier ones of the
        report `now`; of very many only the latest."""
        self._db.rows("UPDATE earlier SET now = ? WHERE now = ?", (now, report_id))
        self._db.rows(
            "INSERT INTO earlier SELECT id, ?, text, coalesce(retrieved_at, ''), ?"
            f" FROM reports WHERE id = ?{instead('report_id', *_OF_EARLIER)}",
            (now, of_time(at), report_id),
        )  # fmt: skip
        self._db.rows(
            "DELETE FROM earlier WHERE now = ? AND report_id NOT IN (SELECT report_id FROM earlier"
            " WHERE now = ? ORDER BY replaced_at DESC, report_id LIMIT ?)",
            (now, now, MOST_EARLIER),
        )  # fmt: skip

    def forget_earlier(self, report_id: str) -> None:
        """Forgets that a report was one with an earlier text: it says so again."""
        self._db.rows("DELETE FROM earlier WHERE report_id = ?", [report_id])

    def earlier(self, report_id: str) -> Earlier | None:
        """An earlier text by the id that the report had with it."""
        row = self._db.row(f"SELECT {_EARLIER} FROM earlier WHERE report_id = ?", [report_id])
        return _as_earlier(row) if row is not None else None

    def earlier_of(self, report_id: str) -> list[Earlier]:
        """The texts that a report took the place of, the latest first."""
        rows = self._db.rows(
            f"SELECT {_EARLIER} FROM earlier WHERE now = ? ORDER BY replaced_at DESC, report_id",
            [report_id],
        )
        return [_as_earlier(row) for row in rows]

    def left_of(self, report_id: str) -> LeftOf | None:
        """What is kept of a report that is not in the catalog, by its last id or that of an earlier
        text of it; None where nothing is, or it is in the catalog."""
        earlier = self.earlier(report_id)
        now = earlier.now if earlier is not None else report_id
        found = self._left(" WHERE k.now = ?", [now])
        return found[0] if found else None

    def all_left(self) -> list[LeftOf]:
        """What is kept of reports that are not in the catalog, by their paths."""
        return self._left()

    def _left(self, where: str = "", values: Sequence[object] = ()) -> list[LeftOf]:
        rows = self._db.rows(
            "SELECT k.now, coalesce(max(e.path), max(k.path), ''),"
            " coalesce(max(e.location), max(k.location), ''), count(k.earlier), max(k.replaced_at)"
            " FROM (SELECT now, report_id AS earlier, replaced_at, NULL AS path, NULL AS location"
            " FROM main.earlier"
            " UNION ALL SELECT report_id, NULL, NULL, path, nullif(location, report_id)"
            " FROM main.removed"
            " UNION ALL SELECT report_id, NULL, NULL, NULL, nullif(location, report_id)"
            " FROM main.edits) k"
            " LEFT JOIN main.earlier_reports e ON e.id = k.earlier"
            f"{where}{' AND' if where else ' WHERE'} k.now NOT IN (SELECT id FROM main.reports)"
            " GROUP BY k.now ORDER BY 2, k.now", values,
        )  # fmt: skip
        return [
            LeftOf(report_id, path, location, texts, as_time(replaced_at))
            for report_id, path, location, texts, replaced_at in rows
        ]

    def forget_kept(self, report_ids: Sequence[str]) -> None:
        """Forgets what is kept of these reports beyond what is read, and what they said before."""
        self._db.run_many(
            "DELETE FROM versions WHERE report_id IN (SELECT report_id FROM earlier WHERE now = ?)",
            [(one,) for one in report_ids],
        )
        for table in ("edits", "removed", "earlier", "versions"):
            self._db.run_many(
                f"DELETE FROM {table} WHERE report_id = ?", [(one,) for one in report_ids]
            )
        self._db.run_many("DELETE FROM earlier WHERE now = ?", [(one,) for one in report_ids])

    def take_over(self, tables: dict[str, Sequence[Sequence[object]]]) -> None:
        """Puts rows of these tables, as `all_kept` gives them, into a catalog that is new."""
        for table, rows in tables.items():
            for row in rows:
                places = ", ".join("?" * len(row))
                self._db.rows(f"INSERT INTO {table} VALUES ({places}) ON CONFLICT DO NOTHING", row)


def all_kept(database: Database) -> dict[str, Sequence[Sequence[object]]]:
    """What people changed and took out, and what reports said before, of a catalog of any layout
    so far, as rows by table."""
    there = {name for (name,) in database.rows("SELECT name FROM sqlite_master")}
    kept = [table for table in ("edits", "removed", "earlier") if table in there]
    return {table: database.rows(f"SELECT * FROM {table}") for table in kept}


def _json_of(as_read: AsRead) -> str:
    return _json({**asdict(as_read), "collections": list(as_read.collections)})


def _as_read(stated: str) -> AsRead:
    kept = json.loads(stated)
    return AsRead(
        _as_date(kept["dated"]), kept["publisher"], kept["title"], tuple(kept["collections"])
    )


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)


def _as_earlier(row: Row) -> Earlier:
    earlier_id, now, text, retrieved_at, replaced_at = row
    replaced = datetime.fromisoformat(replaced_at)
    return Earlier(earlier_id, now, text, as_time(retrieved_at), replaced)


def _as_edit(changed: str) -> Edit:
    """An edit from what the catalog keeps."""
    kept = json.loads(changed)
    days = {"published_on": _day(kept.get("published_on"))}
    names = kept.get("collections")
    return Edit(**{**kept, **days, "collections": None if names is None else tuple(names)})


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def _as_date(kept: dict[str, str | None]) -> ReportDate:
    days = ("published_on", "page_date", "date_modified", "not_before")
    source = DateSource(kept["source"]) if kept["source"] else None
    return ReportDate(
        source=source,
        confidence=Confidence(kept["confidence"] or Confidence.LOW),
        note=kept["note"],
        published_edtf=kept["published_edtf"],
        **{name: _day(kept[name]) for name in days},
    )
