"""What is told of a report before it goes into the catalog: when it came out, what of its page it
is, which times it names."""

from dataclasses import dataclass
from datetime import date, datetime

from index.calendar import Period
from index.dating import DayOrder, date_report, orders_shown
from index.errors import BadInput
from index.failures import of_one_report
from index.furniture.marking import lay_out
from index.furniture.recurrence import block_hash, copy_key
from index.ingestion.chunking import passages_of
from index.ingestion.told import originator_of, times_told, told_of
from index.text.abbreviations import abbreviations
from index.text.languages import language_of
from index.text.sentences import load_sentence_model
from index.types import Abbreviation, Report, ReportHead, Role, SourceText


@dataclass(frozen=True, slots=True)
class Identity:
    """Which report it is, whatever it says: its id, the path that is shown of it, the SHA-256 of
    its bytes and when they were read."""

    id: str
    path: str
    sha256: str
    retrieved_at: datetime


@dataclass(frozen=True, slots=True)
class Understood:
    """A report and what the catalog keeps beside it: the times that each block names, the hash of
    each block, what is alike for copies, the abbreviations that it explains and the order in which
    it writes day and month."""

    report: Report
    times: dict[int, list[Period]]
    hashes: list[str]
    copy_key: str
    abbreviations: tuple[Abbreviation, ...]
    day_order: DayOrder | None


def understand(identity: Identity, source: SourceText, today: date) -> Understood:
    """What is told of a report, found before the catalog is changed, and cut into passages once
    for trial: what fails on the way costs this report alone. Raises BadInput.
    """
    text, blocks = source.text, list(source.blocks)
    load_sentence_model()
    with of_one_report("cannot be dated"):
        dated, byline = date_report(text, blocks, source.metadata, identity.path, today)
    with of_one_report("cannot be told from the page around it"):
        layout = lay_out(text, blocks, source.metadata, byline)
        hashes = [block_hash(text, block) for block in layout.blocks]
        key = copy_key(text, layout.blocks)
    if not any(block.role is Role.BODY for block in layout.blocks):
        raise BadInput("holds no text beside its title, date and page furniture")
    with of_one_report("its times cannot be read"):
        times = times_told(text, layout.blocks, dated.published_on)
        told = told_of(text, dated.published_on, times)
    with of_one_report("its writer cannot be told"):
        writer = source.metadata.author or originator_of(
            text, layout.blocks, layout.title, layout.publisher
        )
    with of_one_report("its language cannot be told"):
        language = language_of(text, layout.blocks)
    with of_one_report("its abbreviations cannot be read"):
        explained = abbreviations(text, layout.blocks)
    head = ReportHead(
        identity.id, identity.path, layout.title, layout.publisher, layout.url, dated, writer, told,
        language, identity.sha256, identity.retrieved_at, source.unread,
    )  # fmt: skip
    report = Report(head, text, layout.blocks, source.source, source.paged)
    with of_one_report("cannot be cut into sentences"):
        passages_of(report)
    orders = orders_shown(text)
    order = next(iter(orders)) if len(orders) == 1 else None
    return Understood(report, times, hashes, key, explained, order)
