"""How an editor broke the lines of a text at some width.

The width is learned from the text. A line that goes on in small letters was broken by width and
not on purpose; such lines show how long a broken line is, and how near the width a line with the
next one's first word would have come. Any other line was broken if it is as long, and if the next
word would not have fitted.
"""

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from index.structure.lettered import is_marked
from index.structure.lines import Line, is_aside, is_ended, is_item, quantile

BROKEN_AT_LEAST = 40
"""Characters; a line this long that goes on in small letters was broken, whatever the width."""
_BROKEN_AT_MOST = 160
"""Longer lines are paragraphs; where one goes on, no width is learned from it."""
NEAR = 3
"""So many lines above and below a line are of its column."""
_FITS_AT_LEAST, _FITS_AT_MOST = 0.75, 0.97
_DOUBLE = 0.9
_BEGINS_NOTHING = ",;)"
_SEVERAL = 2
"""So many lines that begin with what begins nothing show that links stand on lines of their own."""


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
    parted = sum(begins_nothing(text, line) for line in lines) >= _SEVERAL
    if not sure:
        return Wrapping(frozenset(), spacing=spacing, parted=parted)
    reaches = [
        reach(text, lines[n], lines[n + 1]) / column_of(lines, n, n + 1, spacing) for n in sure
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
    return is_small(text, following) and (
        is_hyphenated(text, line.end)
        or (line.length >= BROKEN_AT_LEAST and not is_ended(text, line.end))
    )


def is_small(text: str, line: Line) -> bool:
    """Whether a line begins in small letters, as within a sentence."""
    small = text[line.start].islower() or is_aside(text, line)
    return small and not is_marked(text, line)


def _goes_on_in_a_column(text: str, lines: Sequence[Line], n: int, spacing: int) -> bool:
    """The same of a shorter line, as of a column beside a picture, where the next word would not
    have fitted. Only where other lines of the text were broken: verses look so too."""
    return (
        lines[n].length >= BROKEN_AT_LEAST / 2
        and text[lines[n + 1].start].islower()
        and not is_marked(text, lines[n + 1])
        and not is_ended(text, lines[n].end)
        and reach(text, lines[n], lines[n + 1])
        >= _FITS_AT_LEAST * column_of(lines, n, n + 1, spacing)
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
            if len(run) > NEAR and _is_even(text, lines, run):
                found |= set(run[:-1])
            run = []
        if n < len(lines) and n not in apart:
            run.append(n)
    return found


def _is_even(text: str, lines: Sequence[Line], run: Sequence[int]) -> bool:
    width = max(lines[n].length for n in run)
    bulleted = any(is_item(text, lines[n]) for n in run)
    reaching = sum(reach(text, lines[n], lines[n + 1]) >= _FITS_AT_MOST * width for n in run[:-1])
    within = any(". " in text[lines[n].start : lines[n].end] for n in run)
    return (
        BROKEN_AT_LEAST <= width <= _BROKEN_AT_MOST and within and not bulleted
        and reaching >= _DOUBLE * (len(run) - 1)
    )  # fmt: skip


def reach(text: str, line: Line, following: Line) -> int:
    """How long a line would be with the next one's first word."""
    word = text[following.start : min(following.end, following.start + 40)].split(maxsplit=1)[0]
    return line.length + 1 + len(word)


def column_of(lines: Sequence[Line], n: int, following: int, spacing: int) -> int:
    """The width of the column that a line stands in: the longest line beside it."""
    width = max(lines[n].length, lines[following].length)
    if n > 0 and lines[n].blank <= spacing:
        width = max(width, lines[n - 1].length)
    if following + 1 < len(lines) and lines[following + 1].blank <= spacing:
        width = max(width, lines[following + 1].length)
    return width


def begins_nothing(text: str, line: Line) -> bool:
    """Whether a line begins with a mark that stands behind words."""
    stop = text.startswith(". ", line.start) or text[line.start : line.end] == "."
    return stop or text[line.start] in _BEGINS_NOTHING
