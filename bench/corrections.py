"""Trains what tells a correction from other passages: `python -m bench.corrections`.

`bench/corrections.jsonl` holds texts written for it: notes that put right what a report said, and
others that are near to these and do not. Paragraphs of open fields' reports, of which next to none
is a correction, stand beside them as what a text mostly is. A logistic model weighs the numbers of
a text's vector. It is measured on the texts written for it, fitted to others of them, and on
paragraphs of fields that nothing is trained on.
"""

import json
import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bench.common import ROOT, Figure, Result, main
from bench.fields.corpus import HELD, OPEN, load
from index.embedding.embedders import load_embedder
from index.settings import SHIPPED_EMBEDDER
from index.text.normalize import collapsed
from index.text.sentences import sentence_spans
from rag.answer.corrections import FOLDER, SURE
from rag.evaluation.metrics import roc_area

FOLDS, STRENGTH, SEED = 10, 10.0, 3
OF_A_FIELD, OF_A_REPORT = 12, 8
"""Reports of a field, and paragraphs of a report, that are drawn."""
ORDINARY = 0.3
"""What a drawn paragraph weighs beside a text written for this."""

Floats = npt.NDArray[np.float32]


def drawn(fields: Sequence[str]) -> list[str]:
    """A sentence, or two, from paragraphs of plain reports of fields, the same each time."""
    chance = random.Random(SEED)
    found: list[str] = []
    for field in fields:
        files = sorted(f for f in load(field).folder.rglob("*") if f.suffix in (".txt", ".md"))
        for file in chance.sample(files, min(OF_A_FIELD, len(files))):
            paragraphs = [p for p in file.read_text("utf-8").split("\n\n") if p.strip()]
            for text in chance.sample(paragraphs, min(OF_A_REPORT, len(paragraphs))):
                spans = sentence_spans(text, 0, len(text))
                at = chance.randrange(len(spans)) if spans else 0
                some = spans[at : at + chance.choice((1, 1, 2))]
                found += [collapsed(text[some[0][0] : some[-1][1]])] if some else []
    return found


def measure() -> Result:
    lines = (ROOT / "bench" / "corrections.jsonl").read_text("utf-8").splitlines()
    written = [json.loads(line) for line in lines]
    embedder = load_embedder(SHIPPED_EMBEDDER, 32)

    def vectors(texts: Sequence[str]) -> Floats:
        return np.stack([encoding.pooled for encoding in embedder.encode(texts)])

    texts = vectors([one["text"] for one in written])
    corrects = np.array([bool(one["corrects"]) for one in written])
    others, held = vectors(drawn(OPEN)), vectors(drawn(HELD))
    logits = np.zeros(len(written))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for fitted, left in folds.split(texts, corrects):
        model = _fit(texts[fitted], corrects[fitted], others)
        logits[left] = model.decision_function(texts[left])
    model = _fit(texts, corrects, others)
    FOLDER.mkdir(parents=True, exist_ok=True)
    stated = {
        "constant": round(float(model.intercept_[0]), 3),
        "weights": [round(float(weight), 3) for weight in model.coef_[0]],
    }
    (FOLDER / "weights.json").write_text(f"{json.dumps(stated)}\n", "utf-8")
    told = logits >= SURE
    return Result(
        name="corrections",
        title="Corrections",
        about=(
            f"{len(written)} texts written for it, {int(corrects.sum())} of them corrections, in "
            f"{FOLDS} folds, with {len(others)} paragraphs of {len(OPEN)} open fields; {len(held)} "
            "paragraphs of fields that nothing is trained on, next to none of them a correction."
        ),
        figures=[
            Figure("AUROC", roc_area(corrects.tolist(), logits.tolist()) or 0.0),
            Figure("precision where told to be one", float(corrects[told].mean())),
            Figure("recall", float(told[corrects].mean())),
            Figure(
                "of the other fields' told to be one",
                float((model.decision_function(held) >= SURE).mean()),
            ),
        ],
    )


def _fit(texts: Floats, corrects: npt.NDArray[np.bool_], others: Floats) -> LogisticRegression:
    weights = np.r_[np.ones(len(texts)), np.full(len(others), ORDINARY)]
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    return model.fit(
        np.vstack([texts, others]), np.r_[corrects, np.zeros(len(others), bool)], weights
    )


if __name__ == "__main__":
    main(measure)
