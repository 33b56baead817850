"""Paragraphs whose lines are blocks of their own: keys and values, addresses, speakers' turns."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.reading.markdown.drafts import Draft, words_of
from index.reading.markdown.inline import Break, Piece
from index.rules import Stage, always, declare
from index.types import Kind

_PLAIN_LABEL = re.compile(r"([^\W_][^:\n]{0,39}):(?=\s+\S)")
_LABEL_WORDS = 6
_VALUE_AT_MOST = 160
_SHORT = 60
_VERY_SHORT = 40
_ENDED = re.compile(r"[.!?…][\"”’»)\]]{0,4}$")
_ENDED_OR_OPENS = re.compile(r"[.!?…:][\"”’»)\]]{0,4}$")
_ENDED_OR_GOES_ON = re.compile(r"[.!?…,;][\"”’»)\]]{0,4}$")
_QUESTION = re.compile(r"Q[.:]?\s+(?=\S)")
_TURNS = 2
"""So often one speaks whose name is told from a heading within a line."""
_PARTICLE = 3
"""Letters of a small word within a name, such as “van der”."""

KEYS = declare(
    "markdown-key-lines", Stage.INGEST,
    "Lines that begin with a short label and a colon are keys with their values, each by itself.",
)  # fmt: skip
SEPARATE = declare(
    "markdown-separate-lines", Stage.INGEST,
    "Short lines that end no sentence, as of an address, are no running text.",
)  # fmt: skip
TURNS = declare(
    "markdown-turns", Stage.INGEST,
    "Paragraphs that begin with a name, in bold or in capitals, and a colon are what one says.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Label:
    """What stands before the colon with which a line begins, and what comes after it."""

    words: str
    value: str
    bold: bool

    @property
    def name(self) -> str:
        """The words without what one is: “Ines Aldery, Minister for Ports”."""
        return self.words.partition(",")[0].strip()

    @property
    def in_capitals(self) -> bool:
        return self.words.isupper() and sum(c.isalpha() for c in self.words) > 1


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a block, with the break that ends it."""

    pieces: list[Piece]
    words: str
    label: _Label | None


def split_lines(drafts: Sequence[Draft]) -> list[Draft]:
    """The blocks, with the lines apart that are no running text, and with who speaks."""
    apart = [part for draft in drafts for part in _apart(draft)]
    _name_speakers(apart)
    return apart


def _apart(draft: Draft) -> list[Draft]:
    if draft.whole:
        return [draft]
    lines = [_Line(pieces, words_of(pieces), _label(pieces)) for pieces in _lines(draft.pieces)]
    if len(lines) == 1:
        kind = Kind.KEY_VALUE if _is_key(draft, lines[0].label, False) else draft.kind
        return [replace(draft, kind=kind)]
    keys = all(line.label for line in lines)
    address = all(_stands_alone(line.words, _VERY_SHORT) for line in lines)
    groups = [[lines[0]]]
    for before, line in pairwise(lines):
        bold = line.label is not None and line.label.bold and not _goes_on_in_bold(before, line)
        labelled = KEYS.applies(keys or bold)
        if labelled or _is_separate(before, line, draft.kind, address):
            groups.append([line])
        else:
            groups[-1].append(line)
    parts = []
    for group in groups:
        pieces = [piece for line in group for piece in line.pieces]
        label = _label(pieces) if group[0].label else None
        kind = Kind.KEY_VALUE if _is_key(draft, label, keys) else draft.kind
        parts.append(replace(draft, pieces=pieces, kind=kind))
    return parts


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces line by line, each with the break that ends it."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        lines[-1].append(piece)
        if piece.ends:
            lines.append([])
    return [line for line in lines if line]


def _label(line: Sequence[Piece]) -> _Label | None:
    words = words_of(line)
    worded = [piece for piece in line if piece.words.strip()]
    count = next((n for n, piece in enumerate(worded) if not piece.strong), len(worded))
    strong = words_of(worded[:count])
    rest = words_of(worded[count:])
    if strong and len(strong) <= _SHORT and (strong.endswith(":") or rest.startswith(":")):
        return _Label(strong.rstrip(": "), rest.lstrip(": "), True)
    plain = _PLAIN_LABEL.match(words)
    if plain and len(plain.group(1).split()) <= _LABEL_WORDS:
        return _Label(plain.group(1), words[plain.end() :].strip(), False)
    return None


