"""Fits the verifier's weighing of support: `python -m bench.grounding_fit`.

A logistic model over `rag.verification.support.Signals`, fitted to the claims of published sets
whose passages `bench/judge` kept from training, and to the written answers of ClapNQ beside their
passage with and without the sentences that they rest on. The weights see nothing of
AttributionBench dev and WiCE dev, which measure what comes out; which signals to weigh was chosen
with an eye on both.
"""

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench.common import data
from bench.judge.sources import held_back
from index.text.sentences import sentence_spans
from rag.evaluation.datasets import passages_of
from rag.evaluation.metrics import macro_f1, roc_area
from rag.reader.judge import OnnxJudge
from rag.verification.support import Signals, signals

SOURCES = (
    "docnli_fever", "docnli_mnli", "fm2", "feverous_programfc", "factcheckgpt", "climate_fever",
    "sufficient_facts_full", "sufficient_facts_cut", "scitail", "rte",
)  # fmt: skip
"""Sets of claims about passages; those of single sentences about pictures are left out."""
_CUT = 900
"""Characters after which the training cut a passage; what it kept back it told by the rest."""
_EACH = 300
_WORDS = 6
"""In a sentence of a written answer, at least."""

Seen = tuple[str, Signals, bool]
"""Source, signals and label of a claim."""


def _of_answers(judge: OnnxJudge) -> Iterator[Seen]:
    file = data("clapnq_answerable") / "clapnq_dev_answerable.jsonl"
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        sentences = row["passages"][0]["sentences"]
        for output in row["output"]:
            answer, chosen = output["answer"], set(output["selected_sentences"])
            left = [s for s in sentences if s not in chosen]
            for start, end in sentence_spans(answer, 0, len(answer)):
                claim = answer[start:end]
                if len(claim.split()) >= _WORDS:
                    yield "clapnq", _signals(judge, claim, " ".join(sentences)), True
                    if left:
                        yield "clapnq", _signals(judge, claim, " ".join(left)), False


def _signals(judge: OnnxJudge, claim: str, text: str) -> Signals:
    passages = passages_of(claim, text)
    return signals(claim, passages, judge.support(claim, passages))


def _of_claims(judge: OnnxJudge) -> Iterator[Seen]:
    """At most so many of a source and label."""
    rng = random.Random(3)
    with gzip.open(data("train") / "support.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [row for line in lines if (row := json.loads(line))["source"] in SOURCES]
    rng.shuffle(rows)
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        passage, label = str(row["passage"]), str(row["label"])
        cut = passage if row["source"] == "factcheckgpt" else _cut(passage)
        if not held_back(cut) or counts[row["source"], label] >= _EACH:
            continue
        counts[row["source"], label] += 1
        measured = _signals(judge, row["claim"], passage)
        yield row["source"], measured, label == "supported"


def _cut(passage: str) -> str:
    """A passage as the training cut it."""
    return passage[:_CUT].rsplit(" ", 1)[0] if len(passage) > _CUT else passage


def fit() -> None:
    judge = OnnxJudge()
    found = [*_of_answers(judge), *_of_claims(judge)]
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
