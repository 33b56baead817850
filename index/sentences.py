"""Sentence boundaries, as offsets, by Punkt (Kiss & Strunk 2006) with its English model.

The model is the one that LlamaIndex carries inside its package, so nothing is downloaded.
"""

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from index.normalize import aligned
from index.rules import Stage, declare

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktTokenizer

MAX_SENTENCE = 1200
"""Characters; a longer run without a boundary (a table, a list on one line) is cut at spaces."""

_CLOSERS = re.compile(r"[\"')\]}]+(?=\s|$)")
_SPEAKS_ON = re.compile(r"\s*[a-z,;]")

CLOSERS = declare(
    "sentence-closing-marks", Stage.INGEST,
    "Quotation marks and brackets behind a full stop belong to the sentence that it ends.",
)  # fmt: skip
SPEAKS_ON = declare(
    "sentence-speaks-on", Stage.INGEST,
    "A quotation is not cut from the words in small letters that go on after it.",
)  # fmt: skip
CUT_LONG = declare(
    "sentence-cut-long", Stage.INGEST,
    f"What has no end within {MAX_SENTENCE} characters, such as a table, is cut at a space.",
)  # fmt: skip


@cache
def _punkt() -> "PunktTokenizer":
    import nltk.data  # noqa: PLC0415 - seconds to import, and not needed to look at an index
    from nltk.tokenize.punkt import PunktTokenizer  # noqa: PLC0415

    bundled = str(files("llama_index.core") / "_static" / "nltk_cache")
    if bundled not in nltk.data.path:
        nltk.data.path.insert(0, bundled)
    return PunktTokenizer("english")


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of `text[start:end]`, as offsets in `text`, trimmed.

    Endnote marks after a sentence belong to none. A quotation is not cut from the words
    that go on after it.
    """
    view = aligned(text[start:end])
    spans: list[tuple[int, int]] = []
    for left, right in _punkt().span_tokenize(view):
        closing = _CLOSERS.match(view, right)
        right = closing.end() if closing and CLOSERS.applies(True) else right
        if spans and (
            left < spans[-1][1]
            or SPEAKS_ON.applies(_SPEAKS_ON.match(view, spans[-1][1]) is not None)
        ):
            left, _ = spans.pop()
        spans.append((left, right))
    pieces = (piece for span in spans for piece in _cut_long(view, *span))
    return [(start + left, start + right) for left, right in pieces if right > left]


def _uncut(view: str, left: int, right: int) -> list[tuple[int, int]]:
    return [_trimmed(view, left, right)]


@CUT_LONG.governs(without=_uncut)
def _cut_long(view: str, left: int, right: int) -> list[tuple[int, int]]:
    pieces = []
    while right - left > MAX_SENTENCE:
        cut = view.rfind(" ", left + MAX_SENTENCE // 2, left + MAX_SENTENCE)
        cut = cut if cut > 0 else left + MAX_SENTENCE
        pieces.append(_trimmed(view, left, cut))
        left = cut
    return [*pieces, _trimmed(view, left, right)]


def _trimmed(view: str, left: int, right: int) -> tuple[int, int]:
    piece = view[left:right]
    return left + len(piece) - len(piece.lstrip()), left + len(piece.rstrip())