def _goes_on_in_bold(before: _Line, line: _Line) -> bool:
    """Whether one run of bold words was broken by width, and its label begins in the line above."""
    above = [piece for piece in before.pieces if piece.words.strip()]
    below = [piece for piece in line.pieces if piece.words.strip()]
    bold = bool(above and below) and bool(above[-1].strong and below[0].strong)
    return bold and before.pieces[-1].ends is not Break.HARD and before.words[-1:] != ":"


@KEYS.governs(without=always(False))
def _is_key(draft: Draft, label: _Label | None, several: bool) -> bool:
    """A label with a short value, which is bold, one of several, or no sentence."""
    if label is None or not label.value or draft.kind not in (Kind.PARAGRAPH, Kind.QUOTE):
        return False
    short = len(label.value) <= _VALUE_AT_MOST
    return short and (label.bold or several or not _ENDED.search(label.value))


@SEPARATE.governs(without=always(False))
def _is_separate(before: _Line, line: _Line, kind: Kind, address: bool) -> bool:
    """Whether a line that the page breaks is a paragraph, or the lines are those of an address."""
    if before.pieces[-1].ends is not Break.HARD:
        return address
    begins = kind is Kind.PARAGRAPH and not line.words[:1].islower()
    return (begins and _ENDED_OR_OPENS.search(before.words) is not None) or (
        _stands_alone(before.words, _SHORT) and _stands_alone(line.words, 2 * _SHORT)
    )


def _stands_alone(line: str, at_most: int) -> bool:
    return (
        0 < len(line) <= at_most
        and not line[0].islower()
        and _ENDED_OR_GOES_ON.search(line) is None
    )


def _no_speakers(drafts: list[Draft]) -> None:
    return None


@TURNS.governs(without=_no_speakers)
def _name_speakers(drafts: list[Draft]) -> None:
    """Makes turns of the paragraphs that begin with who speaks, where one speaks twice: a topic has
    one paragraph. A record in capitals names a speaker once for all paragraphs that follow."""
    labels = [_speaker(draft) for draft in drafts]
    names = Counter(label.name for label in labels if label)
    if max(names.values(), default=0) < _TURNS:
        return
    record = any(label.in_capitals for label in labels if label and names[label.name] >= _TURNS)
    speaking = ""
    for draft, label in zip(drafts, labels, strict=True):
        if label is not None:
            draft.kind, draft.under = Kind.TURN, (*draft.under, label.name)
            speaking = label.name if record else ""
        elif draft.kind is Kind.HEADING:
            speaking = ""
        elif speaking and draft.kind is Kind.PARAGRAPH and (said := _said(draft.words, speaking)):
            speaking = said
            draft.under = (*draft.under, said)


def _said(words: str, speaking: str) -> str:
    """Who says a paragraph that names nobody; nobody what is in brackets or holds no sentence."""
    if question := _QUESTION.match(words):
        return question.group()[0]
    spoken = any(c.islower() for c in words) and not words.startswith(("(", "["))
    return speaking if spoken else ""


def _speaker(draft: Draft) -> _Label | None:
    """The label of a paragraph, where it is written as a name and a sentence follows."""
    if draft.kind not in (Kind.PARAGRAPH, Kind.KEY_VALUE) or draft.whole:
        return None
    label = _label(draft.pieces)
    if label is None or not _ENDED.search(label.value):
        return None
    words = label.name.split()
    several = label.in_capitals or len(words) > 1
    return label if several and (label.bold or label.in_capitals) and _is_name(words) else None


def _is_name(words: Sequence[str]) -> bool:
    """Whether words are capitalised as those of a name are."""
    return (
        0 < len(words) <= _LABEL_WORDS
        and words[0][0].isupper()
        and all(w[0].isupper() or w[0] == "(" or len(w) <= _PARTICLE for w in words)
        and not any(c.isdigit() for w in words for c in w)
    )
