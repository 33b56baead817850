"""From the characters of a page to segments: words in a row on one line, with no wide gap between.

Where a word ends is told by the gaps of its own line. pdfium's blanks are not relied on: it gives
none within lines that are set tight, and some within words that are set wide.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.pdf.drawn import Box, DrawnPage, turned, upright
from index.pdf.gaps import overhang
from index.pdf.glyphs import (
    accents_joined,
    characters_of,
    kept_characters,
    spelled_out,
    turned_lines,
)
from index.pdf.marks import without_marks

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

_OVERLAP = 0.35
"""Of the lower of two characters; as much of its height is beside one of the same line."""
_BACK, _FAR = -0.6, 6.0
"""Heights of a line that the next character may stand back, or away, to be of it."""
_SURE_GAP, _USUAL_GAP = 0.17, 0.7
"""Heights of a line: a gap between is a blank, however the line is set."""
_TIGHT, _LOOSE, _UNTOLD = 0.09, 0.2, 0.13
"""Heights of a line: bounds of the least gap that is a blank, and that of a line without blanks."""
_SET_APART = 2.0
"""Of the narrowest blank of a line; a wider gap sets something apart, and is no usual blank."""
_MOSTLY = 0.7
"""Of a usual blank; less is none in a line whose blanks are drawn."""
_APART, _APART_BLANKS = 1.1, 2.4
"""Heights of a line, and usual blanks, from which on a gap parts segments."""
_SPACED_PAIRS, _SPACED_SHARE = 5, 0.55
_BOLD_SHARE = 0.7
_PICTURE = 40.0
"""Points; a smaller picture is a sign or an ornament."""


@dataclass(slots=True, eq=False)
class Segment:
    """Words in a row, on one line of one column.

    `lefts` are the left edges of its words, `size` is the height of its letters, `font` the number
    of the font that it begins in. `marked` says that the mark of a note stood before it. `at` is
    its place in all that is drawn in the document, once it has one. `shown` is its box on the page
    as it is shown, where that was turned to be read.
    """

    text: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool
    font: str
    lefts: tuple[float, ...]
    marked: bool = False
    at: int = -1
    shown: Box | None = None

    @property
    def box(self) -> Box:
        return self.x0, self.y0, self.x1, self.y1


@dataclass(frozen=True, slots=True)
class PageSegments:
    """The segments of a page in the order in which they were drawn, those that are turned apart,
    how many pictures it has, and its strokes and height, turned as its text is."""

    segments: list[Segment]
    turned: list[Segment]
    pictures: int = 0
    strokes: tuple[Box, ...] = ()
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class _Lines:
    """Characters that are kept, by what line each is of; gaps are those behind each but the last
    of all. `heights` and `blanks` are those of each line: its height and its usual blank, 0 where
    it shows none."""

    line: NDArray[np.int64]
    gaps: Numbers
    spaced: Flags
    heights: Numbers
    blanks: Numbers


def page_segments(page: DrawnPage) -> PageSegments:
    """The segments of a page, with the values of its form fields."""
    page, turn = upright(page)
    found = _page_segments(page)
    if turn:
        area = (0.0, 0.0, page.width, page.height)
        for segment in (*found.segments, *found.turned):
            [box] = turned(np.array([segment.box]), area, 360 - turn).tolist()
            segment.shown = (box[0], box[1], box[2], box[3])
    return replace(found, strokes=page.strokes, height=page.height)


def _page_segments(page: DrawnPage) -> PageSegments:
    filled = [one for box, value in page.fields for one in _of_field(page.number, box, value)]
    sideways = [
        Segment(text, page.number, *box, size, bold=False, font="", lefts=(box[0],))
        for text, box, size in turned_lines(page)
    ]
    kept, codes = accents_joined(page, *kept_characters(page))
    pictures = sum(
        min(right - left, high - low) >= _PICTURE for left, low, right, high in page.pictures
    )
    if not len(kept):
        return PageSegments(filled, sideways, pictures)
    fonts = _fonts_of(page, kept)
    lines = _lines(page, kept, codes, fonts)
    ends_word = _word_ends(lines)
    apart = np.maximum(_APART * lines.heights, _APART_BLANKS * lines.blanks)[lines.line[:-1]]
    parted = (lines.gaps > apart) | (np.diff(lines.line) > 0)
    segments = _segments(page, kept, codes, fonts, lines, parted, ends_word | parted)
    return PageSegments([*segments, *filled], sideways, pictures)


def _lines(
    page: DrawnPage, kept: NDArray[np.int64], codes: NDArray[np.uint32], fonts: NDArray[np.int64]
) -> _Lines:
    x0, y0, x1, y1 = page.boxes[kept].T
    height = y1 - y0
    lower = np.minimum(height[:-1], height[1:])
    higher = np.maximum(height[:-1], height[1:])
    overlap = np.minimum(y1[:-1], y1[1:]) - np.maximum(y0[:-1], y0[1:])
    ligature = (np.diff(x0) == 0) & (np.diff(x1) == 0)  # its letters have one box
    gaps = np.where(ligature, 0.0, x0[1:] - x1[:-1])
    same = (overlap > _OVERLAP * lower) & (gaps > _BACK * higher) & (gaps < _FAR * higher)
    line = np.concatenate([[0], np.cumsum(~same)])
    many = np.bincount(line)
    heights = np.bincount(line, height) / many
    tall = heights[line[:-1]]
    gaps = np.where(same, gaps + overhang(page, codes, fonts, gaps / higher, same) * higher, 0.0)
    boxes = page.boxes
    is_space = (characters_of(page.text) == ord(" ")) & (boxes[:, 2] > boxes[:, 0])
    spaced = np.diff(np.cumsum(is_space)[kept]) > 0
    shows = same & (gaps > _SURE_GAP * tall) & (gaps < _USUAL_GAP * tall)
    narrowest = np.full(len(many), np.inf)
    np.minimum.at(narrowest, line[:-1][shows], gaps[shows])
    shows &= gaps < _SET_APART * narrowest[line[:-1]]
    shown = np.bincount(line[:-1][shows], minlength=len(many))
    summed = np.bincount(line[:-1][shows], gaps[shows], minlength=len(many))
    return _Lines(line, gaps, spaced, heights, summed / np.maximum(shown, 1))


def _word_ends(lines: _Lines) -> Flags:
    """Behind which characters a word ends: where a blank was drawn, and at gaps of half the blank
    that is usual in the line."""
    heights, blanks = lines.heights, lines.blanks
    least = np.where(
        blanks > 0, np.clip(0.5 * blanks, _TIGHT * heights, _LOOSE * heights), _UNTOLD * heights
    )
    of_pair = lines.line[:-1]
    drawn = np.bincount(of_pair[lines.spaced], minlength=len(heights)) > 0
    surely = np.clip(_MOSTLY * blanks, _UNTOLD * heights, _LOOSE * heights)
    least = np.where(drawn, np.where(blanks > 0, surely, _LOOSE * heights), least)
    wide = (lines.gaps > least[of_pair]) & ~lines.spaced
    many = np.bincount(of_pair, minlength=len(heights))
    share = np.bincount(of_pair[wide], minlength=len(heights)) / np.maximum(many, 1)
    for number in np.flatnonzero((share > _SPACED_SHARE) & (many >= _SPACED_PAIRS)):
        pairs = np.flatnonzero(of_pair == number)
        between = float(np.median(lines.gaps[pairs]))
        wide[pairs] = lines.gaps[pairs] > between + _LOOSE * heights[number]
    return lines.spaced | wide


def _segments(
    page: DrawnPage, kept: NDArray[np.int64], codes: NDArray[np.uint32],
    fonts: NDArray[np.int64], lines: _Lines, parted: Flags, word_ends: Flags,
) -> list[Segment]:  # fmt: skip
    x0, y0, x1, y1 = page.boxes[kept].T
    starts = np.concatenate([[0], np.flatnonzero(parted) + 1])
    ends = [*starts[1:].tolist(), len(kept)]
    hulls = np.stack([
        np.minimum.reduceat(x0, starts), np.minimum.reduceat(y0, starts),
        np.maximum.reduceat(x1, starts), np.maximum.reduceat(y1, starts),
    ], axis=1).tolist()  # fmt: skip
    many = np.diff(np.append(starts, len(kept)))
    sizes = _usual_heights(y1 - y0, starts, many).tolist()
    is_bold = np.array([font.bold for font in page.named] or [False])
    bold = (np.add.reduceat(is_bold[fonts].astype(float), starts) / many > _BOLD_SHARE).tolist()
    raised = _raised(lines.line, y0, y1)
    text = codes.astype("<u4").tobytes().decode("utf-32-le", "replace")
    words = np.concatenate([[0], np.flatnonzero(word_ends) + 1])
    of_segment = np.searchsorted(words, [*starts.tolist(), len(kept)]).tolist()
    begins, lefts = words.tolist(), x0[words].tolist()
    names = [font.name for font in page.named] or [""]
    made = []
    for n, (start, end) in enumerate(zip(starts.tolist(), ends, strict=True)):
        first, behind = of_segment[n], of_segment[n + 1]
        bounds = [*begins[first:behind], end]
        spelled = [text[a:b] for a, b in itertools.pairwise(bounds)]
        places, marked = lefts[first:behind], False
        if raised[start:end].any():
            above = raised[start:end].tolist()
            spelled, places, marked = without_marks(spelled, places, above)
        if spelled:
            left, low, right, high = hulls[n]
            made.append(
                Segment(spelled_out(" ".join(spelled)), page.number, left, low, right, high,
                        sizes[n], bold[n], names[fonts[start]], tuple(places), marked)
            )  # fmt: skip
    return made


def _usual_heights(heights: Numbers, starts: NDArray[np.int64], many: NDArray[np.int64]) -> Numbers:
    """The height of letters in each segment, which a quarter of them may exceed."""
    segment = np.repeat(np.arange(len(starts)), many)
    order = np.lexsort((heights, segment))
    return np.asarray(heights[order[starts + (3 * (many - 1)) // 4]])


def _fonts_of(page: DrawnPage, kept: NDArray[np.int64]) -> NDArray[np.int64]:
    """The number of the font of each character."""
    if not page.fonts:
        return np.zeros(len(kept), np.int64)
    begins = np.array([at for at, _ in page.fonts])
    numbers = np.array([font for _, font in page.fonts])
    return numbers[np.maximum(0, np.searchsorted(begins, kept, side="right") - 1)]


def _raised(line: NDArray[np.int64], y0: Numbers, y1: Numbers) -> Flags:
    """Characters that are smaller than those of their line and stand above its foot."""
    height = y1 - y0
    starts = np.flatnonzero(np.diff(line, prepend=-1))
    tallest = np.maximum.reduceat(height, starts)[line]
    main = height >= 0.88 * tallest
    foot = (np.bincount(line, y0 * main) / np.maximum(np.bincount(line, main), 1))[line]
    return np.asarray(~main & (y0 > foot + 0.18 * tallest))


def _of_field(page: int, box: Box, value: str) -> Sequence[Segment]:
    """The value of a form field, a line of it a segment."""
    lines = [" ".join(line.split()) for line in value.splitlines() if line.strip()]
    left, low, right, high = box
    tall = (high - low) / max(1, len(lines))
    return [
        Segment(line, page, left, high - (n + 1) * tall, right, high - n * tall, min(tall, 12.0),
                bold=False, font="field", lefts=(left,) * len(line.split()))
        for n, line in enumerate(lines)
    ]  # fmt: skip
