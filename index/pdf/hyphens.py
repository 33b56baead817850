"""Words that are broken at the end of a line: whether their hyphen is theirs.

What the document has elsewhere tells, within a line: the word without a hyphen, or with one. Where
neither stands anywhere, it is as with most of the broken words of this document that tell.
"""

import re
from collections import Counter
from collections.abc import Iterable

from index.rules import Stage, declare

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_HYPHENS = "-\u2010"
_BEFORE_BACKWARDS = re.compile(r"[-\u2010][^\W\d_]++(?:-[^\W\d_]++)*+")
"""What stands before the end of a line, looked for from there so that each letter is seen once."""
_BEHIND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PRIOR = 3.0
"""Broken words without their hyphen that a document is taken to have besides those that tell."""

UNDONE = declare(
    "pdf-hyphens", Stage.INGEST,
    "A word broken at the end of a line of a PDF loses its hyphen, if it has none elsewhere.",
)  # fmt: skip


class BrokenWords:
    """Tells of the broken words of one document, made from its lines."""

    def __init__(self, lines: Iterable[str], broken: Iterable[tuple[str, str]]) -> None:
        """`broken` are lines that end with a hyphen, and those that go on with them."""
        self._known: Counter[str] = Counter()
        for line in lines:
            words = _WORD.findall(line.casefold())
            self._known.update(words[:-1] if line.endswith(tuple(_HYPHENS)) else words)
        told = [self._told(*pair) for pair in map(_parts, broken) if pair is not None]
        without = sum(one is False for one in told)
        kept = sum(one is True for one in told)
        self._mostly_kept = kept > without + _PRIOR

    def keeps_hyphen(self, above: str, below: str) -> bool:
        """Whether the hyphen at the end of a line is one of the word that goes on below."""
        parts = _parts((above, below))
        if parts is None:
            return True
        told = self._told(*parts)
        keeps = self._mostly_kept if told is None else told
        return not UNDONE.applies(not keeps)

    def _told(self, before: str, behind: str) -> bool | None:
        """Whether the document shows the word with its hyphen or without; None for neither."""
        whole = self._known[before + behind]
        hyphenated = self._known[f"{before}-{behind}"]
        if whole == hyphenated:
            return None
        return hyphenated > whole


def _parts(pair: tuple[str, str]) -> tuple[str, str] | None:
    """The two parts of a broken word, in small letters; None where what is below begins with a
    capital or is no word, so that the hyphen is not that of a broken one."""
    above, below = pair
    before, behind = _BEFORE_BACKWARDS.match(above[::-1]), _BEHIND.match(below)
    if before is None or behind is None or not below[0].islower():
        return None
    return before.group()[:0:-1].casefold(), behind.group().casefold()
