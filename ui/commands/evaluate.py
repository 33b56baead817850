"""`dateline eval`: questions with known answers, and how far the answers can be trusted."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.table import Table
from rich.text import Text

from index.errors import BadInput
from rag.build import build_engine
from rag.engine.query_engine import QueryEngine
from rag.evaluation.figures import FIGURES
from rag.evaluation.page import interval_in_words, page, value_in_words
from rag.evaluation.questions import read_questions
from rag.evaluation.result import (
    Evaluation,
    changes,
    read_evaluation,
    unmet,
)
from rag.evaluation.run import evaluate
from rag.guardrail.wording import covers
from rag.settings import read_settings
from rag.types import Answer
from ui.console import EXIT_ANSWER, EXIT_UNMET, console, progress, show, shown
from ui.files import write_whole

SEED_QUESTIONS = Path(__file__).parents[2] / "seeds" / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to come out of an evaluation: JSON instead of the table, a page, a comparison with
    an earlier one, and what each figure must reach. With `llm`, what a language model writes is
    measured too, beside the answers in the reports' own words. Of the `collections` alone reports
    are looked at, where some are named, as if there were no others."""

    as_json: bool = False
    html: Path | None = None
    compare: Path | None = None
    fail_under: Sequence[str] = ()
    llm: bool = False
    collections: Sequence[str] = ()


def run_eval(data_dir: Path | None, file: Path | None, wanted: Wanted, today: date) -> int:
    """Asks all questions of a file and prints what that comes to.

    Exit 1 where a figure falls short of what it must reach. Everything that was given is read
    before the first question is asked.
    """
    questions_file = file or SEED_QUESTIONS
    questions = read_questions(questions_file)
    bounds = dict(_bound(text) for text in wanted.fail_under)
    before = read_evaluation(wanted.compare) if wanted.compare else None
    engine = _engine_to_ask(data_dir, wanted)

    def measured(asked: QueryEngine, how: str) -> Evaluation:
        with progress() as bar:
            records = evaluate(asked, bar.track(questions, description=how))
        return Evaluation.of(asked, questions_file.name, records, today)

    evaluation = measured(engine.extractive(), "asking")
    if wanted.llm:
        before, evaluation = evaluation, measured(engine, "asking the language model")
        _tell_of_failures(evaluation)
    if wanted.html is not None:
        write_whole(wanted.html, [page(evaluation, before if wanted.llm else None)])
    if wanted.as_json:
        _print_json(evaluation, before if wanted.llm else None)
    else:
        _print(
            evaluation, before, covers(engine.coverage()), "Own words" if wanted.llm else "Before"
        )
    short = unmet(evaluation, bounds)
    if short:
        print(f"dateline: short of what was asked: {'; '.join(short)}.", file=sys.stderr)
    return EXIT_UNMET if short else EXIT_ANSWER


def _engine_to_ask(data_dir: Path | None, wanted: Wanted) -> QueryEngine:
    """What is to be measured. Raises BadInput without reports, or without a language model where
    one is wanted."""
    engine = build_engine(read_settings(data_dir))
    if not engine.coverage().reports:
        raise BadInput(
            "There are no reports to ask. Add some with `dateline ingest PATH`, or name the folder "
            "of an index with --data-dir."
        )
    if wanted.collections:
        engine = engine.part(wanted.collections)
    if not engine.coverage().reports:
        names = ", ".join(wanted.collections)
        raise BadInput(f"No report belongs to {names}; `dateline reports` tells what each is of.")
    if wanted.llm and engine.loaded.synthesizer is None:
        raise BadInput(
            "There is no language model to measure. Set DATELINE_LLM_URL and DATELINE_LLM_MODEL; "
            "docs/language-model.md says how."
        )
    return engine


def _bound(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name.strip(), float(value)
    except ValueError as error:
        raise BadInput(
            f"--fail-under {text!r} is not a bound. Write a figure and a number, for example "
            "refusal_recall=0.9."
        ) from error


def _tell_of_failures(written: Evaluation) -> None:
    """Says of how many answers the language model wrote nothing."""
    answers = [r.outcome for r in written.records if isinstance(r.outcome, Answer)]
    failed = sum(answer.models.llm is None for answer in answers)
    if failed:
        print(
            f"dateline: the language model failed on {failed} of {len(answers)} answers; these are "
            "in the reports’ own words.",
            file=sys.stderr,
        )


def _print_json(evaluation: Evaluation, extractive: Evaluation | None) -> None:
    """One evaluation, or two under their names."""
    if extractive is None:
        print(evaluation.model_dump_json(by_alias=True, indent=1))
        return
    both = {"extractive": extractive, "written": evaluation}
    told = {name: one.model_dump(mode="json", by_alias=True) for name, one in both.items()}
    print(json.dumps(told, ensure_ascii=False, indent=1))


def _print(evaluation: Evaluation, before: Evaluation | None, covered: str, heading: str) -> None:
    out = console()
    out.print(
        f"{evaluation.questions}: {len(evaluation.records)} questions over {covered}.\n",
        markup=False,
    )
    out.print(_figures_table(evaluation, before, heading))
    out.print()
    out.print(_kinds_table(evaluation))
    if before is not None:
        out.print()
        show(out, _changes(before, evaluation))


def _figures_table(evaluation: Evaluation, before: Evaluation | None, heading: str) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("Figure")
    table.add_column("Name in --fail-under", style="dim")
    table.add_column("Value", justify="right")
    table.add_column("95 % interval", justify="right", style="dim")
    if before is not None:
        table.add_column(heading, justify="right")
    for figure in FIGURES:
        measured = evaluation.figures.get(figure.name)
        if measured is None:
            continue
        row = [
            figure.label + (" ↓" if figure.lower_is_better else ""),
            figure.name,
            value_in_words(measured, figure.unit),
            interval_in_words(measured, figure.unit),
        ]
        if before is not None:
            earlier = before.figures.get(figure.name)
            row.append(value_in_words(earlier, figure.unit) if earlier else "–")
        table.add_row(*row)
    return table


def _kinds_table(evaluation: Evaluation) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("Kind")
    for name in ("Questions", "Answered rightly", "Refused"):
        table.add_column(name, justify="right")
    for kind in evaluation.kinds:
        name = kind.name if kind.answerable else f"{kind.name} (no report answers)"
        right = f"{kind.right:.2f}" if kind.answerable else "–"
        table.add_row(Text(shown(name)), str(kind.n), right, f"{kind.refused:.2f}")
    return table


def _changes(before: Evaluation, after: Evaluation) -> Iterator[Text]:
    found = list(changes(before, after))
    gained = sum(change.gained for change in found)
    yield Text(f"{gained} questions stand better than before, {len(found) - gained} worse.")
    for change in sorted(found, key=lambda change: change.gained):
        mark, style = ("+", "green") if change.gained else ("-", "red")
        told = f"{change.id}: {change.question} ({change.before}, now {change.after})"
        yield Text(f"{mark} {shown(told)}", style=style)
