"""What the chat shows, as HTML. Templates escape all that they are given: reports, questions and
file names are anybody's words."""

from collections.abc import Callable, Collection, Sequence
from functools import wraps
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from index.ingestion.ingest_result import IngestResult, Progress
from index.ingestion.watching import Watched
from index.types import Coverage, Receipt, Report, ReportHead
from rag.drafts.results import CheckedText
from rag.types import Answer, DatedPassage, Refusal
from ui.checked import passages_of
from ui.console import shown
from ui.export import FORMATS
from ui.export.footnotes import source_of
from ui.links import followable
from ui.rendering import outcome_lines
from ui.report_schemas import ReportSummary
from ui.web import words
from ui.web.conversation import MOST_TURNS, Conversation
from ui.web.filling import is_course, quote_parts, set_off, source_name
from ui.web.language import ENGLISH, LANGUAGES, Texts, texts_of
from ui.web.overview import overview_of
from ui.web.reader import Stretch, lay_out_for_reading, sheets
from ui.web.standing import Listed, can_stand, outcome_of
from ui.web.statements import lay_out
from ui.web.stepping import steps_of
from ui.web.timeline import Tick, timeline_of
from ui.web.uploads import Undo

MOST_LISTED = 300
"""Reports listed at once; more are found by searching."""
SUMMARISE = "Summarise this report"
"""What is asked of a report that is to be summed up."""


def header(conversation: Conversation) -> str:
    """The name of the program, and what can be done with a conversation."""
    kept_as = conversation.id if conversation.turns else None
    formats = [(ending, one.label) for ending, one in FORMATS.items()]
    languages = [(code, texts_of(code)("language.name")) for code in LANGUAGES]
    return _render(
        "header.html", _of(conversation), kept_as=kept_as, formats=formats, languages=languages
    )


def filters() -> str:
    """The filters beside the question, in English: the page fills them in, in its language."""
    return _render("filters.html", ENGLISH)


def thread(
    conversation: Conversation, coverage: Coverage, examples: Sequence[str] = (),
    ways: Sequence[str] = (),
) -> str:  # fmt: skip
    """All turns of a conversation; before the first, what the corpus holds and can be asked. `ways`
    are those in which alerts can be sent."""
    opened = conversation.opened.passage if conversation.opened else None
    return _render(
        "thread.html", _of(conversation), turns=conversation.turns, dropped=conversation.dropped,
        most_kept=MOST_TURNS, remark=conversation.remark, coverage=coverage, examples=examples,
        opened=opened, most_listed=MOST_LISTED, ways=ways,
    )  # fmt: skip


