"""Quotations of several sentences, kept whole."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from index.rules import Stage, declare

WHOLE_AT_MOST = 400
"""Characters of a quotation, with the sentence that it stands in, that is not parted."""

_MARK = re.compile(r"[\"“”]")
_BEFORE_A_WORD = " \t\n\r\u00a0([—–-"

QUOTATIONS = declare(
    "sentence-whole-quotations", Stage.INGEST,
    f"A quotation of several sentences is one piece, if that is of {WHOLE_AT_MOST} characters.",
)  # fmt: skip


def _as_they_are(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return spans


@QUOTATIONS.governs(without=_as_they_are)
def whole_quotations(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of sentences of `text`, in order, those put together that a quotation goes over."""
    lefts = [left for left, _ in spans]
    first = list(range(len(spans)))
    for begin, end in _quotations(text):
        i, j = bisect_right(lefts, begin) - 1, bisect_right(lefts, end - 1) - 1
        if i < 0 or j <= i or spans[j][1] - spans[first[i]][0] > WHOLE_AT_MOST:
            continue
        for n in range(i + 1, j + 1):
            first[n] = first[i]
    last = dict(zip(first, range(len(spans)), strict=True))
    return [(spans[begin][0], spans[end][1]) for begin, end in last.items()]


def _quotations(text: str) -> Iterator[tuple[int, int]]:
    """What stands between quotation marks. A straight mark opens where a word begins; one that is
    too far from the last to close what it opened closes nothing."""
    opened = -1
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        if mark == "“" or (mark == '"' and (at == 0 or text[at - 1] in _BEFORE_A_WORD)):
            opened = at
        elif opened >= 0 and at - opened <= WHOLE_AT_MOST:
            yield opened, at + 1
            opened = -1
