"""Who did what to whom stands in a sentence as in the passage.

Words that stand near one another are compared as ordered pairs, the passive put into the active
first. Where the sentence would fit the passage clearly better with two of its words in each
other's place, the roles are wrong.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from rag.language.synonyms import PARTICLES
from rag.verification.acts import acts, is_act
from rag.verification.alignment import Pair
from rag.verification.times import of_times
from rag.verification.types import Fault, FaultKind
from rag.verification.voice import active_line

_REACH = 3
"""Content words apart that a pair may stand."""
_CLEARLY = 1.0
"""Weight of pairs by which an exchange must fit better."""
_HOLDS, _NOTHING = 0.75, -999


def roles(pair: Pair) -> Iterator[Fault]:
    """Words of the sentence that stand in each other's place."""
    ids, theirs = _ids(pair)
    dated = of_times(pair)
    mine = [
        n for n in active_line(pair.sentence, range(len(pair.sentence.tokens))) if n not in dated
    ]
    sequence = [ids[n] for n in mine]
    have = _pairs_of_passage(pair, theirs)
    yield from acts(pair, mine, ids, theirs)
    yield from _exchanged(pair, mine, sequence, have)


def _ids(pair: Pair) -> tuple[dict[int, int], dict[int, int]]:
    """A number for each word of the sentence and of the passage; words that match share one."""
    theirs: dict[int, int] = {}
    by_key: dict[str, int] = {}
    for number, token in enumerate(pair.passage.tokens):
        theirs[number] = by_key.setdefault(token.key, len(by_key))
    ids: dict[int, int] = {}
    for number in range(len(pair.sentence.tokens)):
        found = _found_as_written(pair, number)
        ids[number] = theirs[min(found)] if found else -1 - number
        for other in found:
            if theirs[other] != ids[number]:
                merged = theirs[other]
                for n, value in theirs.items():
                    if value == merged:
                        theirs[n] = ids[number]
                for n, value in ids.items():
                    if value == merged:
                        ids[n] = ids[number]
    return ids, theirs


def _found_as_written(pair: Pair, number: int) -> frozenset[int]:
    """The words that one may stand for; of an act acts alone, where there are such, and none for
    the "back" of "drove back"."""
    found, word = pair.found(number), pair.sentence.tokens[number].word
    if word in PARTICLES and not pair.same[number]:
        return frozenset()
    acting = frozenset(n for n in found if is_act(pair.passage.tokens[n].word))
    return acting if acting and is_act(word) else found


def _pairs_of_passage(pair: Pair, theirs: dict[int, int]) -> Counter[tuple[int, int]]:
    have: Counter[tuple[int, int]] = Counter()
    for sentence in range(pair.passage.tokens[-1].sentence + 1 if pair.passage.tokens else 0):
        numbers = [n for n, t in enumerate(pair.passage.tokens) if t.sentence == sentence]
        plain = [n for n in numbers if pair.passage.tokens[n].content]
        for line in (active_line(pair.passage, numbers), plain):
            for pair_of, weight in _pairs([theirs[n] for n in line]).items():
                have[pair_of] = max(have[pair_of], weight)  # type: ignore[assignment]
    return have


def _pairs(sequence: Sequence[int]) -> dict[tuple[int, int], float]:
    """Ordered pairs of words near one another, those side by side counting most."""
    found: dict[tuple[int, int], float] = {}
    for place, one in enumerate(sequence):
        for apart, other in enumerate(sequence[place + 1 : place + 1 + _REACH]):
            found[one, other] = max(found.get((one, other), 0.0), 1.0 / (1 + apart))
    return found


def _fit(sequence: Sequence[int], have: Counter[tuple[int, int]]) -> float:
    return sum(min(weight, have[both]) for both, weight in _pairs(sequence).items() if both in have)


def _exchanged(
    pair: Pair, mine: Sequence[int], sequence: list[int], have: Counter[tuple[int, int]]
) -> Iterator[Fault]:
    plain = _fit(sequence, have)
    movable = [p for p, n in enumerate(mine) if sequence[p] >= 0 and _is_name_or_noun(pair, n)]
    best, which = _CLEARLY, None
    for place, one in enumerate(movable):
        for other in movable[place + 1 :]:
            if sequence[one] == sequence[other] or _of_the_other(pair, mine[one], mine[other]):
                continue
            swapped = list(sequence)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            gain = _fit(swapped, have) - plain
            if gain > best and not any(_holds(sequence, p, have, plain) for p in (one, other)):
                best, which = gain, (one, other)
    if which:
        one_word, other_word = (pair.sentence.written(mine[p]) for p in which)
        yield Fault(FaultKind.ROLES, f"“{one_word}” and “{other_word}” have changed places")


def _holds(sequence: list[int], place: int, have: Counter[tuple[int, int]], plain: float) -> bool:
    """Whether a word fits well where it stands."""
    return plain - _fit([*sequence[:place], _NOTHING, *sequence[place + 1 :]], have) > _HOLDS


def _is_name_or_noun(pair: Pair, number: int) -> bool:
    token = pair.sentence.tokens[number]
    return token.capital or token.word.endswith("s")


def _of_the_other(pair: Pair, one: int, other: int) -> bool:
    """Whether the passage joins two words by "of" that the sentence puts side by side."""
    tokens = pair.passage.tokens
    return abs(one - other) == 1 and any(
        0 < i - j <= 3 and any(tokens[n].word == "of" for n in range(j + 1, i))
        for i in pair.found(one)
        for j in pair.found(other)
    )
