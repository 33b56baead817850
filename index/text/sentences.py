"""Sentence boundaries, as offsets, by Punkt and a few rules."""

import re
import string
from itertools import pairwise

from index.rules import Stage, declare
from index.text.normalize import aligned
from index.text.punkt import english
from index.text.quotations import whole_quotations
from index.text.stops import masked

MAX_SENTENCE = 1200
"""Characters; a longer run without a boundary (a table, a list on one line) is cut at spaces."""

_CLOSERS = re.compile(r"[?!]*[\"')\]}]*(?=\s|$)")
_MARKS_ALONE = re.compile(r"[?!]+")
_SPEAKS_ON = re.compile(r"\s*[a-z,;]")
_ACRONYM = re.compile(r"\b(?:[A-Z]\.){2,5}\Z")
_FIRST_WORD = re.compile(r"[A-Z][a-z]{1,30}")
_LOST_SPACE = re.compile(r"[.?!](?<=[a-z]{2}.)(?=[A-Z][a-z]{0,20}\s)")
_ADDRESS = re.compile(r"[./@]\S{1,60}\Z")
_LABEL_AT_MOST, _LABEL_WORDS = 40, 4
_LETTERS_OF_A_NAME = 5
_NUMBER_ALONE = re.compile(r"[(\[]?\d{1,3}(?:\.\d{1,3})*[.)\]]{1,2}")

CLOSERS = declare(
    "sentence-closing-marks", Stage.INGEST,
    "Quotation marks, brackets and marks that are doubled belong to the sentence that they end.",
)  # fmt: skip
SPEAKS_ON = declare(
    "sentence-speaks-on", Stage.INGEST,
    "A quotation is not cut from the words in small letters that go on after it.",
)  # fmt: skip
ACRONYMS = declare(
    "sentence-acronyms", Stage.INGEST,
    "A name or number goes on after “U.S.”, unless it is a word that often begins a sentence.",
)  # fmt: skip
GLUED = declare(
    "sentence-lost-space", Stage.INGEST,
    "A sentence ends at a full stop between two words, though no space is left there.",
)  # fmt: skip
LABELS = declare(
    "sentence-labels", Stage.INGEST,
    "A name or a number, as “Mr. Ford.”, “Qu.” or “Figure 2.”, stands with the sentence behind it.",
)  # fmt: skip
CUT_LONG = declare(
    "sentence-cut-long", Stage.INGEST,
    f"What has no end within {MAX_SENTENCE} characters, such as a table, is cut at a space.",
)  # fmt: skip


def load_sentence_model() -> None:
    """Loads what `sentence_spans` needs, so that a damaged installation is no report's failure."""
    english()


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of `text[start:end]`, as offsets in `text`, trimmed.

    Endnote marks after a sentence belong to none. A quotation is not cut from the words
    that go on after it.
    """
    shown = text[start:end]
    view = masked(aligned(shown), english().abbreviations)
    spans = _parted(view, _joined(view, list(english().span_tokenize(view))))
    spans = _with_labels(view, whole_quotations(shown, spans))
    pieces = (piece for span in spans for piece in _cut_long(view, *span))
    return [(start + left, start + right) for left, right in pieces if right > left]


def is_short_form(word: str) -> bool:
    """Whether the full stop at a word's end is that of a short form, as in “Mr.”."""
    return word.endswith(".") and word.strip(string.punctuation).lower() in english().abbreviations


def is_cut(above: str, below: str) -> bool:
    """Whether a sentence goes on from one line to the next over the full stop of a short form, as
    in “Mr. Lund”."""
    if not is_short_form(above.rsplit(None, 1)[-1]):
        return False
    joined = f"{above} {below}"
    return all(end != len(above) for _, end in sentence_spans(joined, 0, len(joined)))


def _joined(view: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that Punkt found, with the marks that close them and what goes on after them."""
    spans: list[tuple[int, int]] = []
    for left, right in found:
        closing = _CLOSERS.match(view, right)
        right = closing.end() if closing and CLOSERS.applies(True) else right
        if (spans and CLOSERS.applies(_goes_with_marks(view, spans[-1], left))) or (
            spans
            and (
                left < spans[-1][1]
                or SPEAKS_ON.applies(_SPEAKS_ON.match(view, spans[-1][1]) is not None)
                or ACRONYMS.applies(_names_on(view, spans[-1][1], left))
            )
        ):
            left, _ = spans.pop()
        spans.append((left, right))
    return spans


def _goes_with_marks(view: str, above: tuple[int, int], left: int) -> bool:
    """Whether a piece is marks alone that stand right before a sentence, as in “!!Come!!”."""
    return above[1] == left and _MARKS_ALONE.fullmatch(view, *above) is not None


def _names_on(view: str, end: int, following: int) -> bool:
    """Whether what follows letters with full stops, such as “U.S.”, is of their name: a capital
    that does not often begin a sentence, or a number."""
    if not _ACRONYM.search(view, max(0, end - 12), end):
        return False
    if view[following : following + 1].isdigit():
        return True
    word = _FIRST_WORD.match(view, following)
    return word is not None and word.group().lower() not in english().starters


def _unparted(view: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return spans


@GLUED.governs(without=_unparted)
def _parted(view: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans cut where the space between two sentences was lost."""
    parted = []
    for left, right in spans:
        cuts = [
            match.end() for match in _LOST_SPACE.finditer(view, left, right)
            if not _ADDRESS.search(view, max(left, match.start() - 60), match.start())
        ]  # fmt: skip
        parted += list(pairwise([left, *cuts, right]))
    return parted


@LABELS.governs(without=_unparted)
def _with_labels(view: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A first piece in capitals, of words with capitals and figures, or a number alone, such as
    “THE PRESIDENT.”, “Mr. Ford.”, “Figure 2.” or “39.1.”, stands with what is said."""
    if len(spans) < 2 or spans[0][1] - spans[0][0] > _LABEL_AT_MOST:
        return spans
    label = view[slice(*spans[0])]
    words = label.split()
    named = len(words) > 1 and all(word[0].isupper() or word[0].isdigit() for word in words)
    alone = _NUMBER_ALONE.fullmatch(label) is not None or _is_short_name(label)
    told = named or alone or label.isupper()
    is_label = label.endswith(".") and ":" not in label and len(words) <= _LABEL_WORDS and told
    return [(spans[0][0], spans[1][1]), *spans[2:]] if is_label else spans


def _is_short_name(label: str) -> bool:
    """Whether a label is a few letters with a capital that are no word, such as “Qu.”."""
    word = label.removesuffix(".")
    few = 1 < len(word) <= _LETTERS_OF_A_NAME and word.isalpha() and word.istitle()
    return few and word.lower() not in english().seen


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
