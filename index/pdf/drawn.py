"""What is drawn on a page of a PDF, as it comes from the process that reads the file.

Coordinates are in points from the lower left of the page as it is shown, turned and cut.
"""

from dataclasses import dataclass, field

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
    and which angle in degrees hold. `fields` are the values of form fields, `cut` says whether
    characters were left out, since there are too many.
    """

    number: int
    width: float
    height: float
    text: str
    boxes: NDArray[np.float64]
    fonts: tuple[tuple[int, int], ...] = ()
    named: tuple[Font, ...] = ()
    angles: tuple[tuple[int, float], ...] = ()
    pictures: tuple[Box, ...] = ()
    strokes: tuple[Box, ...] = ()
    fields: tuple[tuple[Box, str], ...] = field(default=())
    cut: bool = False
