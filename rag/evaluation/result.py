"""An evaluation as a whole: written, read again and compared with an earlier one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import BadInput
from rag.engine.query_engine import QueryEngine
from rag.evaluation.figures import FIGURES, Kind, figures_of, kinds_of, risks
from rag.evaluation.metrics import Bin, Estimate, calibration
from rag.evaluation.record import Record
from rag.searched import Corpus, Models


class Standing(StrEnum):
    """How what was said stands to what is known."""

    RIGHT = "right"
    WRONG = "wrong answer"
    UNFOUNDED = "answered without evidence"
    REFUSED = "rightly refused"
    WITHHELD = "wrongly refused"
    TIMED_OUT = "given up for its time"


def standing_of(record: Record) -> Standing:
    """The one word for a record."""
    if record.timed_out:
        return Standing.TIMED_OUT
    return standing(record.known.answerable, record.refused, record.right)


def standing(answerable: bool, refused: bool, right: bool) -> Standing:
    """The one word for what was said: `right` tells of an answer whether it is."""
    if refused:
        return Standing.WITHHELD if answerable else Standing.REFUSED
    if not answerable:
        return Standing.UNFOUNDED
    return Standing.RIGHT if right else Standing.WRONG


class Evaluation(BaseModel):
    """What a set of questions came to, on which corpus, with which models and when."""

    model_config = ConfigDict(frozen=True)

    made_on: date
    questions: str
    corpus: Corpus
    models: Models
    min_confidence: float
    figures: dict[str, Estimate]
    kinds: tuple[Kind, ...]
    risk_coverage: tuple[tuple[float, float], ...]
    calibration: tuple[Bin, ...]
    records: tuple[Record, ...]

    @classmethod
    def of(cls, engine: QueryEngine, name: str, records: Sequence[Record], made_on: date) -> Self:
        """The evaluation of records that an engine gave. There must be at least one."""
        right = [record.right for record in records]
        confidences = [record.confidence for record in records]
        models = [record.outcome.models for record in records]
        return cls(
            made_on=made_on,
            questions=name,
            corpus=records[0].outcome.corpus,
            models=next((used for used in models if used.llm), models[0]),
            min_confidence=engine.min_confidence,
            figures=figures_of(records),
            kinds=tuple(kinds_of(records)),
            risk_coverage=tuple(risks(records)),
            calibration=tuple(calibration(right, confidences)),
            records=tuple(records),
        )


def read_evaluation(file: Path) -> Evaluation:
    """An evaluation that was written as JSON. Raises BadInput."""
    try:
        return Evaluation.model_validate_json(file.read_bytes())
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise BadInput(
            f"{file} is not an evaluation that this version wrote. Make it again with "
            "`dateline eval --json`."
        ) from error


@dataclass(frozen=True, slots=True)
class Change:
    """A question that stands otherwise than before; `gained` where it is right now only."""

    id: str
    question: str
    before: Standing
    after: Standing

    @property
    def gained(self) -> bool:
        return self.after in (Standing.RIGHT, Standing.REFUSED)


def changes(before: Evaluation, after: Evaluation) -> Iterator[Change]:
    """The questions in both that stand otherwise now, in order."""
    then = {record.known.id: standing_of(record) for record in before.records}
    for record in after.records:
        now, earlier = standing_of(record), then.get(record.known.id)
        if earlier is not None and earlier is not now:
            yield Change(record.known.id, record.known.question, earlier, now)


def unmet(evaluation: Evaluation, bounds: dict[str, float]) -> list[str]:
    """What fell short of its bound, in words. A figure that is better low must not be above it.

    Raises BadInput for a figure that there is none of.
    """
    told = []
    by_name = {figure.name: figure for figure in FIGURES}
    for name, bound in bounds.items():
        if name not in by_name:
            raise BadInput(f"There is no figure {name!r}. There are {', '.join(by_name)}.")
        measured = evaluation.figures.get(name)
        if measured is None:
            told.append(f"{name} has no value for these questions")
        elif by_name[name].lower_is_better and measured.value > bound:
            told.append(f"{name} is {measured.value:.3f}, above {bound:g}")
        elif not by_name[name].lower_is_better and measured.value < bound:
            told.append(f"{name} is {measured.value:.3f}, below {bound:g}")
    return told
