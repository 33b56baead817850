"""Sentence boundaries, as offsets, by Punkt (Kiss & Strunk 2006) with its English model.

The model is the one that LlamaIndex carries inside its package, so nothing is downloaded.
"""

import re
import string
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from index.normalize import aligned
from index.rules import Stage, declare

if TYPE_CHECKING:
    from nltk.tokenize.punkt import PunktTokenizer

MAX_SENTENCE = 1200
"""Characters; a longer run without a boundary (a table, a list on one line) is cut at spaces."""

_AT_ONCE = 50_000
"""Characters that Punkt is given at one time. Its expressions are stopped after five seconds of
a text, in which it reads some megabytes."""

_CLOSERS = re.compile(r"[\"')\]}]+(?=\s|$)")
_NO_BEGINNING = frozenset("\"')]}‘’“”«»")
"""What Punkt moves to the sentence before."""
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


def load_sentence_model() -> None:
    """Loads what `sentence_spans` needs, so that a damaged installation is no report's failure."""
    _punkt()


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of `text[start:end]`, as offsets in `text`, trimmed.

    Endnote marks after a sentence belong to none. A quotation is not cut from the words
    that go on after it.
    """
    view = aligned(text[start:end])
    spans: list[tuple[int, int]] = []
    for left, right in _punkt_spans(view):
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


def _punkt_spans(view: str) -> Iterator[tuple[int, int]]:
    """The spans that Punkt finds in `view`. What is long it is given piece by piece.

    A piece begins where a sentence of the piece before does, so that the spans are those of the
    whole: Punkt looks no farther than the words beside a mark. Where so long a piece has no such
    place, the sentence goes on in the next one.
    """
    begin, opened = 0, None
    while begin < len(view):
        limit = begin + _AT_ONCE
        spans = [(begin + a, begin + b) for a, b in _punkt().span_tokenize(view[begin:limit])]
        if opened is not None:
            end = spans.pop(0)[1] if spans else begin + len(view[begin:limit].rstrip())
            spans.insert(0, (opened, end))
        if limit >= len(view):
            yield from spans
            return
        last = next(
            (n for n in range(len(spans) - 2, 0, -1) if _begins_one(view, spans[n][0], limit)), None
        )
        if last is not None:
            yield from spans[:last]
            begin, opened = spans[last][0], None
        else:
            yield from spans[:-1]
            opened = spans[-1][0] if spans else None
            space = view.rfind(" ", begin + _AT_ONCE // 2, limit)
            begin = max(opened or 0, space + 1 if space >= 0 else limit)


def _begins_one(view: str, at: int, limit: int) -> bool:
    """Whether what begins a sentence at `at` would begin one too if no text stood before it, and
    its first word ends before `limit`."""
    return (
        view[at - 1] in string.whitespace
        and view[at] not in _NO_BEGINNING
        and view.find(" ", at, limit) >= 0
    )


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
