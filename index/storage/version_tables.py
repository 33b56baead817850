"""Texts of reports that others have taken the place of, kept to be searched as of days before."""

from collections.abc import Sequence
from datetime import date

from index.storage.catalog_database import CatalogDatabase
from index.storage.filters import sql_bounds
from index.storage.sql import instead
from index.storage.version_schema import ID_OF, NEVER
from index.types import Scope

_STANDS = instead("report_id, since", "until")


class VersionTables:
    """The tables of earlier texts of one catalog."""

    _db: CatalogDatabase

    def keep_version(self, report_id: str, now: str, known_on: date) -> None:
        """Keeps all that is known of a report as an earlier text of the report `now`, whose text
        counts as known from a day on."""
        self.forget_orphans()
        self.forget_versions([report_id])
        for table, column in ID_OF.items():
            if table != "passages":
                self._db.rows(
                    f"INSERT INTO earlier_{table} SELECT * FROM {table} WHERE {column} = ?",
                    [report_id],
                )
        self._keep_passages(report_id)
        day = known_on.toordinal()
        self._stood_until(report_id, day)
        self._db.rows(
            "INSERT INTO versions SELECT ?, ?, ?"
            f" WHERE NOT EXISTS (SELECT 1 FROM reports WHERE id = ?){_STANDS}",
            (now, day, NEVER, now),
        )  # fmt: skip

    def never_replaced(self, report_id: str, now: str, day: date) -> None:
        """Takes back that another report took the place of one, on a day: it lies elsewhere."""
        at = day.toordinal()
        self._db.rows("DELETE FROM earlier WHERE report_id = ?", [report_id])
        self.forget_versions([report_id])
        self._db.rows("DELETE FROM versions WHERE report_id = ? AND since >= ?", (report_id, at))
        self._db.rows(
            "UPDATE versions SET until = ? WHERE report_id = ? AND until = ?",
            (NEVER, report_id, at),
        )
        self._db.rows(
            "DELETE FROM versions WHERE report_id = ? AND since = 0 AND until = ?",
            (report_id, NEVER),
        )
        self._db.rows("DELETE FROM versions WHERE report_id = ? AND since = ?", (now, at))

    def _keep_passages(self, report_id: str) -> None:
        """Keeps the passages of a report with their words, under numbers of their own."""
        [(last,)] = self._db.rows("SELECT coalesce(max(number), 0) FROM earlier_passages")
        rows = self._db.rows(
            "SELECT p.* FROM passages p WHERE p.report_id = ? ORDER BY p.start, p.id", [report_id]
        )
        self._db.run_many(
            "INSERT INTO earlier_passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(last + n, *row[1:]) for n, row in enumerate(rows, 1)],
        )
        numbers = [(row[0], last + n) for n, row in enumerate(rows, 1)]
        self._db.words.copy("passage_words", "earlier_words", numbers)

    def _stood_until(self, report_id: str, day: int) -> None:
        """Notes that a text stood until a day."""
        values = (day, report_id, NEVER)
        self._db.rows("UPDATE versions SET until = ? WHERE report_id = ? AND until = ?", values)
        self._db.rows(
            "INSERT INTO versions SELECT ?, 0, ? WHERE NOT EXISTS"
            " (SELECT 1 FROM versions WHERE report_id = ?)", (report_id, day, report_id),
        )  # fmt: skip

    def keep_known(self, report_id: str, now: str) -> None:
        """Notes that a report says the same under another id: it is known as long as it was."""
        self._db.rows(
            "INSERT INTO versions SELECT ?, since, until FROM versions"
            f" WHERE report_id = ?{_STANDS}", (now, report_id),
        )  # fmt: skip
        self._db.rows("DELETE FROM versions WHERE report_id = ?", [report_id])

    def stands_again(self, report_id: str, day: date) -> None:
        """Notes that a text is a report's from a day on, where it was one's before and is not known
        to stand now."""
        self._db.rows(
            "INSERT INTO versions SELECT ?, ?, ? WHERE EXISTS"
            " (SELECT 1 FROM versions WHERE report_id = ?) AND NOT EXISTS"
            f" (SELECT 1 FROM versions WHERE report_id = ? AND until = ?){_STANDS}",
            (report_id, day.toordinal(), NEVER, report_id, report_id, NEVER),
        )

    def forget_versions(self, report_ids: Sequence[str]) -> None:
        """Forgets the earlier texts that have these ids, but not when they stood."""
        for report_id in report_ids:
            self._db.words.forget("earlier_words", "earlier_passages", report_id)
            for table, column in [*ID_OF.items(), ("as_read", "report_id")]:
                self._db.rows(f"DELETE FROM earlier_{table} WHERE {column} = ?", [report_id])

    def forget_orphans(self) -> None:
        """Forgets what is kept of earlier texts that are no report's any more."""
        rows = self._db.rows(
            "SELECT id FROM earlier_reports WHERE id NOT IN (SELECT report_id FROM earlier)"
        )
        self.forget_versions([report_id for (report_id,) in rows])

    def changed_after(self, day: date) -> bool:
        """Whether a report has a text that was not known by a day, and had another before."""
        found = self._db.row("SELECT 1 FROM versions WHERE since > ? LIMIT 1", [day.toordinal()])
        return found is not None

    def count_earlier_passages(self, report_ids: Sequence[str]) -> int:
        """How many passages the earlier texts with these ids have."""
        rows = self._db.rows_among(
            "SELECT count(*) FROM earlier_passages WHERE report_id IN (?*)", report_ids
        )
        return sum(count for (count,) in rows)

    def earlier_passage_ids(self) -> set[str]:
        """The ids of the passages of all earlier texts."""
        return {value for (value,) in self._db.rows("SELECT id FROM earlier_passages")}

    def past_passages_in(self, scope: Scope) -> list[str]:
        """Ids of the passages of earlier texts that a scope holds, in a catalog as it was known."""
        bounds, values = sql_bounds(scope)
        rows = self._db.rows(
            f"SELECT p.id FROM past_passages p WHERE true{bounds} ORDER BY p.id", values
        )
        return [passage_id for (passage_id,) in rows]

    def text_known_for(self, report_id: str) -> str | None:
        """The id of the text that a report has in this catalog; None where it has none in it."""
        row = self._db.row(
            "SELECT r.id FROM reports r WHERE r.id = ? OR r.id IN"
            " (SELECT e.report_id FROM earlier e WHERE e.now = ?) ORDER BY r.id <> ?",
            (report_id, report_id, report_id),
        )
        return str(row[0]) if row else None
