"""`dateline feedback`: what readers thought of answers, and questions for `dateline eval` of it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.text import Text

from index.errors import BadInput
from index.storage.catalog import Catalog
from rag.settings import Settings, read_settings
from ui.console import EXIT_ANSWER, console, on_one_line, show, shown
from ui.feedback import Feedback, FeedbackStore
from ui.files import write_whole
from ui.judged import Exported, known_questions, outcome_of
from ui.rendering import dated_line
from ui.shared import shared_by


def run_feedback(data_dir: Path | None, *, as_json: bool, export: Path | None) -> int:
    """Prints every judgement, the newest last, or writes a questions file made of them."""
    settings = read_settings(data_dir)
    folder = settings.data_dir
    with shared_by(settings) as shared:
        given = list(FeedbackStore(folder, shared).all())
    if export is not None:
        _export(settings, given, export)
    elif as_json:
        print(json.dumps([asdict(feedback) for feedback in given], ensure_ascii=False, indent=2))
    elif given:
        show(console(), (line for feedback in given for line in _lines(feedback)))
        helpful = sum(feedback.helpful for feedback in given)
        console().print(f"\n{helpful} helpful, {len(given) - helpful} not helpful.")
    else:
        console().print("No answer was judged yet.")
    return EXIT_ANSWER


def _lines(feedback: Feedback) -> Iterator[Text]:
    said = outcome_of(feedback)
    thumb = ("helpful    ", "green") if feedback.helpful else ("not helpful", "red")
    when = feedback.given_at[:16].replace("T", " ")
    yield Text.assemble(
        (when, "bold"), "  ", thumb, f"  {shown(feedback.place)}  ", on_one_line(said.question)
    )
    if said.understood_as is not None:
        understood = f"understood as: {on_one_line(said.understood_as)}"
        yield Text(f"                  {understood}", style="dim")
    bounds = ", ".join(
        f"{name.replace('_', ' ')} {value}" for name, value in feedback.bounds.items()
    )
    if bounds:
        yield Text(f"                  asked with: {on_one_line(bounds)}", style="dim")
    if not said.citations:
        yield Text(f"                  refused: {said.reason}", style="dim")
        return
    first, others = said.citations[0], len(said.citations) - 1
    more = f", and {others} more" if others else ""
    told = f"{dated_line(first)}: “{on_one_line(first.quote)}”{more}"
    yield Text(f"                  {told}", style="dim")


def _export(settings: Settings, given: Sequence[Feedback], file: Path) -> None:
    catalog = Catalog.open(settings)
    made = known_questions(given, catalog.coverage().snapshot if catalog is not None else "")
    if not made.questions:
        raise BadInput(
            "There is nothing to export: no answer or refusal that says something of the reports "
            "was last judged helpful."
        )
    write_whole(
        file,
        (q.model_dump_json(by_alias=True, exclude_defaults=True) + "\n" for q in made.questions),
    )
    show(console(), (Text(line) for line in _summary(file, made)))


def _summary(file: Path, made: Exported) -> Iterator[str]:
    """What was written, what was not, and what to look at, in words."""
    answered = sum(question.answerable for question in made.questions)
    yield (
        f"{shown(str(file))}: {_questions(len(made.questions))}, {answered} that the reports "
        f"answer, {len(made.questions) - answered} that none does."
    )
    if made.unhelpful:
        yield f"Left out: {_questions(made.unhelpful)} last judged not helpful."
    if made.saying_nothing:
        yield f"Left out: {_questions(made.saying_nothing)} refused before a report was looked at."
    if made.over_others:
        yield (
            f"{_questions(made.over_others)} refused over other reports than there are now: see "
            "whether one answers by now."
        )


def _questions(count: int) -> str:
    return "1 question" if count == 1 else f"{count:,} questions"
