"""Speakers of a transcript: which lines begin with one, and whose words follow."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from index.rules import Stage, declare
from index.structure.lines import Line, is_ended
from index.text.sentences import is_short_form
from index.text.terms import FUNCTION_WORDS

_LABEL_AT_MOST = 90
_DASHED = re.compile(r"\.[-–—]")
_WORD = re.compile(r"[^\s]+")
_BEHIND_A_NAME = re.compile(r"[,(]")
_AFTER_A_COLON = ("", " ", "\t", "\u00a0", "\n")
_NAME_WORDS = 6
_SMALL_WORD = 3
_TITLE = 4
"""Letters; a word in capitals no longer than this, such as a title, may have a full stop of its
own."""
_TURNS, _TWO = 3, 2
_TOLD_WITHIN = 12
"""Lines."""
_BACK = 1 / 3
"""Of the labels, at least, must be those of names that come back."""
_SHARE = 0.3
"""Of the lines that may begin a paragraph, where no name is in capitals or few come back."""
_SECTION = re.compile(r"\.[ \t]+\d{1,3}[a-z]?\.(?=\s+[A-Z])")
"""The number behind “SEC.” or “Art.”, which count what they stand before."""
_OPENING = "“‘\"'(["
_ASIDE = "[]()"
"""Marks of a line that is beside what is said, as the time or a remark."""
_ARTICLES = ("the", "a", "an")
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_INITIAL = re.compile(r"[A-Z]\.")
_NUMERAL = re.compile(r"(?=.)(?:xl|x{0,3})(?:ix|iv|v?i{0,3})")

SPEAKERS = declare(
    "block-speakers", Stage.INGEST,
    "Where names before a colon or a stop come back, what follows each is that speaker's turn.",
)  # fmt: skip


LABELS = declare(
    "block-speakers-alone", Stage.INGEST,
    "Names that come back, each alone on its line with a colon, are who speaks below.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Label:
    """Who speaks, as written, and the name alone, by which a speaker is known again; `plain` where
    it is set like the first words of a sentence, `alone` where nothing else is on its line."""

    shown: str
    key: str
    capitals: bool
    plain: bool
    alone: bool


def _nobody(text: str, lines: Sequence[Line], apart: Collection[int]) -> dict[int, str]:
    return {}


@SPEAKERS.governs(without=_nobody)
def speakers(text: str, lines: Sequence[Line], apart: Collection[int]) -> dict[int, str]:
    """The speakers by the numbers of the lines that their turns begin on.

    A text is a transcript where three lines or more begin with a name, those of some names that
    come back among them, and most of what follows the names are sentences, but for labels alone
    right above others, as “Break:”; topics that head their paragraphs seldom come back. Of
    names that are set like the first words of a sentence two come back, and half of all do.
    `apart` are lines that are something else.
    """
    found = {
        n: label for n, line in enumerate(lines)
        if n not in apart and _may_begin(text, lines, n) and (label := _label(text, line))
    }  # fmt: skip
    found = _without_leads(_without_strays(found))
    counts = Counter(label.key for label in found.values())
    back = sum(count for count in counts.values() if count > 1)
    said = sum(_tells(text, lines, n, found) for n in found)
    asked = sum(not label.alone or n + 1 not in found for n, label in found.items())
    if len(found) < _TURNS or not back or back < _BACK * len(found) or 2 * said < asked:
        return {}
    if sum(label.plain for label in found.values()) > len(found) / 2 and (
        2 * back < len(found) or sum(count > 1 for count in counts.values()) < _TWO
    ):
        return {}
    in_capitals = any(label.capitals and counts[label.key] > 1 for label in found.values())
    if not in_capitals or 2 * back <= len(found):
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


def _without_leads(found: dict[int, _Label]) -> dict[int, _Label]:
    """Lines that are a label alone, in small letters, lead to what is below, as “Agenda:” does,
    unless a third of them are names of two words or more that come back."""
    lines = {n: label for n, label in found.items() if label.alone and not label.capitals}
    counts = Counter(label.key for label in lines.values())
    names = sum(count for key, count in counts.items() if " " in key and count > 1)
    if LABELS.applies(bool(names) and names >= _BACK * len(lines)):
        return found
    return {n: label for n, label in found.items() if n not in lines}


def _may_begin(text: str, lines: Sequence[Line], n: int) -> bool:
    above = lines[n - 1] if n else None
    return (
        above is None
        or lines[n].blank > 0
        or is_ended(text, above.end)
        or (text[above.start] in _ASIDE and text[above.end - 1] in _ASIDE)
    )


def _tells(text: str, lines: Sequence[Line], n: int, found: Mapping[int, _Label]) -> bool:
    """Whether what stands with a name, on its line or below it, ends as a sentence does before the
    next name."""
    begin = n + is_alone(text, lines[n], found[n].shown)
    for at in range(begin, min(begin + _TOLD_WITHIN, len(lines))):
        if at > n and at in found:
            return False
        if is_ended(text, lines[at].end):
            return True
    return False


def _label(text: str, line: Line) -> _Label | None:
    head = text[line.start : min(line.end, line.start + _LABEL_AT_MOST)]
    ways = (_before_a_dash, _before_a_colon, _in_capitals, _capitalised)
    return next((label for way in ways if (label := _named(text, line, way(head)))), None)


def _named(text: str, line: Line, shown: str) -> _Label | None:
    """The label that a line begins with, where it is a name and words follow, or it is alone on its
    line and in capitals or nothing but the name."""
    name = _BEHIND_A_NAME.split(shown, maxsplit=1)[0].strip()
    words = name.split()
    alone = not text[line.start + len(shown) + 1 : line.end].strip()
    if alone and not (is_alone(text, line, shown) and (name.isupper() or name == shown.strip())):
        return None
    if not 0 < len(words) <= _NAME_WORDS or any(c.isdigit() for c in name):
        return None
    if not all(w[0].isupper() or (i and len(w) <= _SMALL_WORD) for i, w in enumerate(words)):
        return None
    if _INITIALS.fullmatch(name) or _begins_a_clause(words):
        return None
    if len(name) > 1 and _SECTION.match(text, line.start + len(shown), line.end):
        return None
    if text[line.start + len(shown)] == "." and _is_all_a_name(text, line):
        return None
    plain = text[line.start + len(shown)] == "." and not name.isupper()
    key = name.casefold().replace(".", "")
    alone = alone or text.startswith("\n", line.start + len(shown) + 1)
    return _Label(" ".join(shown.split()), key, name.isupper(), plain, alone)


def _begins_a_clause(words: Sequence[str]) -> bool:
    """Whether the first word is one such as “But” or “If”, and no article, or the last is a title
    that its name would follow."""
    first = words[0].lower()
    joins = first in FUNCTION_WORDS and first not in _ARTICLES and len(words) > 1
    return joins or (len(words) == 1 and len(words[0]) > 1 and is_short_form(f"{words[0]}."))


def _is_all_a_name(text: str, line: Line) -> bool:
    """Whether a line is nothing but words with capitals and does not end: “K. T. Shah”."""
    words = text[line.start : line.end].split() if line.length <= _LABEL_AT_MOST else []
    named = bool(words) and all(word[0].isupper() for word in words)
    return named and not is_ended(text, line.end)


def is_alone(text: str, line: Line, name: str) -> bool:
    """Whether a line is the name of who speaks, with a colon, and no word of what is said."""
    return (
        text.startswith(":", line.end - 1)
        and text[line.start : line.end - 1].split() == name.split()
    )


def _before_a_dash(head: str) -> str:
    dashed = _DASHED.search(head)
    return head[: dashed.start()] if dashed and head[: dashed.start()].isupper() else ""


def _before_a_colon(head: str) -> str:
    colon = head.find(":")
    return head[: max(0, colon)] if head[colon + 1 : colon + 2] in _AFTER_A_COLON else ""


def _in_capitals(head: str) -> str:
    """The words in capitals that a line begins with, to the first full stop that is no title's."""
    for match in _WORD.finditer(head):
        word = match.group()
        if not word.isupper():
            return ""
        following = _WORD.match(head, match.end() + 1)
        if _INITIAL.fullmatch(word) and following is not None:
            if _INITIAL.fullmatch(following.group()):
                return ""
            if match.start() and following.group().isupper():
                continue
        titled = (
            1 < len(word.rstrip(".")) <= _TITLE
            and following is not None and len(following.group()) > 2 and following.group().isupper()
        )  # fmt: skip
        if word.endswith(".") and not titled:
            return head[: match.end() - 1]
    return ""


def _capitalised(head: str) -> str:
    """The words with capitals, two or more, that a line begins with, to the first full stop that
    is no short form's and that a sentence begins behind: “Mr. Ford. Senator, yes.”"""
    for number, match in enumerate(_WORD.finditer(head)):
        word = match.group()
        following = _WORD.match(head, match.end() + 1)
        if not word[0].isupper() or following is None:
            return ""
        if len(word) > 2 and word.endswith(".") and not is_short_form(word):
            begins = number > 0 and following.group().lstrip(_OPENING)[:1].isupper()
            return head[: match.end() - 1] if begins else ""
    return ""
