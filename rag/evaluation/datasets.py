"""Public sets that tell how well the judge knows whether a passage answers, or supports.

Dateline has none of their text: they are read from a folder that a setting names.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import Any

from index.errors import BadInput
from index.text.sentences import sentence_spans
from index.text.terms import terms
from rag.evaluation.metrics import (
    Estimate,
    calibration,
    calibration_error,
    estimate,
    macro_f1,
    roc_area,
)
from rag.reader.judge import HELD_BACK, Judge

WINDOW = 4
"""Sentences that are read together of a long text."""
READ = 12
"""Windows of a long text that are read: those which share most words with what is asked."""
_SHORT = 1200
"""Characters; a text up to this long is read as one."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question or claim, what is to answer or support it, and whether that does."""

    text: str
    passages: tuple[str, ...]
    label: bool


@dataclass(frozen=True, slots=True)
class Dataset:
    """`supports` tells whether its items are claims. `file` is where it lies in the folder."""

    about: str
    file: str
    read: Callable[[Path], Iterator[Item]]
    supports: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """An item's label and the logit that it was given."""

    label: bool
    logit: float


def load(name: str, folder: Path | None) -> list[Item]:
    """The items of a set. Raises BadInput, saying what is missing."""
    if name not in DATASETS:
        raise BadInput(f"There is no dataset {name!r}. There are {', '.join(DATASETS)}.")
    if folder is None:
        raise BadInput(
            "Datasets are not part of Dateline. Set DATELINE_DATASETS to the folder that has "
            f"{DATASETS[name].file}."
        )
    file = folder / DATASETS[name].file
    if not file.is_file():
        raise BadInput(f"There is no {DATASETS[name].file} in {folder}.")
    try:
        return list(DATASETS[name].read(file))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise BadInput(f"{file} is not the {name} that is known ({error!r}).") from error


def score(name: str, judge: Judge, items: Iterable[Item]) -> Iterator[Score]:
    """The judge's logit for each item: that of the best of its passages."""
    for item in items:
        if DATASETS[name].supports:
            logits = judge.support(item.text, item.passages)
        else:
            logits = [j.answers for j in judge.judge(item.text, item.passages)]
        yield Score(item.label, max(logits, default=float("-inf")))


def figures(scores: Sequence[Score]) -> dict[str, Estimate]:
    """Area under the ROC curve, macro-F1 at even odds, and calibration error."""
    measured = {
        "auroc": estimate(scores, lambda s: roc_area([x.label for x in s], [x.logit for x in s])),
        "macro_f1": estimate(
            scores, lambda s: macro_f1([x.label for x in s], [x.logit >= 0 for x in s])
        ),
        "calibration_error": estimate(
            scores,
            lambda s: calibration_error(
                calibration([x.label for x in s], [1 / (1 + exp(-x.logit)) for x in s])
            ),
        ),
    }
    return {name: value for name, value in measured.items() if value is not None}


def _squad(file: Path) -> Iterator[Item]:
    for article in json.loads(file.read_text("utf-8"))["data"]:
        if article["title"] not in HELD_BACK:
            continue
        for paragraph in article["paragraphs"]:
            for asked in paragraph["qas"]:
                label = not asked["is_impossible"]
                yield Item(asked["question"], (paragraph["context"],), label)


def _clapnq(file: Path) -> Iterator[Item]:
    """Each question with its passage, and with what is left without the answering sentences."""
    for row in _lines(file):
        question, passage = row["input"], row["passages"][0]
        yield Item(question, _windows(question, passage["sentences"]), True)
        answering = {s for output in row["output"] for s in output["selected_sentences"]}
        left = [s for s in passage["sentences"] if s not in answering]
        if left:
            yield Item(question, _windows(question, left), False)


def _timeqa(file: Path) -> Iterator[Item]:
    for page in json.loads(file.read_text("utf-8")):
        sentences = [s for paragraph in page["paras"] for s in _sentences(paragraph)]
        for question, answers in page["questions"]:
            label = any(answer.get("answer") for answer in answers)
            yield Item(question, _windows(question, sentences), label)


def _wice(file: Path) -> Iterator[Item]:
    for row in _lines(file):
        label = row["label"] == "supported"
        yield Item(row["claim"], _windows(row["claim"], row["evidence"]), label)


def _attribution(file: Path) -> Iterator[Item]:
    for row in _lines(file):
        passages = passages_of(row["claim"], "\n".join(row["references"]))
        yield Item(row["claim"], passages, row["attribution_label"] == "attributable")


def passages_of(asked: str, text: str) -> tuple[str, ...]:
    """A text as it is read: at once where it is short, else in the windows nearest to what is
    asked."""
    return (text,) if len(text) <= _SHORT else _windows(asked, _sentences(text))


def _lines(file: Path) -> Iterator[Any]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, 0, len(text))]


def _windows(asked: str, sentences: Sequence[str]) -> tuple[str, ...]:
    """Sentences in a row, WINDOW together and half of them shared: the READ nearest to what is
    asked by the words they share."""
    step = WINDOW // 2
    texts = [" ".join(sentences[at : at + WINDOW]) for at in range(0, len(sentences), step)]
    wanted = set(terms(asked))
    return tuple(sorted(texts, key=lambda text: -len(wanted & set(terms(text))))[:READ])


DATASETS = {
    "squad2": Dataset(
        "SQuAD 2.0 part, articles that the judge was not trained on",
        "squad2_part/dev-v2.0.json",
        _squad,
    ),
    "clapnq": Dataset("ClapNQ", "clapnq_answerable/clapnq_dev_answerable.jsonl", _clapnq),
    "timeqa": Dataset("TimeQA", "timeqa_train/human_annotated_train.json", _timeqa),
    "wice": Dataset("WiCE dev", "wice_dev/dev.jsonl", _wice, supports=True),
    "attributionbench": Dataset(
        "AttributionBench dev",
        "attributionbench_dev/dev_all_subset_balanced.jsonl",
        _attribution,
        supports=True,
    ),
}
