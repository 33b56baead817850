"""The numbers of a sentence stand in the passage, of the same things and as closely."""

import re
from collections.abc import Iterator, Sequence
from math import floor, isclose, log10

from index.times.periods import periods
from rag.language.quantities import Close, Quantity, quantities
from rag.verification.alignment import Pair
from rag.verification.reading import Reading
from rag.verification.times import anchor_of
from rag.verification.types import Fault, FaultKind

_THINGS = 4
"""Words after a number in which what it counts is looked for."""
_DESIGNATION = re.compile(r"\b(?=[\w-]{0,200}\d)(?=[\w-]{0,200}[A-Za-z])[\w-]+\b")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)", re.IGNORECASE)
_SAME = {
    Close.EXACT: {Close.EXACT},
    Close.ABOUT: {Close.ABOUT, Close.EXACT},
    Close.OVER: {Close.OVER},
    Close.AT_LEAST: {Close.AT_LEAST},
    Close.UNDER: {Close.UNDER},
    Close.AT_MOST: {Close.AT_MOST},
}
"""How the passage may mean a number that the sentence means so: about is no less than exactly."""
_UNSPECIFIC = frozenset({1.0})


def numbers(pair: Pair) -> Iterator[Fault]:
    """Numbers that the passage has not, or has of other things, or more or less closely."""
    have = _counting(pair.passage, pair)
    for mine in _counting(pair.sentence, pair):
        same_value = [theirs for theirs in have if _same_value(mine, theirs)]
        if not same_value:
            if mine.value in _UNSPECIFIC and mine.written.casefold() == "one":
                continue
            yield Fault(FaultKind.NUMBER, f"the passage has no number “{mine.written}”")
            continue
        same_thing = [theirs for theirs in same_value if _same_thing(pair, mine, theirs)]
        if not same_thing:
            thing = _words_of(pair.sentence, _things(pair.sentence, mine)) or mine.unit or ""
            yield Fault(FaultKind.UNIT, f"the passage has no “{mine.written}” of “{thing}”".strip())
        elif not any(t.close in _SAME[mine.close] or _rounded(mine, t) for t in same_thing):
            yield Fault(
                FaultKind.NUMBER,
                f"the passage has {same_thing[0].close} {same_thing[0].written}, not {mine.close}",
            )


def _counting(reading: Reading, pair: Pair) -> list[Quantity]:
    """The numbers of a text but for those of its days and of names such as F-16."""
    spans = [(p.start, p.end) for p in periods(reading.text, anchor_of(pair))]
    spans += [m.span() for m in _DESIGNATION.finditer(reading.text) if _is_name(m[0])]
    return [
        q for q in quantities(reading.text)
        if not any(start < q.end and q.start < end for start, end in spans)
    ]  # fmt: skip


def _is_name(written: str) -> bool:
    """Whether letters and figures written together are a name: F-16, 51st, and not 20km."""
    return bool(re.match(r"[A-Za-z]", written) or _ORDINAL.fullmatch(written))


def _same_value(mine: Quantity, theirs: Quantity) -> bool:
    same = isclose(mine.value, theirs.value, rel_tol=1e-9) or _rounded(mine, theirs)
    return same and mine.ordinal == theirs.ordinal


def _rounded(mine: Quantity, theirs: Quantity) -> bool:
    """Whether "about 51" or "more than 50" is said of 50.72."""
    if isclose(mine.value, theirs.value) or not mine.value or not theirs.value:
        return False
    if theirs.close not in (Close.EXACT, Close.ABOUT):
        return False
    if mine.close not in (Close.ABOUT, Close.OVER, Close.AT_LEAST, Close.UNDER):
        return False
    if mine.close is not Close.ABOUT and theirs.close is Close.ABOUT:
        return False
    way = {Close.UNDER: -1, Close.ABOUT: 0}.get(mine.close, 1)
    if way and (theirs.value - mine.value) * way < 0:
        return False
    step = 10 ** (floor(log10(abs(theirs.value))) - 1)
    return abs(mine.value - theirs.value) < step and _is_round(mine.value, step)


def are_rounded(pair: Pair, mine: tuple[int, int], theirs: tuple[int, int]) -> bool:
    """Whether all numbers at a place of the sentence are those at one of the passage, rounded."""
    own, other = _at(pair.sentence, *mine), _at(pair.passage, *theirs)
    return len(own) == len(other) > 0 and all(map(_rounded, own, other))


def _at(reading: Reading, start: int, end: int) -> list[Quantity]:
    return [q for q in quantities(reading.text) if q.start < end and start < q.end]


def _is_round(value: float, step: float) -> bool:
    return isclose(value / step, round(value / step), abs_tol=1e-9)


def _same_thing(pair: Pair, mine: Quantity, theirs: Quantity) -> bool:
    if mine.unit is not None and theirs.unit is not None:
        if mine.unit != theirs.unit:
            return False
    elif (mine.unit is None) != (theirs.unit is None):
        return _is_elliptic(pair, mine, theirs)
    named = _named_before(pair.sentence, mine), _named_before(pair.passage, theirs)
    if named[0] is not None and named[1] in pair.same[named[0]]:
        return True
    own, other = _things(pair.sentence, mine), _things(pair.passage, theirs)
    if not own or mine.unit is not None:
        return True
    if any(pair.found(n) & set(other) for n in _counted(pair.sentence, own)):
        return True
    if other:
        return False
    around = pair.passage.within(theirs.start, theirs.end)
    sentence = pair.passage.tokens[around[0]].sentence if around else 0
    return any(pair.passage.tokens[i].sentence == sentence for n in own for i in pair.found(n))


def _named_before(reading: Reading, quantity: Quantity) -> int | None:
    """The name that a number belongs to: "Embraer 190" counts nothing."""
    before = [n for n, t in enumerate(reading.tokens) if t.end <= quantity.start]
    if not before or reading.text[reading.tokens[before[-1]].end : quantity.start] != " ":
        return None
    token = reading.tokens[before[-1]]
    return before[-1] if token.is_name and token.content else None


def _is_elliptic(pair: Pair, mine: Quantity, theirs: Quantity) -> bool:
    """Whether one of both leaves a unit out that the other has, and counts nothing else."""
    lacking, reading = (mine, pair.sentence) if mine.unit is None else (theirs, pair.passage)
    return not _things(reading, lacking)


def _things(reading: Reading, quantity: Quantity) -> list[int]:
    """The words in which a number says what it counts."""
    found: list[int] = []
    after = [n for n, t in enumerate(reading.tokens) if t.start >= quantity.ends_range]
    clause = None
    for number in after[: _THINGS + 3]:
        token = reading.tokens[number]
        clause = token.clause if clause is None else clause
        if number == after[0] and re.search(r"[.;:,()]", reading.gap(number)):
            break
        if token.clause != clause or sum(not reading.tokens[n].capital for n in found) == _THINGS:
            break
        if token.content and not token.word[0].isdigit():
            found.append(number)
        elif found or token.word not in ("of", "the", "more", "other", "its", "their", "different"):
            break
    return found


def _counted(reading: Reading, things: Sequence[int]) -> Sequence[int]:
    """Of the words after a number the things themselves: the first plural, or any."""
    plural = [n for n in things if reading.tokens[n].word.endswith("s")]
    return plural[:1] or things


def _words_of(reading: Reading, numbers: Sequence[int]) -> str:
    return " ".join(reading.written(n) for n in numbers)
