"""Which candidates a question is trained with: drawn anew in every epoch."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.judge import swaps
from bench.reader.candidates import Searched, Seen

DRAWN = 7
"""Candidates a question is trained with."""
RIGHT_AT_MOST, TEMPTING_AT_MOST = 2, 2
LEFT_OUT, SWAPPED = 0.3, 0.15
"""Of the questions that have an answer, for so many all passages that answer are left out, and of
so many a name or number is exchanged: nothing answers then."""
_NEAR = 3.0
"""How soon it gets less likely, going down the ranks, that a passage is drawn."""


@dataclass(frozen=True, slots=True)
class Group:
    """A question with passages of which those that are right answer; none may be."""

    question: str
    candidates: tuple[Seen, ...]
    right: tuple[bool, ...]


def draw(searched: Sequence[Searched], rng: random.Random) -> Iterator[Group]:
    """A group of each question, shuffled."""
    names = {
        field: [n for s in searched if s.field == field for n in swaps.names(s.question)]
        for field in {s.field for s in searched}
    }
    for one in rng.sample(searched, len(searched)):
        group = _drawn(one, names[one.field], rng)
        if group.candidates:
            yield group


def _drawn(one: Searched, names: Sequence[str], rng: random.Random) -> Group:
    right = [c for c in one.candidates if c.right]
    wrong = [c for c in one.candidates if not c.right and not c.partly]
    if not right:
        return _group(one.question, [], _negatives(wrong, DRAWN, rng))
    way = rng.random()
    if way < LEFT_OUT:
        return _group(one.question, [], _negatives(wrong, DRAWN, rng))
    if way < LEFT_OUT + SWAPPED:
        question = _swapped(one.question, names, rng)
        if question is not None:
            some = rng.sample(right, min(len(right), RIGHT_AT_MOST))
            return _group(question, [], [*some, *_negatives(wrong, DRAWN - len(some), rng)])
    first = right[: RIGHT_AT_MOST + 2]
    chosen = rng.sample(first, min(len(first), rng.choice((1, RIGHT_AT_MOST))))
    return _group(one.question, chosen, _negatives(wrong, DRAWN - len(chosen), rng))


def _negatives(wrong: Sequence[Seen], wanted: int, rng: random.Random) -> list[Seen]:
    """Passages that do not answer: some of those that look like it, and more of the nearest."""
    tempting = [c for c in wrong if c.tempting]
    chosen = rng.sample(tempting, min(len(tempting), TEMPTING_AT_MOST))
    ranks = [(rng.random() ** (_NEAR + n), c) for n, c in enumerate(wrong) if c not in chosen]
    ranks.sort(key=lambda pair: -pair[0])
    return [*chosen, *(c for _, c in ranks[: max(0, wanted - len(chosen))])]


def _swapped(question: str, names: Sequence[str], rng: random.Random) -> str | None:
    """The question with a name of another question of its field, or another number."""
    others = [n for n in names if n not in question]
    ways = [
        lambda: swaps.swap_name(question, others, rng),
        lambda: swaps.swap_number(question, rng),
    ]
    rng.shuffle(ways)
    made = (way() for way in ways)
    return next((swapped for swapped in made if swapped and swapped != question), None)


def _group(question: str, right: Sequence[Seen], wrong: Sequence[Seen]) -> Group:
    flags = (*(True for _ in right), *(False for _ in wrong))
    return Group(question, (*right, *wrong), flags)
