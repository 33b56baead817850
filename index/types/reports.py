"""A report as the catalog keeps it, and what all of them cover."""

from dataclasses import dataclass, field
from datetime import date, datetime

from index.types.blocks import Block
from index.types.dates import ReportDate, Told
from index.types.source import Paged, SourceMap


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and what a report says that it stands for, as written there."""

    short: str
    long: str


@dataclass(frozen=True, slots=True)
class ReportHead:
    """A report without its text.

    `id` is derived from the file's bytes, so that the same bytes are the same report; `path`
    is relative to what was ingested. `originator` wrote it, where another publishes it. `language`
    is the code of that which its body is in, None where it could not be told. `sha256` is that of
    the bytes, in hexadecimal digits, and `retrieved_at` says when they were read. `unread` says in
    words what of the file is not in the text. `collections` are those that it belongs to, in
    alphabetical order. `edited` names what a person put in the place of what was read, last at
    `edited_at`, and `edited_by` is who that was, where people sign in. `gone_since` says when its
    file was first missed, where it was not there any more. `superseded_on` is of an earlier text
    of a report: from that day on another is known.
    """

    id: str
    path: str
    title: str | None
    publisher: str | None
    url: str | None
    dated: ReportDate
    originator: str | None = None
    told: Told = field(default_factory=Told)
    language: str | None = None
    sha256: str = ""
    retrieved_at: datetime | None = None
    unread: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    gone_since: datetime | None = None
    superseded_on: date | None = None
    edited_at: datetime | None = None
    edited_by: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A dated source document as the catalog keeps it; without a `source` its text is its file's,
    character by character."""

    head: ReportHead
    text: str
    blocks: tuple[Block, ...]
    source: SourceMap | None = None
    paged: Paged | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the corpus holds: counts, and the first and last published dates known.

    `languages` are those of reports that are not in English, with how many are, the most first.
    `collections` are those that alone were counted, if not all is.
    """

    reports: int
    passages: int
    first: date | None
    last: date | None
    snapshot: str
    languages: tuple[tuple[str, int], ...] = ()
    collections: tuple[str, ...] = ()
