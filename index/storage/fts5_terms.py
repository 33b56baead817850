"""The terms that SQLite's full-text index makes of texts, and where they stand."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""How the words of passages are told and stemmed, as FTS5 names it."""
_MADE = f"""
CREATE VIRTUAL TABLE text USING fts5 (own, under, tokenize = '{TOKENIZER}');
CREATE VIRTUAL TABLE instances USING fts5vocab (text, 'instance');
"""
Position = tuple[str, int, int]
"""A term, the column that it stands in, from 0, and how many stand before it there."""


def positions(texts: Sequence[tuple[str, str]]) -> list[list[Position]]:
    """The terms of texts of two columns each, in no order."""
    found: list[list[Position]] = [[] for _ in texts]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as db:
        db.executescript(_MADE)
        db.executemany(
            "INSERT INTO text (rowid, own, under) VALUES (?, ?, ?)",
            ((n, *columns) for n, columns in enumerate(texts, 1)),
        )
        for term, doc, column, at in db.execute("SELECT term, doc, col, offset FROM instances"):
            found[doc - 1].append((term, int(column == "under"), at))
    return found
