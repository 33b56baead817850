"""Trains the model that tells small talk from questions: `python -m bench.talk`.

The phrases of `bench/talk.tsv` say what is talk; questions are those of the open fields, pieces of
them, as people type when they follow up on something, and the phrases that only look like talk. A
softmax over the encoder's vectors is fitted. It is measured on phrases left out, a fifth at a time,
and on the questions of the fields that nothing is trained on, whole and in pieces.
"""

import json
from collections.abc import Sequence
from random import Random

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from bench.common import ROOT, Figure, Result, Table, main
from bench.fields.corpus import FETCHED, HELD, OPEN, load
from index.embedding.embedder import Embedder
from index.embedding.minilm import OnnxEmbedder, check_files
from rag.guardrail.small_talk import FOLDER, LONGEST, QUESTION, SURE, Talk

PHRASES = ROOT / "bench" / "talk.tsv"
CLASSES = (QUESTION, *Talk)
QUESTIONS, PIECES = 2000, 1200
"""Of the open fields, drawn for training."""
STRENGTH = 30.0
"""Inverse of the penalty."""
FOLDS = 5
_MORE_ON = (
    "and", "what about", "summarise", "summarise the report on", "an overview of",
    "what do the reports say about", "the main points of",
)  # fmt: skip
"""What asks for more on something, before its name."""

Floats = npt.NDArray[np.float64]


def phrases() -> tuple[list[str], list[str]]:
    """The phrases that are written down, and the class of each."""
    rows = [line.split("\t") for line in PHRASES.read_text("utf-8").splitlines()]
    return [text for _, text in rows], [kind for kind, _ in rows]


def pieces(questions: Sequence[str], draw: Random) -> list[str]:
    """Of each question its beginning, its end, all but its first word, or what asks for more on its
    end."""
    found = []
    for question in questions:
        words = question.rstrip("?.").split()
        found.append(draw.choice([
            f"{' '.join(words[: draw.randint(1, 3)])}?",
            " ".join(words[-draw.randint(1, 4) :]),
            " ".join(words[1:]) or question,
            f"{draw.choice(_MORE_ON)} {' '.join(words[-draw.randint(1, 4) :])}",
        ]))  # fmt: skip
    return found


def vectors(texts: Sequence[str], embedder: Embedder) -> Floats:
    """(texts, dimension)."""
    return np.array([e.pooled for e in embedder.encode(texts)], dtype=np.float64)


def fit(rows: Floats, kinds: Sequence[str]) -> tuple[Floats, Floats]:
    """Constants, (classes,), and weights, (classes, dimension), in the order of CLASSES."""
    model = LogisticRegression(C=STRENGTH, max_iter=3000, class_weight="balanced")
    model.fit(rows, [CLASSES.index(kind) for kind in kinds])
    return model.intercept_, model.coef_


def told(rows: Floats, constant: Floats, weights: Floats) -> list[str]:
    """The class that each row is taken for; a question where that is not sure, as in
    `rag.guardrail.small_talk`."""
    logits = rows @ weights.T + constant
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    talk = 1 - chances[:, 0] >= SURE
    return [
        CLASSES[best] if sure else QUESTION
        for best, sure in zip(chances.argmax(axis=1), talk, strict=True)
    ]  # fmt: skip


def _left_out(ours: Floats, kinds: Sequence[str], others: Floats) -> list[str]:
    """What each phrase is taken for by a model that was fitted without it."""
    found = [QUESTION] * len(kinds)
    fold = np.arange(len(kinds)) % FOLDS
    for out in range(FOLDS):
        kept = [k for k, f in zip(kinds, fold, strict=True) if f != out]
        model = fit(np.concatenate([ours[fold != out], others]), kept + [QUESTION] * len(others))
        numbers = np.flatnonzero(fold == out)
        for n, kind in zip(numbers, told(ours[numbers], *model), strict=True):
            found[n] = kind
    return found


def measure() -> Result:
    draw, embedder = Random(0), OnnxEmbedder()
    texts, kinds = phrases()
    asked = [q.question for name in (*OPEN, *FETCHED) for q in load(name).questions]
    others = draw.sample(asked, QUESTIONS) + pieces(draw.sample(asked, PIECES), draw)
    ours, questions = vectors(texts, embedder), vectors(others, embedder)
    constant, weights = fit(
        np.concatenate([ours, questions]), [*kinds, *[QUESTION] * len(others)]
    )  # fmt: skip
    _write(constant, weights)
    found = _left_out(ours, kinds, questions)
    asked = [q.question for name in HELD for q in load(name).questions]
    held = [question for question in asked if len(question.split()) <= LONGEST]
    whole = told(vectors(held, embedder), constant, weights)
    parts = told(vectors(pieces(held, draw), embedder), constant, weights)
    talk = [(k, f) for k, f in zip(kinds, found, strict=True) if k != QUESTION]
    alike = [f for k, f in zip(kinds, found, strict=True) if k == QUESTION]
    return Result(
        name="talk",
        title="Small talk and questions",
        about=(
            f"Trained on {len(texts)} phrases, {QUESTIONS} questions of open fields and {PIECES} "
            "pieces of others. Phrases are told by models that were fitted without them; questions "
            f"are those {len(held)} of {len(asked)} which have at most {LONGEST} words, on the "
            f"{len(HELD)} fields that nothing is trained on."
        ),
        figures=[
            Figure("talk told as such", _share([f != QUESTION for _, f in talk])),
            Figure("of the right kind", _share([k == f for k, f in talk if f != QUESTION])),
            Figure("phrases like talk that ask, taken for talk", _share(_taken(alike))),
            Figure("questions taken for talk", _share(_taken(whole)), at_most=0.0),
            Figure("pieces of questions taken for talk", _share(_taken(parts)), at_most=0.01),
        ],
        tables=[
            Table("By kind", ("kind", "phrases", "told as talk", "as this kind"), [
                [kind, str(kinds.count(kind)),
                 f"{_share([f != QUESTION for k, f in talk if k == kind]):.2f}",
                 f"{_share([f == kind for k, f in talk if k == kind]):.2f}"]
                for kind in Talk
            ]),
        ],
    )  # fmt: skip


def _taken(found: Sequence[str]) -> list[bool]:
    return [kind != QUESTION for kind in found]


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / max(1, len(flags))


def _write(constant: Floats, weights: Floats) -> None:
    FOLDER.mkdir(exist_ok=True)
    rows = ",\n".join(json.dumps([round(float(w), 2) for w in row]) for row in weights)
    text = (
        f'{{"encoder": "{check_files()}",\n"classes": {json.dumps(CLASSES)},\n'
        f'"constant": {json.dumps([round(float(c), 3) for c in constant])},\n'
        f'"weights": [\n{rows}\n]}}\n'
    )
    (FOLDER / "weights.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main(measure)
