"""The process that reads files for another, and finds what is told of them: it may die of one.

It is given one request after another and answers each with messages, of which `Done` or `Raised`
is the last.
"""

import ctypes
import os
import pickle
import signal
import sys
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

from index.errors import BadInput, OutOfMemory
from index.ingestion.requests import Given, Request
from index.pdf.process import PDF_PROCESS
from index.reading import Part
from index.rules import noting, switched_off
from index.time_limit import end_report, limited

try:
    import resource
except ImportError:  # not on Windows: there the memory of the process is not bounded
    resource = None  # type: ignore[assignment]

_MEMORY = "needs too much memory to be read (setting read_memory_mb)"
_PR_SET_PDEATHSIG = 1
"""Of Linux's prctl(2)."""
_WORN = 0.5
"""A process that has used so much of its memory is replaced: what was freed is not given back."""
_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in what the system counts a process's memory in."""


@dataclass(frozen=True, slots=True)
class Done:
    """All of a request is done. `fired` are the rules that made a difference, where that is noted;
    a `worn` process is to be replaced."""

    result: object
    fired: frozenset[str]
    worn: bool


@dataclass(frozen=True, slots=True)
class Raised:
    """What a request came to instead."""

    error: Exception
    worn: bool


Message = Given | Part | Done | Raised


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds for a report, and as many again for each megabyte of it; millions of bytes that the
    process may take beyond those it begins with, None for all there are; the rules that are not in
    force, and whether those that make a difference are noted."""

    seconds: float
    megabytes: int | None
    off: frozenset[str] = frozenset()
    noted: bool = False


def serve(connection: Connection, other: Connection | None, bounds: Bounds) -> None:
    """Answers requests until there are no more, or the process that makes them is gone.

    `other` is that process's end, which a fork has open too.
    """
    if other is not None:
        other.close()
    _stand_alone()
    most = _bound_memory(bounds.megabytes)
    with (
        limited(bounds.seconds, lambda given: connection.send(Given(given))),
        switched_off(bounds.off),
    ):
        for request in _requests(connection):
            connection.send(_answered(connection, request, most, noted=bounds.noted))


def _stand_alone() -> None:
    """Nothing of the other process reaches this one but requests: no key that is pressed on its
    terminal, no handler of signals; and what libraries print is lost."""
    if hasattr(os, "setsid"):
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _end_with_parent()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(nothing, stream)
    PDF_PROCESS.begin_in_a_worker()


def _end_with_parent() -> None:
    """Has the system end this process with the one that started it, however deaf a library is."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _bound_memory(megabytes: int | None) -> int:
    """Bounds what the process may take from now on; gives the resident size, in bytes, at which it
    is worn."""
    if resource is None or megabytes is None:
        return sys.maxsize
    try:
        with open("/proc/self/statm", encoding="ascii") as stated:
            begun = int(stated.read().split()[0]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (begun + megabytes * 1_000_000, hard))
    except (OSError, ValueError):
        return sys.maxsize  # the system tells or bounds no sizes: time is bounded all the same
    return _resident() + int(_WORN * megabytes * 1_000_000)


def _resident() -> int:
    return 0 if resource is None else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT


def _requests(connection: Connection) -> Iterator[Request[object]]:
    while True:
        try:
            yield connection.recv()
        except (EOFError, OSError):
            return


def _answered(
    connection: Connection, request: Request[object], most: int, *, noted: bool
) -> Done | Raised:
    try:
        with noting() if noted else nullcontext(set[str]()) as fired:
            result = request.run(connection.send)
        return Done(result, frozenset(fired), worn=_resident() > most)
    except MemoryError:
        end_report()
        return Raised(BadInput(_MEMORY) if request.bounded else OutOfMemory(), worn=True)
    except Exception as error:  # noqa: BLE001 - the process that asked raises it
        end_report()
        return Raised(as_sent(error), worn=_resident() > most)


def as_sent(error: Exception) -> Exception:
    """The error, or one that says the same where it cannot be sent."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - of our own making
    except Exception:  # noqa: BLE001 - anybody's exception
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
