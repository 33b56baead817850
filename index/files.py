"""Finding the files that an ingest is given, and reading files of lines."""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import BadInput

_WITHIN = "//"
"""Between where a file lies and what leads to a report within it; no absolute path has it."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to ingest. `path` is relative to what was named; `location` is absolute. `address` is
    where on the web it was fetched from, if it was."""

    location: Path
    path: str
    address: str | None = None


def find_files(named: Sequence[Path]) -> list[FoundFile]:
    """The files among and under `named`, in order of name, each once; hidden ones left out.

    Raises BadInput, before anything is read, where a name is wrong or there is nothing.
    """
    found: dict[Path, FoundFile] = {}
    for path in named:
        for file in files_under(path):
            found.setdefault(file.location, file)
    if not found:
        names = ", ".join(str(path) for path in named)
        raise BadInput(f"There are no files in {names}.")
    return list(found.values())


def files_under(path: Path) -> Iterator[FoundFile]:
    """The file of that name, or the files under it, in order of name; hidden ones left out. Raises
    BadInput where there is none such, or it cannot be read."""
    if not str(path).strip() or not _exists(path):
        raise BadInput(f"There is no file or folder {str(path)!r}.")
    if not path.is_dir():
        if not path.is_file():
            raise BadInput(f"{path} is neither a file nor a folder.")
        yield FoundFile(path.resolve(), _shown(path.name))
        return
    if not os.access(path, os.R_OK | os.X_OK):
        raise BadInput(f"The folder {path} cannot be read.")
    for file in sorted(path.rglob("*")):
        relative = file.relative_to(path)
        if file.is_file() and not any(part.startswith(".") for part in relative.parts):
            yield FoundFile(file.resolve(), _shown(relative.as_posix()))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def location_of(file: Path, part: str = "") -> str:
    """Where a file lies, or a report that is a part of it, as text to store and compare."""
    return f"{_shown(str(file))}{_WITHIN}{part}" if part else _shown(str(file))


def file_of(location: str) -> str:
    """Where the file lies that a report was read from."""
    file, _, part = location.rpartition(_WITHIN)
    return file if file and part else location


def part_of(location: str) -> str:
    """What leads to a report within its file; empty where it is all of it."""
    return location.removeprefix(file_of(location)).removeprefix(_WITHIN)


def name_of(location: str) -> str:
    """The name of the file that a report was read from, and what leads to it there."""
    return Path(file_of(location)).name + part_of(location)


def _shown(path: str) -> str:
    """`path` as text that can be stored, where the file system gives bytes that are none."""
    return os.fsencode(path).decode("utf-8", "replace")


def numbered_lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines of a text file that are not blank, with their numbers from 1. Raises BadInput."""
    try:
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} cannot be read: {error}.") from error
    yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def value_of(line: str) -> object:
    """The value of a line of JSON. Raises BadInput, which says what the line is instead."""
    try:
        value: object = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadInput(f"not JSON ({error.msg})") from error
    except RecursionError as error:
        raise BadInput("not JSON that can be read (it is nested too deeply)") from error
    except ValueError as error:
        raise BadInput("not JSON that can be read (a number is too long)") from error
    return value
