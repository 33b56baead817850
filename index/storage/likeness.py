"""How like two reports are, told from small sketches of them: near-copies that replace each other.

A sketch is the least hashes of the runs of four words that a report has, figures standing for any
figure; what share of those of both is in both estimates what share their runs have in common
(Broder, On the resemblance and containment of documents, 1997). Letters made from one form have
much in common too: so the names in them must be the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from index.dating.expressions import expressions
from index.types import Block, Role

KEPT = 128
"""Hashes in a sketch."""
LOOKED_UP = 24
"""So many of them, the least, are looked up to find what may be alike."""
ALIKE, SAME_NAMES = 0.3, 0.5
"""From these shares on of runs and of names two reports are near-copies."""
_RUN = 4
_WORD = re.compile(r"[^\W\d_]+|\d[\d.,:]*")
_NAME = re.compile(r"(?<![.!?:\n]\s)(?<!^)\b[A-Z][\w’'-]{2,}")
_HEAD_LINES, _HEAD_WORDS, _HEAD_LONG = 12, 12, 200
"""Lines of the head, and the words and characters of the longest that is looked at."""
_NUMBERED = re.compile(
    r"(?P<what>(?<![A-Za-z])(?:[A-Za-z]++\W{1,3})?[A-Za-z]++)\W{0,4}(?<!\d)(?P<number>\d{1,4})(?![\d:/]|[.,]\d)"
)
_LINE = re.compile(r"[^\n\r]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is kept of a report to tell what is like it: its sketch, the hashes of its names, and
    the numbers of its head by the words before them."""

    sketch: tuple[int, ...]
    names: frozenset[int]
    numbers: tuple[tuple[str, int], ...]

    def is_like(self, other: "Likeness") -> bool:
        """Whether one may be another version of the other."""
        return self.resemblance(other) >= ALIKE and self.same_names(other) >= SAME_NAMES

    def resemblance(self, other: "Likeness") -> float:
        """What share of the runs of both is in both, about."""
        both = set(self.sketch) & set(other.sketch)
        least = sorted({*self.sketch, *other.sketch})[:KEPT]
        return sum(value in both for value in least) / len(least) if least else 0.0

    def same_names(self, other: "Likeness") -> float:
        """What share of the names of both is in both; all, where neither has any."""
        either = self.names | other.names
        return len(self.names & other.names) / len(either) if either else 1.0


def likeness_of(text: str, blocks: Sequence[Block]) -> Likeness:
    """The likeness of a report, by what of its text is no furniture."""
    told = [text[b.start : b.end] for b in blocks if b.role is not Role.FURNITURE]
    words = [
        "0" if word[0].isdigit() else word for part in told for word in _WORD.findall(part.lower())
    ]  # fmt: skip
    runs = {
        crc32(" ".join(words[at : at + _RUN]).encode())
        for at in range(max(1, len(words) - _RUN + 1))
    }
    names = {crc32(name.lower().encode()) for part in told for name in _NAME.findall(part)}
    return Likeness(tuple(sorted(runs)[:KEPT]), frozenset(names), tuple(_numbers(told)))


def _numbers(told: Sequence[str]) -> Iterator[tuple[str, int]]:
    """The numbers of the head that are none of a date, by the words right before them."""
    lines = [line for part in told[:_HEAD_LINES] for line in _LINE.findall(part)]
    for line in lines[:_HEAD_LINES]:
        if len(line) > _HEAD_LONG or len(line.split()) > _HEAD_WORDS:
            continue
        dates = [(e.start, e.end) for e in expressions(line, None)]
        for match in _NUMBERED.finditer(line):
            at = match.start("number")
            if not any(start <= at < end for start, end in dates):
                yield " ".join(match["what"].lower().split()), int(match["number"])
