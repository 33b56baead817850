"""What an evaluation comes to: each figure by name, with its interval."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from rag.evaluation.metrics import (
    Estimate,
    calibration,
    calibration_error,
    coverage_at,
    estimate,
    mean,
    risk_coverage,
    risk_coverage_area,
    roc_area,
)
from rag.evaluation.record import RECALL_AT, Record
from rag.types import Answer


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure over records. `measure` is None for records that it has no meaning for."""

    name: str
    label: str
    measure: Callable[[Sequence[Record]], float | None]
    lower_is_better: bool = False
    unit: str = ""


FOUND_WITHIN = (1, 5, 10, 20, 50)
"""Ranks within which a right passage is looked for among those that the search found."""


def _of_each(value: Callable[[Record], float | None]) -> Callable[[Sequence[Record]], float | None]:
    return lambda records: mean(value(record) for record in records)


def _of_answerable(
    value: Callable[[Record], float | None],
) -> Callable[[Sequence[Record]], float | None]:
    return _of_each(lambda record: value(record) if record.known.answerable else None)


def _refused_rightly(record: Record) -> float | None:
    if not record.refused or record.timed_out:
        return None
    return float(not record.known.answerable)


def _refused_of_unanswerable(record: Record) -> float | None:
    return None if record.known.answerable else float(record.refused and not record.timed_out)


def _refused_of_closed(record: Record) -> float | None:
    """Of the questions without an answer that name a time."""
    return None if record.known.window is None else _refused_of_unanswerable(record)


def _answered_wrongly(record: Record) -> float | None:
    return None if record.refused else float(not (record.known.answerable and record.right))


def _confidences(records: Sequence[Record]) -> list[float]:
    return [record.confidence for record in records]


def _roc(records: Sequence[Record]) -> float | None:
    ended = [record for record in records if not record.timed_out]
    return roc_area([record.known.answerable for record in ended], _confidences(ended))


def _reader_roc(records: Sequence[Record]) -> float | None:
    searched = [(r.known.answerable, r.trail.confidence) for r in records if r.trail]
    return roc_area([label for label, _ in searched], [value for _, value in searched])


def _found_within(k: int) -> Callable[[Sequence[Record]], float | None]:
    """Of the answerable questions, those for which a right passage is among the first k found."""

    def found(record: Record) -> float | None:
        if not record.known.evidence and not record.known.spans:
            return None
        at = record.trail.found_at if record.trail else None
        return float(at is not None and at <= k)

    return _of_each(found)


def _read_first(record: Record) -> float | None:
    if not record.known.evidence and not record.known.spans:
        return None
    return float(record.trail is not None and record.trail.read_at == 1)


def _tempted(record: Record) -> float | None:
    return None if record.tempted is None else float(record.tempted)


def _coverage(risk: float) -> Callable[[Sequence[Record]], float | None]:
    return lambda records: coverage_at(risks(records), risk) if records else None


def risks(records: Sequence[Record]) -> list[tuple[float, float]]:
    """The risk–coverage curve: a question is answered wrongly where what was found is wrong."""
    return risk_coverage([record.right for record in records], _confidences(records))


def _milliseconds(records: Sequence[Record], quantile: float) -> float | None:
    taken = [
        record.outcome.timings_ms["total"] - record.outcome.timings_ms.get("loading", 0.0)
        for record in records
    ]
    return float(np.quantile(taken, quantile)) if taken else None


def _share_written(record: Record) -> float | None:
    """Of the sentences shown, where a language model wrote."""
    outcome = record.outcome
    if not isinstance(outcome, Answer) or outcome.models.llm is None:
        return None
    return 1 - sum(sentence.verbatim for sentence in outcome.sentences) / len(outcome.sentences)


def _share_dropped(record: Record) -> float | None:
    """Of the sentences that a language model wrote."""
    outcome = record.outcome
    if outcome.models.llm is None:
        return None
    kept = [s for s in outcome.sentences if not s.verbatim] if isinstance(outcome, Answer) else []
    written = len(kept) + len(outcome.dropped)
    return len(outcome.dropped) / written if written else None


