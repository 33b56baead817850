"""Lines that an editor broke at some width, put together again.

The width is learned from the text. A line that goes on in small letters was broken by width and
not on purpose; such lines show how long a broken line is, and how near the width a line with the
next one's first word would have come. Any other line was broken if it is as long, and if the next
word would not have fitted.
"""

import itertools
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.lettered import is_marked
from index.lines import Line, is_aside, is_ended, is_item, quantile
from index.rules import Stage, always, declare
from index.sentences import is_cut
from index.terms import FUNCTION_WORDS

_BROKEN_AT_LEAST = 40
"""Characters; a line this long that goes on in small letters was broken, whatever the width."""
_BROKEN_AT_MOST = 160
"""Longer lines are paragraphs; where one goes on, no width is learned from it."""
_NEAR = 3
"""So many lines above and below a line are of its column."""
_FITS_AT_LEAST, _FITS_AT_MOST = 0.75, 0.97
_LOOSELY = 0.93
"""A line that does not end as a sentence does need not come as near the width of its column, since
letters differ in width."""
_DOUBLE = 0.9
_WORDS_THAT_HANG = 3
_OPENING, _CLOSING = "“(", "”)"
_OPENS, _BEGINS_NOTHING = "([", ",;)"
_SEVERAL = 2
"""So many lines that begin with what begins nothing show that links stand on lines of their own."""

