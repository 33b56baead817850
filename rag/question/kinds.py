"""What kind of question is asked, as a trained linear model of its words tells.

A comparison, a course of events and a list lean on several passages, the latest on the newest of
them, and a quote on the words of somebody; `sources` asks how many reports say so.
`bench/kinds.py` trained the weights; `rag/models/kinds/README.md` is their card.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import exp
from pathlib import Path

from index.text.normalize import aligned
from rag.question.asked import is_overview

FOLDER = Path(__file__).parent.parent / "models" / "kinds"
KINDS = ("comparison", "timeline", "list", "latest", "quote", "sources")
"""The kinds told apart, in the order of the weights."""
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w'’.-]{0,60}(?: [A-Z][\w'’.-]{0,60}){0,20}")
_UNIT = re.compile(r"\w+|[?,:]")
_A_NAME = "nnn"
SEVERAL, COURSE, LATEST, WORDS, SOURCES = 0.2, 0.3, 0.3, 0.3, 0.5
"""The chances from which a question is taken to lean on several passages, to ask for a course of
events, for the latest, for what somebody said, and for how many reports say so."""


@dataclass(frozen=True, slots=True)
class QuestionKinds:
    """The probabilities that a question asks for a comparison, a course of events (`timeline`), a
    list, the latest, somebody's words (`quote`), and how many reports say so (`sources`)."""

    comparison: float
    timeline: float
    list: float
    latest: float
    quote: float
    sources: float


def asks_for_course(question: str) -> bool:
    """Whether a question asks for a course of events, which no one sentence tells."""
    return kinds_of(question).timeline >= COURSE or is_overview(question)


def asks_for_comparison(question: str) -> bool:
    """Whether a question sets things beside each other."""
    return kinds_of(question).comparison >= SEVERAL


def asks_for_several(question: str) -> bool:
    """Whether a question leans on several passages: a comparison, a course of events, a list."""
    kinds = kinds_of(question)
    return max(kinds.comparison, kinds.timeline, kinds.list) >= SEVERAL or is_overview(question)


def asks_for_latest(question: str) -> bool:
    """Whether a question asks for the latest."""
    return kinds_of(question).latest >= LATEST


def asks_for_words(question: str) -> bool:
    """Whether a question asks for what somebody said."""
    return kinds_of(question).quote >= WORDS


def asks_for_sources(part: str) -> bool:
    """Whether a part of a question asks how many reports say so."""
    return kinds_of(part).sources >= SOURCES


@lru_cache(maxsize=256)
def kinds_of(question: str) -> QuestionKinds:
    """The kinds of a question; it may be of several, and most are of none."""
    stated = _weights()
    logits = list(stated.constant)
    for feature in set(features(question)):
        for n, weight in enumerate(stated.words.get(feature, ())):
            logits[n] += weight
    return QuestionKinds(*(1 / (1 + exp(-max(-50.0, min(50.0, logit)))) for logit in logits))


def features(question: str) -> Iterator[str]:
    """The words of a question and its pairs of neighbouring words, in small letters: names are all
    one word, and so are figures of as many places."""
    text = _NAME.sub(_A_NAME, aligned(question))
    units = _UNIT.findall(re.sub(r"\d", "0", text.lower()))
    yield from units
    yield from map(" ".join, pairwise(units))


@dataclass(frozen=True, slots=True)
class _Weights:
    constant: Sequence[float]
    words: Mapping[str, Sequence[float]]


@cache
def _weights() -> _Weights:
    stated = json.loads((FOLDER / "weights.json").read_text("utf-8"))
    return _Weights(stated["constant"], stated["words"])
