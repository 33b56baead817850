"""A question that a receipt is of, asked again: what has changed of its outcome, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.calendar import day_in_words
from index.errors import UnknownReport
from index.types import ReportHead
from rag.engine.query_engine import QueryEngine
from rag.receipts.fingerprints import fingerprints
from rag.receipts.receipt import Receipt, Setting, settings_that_matter
from rag.searched import Frozen
from rag.types import Answer, Citation, DatedPassage, Outcome, Refusal

_NAMED = 5
"""Reports that were added and are named, at most; of more their number is told."""


class Cause(StrEnum):
    """What is otherwise now than when a receipt was made."""

    REPORT_GONE = "report_gone"
    REPORT_CHANGED = "report_changed"
    REPORTS_GONE = "reports_gone"
    REPORTS_ADDED = "reports_added"
    CORPUS = "corpus"
    SETTING = "setting"
    MODEL = "model"
    INDEX = "index"
    VERSION = "version"


class Change(Frozen):
    """One thing that is otherwise now, in words too."""

    cause: Cause
    what: str


class Replay(Frozen):
    """What came of asking again.

    With `same`, the outcome says the same and rests on the same quotes. `differs` says in words
    what of it does not, and `changes` is all that is otherwise now, whether it made a difference or
    not. `outcome` is null where the question cannot be asked any more.
    """

    same: bool
    differs: tuple[str, ...]
    changes: tuple[Change, ...]
    outcome: Outcome | None


def replay(engine: QueryEngine, receipt: Receipt) -> Replay:
    """Asks again on the day of the receipt, under the settings in force. Raises as asking does."""
    asked = receipt.asked
    outcome: Answer | Refusal | None = None
    try:
        outcome = engine.on(asked.today).ask(asked.query())
    except UnknownReport as error:
        differs: tuple[str, ...] = (str(error),)
    else:
        differs = tuple(_differs(receipt.outcome, outcome))
    return Replay(
        same=not differs, differs=differs, changes=tuple(_changes(engine, receipt, outcome)),
        outcome=outcome,
    )  # fmt: skip


def _differs(before: Answer | Refusal, now: Answer | Refusal) -> Iterator[str]:
    """What the outcome now does not say as it did, in words."""
    if isinstance(before, Answer) and isinstance(now, Answer):
        yield from _answers(before, now)
    elif isinstance(before, Refusal) and isinstance(now, Refusal):
        if before.reason != now.reason:
            yield f"It is refused for another reason: {now.reason}, not {before.reason}."
        elif before.text != now.text:
            yield f"The refusal says: {now.text}"
    elif isinstance(now, Answer):
        yield f"It was refused and is answered now: {now.text}"
    else:
        yield f"It was answered and is refused now: {now.text}"


def _answers(before: Answer, now: Answer) -> Iterator[str]:
    for citation in _without(before.citations, now.citations):
        yield f"Not quoted any more: “{citation.quote}” ({_whose(citation)})."
    for citation in _without(now.citations, before.citations):
        yield f"Quoted now: “{citation.quote}” ({_whose(citation)})."
    if before.text != now.text and [s.text for s in before.sentences] != [
        s.text for s in now.sentences
    ]:
        yield f"The answer reads: {now.text}"
    for note in now.notes:
        if note not in before.notes:
            yield f"It says beside: {note}"
    for note in before.notes:
        if note not in now.notes:
            yield f"It says no more beside: {note}"


def _without(some: Sequence[Citation], others: Sequence[Citation]) -> list[Citation]:
    have = {(c.report_id, c.start, c.quote) for c in others}
    return [c for c in some if (c.report_id, c.start, c.quote) not in have]


def _whose(passage: DatedPassage) -> str:
    day = day_in_words(passage.published_on) if passage.published_on else "no date"
    return f"{passage.title or passage.path}, {day}"


def _changes(
    engine: QueryEngine, receipt: Receipt, now: Answer | Refusal | None
) -> Iterator[Change]:
    yield from _of_reports(engine, receipt, now)
    settings = settings_that_matter(engine)
    for name in dict.fromkeys((*receipt.settings, *settings)):
        was, here = receipt.settings.get(name), settings.get(name)
        if was != here:
            yield Change(
                cause=Cause.SETTING, what=f"The setting {name}: {_in(was)}, now {_in(here)}."
            )
    own = fingerprints(engine.settings, engine.catalog)
    for name in dict.fromkeys((*receipt.fingerprints, *own)):
        was_made, made = receipt.fingerprints.get(name), own.get(name)
        if was_made != made:
            named = _NAMES.get(name, f"The model ({name})")
            what = f"{named}: {_in(was_made)}, now {_in(made)}."
            yield Change(cause=_CAUSES.get(name, Cause.MODEL), what=what)


_CAUSES = {"version": Cause.VERSION, "code": Cause.VERSION, "index": Cause.INDEX}
_NAMES = {
    "version": "The version of Dateline", "code": "The code of Dateline",
    "index": "How the index was made",
}  # fmt: skip


def _in(value: Setting) -> str:
    return "none" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The reports now, by their ids and by their paths."""

    by_id: dict[str, ReportHead]
    by_path: dict[str, ReportHead]


def _of_reports(
    engine: QueryEngine, receipt: Receipt, now: Answer | Refusal | None
) -> Iterator[Change]:
    heads = engine.catalog.report_heads() if engine.catalog is not None else []
    here = _Corpus({h.id: h for h in heads}, {h.path: h for h in heads})
    quoted = {passage.report_id: passage for passage in _passages(receipt.outcome)}
    for report_id, passage in quoted.items():
        if report_id in here.by_id or _is_quoted(report_id, now):
            continue
        same_file = here.by_path.get(passage.path)
        cause = Cause.REPORT_GONE if same_file is None else Cause.REPORT_CHANGED
        said = "is gone" if same_file is None else "was changed: its file says something else now"
        yield Change(cause=cause, what=f"The report {passage.path} ({_whose(passage)}) {said}.")
    if receipt.reports is None:
        if receipt.outcome.corpus.snapshot != engine.coverage().snapshot:
            yield Change(cause=Cause.CORPUS, what="The reports are not the same; the receipt does "
                         "not say which there were.")  # fmt: skip
        return
    changed = {passage.path for report_id, passage in quoted.items() if report_id not in here.by_id}
    before = set(receipt.reports)
    present = {head.id for head in heads if head.id in before or head.path not in changed}
    gone = len(before - present - quoted.keys())
    if gone:
        yield Change(cause=Cause.REPORTS_GONE, what=f"{_many(gone)} not quoted then, gone now.")
    added = sorted(present - before, key=lambda i: (not _is_quoted(i, now), here.by_id[i].path))
    if added:
        named = ", ".join(here.by_id[i].path for i in added[:_NAMED])
        more = " and others" if len(added) > _NAMED else ""
        yield Change(cause=Cause.REPORTS_ADDED, what=f"{_many(len(added))} added: {named}{more}.")


def _passages(outcome: Answer | Refusal) -> Sequence[DatedPassage]:
    return outcome.citations if isinstance(outcome, Answer) else outcome.nearest


def _is_quoted(report_id: str, now: Answer | Refusal | None) -> bool:
    return now is not None and any(p.report_id == report_id for p in _passages(now))


def _many(count: int) -> str:
    return f"{count} report{'' if count == 1 else 's'}"
