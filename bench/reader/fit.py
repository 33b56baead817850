"""Fits the guardrail's weights: `python -m bench.reader.fit FIELD...`.

The fields must be none that the reader was trained on. Each question is asked, and some of other
fields, and the signals of what was read for it are taken as the engine takes them. A conditional
model learns which of a question's passages answers, another one which of them is the like place
where none does, and a logistic one which questions have an answer. Each field's figures are of
weights fitted to the other fields. What comes out is `fitted.json` beside the judge, with and
without a judge. `--see` only asks; what was seen is kept by the code and the models' files, the
weights left aside.
"""

import json
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from bench.common import Figure, Result, Table, keep
from bench.fields.corpus import HELD, load, open_ones
from bench.reader.seen import JUDGES, Seen, see
from rag.evaluation.metrics import calibration, calibration_error, roc_area
from rag.evidence.evidence import probability, question_signals, weighed
from rag.reader.judge import FOLDER

PASSAGE = ("relevance", "near", "fused", "of_time", "asks", "answers", "span")
QUESTION = (
    "most_answers", "first_answers", "most_relevance", "first_relevance", "timed", "first_of_time",
    "support", "unlike",
)  # fmt: skip
OF_THE_JUDGE = ("answers", "span", "most_answers", "first_answers", "support")
Floats = npt.NDArray[np.float64]
FALSE_REFUSALS = 0.10
"""So many of the questions that have an answer may be refused, of the fields that are fitted to. On
fields that are not, it is one to two in a hundred more, and more than 0.12 are not to be."""
_OF_STRANGERS = 0.3
"""What a question of another field weighs beside one of the field's own."""
_STRENGTH = 0.3
"""Of the logistic model, over signals that all vary as much."""
_SHRUNK = 1e-3
"""Of the weights that order passages, by their squares."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights: for the chances of passages, for their order, for that of like ones, and of
    questions; and the confidence below which is refused."""

    passage: Mapping[str, float]
    order: Mapping[str, float]
    nearest: Mapping[str, float]
    question: Mapping[str, float]
    min_confidence: float


def fit_passages(seen: Sequence[Seen], names: Sequence[str]) -> dict[str, float]:
    """Which passages answer. Those of a question weigh one together."""
    rows = np.array([[measured[n] for n in names] for s in seen for measured in s.measured])
    labels = [right for s in seen for right in s.right]
    weights = [1 / len(s.measured) for s in seen for _ in s.measured]
    return _logistic(rows, labels, names, weights)


def _logistic(
    rows: Floats,
    labels: Sequence[bool],
    names: Sequence[str],
    weights: Sequence[float] | None = None,
) -> dict[str, float]:
    """The weights of a logistic model, over signals that are made to vary as much."""
    scale = rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=_STRENGTH, max_iter=5000)
    model.fit(rows / scale, labels, sample_weight=weights)
    values = [model.intercept_[0], *(model.coef_[0] / scale)]
    return {n: round(float(v), 4) for n, v in zip(("always", *names), values, strict=True)}


def fit_order(
    groups: Sequence[tuple[Sequence[Mapping[str, float]], Sequence[bool]]], names: Sequence[str]
) -> dict[str, float]:
    """Which of a question's passages is wanted: a softmax over them, wanted ones together.

    Pooled, a passage's chances tell most of how hard its question is; within one question other
    signals count.
    """
    some = [
        (np.array([[signals[name] for name in names] for signals in measured]), np.array(wanted))
        for measured, wanted in groups if any(wanted)
    ]  # fmt: skip
    scale = np.concatenate([rows for rows, _ in some]).std(axis=0) + 1e-9
    some = [(rows / scale, wanted) for rows, wanted in some]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for rows, wanted in some:
            scores = rows @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            right = np.where(wanted, shares, 0.0)
            total -= float(np.log(right.sum()))
            slope += rows.T @ (shares - right / right.sum())
        mean = total / len(some) + _SHRUNK * float(weights @ weights)
        return mean, slope / len(some) + 2 * _SHRUNK * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x / scale
    return {name: round(float(value), 4) for name, value in zip(names, found, strict=True)}


def fit_questions(
    seen: Sequence[Seen], order: Mapping[str, float], names: Sequence[str]
) -> dict[str, float]:
    """Which questions have an answer among what was read."""
    signals = [in_order(s, order) for s in seen]
    rows = np.array([[measured[name] for name in names] for measured in signals])
    weights = [1.0 if s.own else _OF_STRANGERS for s in seen]
    return _logistic(rows, [any(s.right) for s in seen], names, weights)


def in_order(s: Seen, order: Mapping[str, float]) -> dict[str, float]:
    """The signals of a question, as the engine takes them where it orders passages so."""
    return question_signals(sorted(s.measured, key=lambda m: -weighed(order, m)))


def fit(seen: Sequence[Seen], *, judged: bool = True) -> Fitted:
    """All the weights; without those of the judge where it took no part."""
    passage, question = (
        [name for name in names if judged or name not in OF_THE_JUDGE]
        for names in (PASSAGE, QUESTION)
    )
    order = fit_order([(s.measured, s.right) for s in seen], passage)
    nearest = fit_order([(s.measured, s.like) for s in seen if not s.known.answerable], passage)
    weights = fit_questions(seen, order, question)
    sure = sorted(confidence(s, order, weights) for s in seen if s.known.answerable)
    least = round(sure[int(FALSE_REFUSALS * len(sure))], 4)
    own = [s for s in seen if s.own]
    return Fitted(fit_passages(own, passage), order, nearest, weights, least)


