"""PostgreSQL where it cannot be used: what is said, and that the password is not."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from index.errors import BadInput, DatabaseUnusable
from index.storage.postgres import Postgres
from rag.settings import Settings
from tests.postgres import PASSWORD, Server
from ui.shared import open_shared

SETTING = "DATELINE_STATE_URL"
_FIRST = "CREATE TABLE first (key TEXT PRIMARY KEY)"
_SECOND = "CREATE TABLE second (key TEXT PRIMARY KEY); ALTER TABLE first ADD COLUMN more INTEGER"


@pytest.fixture(scope="module")
def url(postgresql: Server) -> str:
    return postgresql.database("unusable")


@pytest.fixture
def db(url: str) -> Iterator[Postgres]:
    made = Postgres(url, SETTING, connections=2, timeout_s=0.5)
    made.run_script("DROP SCHEMA IF EXISTS dateline CASCADE")
    yield made
    made.close()


@pytest.mark.parametrize(
    "written",
    [
        "", "nothing", f"mysql://u:{PASSWORD}@h/d", f"dbname=d password={PASSWORD}",
        f"postgresql://u:{PASSWORD}@h:port:1/d?nothing={PASSWORD}", f"postgresql://{PASSWORD}@[::1",
    ],
    ids=range(6),
)  # fmt: skip
def test_what_is_no_address(written: str) -> None:
    with pytest.raises(BadInput) as told:
        Postgres(written, SETTING)
    assert str(told.value) == (
        "DATELINE_STATE_URL is no address of PostgreSQL. Write it as "
        "postgresql://USER:PASSWORD@HOST:5432/DATABASE."
    )


@pytest.mark.parametrize("word", [f"{PASSWORD}@{PASSWORD}", f"{PASSWORD}/{PASSWORD}"])
def test_a_password_that_cannot_be_told_from_the_host(word: str) -> None:
    with pytest.raises(BadInput) as told:
        Postgres(f"postgresql://dateline:{word}@127.0.0.1:1/d", SETTING)
    assert str(told.value).endswith("Write @ as %40 and / as %2F in a password.")
    assert PASSWORD not in str(told.value)


def test_what_an_open_transaction_still_sees_is_not_told_to_be_gone(db: Postgres, url: str) -> None:
    db.migrate("test", [_FIRST])
    db.rows("INSERT INTO first VALUES ('erased')")
    with psycopg.connect(url) as other:
        other.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        other.execute("SELECT 1")
        db.rows("DELETE FROM first")
        with pytest.raises(DatabaseUnusable, match="transaction that began before"):
            db.compact()
    db.compact()


def test_a_long_change_that_took_too_long_is_told_its_own_bound(db: Postgres) -> None:
    with (
        pytest.raises(DatabaseUnusable, match=r"than 0\.7 seconds\. See .* does\.$"),
        db.writing(0.7),
    ):
        db.rows("SELECT pg_sleep(2)")


def _why(url: str) -> str:
    db = Postgres(url, SETTING)
    with pytest.raises(DatabaseUnusable) as told:
        db.migrate("test", [])
    db.close()
    said = str(told.value)
    assert "\n" not in said
    assert "wrong-" not in said
    assert PASSWORD not in said
    return said


def test_a_wrong_password(postgresql: Server) -> None:
    said = _why(postgresql.url("postgres", f"wrong-{PASSWORD}"))
    assert "password authentication failed" in said
    assert said.endswith(
        "Start PostgreSQL, or correct DATELINE_STATE_URL; `dateline doctor` tries it."
    )


def test_a_database_that_there_is_not(postgresql: Server) -> None:
    assert 'database "none" does not exist' in _why(postgresql.url("none"))


def test_a_database_that_has_not_all_characters(postgresql: Server) -> None:
    assert _why(postgresql.database("narrow", "LATIN1")) == (
        f"The database narrow at 127.0.0.1:{postgresql.port} keeps text as LATIN1, which has not "
        "all characters. Make a database with ENCODING 'UTF8' and name it in DATELINE_STATE_URL."
    )


def test_somebody_who_may_not_make_a_schema(postgresql: Server, db: Postgres, url: str) -> None:
    db.run_script("DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'guest'")
    theirs = url.replace(f"dateline:{PASSWORD}", "guest:guest")
    assert "permission denied for database unusable" in _why(theirs)
    db.run_script("CREATE SCHEMA dateline AUTHORIZATION guest")
    guest = Postgres(theirs, SETTING)
    guest.migrate("test", [_FIRST])
    assert guest.rows("SELECT * FROM first") == []
    guest.close()


def test_tables_are_brought_up_to_date_and_never_back(db: Postgres, url: str) -> None:
    db.migrate("test", [_FIRST])
    db.rows("INSERT INTO first (key) VALUES ('a')")
    db.migrate("test", [_FIRST, _SECOND])
    db.migrate("test", [_FIRST, _SECOND])
    assert db.rows("SELECT key, more FROM first") == [("a", None)]
    with pytest.raises(DatabaseUnusable, match="made by a later version of Dateline"):
        db.migrate("test", [_FIRST])
    with pytest.raises(DatabaseUnusable, match=r"cannot be used: .*nonsense"):
        db.migrate("test", [_FIRST, _SECOND, "CREATE TABLE third (key TEXT); nonsense"])
    assert db.rows("SELECT version FROM versions") == [(2,)]
    assert db.row("SELECT to_regclass('third')") == (None,)


def test_a_statement_that_takes_too_long(db: Postgres) -> None:
    with pytest.raises(DatabaseUnusable, match=r"took longer than 0\.5 seconds"):
        db.rows("SELECT pg_sleep(5)")
    assert db.row("SELECT 1") == (1,)


@pytest.mark.parametrize("within", [False, True], ids=["alone", "in a transaction"])
def test_a_server_that_says_nothing_more(db: Postgres, within: bool) -> None:
    """Its process is stopped: it holds the connection, and keeps no limit of its own."""
    found = db.row("SELECT pg_backend_pid()")
    assert found is not None
    os.kill(found[0], signal.SIGSTOP)
    began = time.monotonic()
    try:
        with pytest.raises(DatabaseUnusable, match=r"\(no answer for 1\.5 seconds\)"):
            _ask(db, within=within)
        assert time.monotonic() - began < 3
        assert db.row("SELECT 1") == (1,)
    finally:
        os.kill(found[0], signal.SIGCONT)


def _ask(db: Postgres, *, within: bool) -> None:
    if not within:
        db.row("SELECT 1")
    with db.writing():
        db.row("SELECT 1")


def test_connections_are_bounded_and_given_back(db: Postgres) -> None:
    begun, end = threading.Barrier(3), threading.Event()

    def hold() -> None:
        with db.writing():
            begun.wait(10)
            end.wait(10)

    holding = [threading.Thread(target=hold) for _ in range(2)]
    for thread in holding:
        thread.start()
    begun.wait(10)
    with pytest.raises(DatabaseUnusable, match=r"All 2 connections to .* have been in use for"):
        db.rows("SELECT 1")
    end.set()
    for thread in holding:
        thread.join()
    count = "SELECT count(*) FROM pg_stat_activity WHERE application_name = ? AND datname = ?"
    assert db.row(count, ("dateline", "unusable")) == (2,)


def test_a_server_that_was_started_anew_is_used_again(db: Postgres, postgresql: Server) -> None:
    assert db.row("SELECT 1") == (1,)
    postgresql.stop()
    try:
        with pytest.raises(DatabaseUnusable, match="Connection refused"):
            db.row("SELECT 1")
    finally:
        postgresql.start()
    db._out = (0.0, "")  # for a second it is not tried again
    assert db.row("SELECT 1") == (1,)
    db.run_script("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname ="
                  " 'unusable' AND pid <> pg_backend_pid()")  # fmt: skip
    assert db.row("SELECT 1") == (1,)


def test_without_the_extra_it_is_told_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "index.storage.postgres", raising=False)
    with pytest.raises(BadInput, match=r"Run `pip install 'dateline\[postgres\]'`"):
        open_shared(Settings(state_url=SecretStr("postgresql://u@h/d")))


def test_a_socket_of_this_machine(postgresql: Server, url: str) -> None:
    by_socket = f"postgresql://dateline:{PASSWORD}@/unusable?host={postgresql.folder}"
    db = Postgres(f"{by_socket}&port={postgresql.port}", SETTING)
    assert db.row("SELECT current_database()") == ("unusable",)
    assert db.name == f"The database unusable at {Path(postgresql.folder)}:{postgresql.port}"
    db.close()
