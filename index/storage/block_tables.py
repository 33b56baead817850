"""Blocks of reports by their words: in how many reports each stands."""

from collections.abc import Collection, Iterable, Sequence

from index.rules import Stage, declare
from index.storage.catalog_database import CatalogDatabase
from index.types import Block

COPIES_ONCE = declare(
    "furniture-copies-once", Stage.INGEST,
    "Where reports with one block are counted, copies of one report count once.",
)  # fmt: skip


class BlockTables:
    """The table of blocks of one catalog, as the furniture of pages is looked for in it."""

    _db: CatalogDatabase

    def _in_reports(self, hashes: Collection[str]) -> dict[str, int]:
        return dict(
            self._db.rows_among(
                "SELECT hash, count(DISTINCT report_id) FROM blocks WHERE hash IN (?*)"
                " GROUP BY hash",
                sorted(set(hashes)),
            )
        )

    @COPIES_ONCE.governs(without=_in_reports)
    def recurrence(self, hashes: Collection[str]) -> dict[str, int]:
        """In how many different reports each of these blocks stands, copies of one counted once."""
        return dict(
            self._db.rows_among(
                "SELECT b.hash, count(DISTINCT r.copy_key) FROM blocks b"
                " JOIN reports r ON r.id = b.report_id WHERE b.hash IN (?*)"
                " GROUP BY b.hash",
                sorted(set(hashes)),
            )
        )

    def block_hashes(self, report_id: str) -> list[str]:
        rows = self._db.rows(
            "SELECT hash FROM blocks WHERE report_id = ? ORDER BY number", (report_id,)
        )
        return [value for (value,) in rows]

    def reports_with_blocks(self, hashes: Iterable[str]) -> set[str]:
        rows = self._db.rows_among(
            "SELECT DISTINCT report_id FROM blocks WHERE hash IN (?*)", sorted(set(hashes))
        )
        return {report_id for (report_id,) in rows}

    def set_roles(self, report_id: str, blocks: Sequence[Block]) -> None:
        self._db.run_many(
            "UPDATE blocks SET role = ?, reason = ? WHERE report_id = ? AND number = ?",
            [(b.role, b.reason, report_id, n) for n, b in enumerate(blocks)],
        )