FIGURES = (
    Figure("facts_right", "Facts right, of those answered", _of_each(lambda r: r.facts_right)),
    Figure(
        "facts_right_of_all",
        "Facts right, of all answerable",
        _of_answerable(
            lambda r: None if not r.known.facts else float(bool(r.facts_right and not r.refused))
        ),
    ),
    Figure("evidence_found", "Evidence found", _of_each(lambda r: r.evidence_found)),
    Figure(
        "evidence_of_all",
        "Evidence found, of all answerable",
        _of_each(
            lambda r: (
                None
                if not r.known.evidence and not r.known.spans
                else float(bool(r.evidence_found))
            )
        ),
    ),
    Figure("date_right", "Dates right", _of_each(lambda r: r.date_right)),
    Figure("first_report_right", "Right report first", _of_each(lambda r: r.first_report_right)),
    Figure("window_right", "Time window read right", _of_each(lambda r: r.window_right)),
    Figure("closed_windows", "Refused, of closed windows", _of_each(_refused_of_closed)),
    Figure("citation_precision", "Citation precision", _of_each(lambda r: r.citation_precision)),
    Figure("citation_recall", "Citation recall", _of_each(lambda r: r.citation_recall)),
    Figure("answers_wrong", "Wrong, of all answers", _of_each(_answered_wrongly), True),
    Figure("refusal_recall", "Refusal recall", _of_each(_refused_of_unanswerable)),
    Figure("refusal_precision", "Refusal precision", _of_each(_refused_rightly)),
    Figure(
        "false_refusals",
        "False refusals",
        _of_answerable(lambda r: float(r.refused)),
        lower_is_better=True,
    ),
    Figure("tempted", "Tempting neighbour quoted", _of_each(_tempted), True),
    Figure("auroc", "Answerable or not, AUROC", _roc),
    Figure("reader_auroc", "AUROC by the reader alone", _reader_roc),
    Figure("coverage_at_5", "Answered at 5 % risk", _coverage(0.05)),
    Figure("coverage_at_10", "Answered at 10 % risk", _coverage(0.1)),
    Figure("risk_area", "Area under risk–coverage", lambda r: risk_coverage_area(risks(r)), True),
    Figure(
        "calibration_error",
        "Calibration error (ECE, 10 bins)",
        lambda records: calibration_error(
            calibration([r.right for r in records], _confidences(records))
        ),
        lower_is_better=True,
    ),
    Figure("verbatim", "Verbatim quotes", _of_each(lambda r: r.verbatim)),
    Figure("furniture", "Furniture cited", _of_each(lambda r: r.furniture), True),
    *(
        Figure(f"recall_at_{k}", f"Search: R@{k}", _of_each(lambda r, n=n: r.ranking.recall[n]))  # type: ignore[misc]
        for n, k in enumerate(RECALL_AT)
    ),
    *(
        Figure(f"found_in_{k}", f"Search: right passage in first {k}", _found_within(k))
        for k in FOUND_WITHIN
    ),
    Figure("read_first", "Reader: right passage first", _of_each(_read_first)),
    Figure("mrr_at_10", "Search: MRR@10", _of_each(lambda r: r.ranking.reciprocal_rank)),
    Figure("ndcg_at_10", "Search: nDCG@10", _of_each(lambda r: r.ranking.ndcg)),
    Figure("written", "Sentences written", _of_each(_share_written)),
    Figure("dropped", "Written, but dropped", _of_each(_share_dropped), True),
    Figure("median_ms", "Median time", lambda r: _milliseconds(r, 0.5), True, " ms"),
    Figure("slow_ms", "95th percentile of time", lambda r: _milliseconds(r, 0.95), True, " ms"),
)
"""In the order in which they are shown."""


def figures_of(records: Sequence[Record]) -> dict[str, Estimate]:
    """All figures that have a meaning for these records, by name, in order."""
    found = {figure.name: estimate(records, figure.measure) for figure in FIGURES}
    return {name: value for name, value in found.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question: how many, and the share of right answers or of refusals among them."""

    name: str
    answerable: bool
    n: int
    right: float
    refused: float


def kinds_of(records: Sequence[Record]) -> list[Kind]:
    """Questions by kind, those with an answer first."""
    groups: dict[tuple[bool, str], list[Record]] = {}
    for record in records:
        groups.setdefault((not record.known.answerable, record.known.kind), []).append(record)
    return [
        Kind(
            name,
            not unanswerable,
            len(group),
            sum(not r.refused and r.right for r in group) / len(group),
            sum(r.refused for r in group) / len(group),
        )
        for (unanswerable, name), group in sorted(groups.items(), key=lambda item: item[0])
    ]
