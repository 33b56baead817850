"""Fits what tells figures of one measure from others: `python -m bench.measures`.

`bench/measures_pairs.jsonl` holds pairs of sentences written for it, each with a figure: half of
one measure at two times or by two accounts, half of two measures, many of one thing. A logistic
model weighs how near the figures' tokens and the sentences are. What it finds stands in
`rag/answer/measures.py`; the figures here are of weights fitted to the other pairs.
"""

import json

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from bench.common import ROOT, Figure, Result, Table, main
from index.embedding.embedders import load_embedder
from index.settings import SHIPPED_EMBEDDER
from rag.answer.measures import CONSTANT, OF_FIGURES, OF_SENTENCES, ONE_MEASURE, Measures
from rag.evaluation.metrics import roc_area

FOLDS, STRENGTH = 10, 10.0


def measure() -> Result:
    lines = (ROOT / "bench" / "measures_pairs.jsonl").read_text("utf-8").splitlines()
    pairs = [json.loads(line) for line in lines]
    measures = Measures(load_embedder(SHIPPED_EMBEDDER, 32))
    rows, labels = [], []
    for pair in pairs:
        mine, theirs = measures.figures([pair["one"]]), measures.figures([pair["other"]])
        rows.append(max(f.nearness(g) for f in mine for g in theirs))
        labels.append(bool(pair["one_measure"]))
    model = LogisticRegression(C=STRENGTH)
    chances = cross_val_predict(model, rows, labels, cv=FOLDS, method="predict_proba")[:, 1]
    told = np.log(chances / (1 - chances)) >= ONE_MEASURE
    right = np.array(labels)
    model.fit(rows, labels)
    fitted = [*model.coef_[0], model.intercept_[0]]
    shipped = (OF_FIGURES, OF_SENTENCES, CONSTANT)
    names = ("figures' tokens", "sentences", "constant")
    return Result(
        name="measures",
        title="Figures of one measure",
        about=f"{len(pairs)} pairs of sentences, {sum(labels)} of one measure, in {FOLDS} folds.",
        figures=[
            Figure("AUROC", roc_area(labels, chances.tolist()) or 0.0),
            Figure("precision where told to be of one measure", float(right[told].mean())),
            Figure("recall", float(told[right].mean())),
        ],
        tables=[Table("Weights", ("of", "fitted", "shipped"), [
            [name, f"{value:.2f}", f"{kept:.2f}"]
            for name, value, kept in zip(names, fitted, shipped, strict=True)
        ])],
    )  # fmt: skip


if __name__ == "__main__":
    main(measure)
