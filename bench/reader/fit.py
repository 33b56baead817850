"""Fits the guardrail's weights: `python -m bench.reader.fit FIELD...`.

The fields must be none that the reader was trained on. Each question is asked, and the signals of
what was read for it are taken as the engine takes them. A logistic model learns how likely a
passage is to answer, a conditional one which of a question's passages does, and a third, with what
they lack of the question, which questions have an answer. Each
field's figures are of weights fitted to the other fields. What comes out is `fitted.json` beside
the judge, with and without a judge. `--see` only asks; what was seen is kept by the code and the
models' files, the weights left aside, so that several processes may ask side by side.
"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from bench.common import WORK, Figure, Result, Table, keep
from bench.fields.corpus import ASKED_ON, HELD, Field, code_of, ingest, load, open_ones
from rag.build import build_engine
from rag.engine import QueryEngine
from rag.evaluation.gold import Span, is_relevant
from rag.evaluation.metrics import calibration, calibration_error, roc_area
from rag.evaluation.places import Files
from rag.evaluation.questions import KnownQuestion
from rag.evidence import probability, signals_of, weighed
from rag.guardrail import sort_in_one_place
from rag.judge import FOLDER
from rag.settings import SHIPPED_JUDGE
from ui.files import write_whole

PASSAGE = (
    "always", "relevance", "near", "fused", "of_time", "names_absent", "carries", "asks", "answers",
    "span",
)  # fmt: skip
OF_THE_JUDGE = ("answers", "span")
QUESTION = ("always", "best", "next", "unknown", "beyond", "untimed", "sort")
JUDGES = (SHIPPED_JUDGE, "none")
Floats = npt.NDArray[np.float64]
FALSE_REFUSALS = 0.12
"""So many of the questions that have an answer may be refused, of the fields that are fitted to."""
_STRENGTH = {"passage": 1.0, "question": 0.3}
_SHRUNK = 1e-3
"""Of the weights that order passages, by their squares."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A question with the signals of what was read for it. `right` tells which passages answer, and
    `lacking` are the signals of what all of them lack; what each lacks is among its own, with the
    `sort` that it has not."""

    field: str
    known: KnownQuestion
    measured: Sequence[Mapping[str, float]]
    right: Sequence[bool]
    lacking: Mapping[str, float]


def see(field: Field, judge: str) -> list[Seen]:
    """What was seen of a field's questions, asked now where that was not kept."""
    file = WORK / "reader" / "seen" / f"{field.name}-{judge}-{_code()}.jsonl"
    if not file.exists():
        lines = [json.dumps(_as_row(seen)) for seen in _see(field, judge)]
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, "\n".join(lines) + "\n")
    known = {one.id: one for one in field.questions}
    rows = map(json.loads, file.read_text("utf-8").splitlines())
    return [Seen(field.name, known[i], measured, right, lacking)
            for i, measured, right, lacking in rows]  # fmt: skip


def _code() -> str:
    """A short sum of all that signals depend on: the code, and the models but for the weights."""
    return code_of("index", "rag", without="fitted.json")


def _as_row(seen: Seen) -> list[object]:
    return [seen.known.id, list(seen.measured), list(seen.right), dict(seen.lacking)]


def _see(field: Field, judge: str) -> Iterator[Seen]:
    """All questions of a field, asked. Raises LookupError where nothing was ingested."""
    ingest(field)
    settings = field.settings.model_copy(update={"judge": judge})
    engine = build_engine(settings, today=lambda: ASKED_ON)
    if engine.catalog is None:
        raise LookupError(f"nothing was ingested of {field.name}")
    files = Files(engine.catalog)
    for known in field.questions:
        seen = _seen(field.name, known, engine, files)
        if seen.measured:
            yield seen


