"""Full stops that end no sentence, and note marks behind those that do, hidden from a splitter."""

import re
from collections.abc import Callable, Collection

from index.rules import Stage, declare

_BEFORE_A_NUMBER = (
    "No|Nos|Fig|Figs|Art|Arts|Sec|Secs|Vol|Vols|Ch|Chs|Pt|Pts|Eq"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
)
_BEFORE_A_NAME = (
    "Adm|Brig|Capt|Chas|Cmdr|Col|Dr|Edw|Gen|Geo|Gov|Hon|Insp|Jas|Lieut|Lt|Maj|Messrs|Mr|Mrs|Ms|Mt"
    "|Mts|Prof|Rev|Sen|Sergt|Sgt|Supt|Thos|Wm"
)
_NUMBERING = re.compile(
    rf"\b(?:{_BEFORE_A_NUMBER})\.(?=\s?\d)"
    r"|(?<![.\w])[A-Z]\.(?=\s[A-Z]\.\s\S)"
    rf"|\b(?:{_BEFORE_A_NAME})\.(?=\s[A-Z])"
    r"|(?<=\d\s)(?:deg|min|sec|ft|lbs?|oz|hrs?)\.(?=,?\s\d)"
)
_NEVER_LAST = re.compile(rf"\b(?:{_BEFORE_A_NUMBER}|{_BEFORE_A_NAME})\.$")
_GLUED = re.compile(r"(?<=[a-z])([A-Z][a-z]{1,6})\.(?=\s)")
_NOTE = re.compile(r"([.?!][\"')\]]?)(\d{1,3})(?=\s+[\"'(\[]?[A-Z]|\s*\Z)")
_RAISED = re.compile(
    r"(?<=[.?!\"')\]])(?:[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{1,3}|\*{1,3})(?=\s|\Z)"
)
_SPACED_DOTS = re.compile(r"\.(?: \.){4,}|\.(?: \.){2}")
_WORD_BEFORE = 12

SHORT_WORDS = declare(
    "sentence-short-words", Stage.INGEST,
    "Short words and initials before a number or a name, as “No. 7”, “Oct. 3”, end no sentence.",
)  # fmt: skip
GLUED_TITLES = declare(
    "sentence-glued-titles", Stage.INGEST,
    "A title that lost the space before it, as in “ChairmanMr. Lund”, ends no sentence.",
)  # fmt: skip
SPACED_DOTS = declare(
    "sentence-spaced-dots", Stage.INGEST,
    "Three full stops with spaces between them end no sentence, nor does a row; a fourth one does.",
)  # fmt: skip
NOTE_MARKS = declare(
    "sentence-note-marks", Stage.INGEST,
    "The number of a note behind a full stop parts two sentences and belongs to neither.",
)  # fmt: skip


def goes_on_behind(words: str) -> bool:
    """Whether words end in a short form that a name or a number comes behind, as “Mr.”."""
    return _NEVER_LAST.search(words) is not None


def _as_it_is(view: str, abbreviations: Collection[str]) -> str:
    return view


def masked(view: str, abbreviations: Collection[str]) -> str:
    """`view` with other marks for full stops that end nothing and spaces for note marks; the same
    length. `abbreviations` are those that the splitter knows, in small letters."""
    for mask in (_mask_short, _mask_dots, _mask_glued, _mask_notes):
        view = mask(view, abbreviations)
    return view


@SHORT_WORDS.governs(without=_as_it_is)
def _mask_short(view: str, abbreviations: Collection[str]) -> str:
    return _NUMBERING.sub(lambda match: match.group()[:-1] + "_", view)


@SPACED_DOTS.governs(without=_as_it_is)
def _mask_dots(view: str, abbreviations: Collection[str]) -> str:
    return _SPACED_DOTS.sub(lambda match: match.group().replace(".", "_"), view)


@GLUED_TITLES.governs(without=_as_it_is)
def _mask_glued(view: str, abbreviations: Collection[str]) -> str:
    def mask(match: re.Match[str]) -> str:
        known = match.group(1).lower() in abbreviations
        return match.group(1) + "_" if known else match.group()

    return _GLUED.sub(mask, view)


@NOTE_MARKS.governs(without=_as_it_is)
def _mask_notes(view: str, abbreviations: Collection[str]) -> str:
    """Behind a word any number is a note's; behind a figure only the one that is next, since it
    may be a decimal."""
    view = _RAISED.sub(lambda match: " " * len(match.group()), view)
    return _NOTE.sub(_notes_of(view, abbreviations), view)


def _notes_of(view: str, abbreviations: Collection[str]) -> Callable[[re.Match[str]], str]:
    last = 0

    def mask(match: re.Match[str]) -> str:
        nonlocal last
        before = view[max(0, match.start() - _WORD_BEFORE) : match.start()]
        word = before.rsplit(None, 1)[-1] if before.strip() else ""
        number = int(match.group(2))
        if before[-1:].isdigit():
            is_note = number == last + 1 > 1
        else:
            is_note = len(word) > 1 and word.strip("\"'([").lower() not in abbreviations
        if not is_note:
            return match.group()
        last = number
        return match.group(1) + " " * len(match.group(2))

    return mask
