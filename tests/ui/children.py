"""Processes that a process started, as Linux tells of them."""

from collections.abc import Iterator
from pathlib import Path


def children(pid: int) -> Iterator[int]:
    """The ids of those that run, with those that they started too."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        if int(fields[1]) == pid:
            child = int(stat.parent.name)
            yield child
            yield from children(child)


def command_of(pid: int) -> str:
    """What a process says that it does; empty where it ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""
