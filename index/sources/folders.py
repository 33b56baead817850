"""Folders that are watched: when something in them may have changed, and whether a file is still
being written."""

import os
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event

import watchfiles

_TICK_MS, _STEP_MS, _TOGETHER_MS = 500, 50, 400
"""Milliseconds: the longest silence; how long nothing more may come for what came to be told; and
how long at most what comes at once is gathered."""
_PROCESSES = Path("/proc")


def wakes(roots: Sequence[Path], besides: Path, stop: Event) -> Iterator[bool]:
    """Whether something in some folders may have changed, whenever that is told by the system, and
    at least twice a second, until `stop` is set. What is within the folder `besides` does not
    count. A folder that is not there, or is another one by now, is looked for again, and so is one
    of which the system tells nothing, as where it has no more watches to give."""

    def counts(_: watchfiles.Change, path: str) -> bool:
        return not Path(path).is_relative_to(besides)

    while not stop.is_set():
        before = _identities(roots)
        there = [root for root, is_there in zip(roots, before, strict=True) if is_there]
        with suppress(OSError, RuntimeError):
            for changes in there and watchfiles.watch(
                *there, watch_filter=counts, step=_STEP_MS, debounce=_TOGETHER_MS, stop_event=stop,
                rust_timeout=_TICK_MS, yield_on_timeout=True, ignore_permission_denied=True,
            ):  # fmt: skip
                others = _identities(roots) != before
                yield bool(changes) or others
                if others:
                    break
            if there:
                continue
        stop.wait(_TICK_MS / 1000)
        yield _identities(roots) != before


def _identities(roots: Sequence[Path]) -> list[tuple[int, int] | None]:
    """Which folders these are; None for one that is not there."""
    found: list[tuple[int, int] | None] = []
    for root in roots:
        try:
            stated = root.stat()
        except OSError:
            found.append(None)
        else:
            found.append((stated.st_dev, stated.st_ino))
    return found


def being_written(files: Collection[Path]) -> set[Path]:
    """Those of some files, by their resolved paths, that a process of this machine has open for
    writing, as far as the system lets that be seen; none where it does not tell."""
    if not sys.platform.startswith("linux") or not files:
        return set()
    wanted, found = set(files), set[Path]()
    for folder in _PROCESSES.glob("[0-9]*/fd"):
        with suppress(OSError):
            for handle in folder.iterdir():
                with suppress(OSError):  # it was closed, or its process ended
                    file = handle.readlink()
                    if file in wanted and _writes(folder.parent / "fdinfo" / handle.name):
                        found.add(file)
    return found


def _writes(information: Path) -> bool:
    """Whether a file is open for writing, by what the system tells of its being open."""
    flags = next(line for line in information.read_text().splitlines() if line.startswith("flags"))
    return int(flags.split()[1], 8) & os.O_ACCMODE != os.O_RDONLY
