"""Words in PostgreSQL: the postings of SQLite's full-text index in plain tables, and its BM25.

PostgreSQL's own full text has other words and another ranking. These tables have the terms that
SQLite would have, with where they stand, and scores are computed by the same arithmetic in the same
order, so that the same passages are found, in the same order and with the same scores.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from index.storage.fts5_terms import Position, positions
from index.storage.sql import SqlDatabase, digest
from index.storage.word_index import OF_PLACE, Asked

_LONGEST = 800
"""Bytes of a term; a longer one is kept by its beginning and a digest, for an index has bounds."""
_BEGINNING = 100
_NONE: Asked = ("SELECT number, own, under FROM passage_postings WHERE false", [])
_RARE = (
    "SELECT phrase, ln(((SELECT passages FROM word_totals WHERE words = ?) - count(*)"
    " + 0.5::float8) / (count(*) + 0.5::float8)) AS idf FROM found GROUP BY phrase"
)
_SCORE = (
    "sum(CASE WHEN r.idf > 0 THEN r.idf ELSE 1e-6::float8 END"
    " * ((f.many * 2.2::float8) / (f.many + 1.2::float8 * (0.25::float8 + 0.75::float8 * w.length"
    " / a.average))) ORDER BY f.phrase)"
)


class CopyingDatabase(SqlDatabase, Protocol):
    """A database that takes many rows at once."""

    def copy_in(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Puts rows into a table, each with all columns; arrays as PostgreSQL writes them."""
        ...


class Postings:
    """The tables of words of a catalog in PostgreSQL, beside which `word_totals` counts them."""

    def __init__(self, database: CopyingDatabase) -> None:
        self._db = database

    def put(self, table: str, passages: Sequence[tuple[int, str, str]]) -> None:
        kept = positions([(own, under) for _, own, under in passages])
        lengths: list[tuple[int, int]] = []
        postings: list[tuple[str, int, str, str]] = []
        for (number, *_), found in zip(passages, kept, strict=True):
            lengths.append((number, len(found)))
            by_term: dict[str, tuple[list[int], list[int]]] = {}
            for term, column, at in found:
                by_term.setdefault(_kept(term), ([], []))[column].append(at)
            postings += [
                (term, number, _array(own), _array(under)) for term, (own, under) in by_term.items()
            ]
        self._db.copy_in(table, lengths)
        self._db.copy_in(_of(table), postings)
        self._count(table, len(lengths), sum(length for _, length in lengths))

    def copy(self, table: str, into: str, numbers: Sequence[tuple[int, int]]) -> None:
        for old, new in numbers:
            self._db.rows(
                f"INSERT INTO {_of(into)} SELECT term, ?::bigint, own, under FROM {_of(table)}"
                " WHERE number = ?", [new, old],
            )  # fmt: skip
            [(length,)] = self._db.rows(
                f"INSERT INTO {into} SELECT ?::bigint, length FROM {table} WHERE number = ?"
                " RETURNING length", [new, old],
            )  # fmt: skip
            self._count(into, 1, length)

    def forget(self, table: str, passages: str, report_id: str) -> None:
        of_report = f"number IN (SELECT number FROM {passages} WHERE report_id = ?)"
        self._db.rows(f"DELETE FROM {_of(table)} WHERE {of_report}", [report_id])
        lengths = self._db.rows(
            f"DELETE FROM {table} WHERE {of_report} RETURNING length", [report_id]
        )
        if lengths:
            self._count(table, -len(lengths), -sum(length for (length,) in lengths))

    def _count(self, table: str, passages: int, tokens: int) -> None:
        self._db.rows(
            "UPDATE word_totals SET passages = passages + ?, tokens = tokens + ? WHERE words = ?",
            [passages, tokens, table],
        )

    def having(
        self, table: str, alternatives: Sequence[Sequence[str]], *, own: bool = False
    ) -> Asked:
        among = "cardinality(own) > 0" if own else "true"
        queries: list[str] = []
        values: list[object] = []
        for phrases in alternatives:
            found = [_found(table, terms) for terms in _terms(tuple(phrases))] or [_NONE]
            any_of = " UNION ALL ".join(query for query, _ in found)
            queries.append(f"SELECT number FROM ({any_of}) f WHERE {among}")
            values += [value for _, some in found for value in some]
        return " INTERSECT ".join(queries), values

    def scored(
        self, table: str, passages: str, phrases: Sequence[str], bounds: str | None
    ) -> Asked:
        found = [_found(table, terms) for terms in _terms(tuple(phrases))] or [_NONE]
        many = f"cardinality(own) * 1.0::float8 + cardinality(under) * {OF_PLACE}::float8"
        any_of = " UNION ALL ".join(
            f"SELECT {n} AS phrase, number, {many} AS many FROM ({query}) p{n}"
            for n, (query, _) in enumerate(found)
        )
        joined = "" if bounds is None else f" JOIN {passages} p ON p.number = f.number"
        query = (
            f"WITH found AS MATERIALIZED ({any_of}), rare AS MATERIALIZED ({_RARE}),"
            " average AS MATERIALIZED (SELECT tokens::float8 / passages AS average FROM word_totals"
            " WHERE words = ? AND passages > 0)"
            f" SELECT f.number, {_SCORE} AS score FROM found f JOIN rare r ON r.phrase = f.phrase"
            f" JOIN {table} w ON w.number = f.number JOIN average a ON true{joined}"
            f" WHERE true{bounds or ''} GROUP BY f.number"
        )
        return query, [*(value for _, some in found for value in some), table, table]

    def tidy(self) -> None:
        """What is deleted is gone when the tables are written anew."""


def _of(table: str) -> str:
    """The table of postings that belongs to one of words."""
    return table.replace("_words", "_postings")


def _array(numbers: Sequence[int]) -> str:
    return f"{{{','.join(map(str, numbers))}}}"


def _kept(term: str) -> str:
    """A term as the tables have it."""
    if len(term.encode()) <= _LONGEST:
        return term
    return f"{term[:_BEGINNING]}{digest(term).hex()}"


@lru_cache(maxsize=4096)
def _terms(phrases: tuple[str, ...]) -> list[list[str]]:
    """The terms of each phrase, in order; phrases without any left out."""
    by_phrase = [sorted(found, key=_place) for found in positions([(one, "") for one in phrases])]
    return [[_kept(term) for term, *_ in found] for found in by_phrase if found]


def _place(position: Position) -> int:
    return position[2]


def _found(table: str, terms: Sequence[str]) -> Asked:
    """The passages in which terms stand one behind the other, and where the first of them does."""
    first, *others = terms
    if not others:
        return f"SELECT number, own, under FROM {_of(table)} WHERE term = ?", [first]
    joins = "".join(
        f" JOIN {_of(table)} t{n} ON t{n}.number = t.number AND t{n}.term = ?"
        for n in range(1, len(terms))
    )
    own, under = (
        f"ARRAY(SELECT s FROM unnest(t.{column}) s WHERE "
        + " AND ".join(f"s + {n} = ANY (t{n}.{column})" for n in range(1, len(terms)))
        + ")"
        for column in ("own", "under")
    )
    query = f"SELECT t.number, {own} AS own, {under} AS under FROM {_of(table)} t{joins}"
    return (
        f"SELECT * FROM ({query} WHERE t.term = ?) s"
        " WHERE cardinality(own) + cardinality(under) > 0"
    ), [*others, first]