WRAPPED_LINES = declare(
    "block-wrapped-lines", Stage.INGEST,
    "Lines of a paragraph that somebody broke by hand are put together again.",
)  # fmt: skip
PARTED_LINES = declare(
    "block-parted-lines", Stage.INGEST,
    "Where some lines begin with a comma, others were parted from their sentence as well.",
)  # fmt: skip
HANGING_LINES = declare(
    "block-hanging-lines", Stage.INGEST,
    "A line that ends in a word such as “of”, or within a quotation, goes on in any letters.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How the lines of a text were broken, as learned from it.

    `sure` are the numbers of lines that the next goes on for certain. A broken line has `least`
    to `most` characters, and with the next word `fits` times the width of its column or more;
    without sure lines these are 0. `spacing` is the number of blank lines between the lines of
    one paragraph. With `parted`, the words of links stand on lines of their own.
    """

    sure: frozenset[int]
    least: float = 0
    most: float = 0
    fits: float = 1
    spacing: int = 0
    parted: bool = False


def learn_wrapping(text: str, lines: Sequence[Line], apart: Collection[int]) -> Wrapping:
    """How the lines were broken; those whose numbers are in `apart` are no lines of paragraphs."""
    spacing = _spacing(text, lines)
    sure = {
        n for n in range(len(lines) - 1)
        if n not in apart and n + 1 not in apart and lines[n + 1].blank <= spacing
        and lines[n].length <= _BROKEN_AT_MOST
        and goes_on_for_sure(text, lines[n], lines[n + 1])
    }  # fmt: skip
    sure |= _of_even_runs(text, lines, apart, spacing)
    if sure:
        sure |= {
            n for n in range(len(lines) - 1)
            if n not in apart and n + 1 not in apart and lines[n + 1].blank <= spacing
            and lines[n].length <= _BROKEN_AT_MOST and _goes_on_in_a_column(text, lines, n, spacing)
        }  # fmt: skip
    parted = sum(_begins_nothing(text, line) for line in lines) >= _SEVERAL
    if not sure:
        return Wrapping(frozenset(), spacing=spacing, parted=parted)
    reaches = [
        _reach(text, lines[n], lines[n + 1]) / _column(lines, n, n + 1, spacing) for n in sure
    ]
    lengths = [lines[n].length for n in sure]
    return Wrapping(
        frozenset(sure),
        quantile(lengths, 0.05) * 0.9,
        quantile(lengths, 0.95) * 1.15,
        min(_FITS_AT_MOST, max(_FITS_AT_LEAST, quantile(reaches, 0.1))),
        spacing,
        parted,
    )


def _spacing(text: str, lines: Sequence[Line]) -> int:
    """How many blank lines stand between two lines of a paragraph: 1 where nearly every line is
    followed by one and sentences go on over them, long paragraphs aside, else 0."""
    pairs = list(itertools.pairwise(lines))
    if not pairs or sum(b.blank > 0 for _, b in pairs) < _DOUBLE * len(pairs):
        return 0
    short = [(a, b) for a, b in pairs if a.length <= _BROKEN_AT_MOST]
    over = sum(b.blank == 1 and goes_on_for_sure(text, a, b) for a, b in short)
    return int(over >= max(2, 0.2 * len(short)))


def goes_on_for_sure(text: str, line: Line, following: Line) -> bool:
    """Whether a line is not ended and the next one goes on in small letters, whatever the width."""
    return _is_small(text, following) and (
        is_hyphenated(text, line.end)
        or (line.length >= _BROKEN_AT_LEAST and not is_ended(text, line.end))
    )


def _is_small(text: str, line: Line) -> bool:
    """Whether a line begins in small letters, as within a sentence."""
    small = text[line.start].islower() or is_aside(text, line)
    return small and not is_marked(text, line)


def _goes_on_in_a_column(text: str, lines: Sequence[Line], n: int, spacing: int) -> bool:
    """The same of a shorter line, as of a column beside a picture, where the next word would not
    have fitted. Only where other lines of the text were broken: verses look so too."""
    return (
        lines[n].length >= _BROKEN_AT_LEAST / 2
        and text[lines[n + 1].start].islower()
        and not is_marked(text, lines[n + 1])
        and not is_ended(text, lines[n].end)
        and _reach(text, lines[n], lines[n + 1])
        >= _FITS_AT_LEAST * _column(lines, n, n + 1, spacing)
    )


def is_hyphenated(text: str, end: int) -> bool:
    """Whether a word is broken, or goes on, at `end`."""
    return text[max(0, end - 2) : end - 1].isalpha() and text[end - 1] in "-\u2010\u00ad"


def _of_even_runs(
    text: str, lines: Sequence[Line], apart: Collection[int], spacing: int
) -> set[int]:
    """Lines of runs of three or more in which none could have held the next one's first word, and
    in which sentences end within lines: text in capitals shows its width so."""
    found: set[int] = set()
    run: list[int] = []
    for n in range(len(lines) + 1):
        over = n == len(lines) or n in apart or lines[n].blank > spacing
        if over:
            if len(run) > _NEAR and _is_even(text, lines, run):
                found |= set(run[:-1])
            run = []
        if n < len(lines) and n not in apart:
            run.append(n)
    return found


def _is_even(text: str, lines: Sequence[Line], run: Sequence[int]) -> bool:
    width = max(lines[n].length for n in run)
    bulleted = any(is_item(text, lines[n]) for n in run)
    reaching = sum(_reach(text, lines[n], lines[n + 1]) >= _FITS_AT_MOST * width for n in run[:-1])
    within = any(". " in text[lines[n].start : lines[n].end] for n in run)
    return (
        _BROKEN_AT_LEAST <= width <= _BROKEN_AT_MOST and within and not bulleted
        and reaching >= _DOUBLE * (len(run) - 1)
    )  # fmt: skip


def _reach(text: str, line: Line, following: Line) -> int:
    """How long a line would be with the next one's first word."""
    word = text[following.start : min(following.end, following.start + 40)].split(maxsplit=1)[0]
    return line.length + 1 + len(word)


def _column(lines: Sequence[Line], n: int, following: int, spacing: int) -> int:
    """The width of the column that a line stands in: the longest line beside it."""
    width = max(lines[n].length, lines[following].length)
    if n > 0 and lines[n].blank <= spacing:
        width = max(width, lines[n - 1].length)
    if following + 1 < len(lines) and lines[following + 1].blank <= spacing:
        width = max(width, lines[following + 1].length)
    return width


def _around(lines: Sequence[Line], n: int, following: int, spacing: int) -> list[int]:
    """The numbers of the lines near a break that no blank line parts from it."""
    first, last = n, following
    while first > max(0, n - _NEAR) and lines[first].blank <= spacing:
        first -= 1
    while last < min(len(lines) - 1, following + _NEAR) and lines[last + 1].blank <= spacing:
        last += 1
    return list(range(first, last + 1))


def is_full(text: str, lines: Sequence[Line], n: int, following: int, wrapping: Wrapping) -> bool:
    """Whether a line is as long as those that were broken, and could not hold the next word.

    A column that is narrower than the text must show its width itself.
    """
    if following >= len(lines) or lines[n].length > wrapping.most:
        return False
    column = _column(lines, n, following, wrapping.spacing)
    beside = any(
        0.75 * column <= lines[m].length <= 1.33 * column
        for m in _around(lines, n, following, wrapping.spacing)
        if m in wrapping.sure
    )
    wide = column >= 0.8 * wrapping.most / 1.15 and lines[n].length >= wrapping.least
    fits = wrapping.fits * (1 if is_ended(text, lines[n].end) else _LOOSELY)
    return _reach(text, lines[n], lines[following]) >= fits * column and (wide or beside)


@WRAPPED_LINES.governs(without=always(False))
def goes_on(
    text: str, lines: Sequence[Line], run: Sequence[int], following: int, wrapping: Wrapping
) -> bool:
    """Whether line `following` goes on the paragraph of the lines `run`.

    They are neighbours but for page furniture. The later lines of a list item may be indented.
    """
    n = run[-1]
    line, other = lines[n], lines[following]
    in_list = is_item(text, lines[run[0]]) or is_marked(text, lines[run[0]])
    over_page = other.new_page or following > n + 1
    small = text[other.start].islower() or is_aside(text, other)
    ended = is_ended(text, line.end)
    full = is_full(text, lines, n, following, wrapping)
    if over_page:
        return _goes_on_over_a_page(text, lines, run, following, wrapping)
    if other.blank > wrapping.spacing:
        near = other.blank == 1 and small and not ended
        return near and (full or goes_on_for_sure(text, line, other))
    if is_hyphenated(text, line.end) and (small or full):
        return True
    if HANGING_LINES.applies(hangs(text, line)) and not is_item(text, other):
        return True
    if PARTED_LINES.applies(wrapping.parted and _is_parted(text, line, other)):
        return True
    if small and not ended:
        sure = full or n in wrapping.sure or line.length >= _BROKEN_AT_LEAST
        return sure or (len(run) > 1 and bool(wrapping.sure))
    if not full or (other.indent > line.indent + 1 and not in_list):
        return False
    return small or not ended or not _announces(text, lines, following, wrapping)


def _is_parted(text: str, line: Line, other: Line) -> bool:
    """Whether a line goes on another, which is not ended, with what begins no sentence, or behind a
    word that ends none."""
    if is_ended(text, line.end) or is_item(text, other):
        return False
    last = text[line.start : line.end].rsplit(None, 1)[-1]
    begins = text[other.start]
    return (
        _begins_nothing(text, other)
        or begins.islower()
        or begins in _OPENS
        or last in FUNCTION_WORDS
    )


def _begins_nothing(text: str, line: Line) -> bool:
    """Whether a line begins with a mark that stands behind words."""
    stop = text.startswith(". ", line.start) or text[line.start : line.end] == "."
    return stop or text[line.start] in _BEGINS_NOTHING


def _goes_on_over_a_page(
    text: str, lines: Sequence[Line], run: Sequence[int], following: int, wrapping: Wrapping
) -> bool:
    """The same of the first line of a page, where the sentence on the page before is not ended.

    Pages may differ in width: the lines above show that of theirs.
    """
    n = run[-1]
    line, other = lines[n], lines[following]
    small = _is_small(text, other)
    words = text[line.start : line.end], text[other.start : other.end]
    if is_ended(text, line.end) and not is_cut(*words):
        return False
    if small and (is_hyphenated(text, line.end) or (len(run) > 1 and wrapping.sure)):
        return True
    if HANGING_LINES.applies(hangs(text, line)):
        return True
    if line.length < _BROKEN_AT_LEAST:
        return False
    above = lines[run[-2]].length if len(run) > 1 else sys.maxsize
    narrow = _reach(text, line, other) >= wrapping.fits * above
    return (
        small
        or is_full(text, lines, n, following, wrapping)
        or (narrow and not _announces(text, lines, following, wrapping))
    )


def hangs(text: str, line: Line) -> bool:
    """Whether no sentence can end where a line of a paragraph does: behind a word that carries
    nothing by itself, or within a quotation or brackets that it opened."""
    words = text[line.start : line.end]
    if len(words.split()) < _WORDS_THAT_HANG:
        return False
    open_mark = max(words.rfind(mark) for mark in _OPENING)
    opened = open_mark >= 0 and not any(mark in words[open_mark:] for mark in _CLOSING)
    last = words.rsplit(None, 1)[-1]
    return (opened and not is_ended(text, line.end)) or last in FUNCTION_WORDS


def _announces(text: str, lines: Sequence[Line], n: int, wrapping: Wrapping) -> bool:
    """Whether a line below the end of a sentence ends on purpose and is no sentence: a heading."""
    goes = n + 1 < len(lines) and lines[n + 1].blank <= wrapping.spacing
    return (
        not is_ended(text, lines[n].end)
        and not is_full(text, lines, n, n + 1, wrapping)
        and not (goes and text[lines[n + 1].start].islower())
    )
