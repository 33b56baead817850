"""Fits the guardrail's weights: `python -m bench.judge.fit`.

Each question of `questions.jsonl` is searched in its corpus of eight reports, and the signals of
the best passages are taken as the engine takes them. A logistic model learns from six corpora
which passages have the evidence; a second one, which questions have an answer. The other three
corpora tell how far that holds. What comes out is `fitted.json` beside the judge.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench.common import Figure, Result, Table, keep
from bench.corpus import ingest, settings_for, shipped
from bench.judge.questions import FITTED, corpora
from index.catalog import Catalog
from rag.build import build_engine
from rag.engine import QueryEngine
from rag.evaluation.gold import Reports, Span, is_relevant
from rag.evaluation.metrics import calibration, calibration_error, roc_area
from rag.evaluation.questions import KnownQuestion
from rag.evidence import Evidence, question_signals, signals
from rag.judge import FOLDER
from rag.verdict import Lack

PASSAGE = ("always", "relevance", "fused", "answers", "span", "carries")
QUESTION = ("always", "best", "next")
FALSE_REFUSALS = 0.05


@dataclass(frozen=True, slots=True)
class Seen:
    """A question with what was found for it. `has_answer` tells which passages have the evidence;
    `refused` is set where the guardrail's plain checks refuse it."""

    corpus: str
    known: KnownQuestion
    evidence: Sequence[Evidence]
    measured: Sequence[dict[str, float]]
    has_answer: Sequence[bool]
    refused: bool


def see() -> list[Seen]:
    """All questions, searched and judged."""
    found = list[Seen]()
    for name, folder, questions in corpora():
        ingest(folder, shipped)
        engine = build_engine(settings_for(folder), shipped)
        if engine.catalog is None:
            raise RuntimeError(f"nothing was ingested from {folder}")
        reports = Reports(engine.catalog)
        some = [_seen(name, known, engine, engine.catalog, reports) for known in questions]
        found += [s for s in some if s.refused or s.evidence]  # the rest is not judged
        print(f"corpus {name}: {len(questions)} questions", file=sys.stderr, flush=True)
    return found


def _seen(
    name: str, known: KnownQuestion, engine: QueryEngine, catalog: Catalog, reports: Reports
) -> Seen:
    examined = engine.examine(known.query)
    if examined is None:
        raise RuntimeError(f"{known.id} cannot be asked")
    question, verdict = examined
    refused = verdict.lack not in (Lack.NOTHING, Lack.UNANSWERED)
    evidence = [e for e in verdict.evidence if e.judgement is not None]
    gold = [place for sentence in known.evidence for place in reports.places(sentence)]
    passages = [e.ranked.finding.passage for e in evidence]
    return Seen(
        corpus=name,
        known=known,
        evidence=evidence,
        measured=[signals(question, e.ranked, e.judgement) for e in evidence],
        has_answer=[is_relevant(Span(p.report_id, p.start, p.end), gold) for p in passages],
        refused=refused,
    )  # fmt: skip


def fit_passages(seen: Sequence[Seen]) -> dict[str, float]:
    """Which passages have the evidence. The passages of a question weigh one together."""
    rows, labels, weights = [], [], []
    for s in seen:
        for measured, label in zip(s.measured, s.has_answer, strict=True):
            rows.append([measured[name] for name in PASSAGE[1:]])
            labels.append(label)
            weights.append(1 / len(s.measured))
    model = LogisticRegression(C=1.0, max_iter=2000).fit(rows, labels, sample_weight=weights)
    return _weights(PASSAGE, model)


def fit_questions(seen: Sequence[Seen], passage: dict[str, float]) -> dict[str, float]:
    """Which questions have an answer among their evidence."""
    rows = [_question_row(s, passage) for s in seen]
    labels = [s.known.answerable and any(s.has_answer) for s in seen]
    return _weights(QUESTION, LogisticRegression(C=1.0, max_iter=2000).fit(rows, labels))


