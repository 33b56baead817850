"""What a database must do that stores are kept in, be it a SQLite file or PostgreSQL."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import DatelineError
from index.storage.database import Database
from index.storage.postgres import Postgres
from index.storage.sql import SqlDatabase
from tests.postgres import Server

Opening = Callable[[], SqlDatabase]
"""Opens the database as one more process would."""
_TABLE = "CREATE TABLE kept (key TEXT PRIMARY KEY, number INTEGER NOT NULL, sum BLOB)"


@pytest.fixture(params=["sqlite", "postgresql"])
def opening(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opening]:
    if request.param == "sqlite":
        yield lambda: Database(tmp_path / "kept.sqlite", "Move the file away.")
        return
    server: Server = request.getfixturevalue("postgresql")
    url = server.database(f"contract_{tmp_path.name}".replace("-", "_").lower()[:60])
    opened: list[Postgres] = []

    def another() -> Postgres:
        opened.append(Postgres(url, "DATELINE_STATE_URL", connections=4))
        opened[-1].migrate("test", [])
        return opened[-1]

    yield another
    for one in opened:
        one.close()


@pytest.fixture
def db(opening: Opening) -> SqlDatabase:
    made = opening()
    made.run_script(_TABLE.replace("BLOB", "BYTEA" if isinstance(made, Postgres) else "BLOB"))
    return made


def count(db: SqlDatabase) -> int:
    [(number,)] = db.rows("SELECT count(*) FROM kept")
    return int(number)


def test_what_is_written_is_read(db: SqlDatabase, opening: Opening) -> None:
    words = "“100 %?” — ü 🜁"
    put = "INSERT INTO kept (key, number, sum) VALUES (?, ?, ?)"
    assert db.exists
    assert db.rows(put, (words, 3, b"\x00\xff")) == []
    db.run_many(put, [("a", 1, None), ("b", 2, None)])
    for one in (db, opening()):
        got = one.row("SELECT key, number, sum FROM kept WHERE key = ?", [words])
        assert got is not None
        assert (got[0], got[1], bytes(got[2])) == (words, 3, b"\x00\xff")
        assert one.rows("SELECT key FROM kept WHERE key LIKE '%100 %' ORDER BY key") == [(words,)]
        assert one.row("SELECT 1 FROM kept WHERE key = ?", ["none"]) is None
    assert db.rows("DELETE FROM kept WHERE number < ? RETURNING key", [2]) == [("a",)]


def test_more_values_than_fit_in_a_statement(db: SqlDatabase) -> None:
    put = "INSERT INTO kept (key, number) VALUES (?, ?)"
    db.run_many(put, ((str(n), n) for n in range(1200)))
    asked = "SELECT number FROM kept WHERE key IN (?*) AND number > ?"
    found = sorted(n for (n,) in db.rows_among(asked, map(str, range(1100)), [1090]))
    assert found == list(range(1091, 1100))


def test_all_of_a_transaction_or_nothing(db: SqlDatabase, opening: Opening) -> None:
    other = opening()
    put = "INSERT INTO kept (key, number) VALUES (?, 1)"

    def give_up() -> None:
        with db.writing():
            db.rows(put, ["lost"])
            assert (count(db), count(other)) == (1, 0)
            raise KeyError

    with pytest.raises(KeyError):
        give_up()
    assert (count(db), count(other)) == (0, 0)
    with db.writing():
        db.rows(put, ["kept"])
        assert count(other) == 0
    assert (count(db), count(other)) == (1, 1)


def test_of_two_who_write_a_key_one_does(db: SqlDatabase, opening: Opening) -> None:
    """Each from a process of its own, as far as the database can tell."""
    others = [opening() for _ in range(4)]
    at_once = threading.Barrier(4)

    def claim(one: SqlDatabase) -> list[bool]:
        at_once.wait(10)
        put = "INSERT INTO kept (key, number) VALUES (?, 1) ON CONFLICT DO NOTHING RETURNING key"
        return [bool(one.rows(put, [str(n)])) for n in range(25)]

    with ThreadPoolExecutor(4) as pool:
        claimed = list(pool.map(claim, others))
    assert [sum(by_key) for by_key in zip(*claimed, strict=True)] == [1] * 25


def test_an_error_is_told_and_nothing_is_held_up(db: SqlDatabase) -> None:
    put = "INSERT INTO kept (key, number) VALUES (?, ?)"
    for sql in ("SELECT nothing FROM nowhere", "no statement"):
        with pytest.raises(DatelineError) as told:
            db.rows(sql)
        assert "\n" not in str(told.value)
    with pytest.raises(DatelineError), db.writing():
        db.run_many(put, [("a", 1), ("a", 1)])
    assert count(db) == 0


def test_what_was_deleted_is_not_in_the_files(
    db: SqlDatabase, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    words = "legible-words-of-a-report"
    db.run_many("INSERT INTO kept (key, number) VALUES (?, 1)", [(words,), ("stays",)])
    db.rows("DELETE FROM kept WHERE key = ?", [words])
    db.compact()
    folder = tmp_path
    if isinstance(db, Postgres):
        folder = request.getfixturevalue("postgresql").folder / "data" / "base"
        db.rows("CHECKPOINT")
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert files
    assert [file for file in files if words.encode() in file.read_bytes()] == []
    assert count(db) == 1
