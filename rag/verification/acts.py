"""Who acts stands before an act, and whom it befalls behind it, as in the passage."""

import re
from collections.abc import Iterator, Sequence

from index.text.terms import stem
from rag.language.synonyms import key_of
from rag.verification.alignment import Pair
from rag.verification.types import Fault, FaultKind
from rag.verification.voice import active_line

_REACH = 3
"""Content words beside an act that are of it."""
_BY = 2
"""Content words before an act in which a name acts; whom it befalls is within twice as many."""
_MUTUAL = frozenset({"met", "meeting", "married", "fought", "fighting", "joined", "resembled"})
"""Acts of two who may be named in any order."""
_BESIDE = frozenset({"in", "during", "after", "near", "at", "on", "over", "from", "amid", "with"})
ACT = re.compile(
    r"(?:[a-z]{2}(?:ed|ing))$|^(?:struck|hit|shot|took|beat|won|sent|gave|told|met|sold|bought|led)$"
)


def acts(
    pair: Pair, mine: list[int], ids: dict[int, int], theirs: dict[int, int]
) -> Iterator[Fault]:
    """An act with those before it whom the passage has after it, and the other way about."""
    lines = [
        active_line(
            pair.passage, [n for n, t in enumerate(pair.passage.tokens) if t.sentence == sentence]
        )
        for sentence in sorted({t.sentence for t in pair.passage.tokens})
    ]
    own = [ids[n] for n in mine]
    for place, number in enumerate(mine):
        if own.count(ids[number]) > 1 or not _is_act(pair, number):
            continue
        word = pair.sentence.tokens[number].word
        places = [
            (line, there)
            for line in lines for there, n in enumerate(line) if theirs[n] == ids[number]
        ]  # fmt: skip
        as_written = [
            (line, there) for line, there in places if pair.passage.tokens[line[there]].word == word
        ]
        # "sheep drowned" and "the flood drowned sheep" are one: only a passive tells who acts
        turned = _names_turn(pair, mine, place, ids, theirs, as_written or places)
        for reach in (_REACH, 2 * _REACH) if mine != sorted(mine) else (_REACH,):
            by_side = _sides(own, place, reach)
            sides = [
                _sides([theirs[n] for n in line], there, reach)
                for line, there in as_written or places
            ]
            turned |= bool(sides) and all(_turns(by_side, other) for other in sides)
        if turned:
            act = pair.sentence.written(number)
            yield Fault(FaultKind.ROLES, f"who and whom have changed places: “{act}”")
            return


def is_act(word: str) -> bool:
    """Whether a word in small letters is what somebody did or does, by its form."""
    return ACT.search(word) is not None or key_of(word) != stem(word)


def _is_act(pair: Pair, number: int) -> bool:
    if not is_act(pair.sentence.tokens[number].word):
        return False
    if all(pair.passage.tokens[i].word.endswith("s") for i in pair.found(number)):
        return False  # more often a thing than an act: "limits"
    following = pair.sentence.tokens[number + 1 : number + 2]
    return not (following and following[0].word in _BESIDE)  # "drowned in the flood"


def _names_turn(
    pair: Pair,
    mine: Sequence[int],
    place: int,
    ids: dict[int, int],
    theirs: dict[int, int],
    places: Sequence[tuple[Sequence[int], int]],
) -> bool:
    """Whether the names right beside an act are on the other sides of it, however far, wherever
    the passage has it: "Brandt replaced Weiss" for "Weiss replaced the mayor of Hald, Brandt"."""
    tokens = pair.sentence.tokens
    act = tokens[mine[place]]
    if act.word in _MUTUAL or not places:
        return False
    ahead_of_it = list(reversed(mine[max(0, place - _BY) : place]))
    before, after = (
        {ids[n] for n in _first_name(pair, side, act.clause)}
        for side in (ahead_of_it, mine[place + 1 : place + 1 + 2 * _BY])
    )
    for line, there in places:
        following = pair.passage.tokens[line[there] + 1 : line[there] + 2]
        if following and following[0].word in _BESIDE:
            return False
        ahead, behind = ({theirs[n] for n in side} for side in (line[:there], line[there + 1 :]))
        if not before or not after or not before <= behind - ahead or not after <= ahead - behind:
            return False
    return True


def _first_name(pair: Pair, words: Sequence[int], clause: int) -> list[int]:
    """The words of the first name among some of a clause."""
    name = list[int]()
    for number in words:
        token = pair.sentence.tokens[number]
        if token.capital and token.clause == clause:
            name.append(number)
        elif name:
            break
    return name


def _turns(mine: tuple[set[int], set[int]], theirs: tuple[set[int], set[int]]) -> bool:
    """Whether words stand on the other sides of an act, and more of them than on the same."""
    to_front, to_end = mine[0] & theirs[1] - theirs[0], mine[1] & theirs[0] - theirs[1]
    kept = len(mine[0] & theirs[0]) + len(mine[1] & theirs[1])
    return bool(to_front) and bool(to_end) and len(to_front) + len(to_end) > kept


def _sides(line: Sequence[int], place: int, reach: int) -> tuple[set[int], set[int]]:
    return set(line[max(0, place - reach) : place]), set(line[place + 1 : place + 1 + reach])
