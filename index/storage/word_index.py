"""What passages are looked up by: their words, as a catalog's database keeps and ranks them."""

from collections.abc import Sequence
from typing import Protocol

from index.storage.sql import SqlDatabase

OF_PLACE = 0.5
"""What a word of a passage's place counts beside one of its own, in BM25."""
Asked = tuple[str, list[object]]
"""A query and its values."""


class WordIndex(Protocol):
    """The tables of words of a catalog: `passage_words`, and `earlier_words` of earlier texts.

    What is looked for are phrases: words, or several with spaces between, that stand one behind the
    other.
    """

    def put(self, table: str, passages: Sequence[tuple[int, str, str]]) -> None:
        """Puts passages in by their numbers: their own words, and those that they stand under."""
        ...

    def copy(self, table: str, into: str, numbers: Sequence[tuple[int, int]]) -> None:
        """Puts passages of one table into another, each under its second number."""
        ...

    def forget(self, table: str, passages: str, report_id: str) -> None:
        """Takes the passages out that a table `passages` has of a report."""
        ...

    def having(
        self, table: str, alternatives: Sequence[Sequence[str]], *, own: bool = False
    ) -> Asked:
        """A query for the `number` of each passage that has one phrase of each of these, among its
        `own` words or in any."""
        ...

    def scored(
        self, table: str, passages: str, phrases: Sequence[str], bounds: str | None
    ) -> Asked:
        """A query for the `number` and BM25 `score` of each passage that has one of the phrases.

        `bounds` are conditions on the row `p` of a table `passages`, each after an AND, whose
        values come behind those that are given; None for none. How rare a phrase is, is counted in
        all of the table. The score is that of Robertson et al. (1994) with k1 = 1.2 and b = 0.75;
        words of the place count `OF_PLACE`, and a phrase that most passages have next to nothing.
        """
        ...

    def tidy(self) -> None:
        """Leaves nothing in the tables of what was taken out of them."""
        ...


class Fts5Words:
    """Words in SQLite's full-text index."""

    def __init__(self, database: SqlDatabase) -> None:
        self._db = database

    def put(self, table: str, passages: Sequence[tuple[int, str, str]]) -> None:
        self._db.run_many(f"INSERT INTO {table} (rowid, text, place) VALUES (?, ?, ?)", passages)

    def copy(self, table: str, into: str, numbers: Sequence[tuple[int, int]]) -> None:
        self._db.run_many(
            f"INSERT INTO {into} (rowid, text, place) SELECT ?, text, place FROM {table}"
            " WHERE rowid = ?", [(new, old) for old, new in numbers],
        )  # fmt: skip

    def forget(self, table: str, passages: str, report_id: str) -> None:
        self._db.rows(
            f"DELETE FROM {table} WHERE rowid IN (SELECT number FROM {passages}"
            " WHERE report_id = ?)", [report_id],
        )  # fmt: skip

    def having(
        self, table: str, alternatives: Sequence[Sequence[str]], *, own: bool = False
    ) -> Asked:
        quoted = [" OR ".join(f'"{phrase}"' for phrase in some) for some in alternatives]
        asked = " AND ".join(f"({some})" for some in quoted)
        match = f"{{text}} : ({asked})" if own else asked
        return f"SELECT rowid AS number FROM {table} WHERE {table} MATCH ?", [match]

    def scored(
        self, table: str, passages: str, phrases: Sequence[str], bounds: str | None
    ) -> Asked:
        asked = " OR ".join(f'"{phrase}"' for phrase in phrases)
        joined = "" if bounds is None else f" JOIN {passages} p ON p.number = {table}.rowid"
        return (
            f"SELECT {table}.rowid AS number, -bm25({table}, 1.0, {OF_PLACE}) AS score"
            f" FROM {table}{joined} WHERE {table} MATCH ?{bounds or ''}"
        ), [asked]

    def tidy(self) -> None:
        for table in ("passage_words", "earlier_words"):
            self._db.rows(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
