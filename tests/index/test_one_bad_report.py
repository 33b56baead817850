"""What fails on one report is told for it alone; what fails for all is not."""

import errno

import pytest

from index.errors import BadInput, IndexUnusable
from index.failures import of_one_report


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
