"""Fits the verifier's weighing of support: `python -m bench.grounding_fit`.

A logistic model over `rag.grounding.support.Signals`, fitted to the claims of published sets whose
passages `bench/judge` kept from training. AttributionBench dev and WiCE dev are no part of it: they
measure what comes out.
"""

import gzip
import json
import random
from collections import Counter
from dataclasses import astuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench.common import data
from bench.judge.pairs import held_back
from rag.evaluation.datasets import passages_of
from rag.evaluation.metrics import macro_f1, roc_area
from rag.grounding.support import Signals, signals
from rag.judge import OnnxJudge

SOURCES = (
    "docnli_fever", "docnli_mnli", "fm2", "feverous_programfc", "factcheckgpt", "climate_fever",
    "sufficient_facts_full", "sufficient_facts_cut", "scitail", "rte",
)  # fmt: skip
"""Sets of claims about passages; those of single sentences about pictures are left out."""
_CUT = 900
"""Characters after which the training cut a passage; what it kept back it told by the rest."""
_EACH = 500


def seen() -> list[tuple[str, Signals, bool]]:
    """Source, signals and label of every claim, at most so many of a source and label."""
    rng, judge = random.Random(11), OnnxJudge()
    with gzip.open(data("train") / "support.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for line in lines if (row := json.loads(line))["source"] in SOURCES]
    rng.shuffle(rows)
    counts: Counter[tuple[str, bool]] = Counter()
    found = []
    for row in rows:
        passage, label = str(row["passage"]), row["label"] == "supported"
        cut = passage if row["source"] == "factcheckgpt" else _cut(passage)
        if not held_back(cut) or counts[row["source"], label] >= _EACH:
            continue
        counts[row["source"], label] += 1
        texts = passages_of(row["claim"], passage)
        found.append(
            (row["source"], signals(row["claim"], texts, judge.support(row["claim"], texts)), label)
        )
    return found


def _cut(passage: str) -> str:
    return passage[:_CUT].rsplit(" ", 1)[0] if len(passage) > _CUT else passage


def fit() -> None:
    found = seen()
    measured = np.array([astuple(s) for _, s, _ in found])
    labels = np.array([label for *_, label in found])
    sources = [source for source, *_ in found]
    # every set and label counts the same
    sizes = Counter(zip(sources, labels.tolist(), strict=True))
    weights = [1 / sizes[s, label] for s, label in zip(sources, labels.tolist(), strict=True)]
    model = LogisticRegression(C=1.0).fit(measured, labels, sample_weight=np.array(weights) * 1000)
    print("claims", len(found), dict(Counter(sources)))
    print("weights", [round(float(w), 3) for w in (*model.intercept_, *model.coef_[0])])
    scores = model.decision_function(measured)
    print("area under the curve, of the fit", roc_area(labels.tolist(), scores.tolist()))
    print("macro-F1, of the fit", macro_f1(labels.tolist(), (scores >= 0).tolist()))


if __name__ == "__main__":
    fit()
