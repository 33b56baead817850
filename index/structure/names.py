"""Speakers of a transcript whose names stand apart from what they say, without any mark."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from index.rules import Stage, declare
from index.structure.lines import Line, is_ended

_AT_MOST, _WORDS_AT_MOST, _SMALL_WORD = 60, 7, 3
_TWO = 2
_SHARE = 0.3
_SHARE_OF_ONE = 0.6
"""Of what is said, at least, must stand right below a name; where only one comes back, more."""

APART = declare(
    "block-speakers-apart", Stage.INGEST,
    "Where many paragraphs stand right below names that come back, those are who speaks.",
)  # fmt: skip


def _nobody(text: str, lines: Sequence[Line]) -> dict[int, str]:
    return {}


@APART.governs(without=_nobody)
def speakers_apart(text: str, lines: Sequence[Line]) -> dict[int, str]:
    """The speakers by the numbers of the lines that hold their names alone.

    `lines` are paragraphs of a page. Some names come back, as most of them do, and
    much of what ends as a sentence stands right below one: headings that come back, as
    “Discussion”, have several paragraphs each. Three or more that come back in one order
    throughout, as “Hazard”, “Remedy”, “Sold At”, are the parts of records.
    """
    told = [n for n, line in enumerate(lines) if is_ended(text, line.end)]
    names = {
        n - 1: " ".join(text[lines[n - 1].start : lines[n - 1].end].split())
        for n in told if n and _may_be_a_name(text, lines[n - 1])
    }  # fmt: skip
    counts = Counter(names.values())
    back = [name for name in names.values() if counts[name] > 1]
    share = _SHARE if len(set(back)) >= _TWO else _SHARE_OF_ONE
    if len(back) <= _TWO or len(back) < share * len(told) or 2 * len(back) < len(names):
        return {}
    return {} if _in_one_order(back) else names


def _in_one_order(back: Sequence[str]) -> bool:
    """Whether of three names or more each is always followed by the same one."""
    following = set(pairwise(back))
    return len(set(back)) > _TWO and len({one for one, _ in following}) == len(following)


def _may_be_a_name(text: str, line: Line) -> bool:
    words = text[line.start : line.end].split() if line.end - line.start <= _AT_MOST else []
    return (
        0 < len(words) <= _WORDS_AT_MOST
        and not is_ended(text, line.end)
        and not any(c.isdigit() for word in words for c in word)
        and not all(word.isupper() for word in words)
        and all(w[0].isupper() or (i and len(w) <= _SMALL_WORD) for i, w in enumerate(words))
    )
