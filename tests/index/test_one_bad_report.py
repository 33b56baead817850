"""What fails on one report is told for it alone; what fails for all is not."""

import errno
import sqlite3
from functools import partial
from pathlib import Path

import pytest

from index.errors import BadInput, IndexUnusable, OutOfMemory
from index.failures import lacks_memory, of_one_report
from index.storage.chroma.folder import FolderChroma
from index.storage.database import Database


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param(RuntimeError("no\n  such table"), "RuntimeError: no such table", id="any"),
        pytest.param(KeyError(), "KeyError", id="without words"),
        pytest.param(TimeoutError("the pattern '(a|b)' may be"), "it takes too long", id="time"),
        pytest.param(ValueError("x" * 999), f"ValueError: {'x' * 188}", id="long"),
        pytest.param(RecursionError("depth"), "RecursionError: depth", id="recursion"),
        pytest.param(OSError("of a parser"), "OSError: of a parser", id="no system error"),
        pytest.param(
            MemoryError(), "it needs too much memory (setting read_memory_mb)", id="memory"
        ),
    ],
)
def test_a_failure_is_said_in_words(error: Exception, said: str) -> None:
    with pytest.raises(BadInput) as caught, of_one_report("cannot be dated", memory=True):
        raise error
    assert str(caught.value) == f"cannot be dated: {said}"
    assert caught.value.__cause__ is error


@pytest.mark.parametrize(
    "error",
    [
        KeyboardInterrupt(),
        MemoryError(),
        OSError(errno.ENOSPC, "No space left on device"),
        IndexUnusable("The disk is full."),
        BadInput("holds no text"),
    ],
    ids=repr,
)
def test_what_is_no_failure_of_one_report_passes(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught, of_one_report("cannot be dated"):
        raise error
    assert caught.value is error


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
        sqlite3.OperationalError("out of memory"),
        RuntimeError("Failed to allocate memory for requested buffer of size 99"),
        RuntimeError("std::bad_alloc"),
    ],
    ids=repr,
)
def test_a_lack_of_memory_is_known_for_one(error: Exception) -> None:
    assert lacks_memory(error)


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left on device"), RuntimeError("disk is full"), KeyError()],
    ids=repr,
)
def test_other_lacks_are_not(error: Exception) -> None:
    assert not lacks_memory(error)


@pytest.mark.parametrize("store", ["catalog", "vectors"])
def test_a_store_without_memory_does_not_speak_of_the_disk(tmp_path: Path, store: str) -> None:
    def lack(_: object = None) -> None:
        if store == "vectors":
            raise OSError(errno.ENOMEM, "memory")
        with Database(tmp_path / "a.sqlite", "Move it away.")._explained():
            raise sqlite3.OperationalError("out of memory")

    asked = lack if store == "catalog" else partial(FolderChroma(tmp_path, "a")._explained, lack)
    with pytest.raises(OutOfMemory, match=r"^There is not enough memory for this\."):
        asked()
