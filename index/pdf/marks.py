"""Raised characters: marks of notes, which are no words, and powers."""

import re
from collections.abc import Sequence

from index.rules import Stage, declare

_MARK = re.compile(
    r"[\[(]?(?:\d{1,3}(?:[,;\u2013-]\d{1,3})*|[a-z]|[*\u2020\u2021\u00a7\u00b6#]{1,3})[\])]?,?"
)
_AFTER_A_SENTENCE = '.,;:!?\u201d"\u2019)\u00bb'
_POWER = re.compile(r"[-\u2212\u2013]?\d{1,3}")
_LETTERS = 3
"""A raised number behind so many letters is a mark; behind fewer it may be of a unit: m²."""

MARKS = declare(
    "pdf-note-marks", Stage.INGEST,
    "Raised numbers and signs behind a word or a sentence are marks of notes and not read.",
)  # fmt: skip


def without_marks(
    words: Sequence[str], lefts: Sequence[float], raised: Sequence[bool]
) -> tuple[list[str], list[float], bool]:
    """Words and their left edges without marks of notes, and whether one stood before them.

    `raised` says of each character of the words whether it is; a power is shown behind a ^.
    """
    kept: list[str] = []
    places: list[float] = []
    marked, at = False, 0
    for word, left in zip(words, lefts, strict=True):
        high = raised[at : at + len(word)]
        at += len(word)
        if not any(high):
            kept.append(word)
            places.append(left)
            continue
        shown, begins = _shown(word, high)
        marked = marked or (begins and not kept)
        if shown:
            kept.append(shown)
            places.append(left)
    return kept, places, marked


def _shown(word: str, high: Sequence[bool]) -> tuple[str, bool]:
    """What is shown of a word with raised characters, and whether it begins with a mark."""
    shown, at, begins = "", 0, False
    while at < len(word):
        end = at
        while end < len(word) and high[end] == high[at]:
            end += 1
        part = word[at:end]
        if not high[at]:
            shown += part
        elif MARKS.applies(_is_mark(part, shown)):
            begins = begins or not shown
        elif _POWER.fullmatch(part) and shown[-1:].isdigit():
            shown += f"^{part}"
        else:
            shown += part
        at = end
    return shown, begins


def _is_mark(part: str, shown: str) -> bool:
    if _MARK.fullmatch(part) is None:
        return False
    if not shown:  # it stands by itself, before words or behind a blank
        return True
    letters = len(shown) - len(shown.rstrip("".join(c for c in shown if c.isalpha())))
    return shown[-1] in _AFTER_A_SENTENCE or letters >= _LETTERS
