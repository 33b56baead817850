"""What a process that reads for another is asked for, and what is made of its answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol, TypeVar

from index.errors import BadInput
from index.files import FoundFile
from index.ingestion.understanding import Identity, Understood, understand
from index.ingestion.whereabouts import from_its_address
from index.reading import FileRead, Limits, Part, keeps_gone, read_parts
from index.time_limit import begin_report, end_report
from index.types import SourceText

Came = TypeVar("Came")
Came_co = TypeVar("Came_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Given:
    """A report, or a step of opening a file of several, was begun that may take so long."""

    seconds: float


Tell = Callable[[Given | Part], None]


class Request(Protocol[Came_co]):
    """What is asked for; it is sent to a process, and done there as often as that dies of it.

    `bounded` says whether the process may take only so much memory as the reading of a report.
    """

    @property
    def bounded(self) -> bool: ...

    def run(self, tell: Tell) -> object:
        """What the process does: tells what it has meanwhile, and gives the rest."""
        ...

    def outcome(self, parts: Sequence[Part], done: object) -> Came_co:
        """What is made of what it told and gave, or of the BadInput that it came to instead, which
        may be raised."""
        ...


@dataclass(frozen=True, slots=True)
class About:
    """What else is known of a report that is alone in its file: enough to find what it tells."""

    identity: Identity
    file: FoundFile
    today: date


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Asks for the reports in a file of this name, each of which is told as it is read; of a file
    that holds one alone, `about` asks for what is told of that too."""

    name: str
    content: bytes
    limits: Limits
    about: About | None = None
    bounded: ClassVar[bool] = True

    def run(self, tell: Tell) -> "_Rest":
        last: Part | None = None
        for part in read_parts(self.name, self.content, self.limits):
            end_report()
            tell(part)
            last = part
        end_report()
        understood = _understood(last, self.about) if last and self.about else None
        return _Rest(keeps_gone(self.name, self.content), understood)

    def outcome(self, parts: Sequence[Part], done: object) -> "WasRead":
        """Where reading broke off, that is a part without a name, behind those read before."""
        if isinstance(done, _Rest):
            return WasRead(FileRead(tuple(parts), done.keeps_gone), done.understood)
        error = done if isinstance(done, BadInput) else None
        if self.about is not None and parts:  # it was read: what was told of it went wrong
            return WasRead(FileRead(tuple(parts)), error)
        broken = [] if error is None else [Part("", self.content, error)]
        return WasRead(FileRead((*parts, *broken)), None)


@dataclass(frozen=True, slots=True)
class _Rest:
    keeps_gone: bool
    understood: Understood | BadInput | None


@dataclass(frozen=True, slots=True)
class WasRead:
    """What stands in a file and, where it was asked for, what is told of its report or why that
    cannot be found."""

    file: FileRead
    understood: Understood | BadInput | None


def _understood(part: Part, about: About) -> Understood | BadInput | None:
    try:
        source = from_its_address(part, about.file)
    except BadInput:
        return None  # the part says why
    try:
        return Understand(about.identity, source, about.today).run(_untold)
    except BadInput as error:
        end_report()
        return error


def _untold(_: Given | Part) -> None:
    """Nothing is told meanwhile."""


@dataclass(frozen=True, slots=True)
class Understand:
    """Asks for what is told of a report."""

    identity: Identity
    source: SourceText
    today: date
    bounded: ClassVar[bool] = True

    def run(self, tell: Tell) -> Understood:
        begin_report(len(self.source.text))
        understood = understand(self.identity, self.source, self.today)
        end_report()
        return understood

    def outcome(self, parts: Sequence[Part], done: object) -> Understood:
        """Raises BadInput."""
        if isinstance(done, Understood):
            return done
        raise _as_error(done)


def _as_error(done: object) -> BadInput:
    return done if isinstance(done, BadInput) else BadInput("cannot be read: nothing came of it")
