"""What fails on one report for a reason that nobody foresaw: told in words, for its file alone."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import BadInput, DatelineError

_REASON_AT_MOST = 200
_OF_MEMORY = ("out of memory", "cannot allocate memory", "failed to allocate", "bad_alloc")
"""What libraries of other languages say where they can have no more memory."""


@contextmanager
def of_one_report(doing: str, *, memory: bool = False) -> Iterator[None]:
    """Within it, what fails is a BadInput that says what cannot be done, as in `doing`, and why.

    What concerns all reports passes: Dateline's own errors, what the operating system reports,
    such as a full disk, and a lack of memory; but not with `memory`, for parsers that raise it on
    input that is nested too deeply.
    """
    try:
        yield
    except DatelineError:
        raise
    except Exception as error:
        of_the_system = isinstance(error, OSError) and error.errno is not None
        if of_the_system or (isinstance(error, MemoryError) and not memory):
            raise
        raise BadInput(f"{doing}: {reason_of(error)}") from error


def lacks_memory(error: BaseException) -> bool:
    """Whether an error says that there is not enough memory, in whatever way."""
    of_system = isinstance(error, OSError) and error.errno == errno.ENOMEM
    said = str(error).lower()
    return isinstance(error, MemoryError) or of_system or any(one in said for one in _OF_MEMORY)


def reason_of(error: Exception) -> str:
    """An exception in one line, for a person. nltk's TimeoutError would give its expression, and a
    MemoryError says nothing."""
    if isinstance(error, TimeoutError):
        return "it takes too long"
    if isinstance(error, MemoryError):
        return "it needs too much memory (setting read_memory_mb)"
    words = " ".join(str(error).split())
    name = type(error).__name__
    return f"{name}: {words}"[:_REASON_AT_MOST] if words else name
