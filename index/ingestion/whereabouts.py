"""Where the reports of a catalog lie, while an ingest changes it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from index.errors import BadInput
from index.files import FoundFile, file_of, location_of, name_of, part_of
from index.reading import FileRead, Limits, Part, bytes_of, sum_of
from index.structure.place import file_words
from index.types import DateSource, SourceText

ReadFile = Callable[[str, bytes, Limits], FileRead]
_NUMBER = re.compile(r"(\d{1,18})", re.ASCII)


def id_of(content: bytes) -> str:
    """The id of a report with these bytes."""
    return sum_of(content)[:16]


def missing_under(
    known: Iterable[str], roots: Sequence[Path], found: Iterable[FoundFile] = ()
) -> list[str]:
    """Those of the `known` locations of reports under some folders, or at some files, whose file is
    not among those `found` there."""
    there = {location_of(file.location) for file in found}
    return [
        location for location in known
        if file_of(location) not in there
        and any(Path(file_of(location)).is_relative_to(root) for root in roots)
    ]  # fmt: skip


class Whereabouts:
    """Ids of reports by their locations, and what stands in the files that were looked into."""

    def __init__(
        self,
        known: Mapping[str, str],
        limits: Limits,
        read: ReadFile,
        files: Sequence[FoundFile] = (),
    ) -> None:
        """`read` looks into files in which several reports may stand; `files` are all that the
        ingest is given."""
        self._limits, self._read, self._files = limits, read, files
        self._given: frozenset[str] | None = None
        self._ids: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._in_file: dict[str, dict[str, None]] = {}
        self._held: dict[str, dict[str, str]] = {}
        for location, report_id in known.items():
            self.put(location, report_id)

    def put(self, location: str, report_id: str) -> None:
        """Notes that a report lies there."""
        self._ids[location] = report_id
        self._places[report_id] = location
        self._in_file.setdefault(file_of(location), {})[location] = None

    def drop(self, location: str) -> str:
        """Notes that the report that lies there, whose id this gives, does not any more."""
        report_id = self._ids.pop(location)
        del self._places[report_id]
        del self._in_file[file_of(location)][location]
        return report_id

    def id_at(self, location: str) -> str | None:
        """The id of the report that lies there."""
        return self._ids.get(location)

    def place_of(self, report_id: str) -> str | None:
        """Where a report lies."""
        return self._places.get(report_id)

    def is_given(self, report_id: str) -> bool:
        """Whether one of the files that the ingest is given is this report, wherever it lies."""
        if self._given is None:
            self._given = frozenset(_ids_of(self._files, self._limits))
        return report_id in self._given

    def in_file(self, file: str) -> list[str]:
        """Where the reports lie that were read from a file, in the order of their numbers."""
        return sorted(self._in_file.get(file, ()), key=_by_numbers)

    def looked_into(self, file: str, parts: Sequence[Part]) -> dict[str, str]:
        """Notes what stands in a file by now: gives the id of each part by what leads to it."""
        self._held[file] = {part.name: id_of(part.content) for part in parts}
        return self._held[file]

    def still_holds(self, place: str, content: bytes) -> bool:
        """Whether a report that was read before still is where it was."""
        part, file = part_of(place), file_of(place)
        if not part:
            return _holds(Path(file), content)
        if file not in self._held:
            try:
                read = self._read(file, bytes_of(Path(file), self._limits), self._limits)
            except BadInput:
                return False
            self.looked_into(file, read.parts)
        return self._held[file].get(part) == id_of(content)


def reads_alike(before: str, path: str, dated_by: DateSource | None) -> bool:
    """Whether a report says the same under another file name as it did at the location before, by
    what told its date."""
    return dated_by is not DateSource.FILE and file_words(name_of(before)) == file_words(path)


def from_its_address(part: Part, file: FoundFile) -> SourceText:
    """What a report says, with the address that it was fetched from where it states none. Raises
    BadInput where it cannot be read."""
    if isinstance(part.read, BadInput):
        raise part.read
    if file.address is None or part.name or part.read.metadata.url:
        return part.read
    return replace(part.read, metadata=replace(part.read.metadata, url=file.address))


def _ids_of(files: Sequence[FoundFile], limits: Limits) -> Iterator[str]:
    for file in files:
        with suppress(BadInput):
            yield id_of(bytes_of(file.location, limits))


def _by_numbers(location: str) -> list[tuple[int, str]]:
    """An order in which #10 comes after #9."""
    parts = _NUMBER.split(location)
    return [(int(part) if part.isdecimal() else 0, part) for part in parts]


def _holds(file: Path, content: bytes) -> bool:
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except OSError:
        return False