def confidence(s: Seen, order: Mapping[str, float], question: Mapping[str, float]) -> float:
    """As the engine gives it."""
    return probability(weighed(question, in_order(s, order)))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the confidence that weights fitted to other fields give it, and whether they
    refuse it."""

    seen: Seen
    confidence: float
    refused: bool


def measured(seen: Sequence[Seen]) -> tuple[list[Table], list[Figure]]:
    """Each field's figures and each kind's by weights fitted to the other fields, and those of all
    together."""
    rows, asked = [], list[Asked]()
    for field in dict.fromkeys(s.field for s in seen):
        fitted = fit([s for s in seen if s.field != field])
        some = [_asked(s, fitted) for s in seen if s.field == field]
        rows.append(_row(field, [a for a in some if a.seen.own], fitted))
        asked += some
    own = [a for a in asked if a.seen.own]
    known, sure = [a.seen.known.answerable for a in own], [a.confidence for a in own]
    error = calibration_error(calibration([any(a.seen.right) for a in own], sure)) or 0.0
    strange = [a for a in asked if not a.seen.own]
    head = ("", "right first, of those read", "AUROC", "answerable refused",
            "unanswerable refused", "like place in 3, of those read")  # fmt: skip
    return [Table("Fields", head, rows), _kinds(own)], [
        Figure("AUROC answerable or not, each field by the others' weights",
               roc_area(known, sure) or 0.0),
        Figure("calibration error, likewise", error, at_most=0.05),
        Figure("questions of other fields refused, likewise", _refused(strange)),
    ]  # fmt: skip


def _asked(s: Seen, fitted: Fitted) -> Asked:
    sure = confidence(s, fitted.order, fitted.question)
    return Asked(s, sure, sure < fitted.min_confidence)


def _refused(asked: Sequence[Asked]) -> float:
    return float(np.mean([a.refused for a in asked])) if asked else 0.0


def _row(field: str, asked: Sequence[Asked], fitted: Fitted) -> list[str]:
    answerable, not_so = ([a for a in asked if a.seen.known.answerable is flag]
                          for flag in (True, False))  # fmt: skip
    area = roc_area([a.seen.known.answerable for a in asked], [a.confidence for a in asked])
    return [field, *(f"{value:.3f}" for value in (
        _found([(a.seen.measured, a.seen.right) for a in asked], fitted.order, 1),
        area or 0.0, _refused(answerable), _refused(not_so),
        _found([(a.seen.measured, a.seen.like) for a in not_so], fitted.nearest, 3),
    ))]  # fmt: skip


def _kinds(asked: Sequence[Asked]) -> Table:
    """How many of each kind are refused."""
    groups = dict[tuple[bool, str], list[Asked]]()
    for a in asked:
        groups.setdefault((a.seen.known.answerable, a.seen.known.kind), []).append(a)
    rows = [
        [kind, "yes" if answerable else "no", str(len(group)), f"{_refused(group):.3f}"]
        for (answerable, kind), group in sorted(groups.items())
    ]
    return Table("Kinds", ("kind", "has an answer", "questions", "refused"), rows)


def _found(
    groups: Sequence[tuple[Sequence[Mapping[str, float]], Sequence[bool]]],
    weights: Mapping[str, float],
    most: int,
) -> float:
    """The share of questions for which a wanted passage, if any was read, is among so many."""
    hits = []
    for measured, wanted in groups:
        ranks = sorted(range(len(measured)), key=lambda n: -weighed(weights, measured[n]))
        if any(wanted):
            hits.append(any(wanted[n] for n in ranks[:most]))
    return float(np.mean(hits))


def fit_all(names: Sequence[str]) -> None:
    """Fits, writes the weights that ship, and keeps the figures."""
    seen, bare = ([s for name in names for s in see(load(name), judge)] for judge in JUDGES)
    fitted = {"judged": fit(seen), "unjudged": fit(bare, judged=False)}
    stated = {"fitted_to": f"{sum(s.own for s in seen)} questions on {', '.join(names)}"} | {
        key: asdict(weights) for key, weights in fitted.items()
    }
    (FOLDER / "fitted.json").write_text(json.dumps(stated, indent=2) + "\n", "utf-8")
    tables, figures = measured(seen)
    weights = [
        [f"{of}: {name}", f"{value:g}", f"{getattr(fitted['unjudged'], of).get(name, 0):g}"]
        for of in ("passage", "order", "nearest", "question")
        for name, value in getattr(fitted["judged"], of).items()
    ]
    keep(Result(
        name="reader_fit",
        title="The guardrail's weights",
        about=(
            f"Fitted to {stated['fitted_to']}, none of which the reader was trained on, and to "
            f"{sum(not s.own for s in seen)} that one field was asked of another's matters. Figures"
            " are of weights fitted to the other fields. The threshold refuses "
            f"{FALSE_REFUSALS:.0%} of the questions with an answer that it was fitted to."
        ),
        figures=figures,
        tables=[*tables, Table("Weights", ("signal", "judged", "unjudged"), weights)],
    ))  # fmt: skip


def main() -> None:
    """Runs the fit as a program."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("fields", nargs="*", help="open fields; those held from training if none")
    parser.add_argument("--see", action="store_true", help="only ask, and keep what was seen")
    given = parser.parse_args()
    names = open_ones(parser, given.fields, HELD)
    if given.see:
        for name in names:
            see(load(name), JUDGES[0])
        return
    fit_all(names)


if __name__ == "__main__":
    main()
