"""Markers within what a language model writes: "[P1]", "(P1)", "[1, 2]", "[P1][P2]"."""

import re

from index.text.normalize import well_formed

_ID = r"(?:passages?\s*+|sources?\s*+)?P?\s*+#?\s*+\d{1,3}"
_NAMED = r"(?:passages?\s*+|sources?\s*+)?P\s*+#?\s*+\d{1,3}"
_AND = r"(?:\s*+(?:,|;|&|and)\s*+|\s++)"
_MARKER = re.compile(
    rf"(?<!\s)\s*+(?:[\[【]\s*+({_ID}(?:{_AND}{_ID})*+)\s*+[\]】]"
    rf"|\(\s*+({_NAMED}(?:{_AND}{_NAMED})*+)\s*+\))",
    re.IGNORECASE,
)
"""In round brackets, a bare number is more likely the report's own. Nothing is tried twice: what a
model writes without end would otherwise be searched for as long."""
_NUMBERED = re.compile(r"\W*+(?:passages?|sources?)?\W*+p?[\s#]*+(\d{1,3})\W*", re.IGNORECASE)
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")
_EMPHASIS = re.compile(r"\*\*|__|`")

_BEGINS = re.compile(r"\s*[^\s.,;:!?]")
_Piece = tuple[str, list[tuple[int, tuple[str, ...]]]]
"""A text, the offsets in it at which markers stood, and what they named."""

Marked = tuple[str, tuple[str, ...]]
"""A sentence without its markers, and the ids in them."""


def ended(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _ENDED.search(text.rstrip()) is not None


def has_marker(line: str) -> bool:
    """Whether a line names passages."""
    return _MARKER.search(line) is not None


def ends_marked(line: str) -> bool:
    """Whether nothing is said in a line after the last marker."""
    *_, last = [0, *(marker.end() for marker in _MARKER.finditer(line))]
    return last > 0 and not any(c.isalnum() for c in line[last:])


def read_ids(named: str) -> tuple[str, ...]:
    """Ids in some words, "P1" for whatever looks like it, in order and once each."""
    parts = [part.strip() for part in re.split(r"[,;&]|\band\b|\]\s*\[", named)]
    found = []
    for part in filter(None, parts):
        numbered = _NUMBERED.fullmatch(part)
        found.append(f"P{int(numbered[1])}" if numbered else part)
    return tuple(dict.fromkeys(found))


def read_marked(text: str) -> list[Marked]:
    """The sentences of a text with the passages they name.

    A marker belongs to the sentence in which it stands or which it follows, and to those before
    that have none.
    """
    from index.text.sentences import sentence_spans  # noqa: PLC0415 - seconds to import

    found: list[Marked] = []
    for piece, marks in _pieces(text):
        for start, end in sentence_spans(piece, 0, len(piece)):
            ids = [i for at, named in marks if at <= end for i in named]
            marks = [(at, named) for at, named in marks if at > end]
            found.append((_cleaned(piece[start:end]), tuple(dict.fromkeys(ids))))
    return _shared(found)


def _pieces(text: str) -> list[_Piece]:
    """The text without markers, cut where one stands between two sentences."""
    pieces: list[_Piece] = [("", [])]
    last = 0
    for marker in [*_MARKER.finditer(text), None]:
        between = text[last : marker.start() if marker else len(text)]
        piece, marks = pieces[-1]
        if marks and ended(piece) and _BEGINS.match(between):
            piece, marks = "", []
            pieces.append((piece, marks))
        piece += between
        if marker is not None:
            marks.append((len(piece), read_ids(marker[1] or marker[2])))
            last = marker.end()
        pieces[-1] = (piece, marks)
    return pieces


def _shared(found: list[Marked]) -> list[Marked]:
    """What follows sentences without ids is what they rest on too."""
    shared: list[Marked] = []
    ids: tuple[str, ...] = ()
    for text, own in reversed(found):
        ids = own or ids
        shared.append((text, ids))
    return shared[::-1]


def _cleaned(text: str) -> str:
    return " ".join(_EMPHASIS.sub("", well_formed(text)).split())