def _seen(name: str, known: KnownQuestion, engine: QueryEngine, files: Files) -> Seen:
    _, trace = engine.ask_traced(known.query)
    gold = [span for place in known.spans if (span := files.span(place)) is not None]
    evidence = [e for e in trace.evidence if e.signals] if trace else []
    passages = [e.ranked.finding.passage for e in evidence]
    lacking = dict(trace.lacking) if trace else {}
    return Seen(
        name,
        known,
        [
            {**e.signals, "sort": float(sort_in_one_place(trace.question, e) is not None)}
            for e in evidence
            if trace
        ],
        [is_relevant(Span(p.report_id, p.start, p.end), gold) for p in passages],
        {name: lacking.get(name, 0.0) for name in ("unknown", "beyond")},
    )


@dataclass(frozen=True, slots=True)
class OfPassages:
    """Weights of passages' signals: for how likely each is to answer, and for their order."""

    passage: Mapping[str, float]
    order: Mapping[str, float]


def fit_passages(seen: Sequence[Seen], names: Sequence[str]) -> dict[str, float]:
    """Which passages answer. Those of a question weigh one together."""
    rows, labels, weights = list[list[float]](), list[bool](), list[float]()
    for s in seen:
        for measured, right in zip(s.measured, s.right, strict=True):
            rows.append([measured[name] for name in names[1:]])
            labels.append(right)
            weights.append(1 / len(s.measured))
    model = LogisticRegression(C=_STRENGTH["passage"], max_iter=5000)
    return _weights(names, model.fit(rows, labels, sample_weight=weights))


def fit_order(seen: Sequence[Seen], names: Sequence[str]) -> dict[str, float]:
    """Which of a question's passages answers: a softmax over them, right ones together.

    Pooled, a passage's chances tell most of how hard its question is; within one question other
    signals count.
    """
    groups = [
        (np.array([[measured[name] for name in names[1:]] for measured in s.measured]),
         np.array(s.right))
        for s in seen if any(s.right)
    ]  # fmt: skip
    scale = np.concatenate([rows for rows, _ in groups]).std(axis=0) + 1e-9
    groups = [(rows / scale, right) for rows, right in groups]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for rows, right in groups:
            scores = rows @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            wanted = np.where(right, shares, 0.0)
            total -= float(np.log(wanted.sum()))
            slope += rows.T @ (shares - wanted / wanted.sum())
        mean = total / len(groups) + _SHRUNK * float(weights @ weights)
        return mean, slope / len(groups) + 2 * _SHRUNK * weights

    found = minimize(loss, np.zeros(len(names) - 1), jac=True, method="L-BFGS-B").x / scale
    return {names[0]: 0.0} | {
        name: round(float(value), 4) for name, value in zip(names[1:], found, strict=True)
    }


def fit_questions(seen: Sequence[Seen], fitted: OfPassages) -> dict[str, float]:
    """Which questions have an answer among what was read."""
    signals = [_signals(s, fitted) for s in seen]
    rows = [[measured.get(name, 0.0) for name in QUESTION[1:]] for measured in signals]
    labels = [any(s.right) for s in seen]
    model = LogisticRegression(C=_STRENGTH["question"], max_iter=5000).fit(rows, labels)
    return _weights(QUESTION, model)


def confidence(s: Seen, fitted: OfPassages, question: Mapping[str, float]) -> float:
    """As the engine gives it."""
    return probability(weighed(question, _signals(s, fitted)))


def _signals(s: Seen, fitted: OfPassages) -> dict[str, float]:
    """As `rag.guardrail.lacks` and `rag.evidence.certainty` take them."""
    first = s.measured[int(np.argmax(_logits(s, fitted.order)))]
    of_the_first = {"untimed": 1 - first["of_time"], "sort": first["sort"]}
    return {**signals_of(_logits(s, fitted.passage)), **s.lacking, **of_the_first}


def _logits(s: Seen, passage: Mapping[str, float]) -> list[float]:
    """Of each passage that was read, in order."""
    return [weighed(passage, measured) for measured in s.measured]


def _weights(names: Sequence[str], model: LogisticRegression) -> dict[str, float]:
    values = [model.intercept_[0], *model.coef_[0]]
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}


