"""Speakers of a transcript: which lines begin with one, and whose words follow."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.lines import Line, is_ended
from index.rules import Stage, declare

_LABEL_AT_MOST = 90
_DASHED = re.compile(r"\.[-–—]")
_WORD = re.compile(r"[^\s]+")
_NAME_WORDS = 6
_SMALL_WORD = 3
_TITLE = 4
"""Letters; a word in capitals no longer than this, such as a title, may have a full stop of its
own."""
_TURNS = 3
_SHARE = 0.3
"""Of the lines that may begin a paragraph, where no name is in capitals."""
_NUMERAL = re.compile(r"[ivxlc]{1,6}")

SPEAKERS = declare(
    "block-speakers", Stage.INGEST,
    "Where names before a colon or a stop come back, what follows each is that speaker's turn.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Label:
    """Who speaks, as written, and the name alone, by which a speaker is known again."""

    shown: str
    key: str
    capitals: bool


def _nobody(text: str, lines: Sequence[Line], apart: Collection[int]) -> dict[int, str]:
    return {}


@SPEAKERS.governs(without=_nobody)
def speakers(text: str, lines: Sequence[Line], apart: Collection[int]) -> dict[int, str]:
    """The speakers by the numbers of the lines that their turns begin on.

    A text is a transcript where three lines or more begin with a name, some name comes back, and
    most of what follows the names are sentences. `apart` are lines that are something else.
    """
    found = {
        n: label for n, line in enumerate(lines)
        if n not in apart and _may_begin(text, lines, n) and (label := _label(text, line))
    }  # fmt: skip
    found = _without_strays(found)
    counts = Counter(label.key for label in found.values())
    said = sum(_ends_a_sentence(text, lines, n) for n in found)
    if len(found) < _TURNS or max(counts.values()) < 2 or 2 * said < len(found):
        return {}
    if not any(label.capitals and counts[label.key] > 1 for label in found.values()):
        begun = sum(_may_begin(text, lines, n) for n in range(len(lines)) if n not in apart)
        if len(found) < _SHARE * begun:
            return {}
    return {
        n: label.shown for n, label in found.items()
        if counts[label.key] > 1 or label.capitals or " " in label.key
    }  # fmt: skip


def _without_strays(found: dict[int, _Label]) -> dict[int, _Label]:
    """Single letters are speakers where two of them come back, as Q. and A. do, and not one above
    another as A., B., C.; numerals never are."""
    letters = [label.key for label in found.values() if len(label.key) == 1]
    pairs = len(set(letters)) <= min(2, len(letters) - 1)
    return {
        n: label for n, label in found.items()
        if (pairs if len(label.key) == 1 else not _NUMERAL.fullmatch(label.key))
    }  # fmt: skip


def _may_begin(text: str, lines: Sequence[Line], n: int) -> bool:
    return n == 0 or lines[n].blank > 0 or is_ended(text, lines[n - 1].end)


def _ends_a_sentence(text: str, lines: Sequence[Line], n: int) -> bool:
    """Whether the paragraph that begins on a line ends as a sentence does."""
    last = n
    while last + 1 < len(lines) and not lines[last + 1].blank and last < n + _LABEL_AT_MOST:
        if is_ended(text, lines[last].end):
            return True
        last += 1
    return is_ended(text, lines[last].end)


def _label(text: str, line: Line) -> _Label | None:
    head = text[line.start : min(line.end, line.start + _LABEL_AT_MOST)]
    colon, dashed = head.find(":"), _DASHED.search(head)
    if dashed and head[: dashed.start()].isupper():
        shown = head[: dashed.start()]
    elif colon > 0 and head[colon + 1 : colon + 2] in ("", " ", "\t", "\u00a0"):
        shown = head[:colon]
    else:
        shown = _in_capitals(head)
    name = shown.split(",")[0].split("(")[0].strip()
    words = name.split()
    if not text[line.start + len(shown) + 1 : line.end].strip():
        return None
    if not 0 < len(words) <= _NAME_WORDS or any(c.isdigit() for c in name):
        return None
    if not all(w[0].isupper() or (i and len(w) <= _SMALL_WORD) for i, w in enumerate(words)):
        return None
    return _Label(" ".join(shown.split()), name.casefold().replace(".", ""), name.isupper())


def _in_capitals(head: str) -> str:
    """The words in capitals that a line begins with, to the first full stop that is no title's."""
    for match in _WORD.finditer(head):
        word = match.group()
        if not word.isupper():
            return ""
        following = _WORD.match(head, match.end() + 1)
        titled = (
            1 < len(word.rstrip(".")) <= _TITLE
            and following is not None and len(following.group()) > 2 and following.group().isupper()
        )  # fmt: skip
        if word.endswith(".") and not titled:
            return head[: match.end() - 1]
    return ""
