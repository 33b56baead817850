"""What stands in a file: one report, or several, as in a mailbox, a feed or an archive."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from index.errors import BadInput
from index.pdf.limits import PdfLimits
from index.settings import IndexSettings
from index.types import DateHint, SourceText

RECORD, FILE = "#", "!"
"""Before what leads to a report within a file: the number or the name of a record, as a message of
a mailbox or an item of a feed is one, or the path of a file in it."""
_NAME_AT_MOST = 200
_NUMBERED = re.compile(rf"{RECORD}\d+(?:{FILE}|$)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of one file: bytes of a report, bytes of all that is packed in a file, how
    many reports, how deep files may stand in files, what a PDF may cost, and the languages in which
    its scans are read, if they are. With `marked`, notes and links of a document are marked in its
    text (`index.reading.marks`)."""

    report_bytes: int = 20_000_000
    archive_bytes: int = 200_000_000
    reports: int = 5000
    nesting: int = 3
    pdf: PdfLimits = field(default_factory=PdfLimits)
    ocr: str | None = None
    marked: bool = False


def limits_of(settings: IndexSettings) -> Limits:
    """The limits that the settings set."""
    return Limits(
        int(settings.max_file_mb * 1e6), int(settings.max_archive_mb * 1e6),
        pdf=PdfLimits(settings.pdf_seconds, settings.pdf_memory_mb), ocr=settings.ocr,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A report that stands in a file, or why one could not be read.

    `name` leads to it within the file; empty where it is the file itself. What tells it from any
    other is `content`.
    """

    name: str
    content: bytes
    read: SourceText | BadInput


@dataclass(frozen=True, slots=True)
class Member:
    """A file within a file, read as one of its `suffix` is. `hints` are days given beside it."""

    name: str
    suffix: str
    content: bytes
    hints: tuple[DateHint, ...] = ()


Opener = Callable[[bytes, Limits], Iterator[Part | Member]]
"""Gives what stands in a file. Raises BadInput where nothing of it can be read."""


def is_numbered(name: str) -> bool:
    """Whether what leads to a report within its file has the number of a record, as of a message of
    a mailbox: another has that when one before it is taken out."""
    return _NUMBERED.search(name) is not None


class Names:
    """Names of what stands in one file, no two of which are the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._again: Counter[str] = Counter()

    def own(self, name: str, ending: str = "") -> str:
        """The name or, where something has it already, the name with a number before its ending."""
        own = name
        while own in self._taken:
            self._again[name] += 1
            own = f"{name.removesuffix(ending)}-{self._again[name] + 1}{ending}"
        self._taken.add(own)
        return own


def within(outer: str, kind: str, name: str) -> str:
    """What leads to `name` from the file that `outer` leads into."""
    shown = "".join(c if c.isprintable() else "\ufffd" for c in name).strip("/ ")
    while "//" in shown:
        shown = shown.replace("//", "/")
    return f"{outer}{kind}{shown[:_NAME_AT_MOST]}"
