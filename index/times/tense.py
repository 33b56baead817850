"""Whether a sentence puts a time ahead of its telling."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from index.times.lexicon import english
from index.times.tokens import Token

_WITHIN = 60
"""Words of the sentence that are looked at on either side."""


def is_ahead(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the sentence of `tokens` around what stands at `start:end` of their text speaks of
    what is to come: "will", "due". "Said on 24 May that it will": what is told between parts the
    day from the word."""
    first = bisect_left(tokens, start, key=_start)
    last = bisect_left(tokens, end, key=_start)
    before = "".join(t.code for t in tokens[max(0, first - _WITHIN) : first])
    after = "".join(t.code for t in tokens[last : last + _WITHIN])
    way = _ways()
    before = before[max((m.end() for m in way["stop"].finditer(before)), default=0) :]
    stop = way["stop"].search(after)
    after = after[: stop.start()] if stop else after
    if way["limited"].search(before) or way["before"].search(before):
        return True
    return way["after"].match(after) is not None and not way["tells"].search(before)


def _start(token: Token) -> int:
    return token.start


@cache
def _ways() -> dict[str, re.Pattern[str]]:
    return english().tense