def reader(conversation: Conversation, report: Report | None, *, pictured: bool = False) -> str:
    """The report that is open, at the passage pointed at; an invitation where none is.

    `pictured` says whether the pages of its file can be shown.
    """
    opened = conversation.opened
    passage = opened.passage if opened else None
    return _render(
        "reader.html",
        _of(conversation),
        summarise=SUMMARISE,
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
    return _render(
        "timeline.html", _of(conversation), line=line, cited=cited, opened=opened, coverage=coverage
    )


def overview(reports: Sequence[ReportHead], texts: Texts = ENGLISH) -> str:
    """What the corpus holds, at a glance."""
    return _render("overview.html", texts, of=overview_of(reports), most_listed=MOST_LISTED)


def report_list(
    reports: Sequence[ReportHead],
    of: int,
    uploaded: Collection[str] = (),
    watched: Watched | None = None,
    texts: Texts = ENGLISH,
) -> str:
    """The reports that a search found, of so many; those that were uploaded can be removed. How
    watching stands is told above them, where something is watched."""
    count = texts("holds.reports", count=of)
    if len(reports) != of:
        count = texts("list.some", found=len(reports), reports=texts("list.of", count=of))
    if len(reports) > MOST_LISTED:
        count = texts("list.most", count=count, number=MOST_LISTED)
    return _render(
        "reports.html",
        texts,
        reports=[ReportSummary.of(head) for head in reports[:MOST_LISTED]],
        count=count,
        uploaded=uploaded,
        watched=watched,
    )


def upload(
    progress: Progress | None = None,
    result: IngestResult | None = None,
    problem: str = "",
    receipt: Receipt | None = None,
    texts: Texts = ENGLISH,
    undo: Undo = Undo(),  # noqa: B008 - frozen
) -> str:
    """How far an upload is, what became of each file, what was changed of a report, or why it was
    not taken. What was added can be taken back at once, as `undo` says."""
    return _render(
        "upload.html",
        texts,
        progress=progress,
        result=result,
        problem=problem,
        receipt=words.receipt_of(texts, receipt) if receipt else (),
        undo=undo,
    )


def standing(
    questions: Sequence[Listed], ways: Sequence[str], problem: str = "", texts: Texts = ENGLISH,
    *, feed: bool = True,
) -> str:  # fmt: skip
    """The standing questions of a reader, or why one could not be changed; `ways` are those in
    which alerts can be sent, and `feed` is whether he may read the server's."""
    given = {"questions": questions, "ways": ways, "problem": problem, "feed": feed}
    return _render("standing.html", texts, **given)


def checked(
    result: CheckedText | None = None, *, done: int = 0, of: int = 0, within: str = "",
    problem: str = "", texts: Texts = ENGLISH,
) -> str:  # fmt: skip
    """A text checked `within` bounds, a card a sentence; how far that is, or why there is none."""
    return _render(
        "checked.html", texts, result=result, done=done, of=of, within=within, problem=problem
    )


def plain_text(outcome: Answer | Refusal) -> str:
    """An outcome with its citations as text to be pasted elsewhere."""
    return "\n".join(line.plain for line in outcome_lines(outcome))


def _render(template: str, texts: Texts, **values: object) -> str:
    """A template filled in; it has the words of the page as `t`."""
    return _ENVIRONMENT.get_template(template).render(t=texts, **values)


def _of(conversation: Conversation) -> Texts:
    return texts_of(conversation.language)


def _spoken(say: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that is given the words of the page first."""

    @pass_context
    @wraps(say)
    def filtered(context: Context, *given: Any) -> Any:
        return say(context["t"], *given)

    return filtered


def _byline(texts: Texts, passage: DatedPassage | ReportSummary) -> str:
    """Whose a report is; where that is not stated, its file tells it apart from others of its
    title."""
    publisher = passage.publisher or texts("passage.no_publisher")
    if not passage.publisher and passage.title:
        publisher = f"{publisher} · {passage.path}"
    if not passage.originator or passage.originator == passage.publisher:
        return publisher
    return texts("passage.by", publisher=publisher, originator=passage.originator)


def _told_each(texts: Texts, stretch: Stretch) -> Markup:
    """Why a stretch is furniture, each reason once."""
    return Markup("; ").join(words.said(texts, reason) for reason in stretch.reasons)


def _tick(texts: Texts, tick: Tick) -> str:
    """What stands under the line of time."""
    match tick.of:
        case "day":
            return texts.short_day(tick.day)
        case "month":
            return texts.short_month(tick.day)
    return str(tick.day.year)


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
    spoken: dict[str, Callable[..., Any]] = {
        "covers": words.covers,
        "day": Texts.day,
        "day_of": words.day_of,
        "source_of": words.source_of,
        "byline": _byline,
        "window": words.window_of,
        "bounds": words.bounds_of,
        "pages": words.pages_of,
        "told": words.said,
        "told_each": _told_each,
        "refused": words.refused,
        "told_widely": words.told_widely,
        "relations": words.relations_of,
        "tells_of": words.tells_of,
        "tick": _tick,
        "counted": words.counts_of,
        "why": words.why_of,
        "noted": words.note_of,
        "worded": words.wording_of,
        "written_by": words.writer_of,
        "ways": words.ways_of,
    }
    environment.filters |= {name: _spoken(say) for name, say in spoken.items()}
    environment.filters |= {
        "followable": followable,
        "quote_parts": quote_parts,
        "plain": plain_text,
        "lay_out": lay_out,
        "source_line": source_of,
        "is_course": is_course,
        "steps": steps_of,
        "passages": passages_of,
        "can_stand": can_stand,
        "outcome_of": outcome_of,
        "source_name": source_name,
        "strong": set_off("strong"),
        "code": set_off("code"),
        "sample": set_off('span class="marker sample"'),
    }
    return environment


_ENVIRONMENT = _environment()
