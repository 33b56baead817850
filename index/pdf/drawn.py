"""What is drawn on a page of a PDF, as it comes from the process that reads the file.

Coordinates are in points from the lower left of the page as it is shown, turned and cut.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font by its name; `bold` where letters in it stand out."""

    name: str
    bold: bool


@dataclass(frozen=True, slots=True)
class Bookmark:
    """An entry of a document's outline: its level from 1, and its page from 0 if it has one."""

    level: int
    title: str
    page: int | None


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself; `created` and `modified` are as written there."""

    pages: int
    title: str | None = None
    created: str | None = None
    modified: str | None = None
    bookmarks: tuple[Bookmark, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page, by its number from 0.

    `text` has a character for each row of `boxes`; of those that pdfium put in between, the box is
    empty. `fonts` and `angles` say from which character on which font, by its number in `named`,
    and which angle in degrees hold. `hanging` are letters that are drawn beyond their place: font,
    letter, and by how much of the height of their box to the left and to the right. `fields` are
    the values of form fields, `cut` says whether characters were left out, since there are too
    many, and `is_broken` whether the page cannot be read.
    """

    number: int
    width: float
    height: float
    text: str
    boxes: NDArray[np.float64]
    fonts: tuple[tuple[int, int], ...] = ()
    named: tuple[Font, ...] = ()
    angles: tuple[tuple[int, float], ...] = ()
    hanging: tuple[tuple[int, int, float, float], ...] = ()
    pictures: tuple[Box, ...] = ()
    strokes: tuple[Box, ...] = ()
    fields: tuple[tuple[Box, str], ...] = field(default=())
    cut: bool = False
    is_broken: bool = False


def turned(boxes: NDArray[np.float64], area: Sequence[float], turn: int) -> NDArray[np.float64]:
    """Boxes within an area that is turned clockwise by so many degrees, by its lower left."""
    left, low, right, high = area
    x0, y0, x1, y1 = boxes.T
    if turn == 90:
        turned = (y0 - low, right - x1, y1 - low, right - x0)
    elif turn == 180:
        turned = (right - x1, high - y1, right - x0, high - y0)
    elif turn == 270:
        turned = (high - y1, x0 - left, high - y0, x1 - left)
    else:
        turned = (x0 - left, y0 - low, x1 - left, y1 - low)
    return np.stack(turned, axis=1)


def upright(page: DrawnPage) -> tuple[DrawnPage, int]:
    """A page as it is read, and by how many degrees it was turned clockwise for it: by none, unless
    most of its text goes up, down or stands on its head."""
    many = np.zeros(4, np.int64)
    bounds = [*page.angles, (len(page.text), 0.0)]
    many[0] = bounds[0][0]
    for (at, angle), (behind, _) in itertools.pairwise(bounds):
        many[round(angle / 90) % 4] += behind - at
    turn = int(many.argmax()) * 90
    if not turn:
        return page, 0
    area = (0.0, 0.0, page.width, page.height)
    width, height = (page.height, page.width) if turn % 180 else (page.width, page.height)
    boxes = [_turned_all(some, area, turn) for some in (page.pictures, page.strokes)]
    begins = () if page.angles and page.angles[0][0] == 0 else ((0, float(-turn % 360)),)
    return replace(
        page, width=width, height=height, boxes=turned(page.boxes, area, turn),
        angles=(*begins, *((at, (angle - turn) % 360) for at, angle in page.angles)),
        pictures=boxes[0], strokes=boxes[1],
        fields=tuple(zip(_turned_all([box for box, _ in page.fields], area, turn),
                         [value for _, value in page.fields], strict=True)),
    ), turn  # fmt: skip


def _turned_all(boxes: Sequence[Box], area: Sequence[float], turn: int) -> tuple[Box, ...]:
    if not boxes:
        return ()
    moved = turned(np.array(boxes, np.float64), area, turn).tolist()
    return tuple((left, low, right, high) for left, low, right, high in moved)
