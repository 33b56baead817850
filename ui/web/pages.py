"""What the chat shows, as HTML. Templates escape all that they are given: reports, questions and
file names are anybody's words."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from index.calendar import day_in_words
from index.ingestion.ingest_result import IngestResult, Progress
from index.ingestion.watching import Watched
from index.sources import is_address
from index.types import Coverage, Report, ReportHead
from rag.drafts.results import CheckedText
from rag.guardrail.wording import covers
from rag.types import Answer, Citation, DatedPassage, Refusal
from ui.checked import (
    NAMES,
    counts_in_words,
    note_in_words,
    passages_of,
    why_in_words,
    wording_in_words,
)
from ui.console import shown
from ui.export import FORMATS
from ui.export.footnotes import source_of
from ui.links import followable
from ui.rendering import (
    date_words,
    day_words,
    outcome_lines,
    pages_in_words,
    relations,
    tells_of,
    window_words,
    written_by,
)
from ui.report_schemas import ReportSummary
from ui.web.conversation import Conversation, Turn
from ui.web.reader import lay_out_for_reading, sheets
from ui.web.statements import lay_out
from ui.web.stepping import steps_of
from ui.web.timeline import timeline_of
from ui.wide import told

MOST_LISTED = 300
"""Reports listed at once; more are found by searching."""


def header(conversation: Conversation) -> str:
    """The name of the program, and what can be done with a conversation."""
    kept_as = conversation.id if conversation.turns else None
    formats = [(ending, one.label) for ending, one in FORMATS.items()]
    return _render("header.html", kept_as=kept_as, formats=formats)


def filters() -> str:
    """The filters beside the question, as the page fills them in."""
    return _render("filters.html")


def thread(conversation: Conversation, coverage: Coverage, examples: Sequence[str] = ()) -> str:
    """All turns of a conversation; before the first, what the corpus holds and can be asked."""
    opened = conversation.opened.passage if conversation.opened else None
    return _render(
        "thread.html", turns=conversation.turns, dropped=conversation.dropped,
        remark=conversation.fallen_away or conversation.remark, coverage=coverage,
        examples=examples, opened=opened, most_listed=MOST_LISTED,
    )  # fmt: skip


def reader(conversation: Conversation, report: Report | None, *, pictured: bool = False) -> str:
    """The report that is open, at the passage pointed at; an invitation where none is.

    `pictured` says whether the pages of its file can be shown.
    """
    opened = conversation.opened
    passage = opened.passage if opened else None
    return _render(
        "reader.html",
        gone=opened is not None,
        openings=conversation.openings,
        report=report,
        head=ReportSummary.of(report.head) if report else None,
        passage=passage,
        citation=opened.citation if opened else None,
        stretches=lay_out_for_reading(report, passage) if report else [],
        paged=report.paged if report else None,
        sheets=sheets(report, passage) if report and pictured else [],
    )


def timeline(reports: Sequence[ReportHead], conversation: Conversation, coverage: Coverage) -> str:
    """The reports along a line of time, those that the latest answer cites set off."""
    cited: dict[str, int] = {}
    for citation in conversation.cited:
        cited.setdefault(citation.report_id, citation.n)
    opened = conversation.opened.report_id if conversation.opened else None
    line = timeline_of(reports, {*cited, opened or ""})
    return _render("timeline.html", line=line, cited=cited, opened=opened, coverage=coverage)


def report_list(
    reports: Sequence[ReportHead],
    of: int,
    uploaded: Collection[str] = (),
    watched: Watched | None = None,
) -> str:
    """The reports that a search found, of so many; those that were uploaded can be removed. How
    watching stands is told above them, where something is watched."""
    count = f"{of:,} report{'' if of == 1 else 's'}"
    if len(reports) != of:
        count = f"{len(reports):,} of {count}"
    if len(reports) > MOST_LISTED:
        count = f"{count}; the first {MOST_LISTED} are listed, search for fewer"
    return _render(
        "reports.html",
        reports=[ReportSummary.of(head) for head in reports[:MOST_LISTED]],
        count=count,
        uploaded=uploaded,
        watched=watched,
    )


def upload(
    progress: Progress | None = None,
    result: IngestResult | None = None,
    problem: str = "",
    receipt: Sequence[str] = (),
) -> str:
    """How far an upload is, what became of each file, what was changed of a report, or why it was
    not taken."""
    return _render(
        "upload.html", progress=progress, result=result, problem=problem, receipt=receipt
    )


def checked(
    result: CheckedText | None = None, *, done: int = 0, of: int = 0, within: str = "",
    problem: str = "",
) -> str:  # fmt: skip
    """A text checked `within` bounds, a card a sentence; how far that is, or why there is none."""
    return _render("checked.html", result=result, done=done, of=of, within=within, problem=problem)


def plain_text(outcome: Answer | Refusal) -> str:
    """An outcome with its citations as text to be pasted elsewhere."""
    return "\n".join(line.plain for line in outcome_lines(outcome))


def _render(template: str, **values: object) -> str:
    return _ENVIRONMENT.get_template(template).render(**values)


def _day_of(passage: DatedPassage | ReportSummary) -> str:
    return day_words(passage)


def _source_of(passage: DatedPassage | ReportSummary) -> str:
    """Where a date is from and how far it can be trusted: what `date_words` has in brackets."""
    return date_words(passage).partition("(")[2].removesuffix(")")


def _quote_parts(passage: DatedPassage) -> Iterator[tuple[str, bool]]:
    """A quote in pieces, the words that answer told apart."""
    start, end = 0, 0
    if isinstance(passage, Citation) and passage.answer_start is not None:
        start = passage.answer_start - passage.start
        end = (passage.answer_end or passage.end) - passage.start
    quote = passage.quote
    for text, answers in ((quote[:start], False), (quote[start:end], True), (quote[end:], False)):
        if text:
            yield text, answers


def _source_name(named: str) -> str:
    """A folder or address that is watched, without where the folder lies."""
    return named if is_address(named) else Path(named).name or named


def _is_course(turn: Turn) -> bool:
    """Whether an answer tells a course of events: each line of it begins with its day."""
    return turn.answer is not None and "\n" in turn.answer.text


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("ui.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # what would reorder the words around it is replaced wherever text is put in
        finalize=lambda value: shown(value) if type(value) is str else value,
    )
    environment.filters |= {
        "covers": covers,
        "day": day_in_words,
        "day_of": _day_of,
        "source_of": _source_of,
        "followable": followable,
        "quote_parts": _quote_parts,
        "window": window_words,
        "pages": pages_in_words,
        "plain": plain_text,
        "lay_out": lay_out,
        "told_widely": told,
        "source_line": source_of,
        "relations": relations,
        "tells_of": tells_of,
        "is_course": _is_course,
        "steps": steps_of,
        "counted": counts_in_words,
        "verdict": NAMES.__getitem__,
        "why": why_in_words,
        "passages": passages_of,
        "noted": note_in_words,
        "worded": wording_in_words,
        "written_by": written_by,
        "source_name": _source_name,
    }
    return environment


_ENVIRONMENT = _environment()
