"""Questions with their answers, and claims, out of published sets: what pairs are made of."""

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bench.common import data
from index.text.sentences import sentence_spans
from index.text.terms import terms


@dataclass(frozen=True, slots=True)
class Pair:
    """`task` is "answers" (text is a question) or "supports" (text is a claim).

    `start` and `end` are the answer's offsets in the passage, -1 where none is known.
    """

    source: str
    task: str
    text: str
    passage: str
    label: int
    start: int = -1
    end: int = -1
    split: str = "train"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a paragraph of an article, with its answer's offsets if it has one."""

    source: str
    article: str
    paragraph: str
    question: str
    answerable: bool
    start: int = -1
    end: int = -1


def squad_part() -> Iterator[Asked]:
    """The questions of the SQuAD 2.0 part."""
    articles = json.loads((data("squad2_part") / "dev-v2.0.json").read_text("utf-8"))["data"]
    for article in articles:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                start = end = -1
                if not qa["is_impossible"]:
                    answer = qa["answers"][0]
                    start = answer["answer_start"]
                    end = start + len(answer["text"])
                yield Asked(
                    "squad2_part", article["title"], paragraph["context"], qa["question"],
                    not qa["is_impossible"], start, end,
                )  # fmt: skip


def rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(data("train") / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def held_back(group: str, share: int = 25) -> bool:
    """Whether a whole group is kept from training, by its name alone: one in `share`."""
    return int(sha256(group.encode()).hexdigest(), 16) % share == 0


def some_of(passage: str, text: str, rng: random.Random) -> str:
    """The five sentences in a row that share most words with `text`."""
    spans = sentence_spans(passage, 0, len(passage))
    wanted = set(terms(text))
    best = max(
        range(max(1, len(spans) - 4)),
        key=lambda i: len(
            wanted & set(terms(passage[spans[i][0] : spans[min(i + 4, len(spans) - 1)][1]]))
        ),
    )
    return passage[spans[best][0] : spans[min(best + 4, len(spans) - 1)][1]]
