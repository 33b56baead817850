"""`dateline calibrate`: refuse as often as the reader of these reports wants it."""

from collections.abc import Sequence
from pathlib import Path

from index.errors import BadInput
from rag.build import build_engine
from rag.evaluation.calibrate import fit_threshold
from rag.evaluation.questions import KnownQuestion, read_questions
from rag.evaluation.run import evaluate
from rag.guardrail.threshold import keep_threshold
from rag.settings import read_settings
from ui.console import EXIT_ANSWER, console, progress
from ui.feedback import FeedbackStore
from ui.judged import known_questions

_ENOUGH = 20
"""Questions that reports answer, from which on a threshold holds for others about as it was asked
for: with 20, of which 1 in 20 may be refused, 2 in 21 are to be expected."""


def run_calibrate(data_dir: Path | None, file: Path | None, false_refusals: float) -> int:
    """Fits the threshold to a file of questions, or where none is named to those that readers
    judged; keeps it with the index and says what it does."""
    settings = read_settings(data_dir)
    questions = read_questions(file) if file is not None else _judged(settings.data_dir)
    if not any(question.answerable for question in questions):
        of = file if file is not None else "What readers judged helpful"
        raise BadInput(f"{of} has no question that a report answers; there is nothing to fit to.")
    engine = build_engine(settings)
    if engine.catalog is None or not engine.coverage().reports:
        raise BadInput("There are no reports to ask. Add some with `dateline ingest PATH`.")
    with progress() as bar:
        records = evaluate(engine, bar.track(questions, description="asking"))
    fitted = fit_threshold(records, false_refusals)
    if fitted is None:
        return EXIT_ANSWER
    keep_threshold(engine.catalog, engine.settings.judge, fitted.min_confidence)
    out = console()
    out.print(
        f"Kept with the index: answers from a confidence of {fitted.min_confidence:.3f}.\n"
        f"On these {len(records)} questions it refuses {fitted.false_refusals:.1%} of those that "
        "a report answers" + (
            f" and {fitted.refusal_recall:.1%} of those that none does."
            if fitted.refusal_recall is not None else "."
        )
        + f"\nOf further questions like these that a report answers, expect {fitted.expected:.1%} "
        "to be refused."
    )  # fmt: skip
    answerable = sum(question.answerable for question in questions)
    if answerable < _ENOUGH:
        out.print(
            f"Too few to rely on: {answerable} of them are answered by reports. Have {_ENOUGH} or "
            "more, or take it back with `dateline calibrate --reset`."
        )
    if engine.settings.min_confidence is not None:
        out.print(
            f"The setting DATELINE_MIN_CONFIDENCE={engine.settings.min_confidence:g} is in force "
            "and goes before it."
        )
    return EXIT_ANSWER


def _judged(folder: Path) -> Sequence[KnownQuestion]:
    """What readers judged helpful. Raises BadInput where that is nothing."""
    questions = known_questions(FeedbackStore(folder).all(), "").questions
    if not questions:
        raise BadInput(
            "Name a file of questions whose answers are known, or judge some answers first: none "
            "was judged helpful yet."
        )
    return questions


def run_reset(data_dir: Path | None) -> int:
    """Forgets what an index was calibrated to."""
    engine = build_engine(read_settings(data_dir))
    if engine.catalog is not None:
        keep_threshold(engine.catalog, engine.settings.judge, None)
    console().print(f"Answers from a confidence of {engine.min_confidence:.3f} again.")
    return EXIT_ANSWER
