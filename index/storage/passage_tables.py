"""The passages that the catalog keeps of reports, with the words that they are looked up by."""

import json
from collections.abc import Sequence

from index.storage.catalog_database import CatalogDatabase
from index.storage.rows import of_source_map
from index.structure.place import reading_place
from index.text.statements import statement_hash
from index.text.terms import words
from index.types import Passage


class PassageTables:
    """The tables of passages of one catalog."""

    _db: CatalogDatabase

    def put_passages(
        self, report_id: str, text: str, passages: Sequence[Passage], of_report: str = ""
    ) -> None:
        """Makes these the passages of a report, in place of those it had; `of_report` is what all
        of them stand under."""
        self.forget_passages(report_id)
        self._db.run_many(
            'INSERT INTO passages (id, report_id, block, start, "end", sentences, place, source)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (p.id, p.report_id, p.block, p.start, p.end, json.dumps(p.sentences), p.place,
                 of_source_map(p.source))
                for p in passages
            ],
        )  # fmt: skip
        numbers: dict[str, int] = dict(
            self._db.rows("SELECT id, number FROM passages WHERE report_id = ?", (report_id,))
        )
        looked_up_by: list[tuple[int, str, str]] = []
        for p in passages:
            own, under = words(text[p.start : p.end]), words(reading_place(of_report, p.place))
            looked_up_by.append((numbers[p.id], " ".join(own), " ".join(under)))
        self._db.words.put("passage_words", looked_up_by)
        spans = sorted({span for p in passages for span in p.sentences})
        hashed = ((statement_hash(text[a:b]), a, b) for a, b in spans)
        self._db.run_many(
            "INSERT INTO statements VALUES (?, ?, ?, ?)",
            [(key, report_id, a, b) for key, a, b in hashed if key is not None],
        )

    def forget_passages(self, report_id: str) -> None:
        """Drops the passages of a report."""
        self._db.words.forget("passage_words", "passages", report_id)
        self._db.rows("DELETE FROM passages WHERE report_id = ?", (report_id,))
        self._db.rows("DELETE FROM statements WHERE report_id = ?", (report_id,))

    def passage_ids(self, report_id: str | None = None) -> list[str]:
        """Ids of all passages, or of a report's, in order of place."""
        where, values = ("WHERE report_id = ?", (report_id,)) if report_id else ("", ())
        rows = self._db.rows(f"SELECT id FROM passages {where} ORDER BY report_id, start", values)
        return [value for (value,) in rows]

    @property
    def passages_of_all(self) -> int:
        """How many passages all reports have, seen or not, as the last change left them."""
        rows = self._db.rows("SELECT value FROM meta WHERE key = 'passages'")
        return int(rows[0][0]) if rows else 0

    def state_of_passages(self) -> str:
        """Another word for each state of the table of all passages, once a change to it is
        finished."""
        stated: dict[str, str] = dict(
            self._db.rows("SELECT key, value FROM meta WHERE key IN ('snapshot', 'passages')")
        )
        [(last,)] = self._db.rows("SELECT coalesce(max(number), 0) FROM main.passages")
        return f"{stated.get('snapshot', '')}-{stated.get('passages', 0)}-{last}"
