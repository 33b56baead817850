"""Files and the reports in them, read by an executor while those before are taken in."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from index.errors import BadInput
from index.files import FoundFile
from index.ingestion.executor import Executor, Pending, ahead
from index.ingestion.requests import About, ReadFile, Understand, WasRead
from index.ingestion.understanding import Identity, Understood
from index.ingestion.whereabouts import from_its_address, id_of
from index.reading import FileRead, Limits, Part, bytes_of, is_several, sum_of

_BYTES = 64_000_000
"""Of files, or of parts of one, that are read ahead; the last of them may be larger."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with its bytes, or why there are none. `reading` is begun where it is to be read."""

    file: FoundFile
    content: bytes | BadInput
    reading: Pending[WasRead] | None = None

    @property
    def size(self) -> int:
        return len(self.content) if isinstance(self.content, bytes) else 0


class ReadingAhead:
    """Reads files, and finds what is told of reports; begins with those that come before they are
    asked for. What comes of it is the same as if it did not."""

    def __init__(
        self, executor: Executor, limits: Limits, today: date, clock: Callable[[], datetime]
    ) -> None:
        self._executor, self._limits = executor, limits
        self._today, self._clock = today, clock

    def files(
        self, files: Sequence[FoundFile], is_new: Callable[[FoundFile, bytes], bool]
    ) -> Iterator[Opened]:
        """The files with their bytes, in order; reading is begun of those that are new."""

        def begin(file: FoundFile) -> Opened:
            try:
                content = bytes_of(file.location, self._limits)
            except BadInput as error:
                return Opened(file, error)
            reading = self._reading(file, content) if is_new(file, content) else None
            return Opened(file, content, reading)

        return ahead(files, begin, self._executor.most, lambda opened: opened.size, _BYTES)

    def parts(
        self, file: FoundFile, read: WasRead, is_new: Callable[[Part], bool]
    ) -> Iterator[tuple[Part, Callable[[], Understood]]]:
        """The reports in a file, in order, each with what finds what is told of it, or raises
        BadInput; that is begun of those that are new."""

        def begin(part: Part) -> tuple[Part, Callable[[], Understood]]:
            if read.understood is not None:
                return part, partial(_known, read.understood)
            if isinstance(part.read, BadInput) or not is_new(part):
                return part, lambda: self._understanding(file, part).result()
            return part, self._understanding(file, part).result

        most, parts = self._executor.most, read.file.parts
        return ahead(parts, begin, most, lambda begun: len(begun[0].content), _BYTES)

    def read_file(self, name: str, content: bytes, limits: Limits) -> FileRead:
        """What stands in a file; what cannot be read of it is a part with the reason."""
        return self._executor.submit(ReadFile(name, content, limits)).result().file

    def read(self, opened: Opened, content: bytes) -> WasRead:
        """What stands in a file of those given."""
        reading = opened.reading or self._reading(opened.file, content)
        return reading.result()

    def _understanding(self, file: FoundFile, part: Part) -> Pending[Understood]:
        identity = self._identity(file, part.name, part.content)
        return self._executor.submit(
            Understand(identity, from_its_address(part, file), self._today)
        )

    def _reading(self, file: FoundFile, content: bytes) -> Pending[WasRead]:
        name, about = file.location.name, None
        if not is_several(name, content):
            about = About(self._identity(file, "", content), file, self._today)
        return self._executor.submit(ReadFile(name, content, self._limits, about))

    def _identity(self, file: FoundFile, part: str, content: bytes) -> Identity:
        return Identity(id_of(content), file.path + part, sum_of(content), self._clock())


def _known(understood: Understood | BadInput) -> Understood:
    if isinstance(understood, BadInput):
        raise understood
    return understood