def confidence(s: Seen, passage: dict[str, float], question: dict[str, float]) -> float:
    """As the engine gives it."""
    if s.refused:
        return 0.01
    row = [1.0, *_question_row(s, passage)]
    logit = sum(w * x for w, x in zip(question.values(), row, strict=True))
    return float(1 / (1 + np.exp(-logit)))


def _question_row(s: Seen, passage: dict[str, float]) -> list[float]:
    logits = [sum(w * m[name] for name, w in passage.items()) for m in s.measured]
    weighed = [
        replace(e, logit=logit) for e, logit in zip(s.evidence, logits, strict=True)
    ]  # fmt: skip
    weighed.sort(key=lambda e: -e.logit)
    return [question_signals(weighed)[name] for name in QUESTION[1:]]


def _weights(names: Sequence[str], model: LogisticRegression) -> dict[str, float]:
    values = [model.intercept_[0], *model.coef_[0]]
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}


def fit() -> None:
    seen = see()
    known = [s for s in seen if s.corpus in FITTED and not s.refused and s.evidence]
    passage = fit_passages(known)
    question = fit_questions(known, passage)
    figures, rows = list[Figure](), list[list[str]]()
    held = {"fitted": True, "held back": False}
    for name, is_fitted in held.items():
        some = [s for s in seen if (s.corpus in FITTED) is is_fitted]
        labels = [s.known.answerable for s in some]
        right = [s.known.answerable and any(s.has_answer) for s in some]
        sure = [confidence(s, passage, question) for s in some]
        threshold = sorted(c for c, y in zip(sure, labels, strict=True) if y)[
            int(FALSE_REFUSALS * sum(labels))
        ]
        if is_fitted:
            shipped = threshold
        refused = {
            kind: np.mean([c < shipped for c, s in zip(sure, some, strict=True)
                           if s.known.kind == kind])
            for kind in ("far", "near", "date", "premise", "trap")
        }  # fmt: skip
        wrong = np.mean([c < shipped for c, y in zip(sure, labels, strict=True) if y])
        all_refused = np.mean([c < shipped for c, y in zip(sure, labels, strict=True) if not y])
        area = roc_area(labels, sure) or 0.0
        error = calibration_error(calibration(right, sure)) or 0.0
        rows.append([
            name, str(len(some)), f"{area:.3f}", f"{error:.3f}", f"{wrong:.3f}",
            f"{all_refused:.3f}", *(f"{share:.2f}" for share in refused.values()),
        ])  # fmt: skip
        if not is_fitted:
            figures = [
                Figure("calibration error, held back", error, at_most=0.05),
                Figure("AUROC, held back", area),
            ]
    stated = {
        "fitted_to": "620 questions on 48 reports of 2022 and 2023, bench/judge/questions.jsonl",
        "passage": passage, "question": question, "min_confidence": round(shipped, 4),
    }  # fmt: skip
    (FOLDER / "fitted.json").write_text(json.dumps(stated, indent=2) + "\n", "utf-8")
    keep(Result(
        name="judge_fit",
        title="The guardrail's weights",
        about=(
            "Questions on the campaign reports, eight reports a corpus. Fitted to six corpora, "
            f"measured on three others, answered from a confidence of {shipped:.3f}, which refuses "
            "5 % of the answerable questions that it was fitted to."
        ),
        figures=figures,
        tables=[
            Table(
                "Questions",
                ("", "questions", "AUROC", "ECE", "false refusals", "refused of unanswerable",
                 "far", "near", "date", "premise", "trap"),
                rows,
            ),
            Table("Weights", ("signal", "weight"), [
                [f"{of}: {name}", f"{value:g}"]
                for of, weights in (("passage", passage), ("question", question))
                for name, value in weights.items()
            ]),
        ],
    ))  # fmt: skip


if __name__ == "__main__":
    fit()
