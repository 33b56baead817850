"""Trains the model that tells the kinds of questions: `python -m bench.kinds`.

It learns from the answerable questions of the open fields, whose kinds are known, and from those of
`bench/kinds.tsv`, which were written for it: courses of what comes, goes and comes again, parts of
questions that ask how many reports say so, and what is near to them and asks for something else. It
is measured on the questions of the fields that nothing is trained on. For each kind two logistic
models are fitted, one to which words a question has, one to the same weighed by how much commoner
they are in questions of the kind (Wang & Manning 2012), and their logits averaged: the second is
surer of rare words.
"""

import json
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from bench.common import ROOT, Figure, Result, Table, data, main
from bench.fetched import questions_of
from bench.fields.corpus import ASKED_ON, FETCHED, HELD, OPEN
from rag.evaluation.metrics import roc_area
from rag.evaluation.questions import KnownQuestion, read_questions
from rag.question.asked import compares, is_overview
from rag.question.counted import counted
from rag.question.kinds import FOLDER, KINDS, features, kinds_of
from rag.question.time_window import Order, read_window

IN_QUESTIONS = 4
"""A word is learned from so many questions, at least."""
STRENGTH, STRENGTH_OF_RATIOS = 1.0, 0.3
"""Inverses of the penalty of the two models."""
_SMALLEST = 0.1
"""A word that weighs less for each kind is left out."""
OF_PARTS = ("sources", "part")
"""Kinds of what is no question, but a part of one."""
_AT = (0.2, 0.3, 0.5)

Floats = npt.NDArray[np.float64]


def written() -> tuple[list[str], list[str]]:
    """The questions that were written for this, and the kind of each."""
    lines = (ROOT / "bench" / "kinds.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [question for _, question in rows], [kind for kind, _ in rows]


def asked(fields: Sequence[str]) -> tuple[list[str], list[str]]:
    """The answerable questions of fields, and the kind of each."""
    known = [q for name in fields for q in _questions(name) if q.answerable]
    return [q.question for q in known], [q.kind for q in known]


def _questions(field: str) -> list[KnownQuestion]:
    """The questions of a field, whose reports need not be laid out."""
    fetched = questions_of(field)
    return read_questions(fetched if fetched.exists() else data(f"fields/{field}/questions.jsonl"))


def train(questions: Sequence[str], kinds: Sequence[str]) -> dict[str, object]:
    """Constants and weights of words for each of KINDS, in their order. Those of whole questions
    are learned from these alone."""
    whole = [n for n, kind in enumerate(kinds) if kind not in OF_PARTS]
    fitted = [
        *_trained([questions[n] for n in whole], [kinds[n] for n in whole], KINDS[:-1]),
        *_trained(questions, kinds, KINDS[-1:]),
    ]
    words = {
        word: [round(weights.get(word, 0.0), 2) for _, weights in fitted]
        for word in sorted({word for _, weights in fitted for word in weights})
    }
    return {
        "constant": [round(constant, 3) for constant, _ in fitted],
        "words": {
            word: weights for word, weights in words.items()
            if max(map(abs, weights)) >= _SMALLEST
        },
    }  # fmt: skip


def _trained(
    questions: Sequence[str], kinds: Sequence[str], wanted: Sequence[str]
) -> list[tuple[float, dict[str, float]]]:
    """The constant, and weights of words, for each of some kinds."""
    counter = CountVectorizer(analyzer=lambda text: set(features(text)), min_df=IN_QUESTIONS)
    counts = counter.fit_transform(questions).astype(float)
    found = []
    for one in wanted:
        weights, constant = _fit(counts, np.array([kind == one for kind in kinds]))
        found.append((constant, {w: float(weights[n]) for w, n in counter.vocabulary_.items()}))
    return found


def _fit(counts: sparse.csr_matrix, wanted: npt.NDArray[np.bool_]) -> tuple[Floats, float]:
    """Weights of words, and the constant, of one kind."""
    plain = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=3000)
    plain.fit(counts, wanted)
    inside, outside = (1 + np.asarray(counts[some].sum(0)).ravel() for some in (wanted, ~wanted))
    ratios = np.log((inside / inside.sum()) / (outside / outside.sum()))
    weighed = LogisticRegression(C=STRENGTH_OF_RATIOS, solver="liblinear", max_iter=3000)
    weighed.fit(counts @ sparse.diags(ratios), wanted)
    weights = (plain.coef_[0] + weighed.coef_[0] * ratios) / 2
    return weights, float(plain.intercept_[0] + weighed.intercept_[0]) / 2


def measure() -> Result:
    questions, kinds = asked((*OPEN, *FETCHED))
    more, of_more = written()
    stated = train([*questions, *more], [*kinds, *of_more])
    FOLDER.mkdir(exist_ok=True)
    lines = ",\n".join(f"{json.dumps(w)}: {json.dumps(v)}" for w, v in stated["words"].items())  # type: ignore[attr-defined]
    text = f'{{"constant": {json.dumps(stated["constant"])}, "words": {{\n{lines}\n}}}}\n'
    (FOLDER / "weights.json").write_text(text, "utf-8")
    held, known = asked(HELD)
    found = [kinds_of(question) for question in held]
    rows, figures = [], []
    for kind in KINDS:
        chances = [getattr(one, kind) for one in found]
        wanted = [one == kind for one in known]
        area = roc_area(wanted, chances)
        if area is None:
            continue  # no question is of it: it is one of parts
        figures.append(Figure(f"AUROC {kind}", area))
        told = [[chance >= at for chance in chances] for at in _AT]
        rows.append([kind, str(sum(wanted)), *(_right(flags, wanted) for flags in told)])
    taken = sum(counted(question) is not None for question in held)
    figures.append(Figure("taken to ask how many reports say so", taken / len(held)))
    by_rule = {
        "comparison": [compares(q) for q in held],
        "timeline": [is_overview(q) for q in held],
        "latest": [_asks_for_latest(q) for q in held],
    }
    rows += [
        [f"{kind}, by words", "", _right(flags, [one == kind for one in known]), "", ""]
        for kind, flags in by_rule.items()
    ]
    return Result(
        name="kinds",
        title="The kinds of questions",
        about=(
            f"Trained on {len(questions)} answerable questions of {len(OPEN) + len(FETCHED)} "
            f"fields and {len(more)} written for it, measured on {len(held)} of {len(HELD)} "
            "others. Precision and recall at chances; below, those of the hand-written words for "
            "the same."
        ),
        figures=figures,
        tables=[Table("Told right", ("kind", "questions", *(f"at {at}" for at in _AT)), rows)],
    )


def _asks_for_latest(question: str) -> bool:
    return read_window(question, ASKED_ON, None).order is Order.LATEST


def _right(told: Sequence[bool], wanted: Sequence[bool]) -> str:
    """Precision and recall."""
    hits = sum(a and b for a, b in zip(told, wanted, strict=True))
    return f"{hits / max(1, sum(told)):.2f}, {hits / max(1, sum(wanted)):.2f}"


if __name__ == "__main__":
    main(measure)
