"""Prose in front matter that a site shows above the text: a summary, an abstract, a standfirst.

Its words are led back to where they stand in the file, by aligning what YAML or TOML made of a
value with the characters that it was made of.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from index.reading.pieces import Piece, said
from index.rules import Stage, declare

Prose = list[Piece]
"""Words that follow each other, with their places in the file."""

_NAMED = frozenset(
    {
        "abstract", "description", "summary", "excerpt", "subtitle", "teaser", "lead", "lede",
        "dek", "standfirst", "intro", "introduction",
    }
)  # fmt: skip
"""What generators of sites call a text that they show; of these a few words suffice."""
_FEW, _SENTENCE = 3, 8
_BEGINS = re.compile(r"[\"“„«‘'(\[*_]{0,3}[^\W_]")
_ENDS = re.compile(r"[.!?…][\"”“»’')\]*_]{0,4}\Z")
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_BLOCK = re.compile(r"[|>][+\-\d]{0,2}[ \t]*(?:#[^\n]*)?\n")
_QUOTES = ('"""', "'''", '"', "'")
_ESCAPED = re.compile(
    r"\\(?:x(?P<x>[0-9A-Fa-f]{2})|u(?P<u>[0-9A-Fa-f]{4})|U(?P<U>[0-9A-Fa-f]{8})|(?P<c>[^xuU]))"
)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "_": "\xa0", "N": "\x85", "0": "\0", "\n": "\n"}

SHOWN = declare(
    "front-matter-prose", Stage.INGEST,
    "Sentences in front matter, as a summary, are a block of the report: its site shows them.",
)  # fmt: skip


def _none(stated: Mapping[str, str], text: str, begin: int, end: int) -> list[Prose]:
    return []


@SHOWN.governs(without=_none)
def prose_of(stated: Mapping[str, str], text: str, begin: int, end: int) -> list[Prose]:
    """The paragraphs of prose among the values `stated` by their keys in `text[begin:end]`, in
    order; what also stands in the text below is left out."""
    body = " ".join(text[end:].split())
    found: list[Prose] = []
    for key, value in stated.items():
        line = " ".join(value.split())
        told = [said(prose) for prose in found]
        if _is_prose(key, line) and line not in body and not any(line in one for one in told):
            found += _placed(key, value, text, begin, end)
    return found


def _is_prose(key: str, line: str) -> bool:
    words = line.count(" ") + 1
    if key.lower().replace("-", "_") in _NAMED:
        return words >= _FEW
    return (
        words >= _SENTENCE
        and _BEGINS.match(line) is not None
        and not line[:1].islower()
        and _ENDS.search(line) is not None
    )


def _placed(key: str, value: str, text: str, begin: int, end: int) -> Iterator[Prose]:
    """The paragraphs of a value with their places; none where it is written in a way that is not
    understood."""
    named = re.compile(rf"^[\"']?{re.escape(key)}[\"']?[ \t]*[:=][ \t]*", re.MULTILINE)
    opened = named.search(text, begin, end)
    places = _aligned(value, text, opened.end(), end) if opened is not None else None
    at = 0
    for paragraph in _PARAGRAPH.split(value) if places is not None else ():
        start = value.index(paragraph, at)
        at = start + len(paragraph)
        if places is not None and paragraph.strip():
            yield list(_pieces(value[start:at], places[start : at + 1]))


def _pieces(words: str, places: list[int]) -> Iterator[Piece]:
    """Words with their places in the file, each white space shown as a blank; a character that is
    written in several, as a doubled quote, is a piece of its own."""
    lengths = [after - before for before, after in pairwise(places)]
    begin = 0
    for at, char in enumerate(words):
        if char.isspace() or lengths[at] != 1:
            if begin < at:
                yield words[begin:at], places[begin], at - begin
            yield " " if char.isspace() else char, places[at], lengths[at]
            begin = at + 1
    if begin < len(words):
        yield words[begin:], places[begin], len(words) - begin


def _aligned(value: str, text: str, at: int, end: int) -> list[int] | None:
    """Where each character of a value stands in the file, and where it ends; None where what stands
    from `at` on does not give it."""
    block = _BLOCK.match(text, at, end)
    quote = next((mark for mark in _QUOTES if text.startswith(mark, at)), "")
    at = block.end() if block is not None else at + len(quote)
    escapes, doubled = quote in ('"', '"""'), quote == "'"
    places: list[int] = []
    for char in value:
        if char.isspace():
            places.append(at)
            at = _after_space(text, at, end, escapes=escapes)
            continue
        at = _after_space(text, at, end, escapes=escapes)
        sign = _ESCAPED.match(text, at, end) if escapes else None
        if sign is not None and _meant(sign) == char:
            places.append(at)
            at = sign.end()
        elif text[at : at + 1] == char and at < end:
            places.append(at)
            at += 2 if doubled and char == "'" else 1
        else:
            return None
    return [*places, at]


def _after_space(text: str, at: int, end: int, *, escapes: bool) -> int:
    """Behind the white space at a place, and the escapes that stand for some."""
    while at < end:
        sign = _ESCAPED.match(text, at, end) if escapes else None
        if sign is not None and _meant(sign).isspace():
            at = sign.end()
        elif text[at].isspace():
            at += 1
        else:
            break
    return at


def _meant(sign: re.Match[str]) -> str:
    """The character that an escape stands for."""
    digits = sign["x"] or sign["u"] or sign["U"]
    if digits:
        return chr(min(int(digits, 16), 0x10FFFF))
    return _SIGNS.get(sign["c"], sign["c"])
