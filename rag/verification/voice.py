"""The words of a clause in the order of the active voice."""

import re
from collections.abc import Sequence

from rag.verification.reading import Reading

_BE_WITHIN = 8
"""Words before "by" within which "was" makes a passive."""
BE = frozenset({"was", "were", "is", "are", "been", "be", "being"})
_PARTICIPLE = re.compile(
    r"[a-z]{3}ed$|^(?:taken|given|held|built|sent|shot|led|made|seen|written|driven|run)$"
)


def active_line(reading: Reading, numbers: Sequence[int]) -> list[int]:
    """Content words in order, those of a passive turned: "B was attacked by A" as A, B; of "B,
    attacked by A" only who acts."""
    words, at = list(numbers), 0
    while (by := _passive_from(reading, words, at)) is not None:
        be = _be_before(reading, words, by)
        clause = reading.tokens[words[by]].clause
        first, last = be or by - 1, by + 1
        while be is not None and first > at and reading.tokens[words[first - 1]].clause == clause:
            first -= 1
        while last < len(words) and reading.tokens[words[last]].clause == clause:
            last += 1
        acting, act = words[by + 1 : last], words[first if be is None else be + 1 : by]
        words[first:last] = [*acting, *act, *(words[first:be] if be is not None else ())]
        at = last
    return [n for n in words if reading.tokens[n].content]


def _passive_from(reading: Reading, words: Sequence[int], at: int) -> int | None:
    """Where "by" names who acts, from a place on."""
    return next(
        (place for place in range(max(1, at), len(words))
         if reading.tokens[words[place]].word == "by"
         and (_be_before(reading, words, place) is not None
              or _PARTICIPLE.search(reading.tokens[words[place - 1]].word))),
        None,
    )  # fmt: skip


def _be_before(reading: Reading, words: Sequence[int], by: int) -> int | None:
    """Where "was" or the like stands shortly before "by"."""
    return max(
        (p for p in range(max(0, by - _BE_WITHIN), by) if reading.tokens[words[p]].word in BE),
        default=None,
    )