def measured(seen: Sequence[Seen], names: Sequence[str]) -> tuple[list[list[str]], list[Figure]]:
    """Each field's figures by weights fitted to the others, and those of all together."""
    rows, sure, right, answerable = [], list[float](), list[bool](), list[bool]()
    for field in dict.fromkeys(s.field for s in seen):
        others = [s for s in seen if s.field != field]
        fitted = OfPassages(fit_passages(others, names), fit_order(others, names))
        question = fit_questions(others, fitted)
        least = threshold(others, fitted, question)
        some = [s for s in seen if s.field == field]
        found = [confidence(s, fitted, question) for s in some]
        known = [s.known.answerable for s in some]
        first = [s.right[int(np.argmax(_logits(s, fitted.order)))] for s in some if any(s.right)]
        of_each = {flag: [c for c, k in zip(found, known, strict=True) if k is flag]
                   for flag in (True, False)}  # fmt: skip
        refused = {flag: np.mean([c < least for c in some]) for flag, some in of_each.items()}
        rows.append([
            field, f"{np.mean(first):.3f}", f"{roc_area(known, found) or 0:.3f}",
            f"{refused[True]:.3f}", f"{refused[False]:.3f}",
        ])  # fmt: skip
        sure += found
        answerable += known
        right += [any(s.right) for s in some]
    area = roc_area(answerable, sure) or 0.0
    error = calibration_error(calibration(right, sure)) or 0.0
    return rows, [
        Figure("AUROC answerable or not, each field by the others' weights", area),
        Figure("calibration error, likewise", error, at_most=0.05),
    ]


def threshold(seen: Sequence[Seen], fitted: OfPassages, question: Mapping[str, float]) -> float:
    """The confidence that FALSE_REFUSALS of the questions with an answer lie below."""
    sure = sorted(confidence(s, fitted, question) for s in seen if s.known.answerable)
    return sure[int(FALSE_REFUSALS * len(sure))]


def fit(names: Sequence[str]) -> None:
    seen, bare = ([s for name in names for s in see(load(name), judge)] for judge in JUDGES)
    without = [name for name in PASSAGE if name not in OF_THE_JUDGE]
    stated: dict[str, object] = {"fitted_to": f"{len(seen)} questions on {', '.join(names)}"}
    for key, some, of in (("judged", seen, PASSAGE), ("unjudged", bare, without)):
        fitted = OfPassages(fit_passages(some, of), fit_order(some, of))
        question = fit_questions(some, fitted)
        least = round(threshold(some, fitted, question), 4)
        stated[key] = {
            "passage": fitted.passage, "order": fitted.order, "question": question,
            "min_confidence": least,
        }  # fmt: skip
    (FOLDER / "fitted.json").write_text(json.dumps(stated, indent=2) + "\n", "utf-8")
    rows, figures = measured(seen, PASSAGE)
    weights = fitted_rows(stated)
    keep(Result(
        name="reader_fit",
        title="The guardrail's weights",
        about=(
            f"Fitted to {stated['fitted_to']}, none of which the reader was trained on. Figures "
            "are of weights fitted to the other fields. The threshold refuses "
            f"{FALSE_REFUSALS:.0%} of the questions with an answer that it was fitted to."
        ),
        figures=figures,
        tables=[
            Table("Fields", ("", "right first, of those read", "AUROC", "answerable refused",
                             "unanswerable refused"), rows),
            Table("Weights", ("signal", "judged", "unjudged"), weights),
        ],
    ))  # fmt: skip


def fitted_rows(stated: Mapping[str, object]) -> list[list[str]]:
    """The weights as a table."""
    rows = []
    for of in ("passage", "order", "question"):
        judged, unjudged = (dict(stated[key][of]) for key in ("judged", "unjudged"))  # type: ignore[index]
        rows += [[f"{of}: {name}", f"{value:g}", f"{unjudged.get(name, 0):g}"]
                 for name, value in judged.items()]  # fmt: skip
    return rows


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("fields", nargs="*", help="open fields; those held from training if none")
    parser.add_argument("--see", action="store_true", help="only ask, and keep what was seen")
    given = parser.parse_args()
    names = open_ones(parser, given.fields, HELD)
    if given.see:
        for name in names:
            for judge in JUDGES:
                see(load(name), judge)
        return
    fit(names)


if __name__ == "__main__":
    main()
