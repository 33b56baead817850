"""Sentences of the campaign reports with the passages that they are true by."""

import json
import random
import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from bench.common import data
from index.structure.blocks import split_blocks
from index.text.sentences import sentence_spans
from rag.verification.types import Grounds

_LETTERS = re.compile(r"^[A-Z“\"].{60,420}[.”\"]$", re.DOTALL)
_LEAST, _MOST = 10, 60
"""Words in a sentence."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of a report and the two sentences that are its grounds."""

    sentence: str
    grounds: Grounds


def true_sentences(seed: int, most: int) -> list[Told]:
    """Sentences of the reports with the two that they are of, in an order of chance."""
    found = list(_all_true())
    random.Random(seed).shuffle(found)
    return found[:most]


@cache
def _all_true() -> tuple[Told, ...]:
    lines = (data("isw_2022_2023") / "reports.jsonl").read_text("utf-8").splitlines()
    found = []
    for line in lines:
        report = json.loads(line)
        text, day = report["text"], date.fromisoformat(report["date"])
        for block in split_blocks(text):
            spans = sentence_spans(text, block.start, block.end)
            for at in range(0, len(spans) - 1, 2):
                both = text[spans[at][0] : spans[at + 1][1]]
                grounds = Grounds(both, day, report["title"], "Institute for the Study of War")
                found += [
                    Told(text[a:b], grounds)
                    for a, b in spans[at : at + 2]
                    if _LETTERS.match(text[a:b]) and _LEAST <= len(text[a:b].split()) <= _MOST
                ]
    return tuple(found)
