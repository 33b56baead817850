"""Words for which no other stands, however near in meaning: months, and the points of the compass,
which belong to the place that they are said of."""

import re
from collections.abc import Iterator

from index.times.dates import MONTH_NAME
from index.times.periods import periods
from rag.verification.alignment import Pair
from rag.verification.reading import Reading
from rag.verification.times import anchor_of
from rag.verification.types import Fault, FaultKind

_MONTH = re.compile(rf"\b{MONTH_NAME}\b")
_A_WORD_TOO = frozenset({"may", "march"})
_POINT = re.compile(
    r"(?P<point>(?:north|south)-?(?:east|west)|north|south|east|west)(?:ern|erly|wards?)?"
)
_BESIDE = 5
"""Words behind a place within which its point of the compass stands."""


def exact(pair: Pair) -> Iterator[Fault]:
    """Months and points of the compass that the passage does not have, or has of another place."""
    yield from _months(pair)
    points = _points(pair.passage)
    for number, point in _points(pair.sentence).items():
        written = pair.sentence.written(number)
        if point not in points.values():
            yield Fault(FaultKind.WORDS, f"the passage does not say “{written}”")
        elif _is_of_another_place(pair, number, point, points):
            yield Fault(FaultKind.ROLES, f"“{written}” is said of something else in the passage")


def _months(pair: Pair) -> Iterator[Fault]:
    """Months outside the times that are told apart, which are looked at elsewhere."""
    text, told = pair.sentence.text, pair.passage.text
    spans = [(p.start, p.end) for p in periods(text, anchor_of(pair))]
    for match in _MONTH.finditer(text):
        inside = any(start <= match.start() < end for start, end in spans)
        heads = match[0].casefold() in _A_WORD_TOO and match.start() == 0
        if not (inside or heads) and not re.search(rf"\b{re.escape(match[0])}\b", told):
            yield Fault(FaultKind.DATE, f"the passage does not tell of “{match[0]}”")


def _points(reading: Reading) -> dict[int, str]:
    """The points of the compass in a text, by the numbers of their words; in no name."""
    found = {}
    for number, token in enumerate(reading.tokens):
        of_a_name = any(t.capital for t in reading.tokens[number + 1 : number + 2])
        named = token.capital and (of_a_name or not token.heads)
        match = None if named else _POINT.fullmatch(token.word)
        if match is not None:
            found[number] = match["point"].replace("-", "")
    return found


def _is_of_another_place(pair: Pair, number: int, point: str, points: dict[int, str]) -> bool:
    """Whether the place before a point of the compass has only others behind it in the passage."""
    tokens = pair.sentence.tokens
    place = next(
        (n for n in range(number - 1, max(-1, number - _BESIDE - 1), -1)
         if tokens[n].capital and tokens[n].sentence == tokens[number].sentence),
        None,
    )  # fmt: skip
    if place is None:
        return False
    said = {
        points[n]
        for there in pair.same[place]
        for n in range(there + 1, there + 1 + _BESIDE)
        if n in points
    }
    return bool(said) and point not in said
