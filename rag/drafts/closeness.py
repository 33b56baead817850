"""How nearly a sentence is one of a report's, and what then must be the same.

What is nearly a report's sentence was made of it: what it has otherwise was changed, and stands in
no other sentence in its stead.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from index.calendar import Period
from index.times.periods import periods
from rag.evidence.citations import Quote
from rag.language.quantities import plain_figures, quantities
from rag.verification.named import TIME_NAMES
from rag.verification.reading import read
from rag.verification.types import Grounds

NEARLY = 0.75
"""The share of a sentence's words from which it is nearly another."""
_THE_SAME_WORDS = 0.9
"""The share from which the order of names and figures must be the same too."""
_ANY_DAY = date(2000, 7, 1)
"""That times without a year are told from: which it is does not matter."""
_LENGTHS = frozenset({"h", "min", "d", "w", "mo", "y"})
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_MOST = 6
"""Sentences of reports that one may nearly be and is held against."""


def nearly_said(text: str, quotes: Iterable[Quote]) -> list[Quote]:
    """The sentences of reports that a sentence nearly is, the nearest first."""
    shares = [(_share(text, quote.text), quote) for quote in quotes]
    near = [(share, quote) for share, quote in shares if share >= NEARLY]
    return [quote for _, quote in sorted(near, key=lambda one: -one[0])[:_MOST]]


def changed(text: str, said: str) -> bool:
    """Whether a sentence has other names or figures than one that it nearly is, or the same ones in
    another order; times aside, which may stand anywhere."""
    if _share(text, said) < _THE_SAME_WORDS:
        return False
    mine, theirs = _telling(text), _telling(said)
    added, left_out = Counter(mine) - Counter(theirs), Counter(theirs) - Counter(mine)
    if added and left_out:
        return True
    once = {key for key in mine if mine.count(key) == theirs.count(key) == 1}
    return [key for key in mine if key in once] != [key for key in theirs if key in once]


def puts_otherwise(text: str, said: str) -> bool:
    """Whether a sentence has words of its own, figures aside, beside those of another."""
    have = {token.key for token in read(said).tokens}
    return any(
        token.content and token.key not in have and not token.word[0].isdigit()
        for token in read(text).tokens
    )


def lacks_a_time(text: str, grounds: Grounds) -> str:
    """What a sentence names as a length, a beginning or an end of time and its grounds do not;
    nothing where they name all. A longer time than theirs is none of theirs here."""
    lengths = {(q.value, q.unit) for q in quantities(grounds.text)}
    for length in quantities(text):
        if length.unit in _LENGTHS and (length.value, length.unit) not in lengths:
            return length.written
    anchor = grounds.published_on
    have = [part for period in periods(grounds.text, anchor) for part in _parts(period)]
    figures = {token.word for token in read(grounds.text).tokens}
    for period in periods(text, anchor):
        named = text[period.start : period.end]
        if any(not _covered(end, have) for end in period.ends):
            return named
        same = any((period.first, period.last) == (o.first, o.last) for o in have)
        days = set(_DAY.findall(named))
        if period.days > 1 and not same and not days <= figures:
            return named
    return ""


def _covered(end: Period, have: Sequence[Period]) -> bool:
    return any(end.first <= o.first and o.last <= end.last for o in have)


def _parts(period: Period) -> Sequence[Period]:
    return (period, *period.ends)


def _share(text: str, said: str) -> float:
    mine, theirs = (Counter(t.key for t in read(one).tokens) for one in (text, said))
    return (mine & theirs).total() / max(1, mine.total())


def _telling(text: str) -> list[str]:
    """The words of names and the figures of a text, in order, but for those of times."""
    reading = read(plain_figures(text))
    timed = {
        n for p in periods(reading.text, _ANY_DAY) for n in reading.within(p.start, p.end)
    }  # fmt: skip
    return [
        token.key for n, token in enumerate(reading.tokens)
        if n not in timed and token.word not in TIME_NAMES
        and (token.word[0].isdigit() or (token.is_name and token.content))
    ]  # fmt: skip
