"""A report laid out to be read beside the chat: its paragraphs, furniture folded away, the quote
and the words that answer marked in their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from index.types import Block, Report, Role
from rag.types import Box, Citation, DatedPassage, OnPage


class Stress(StrEnum):
    """How a piece of text is set off."""

    NONE = ""
    QUOTE = "quote"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text of one stress."""

    text: str
    stress: Stress


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the report in pieces; `label` names what is not the report's own prose."""

    pieces: tuple[Piece, ...]
    role: Role
    is_list_item: bool
    label: str

    @property
    def is_quoted(self) -> bool:
        """Whether the quote stands in it."""
        return any(piece.stress for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs that follow each other and are all furniture, or all not."""

    is_furniture: bool
    paragraphs: tuple[Paragraph, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is furniture, each reason once."""
        return tuple(dict.fromkeys(p.label for p in self.paragraphs if p.label))


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle on a page, in points from its upper left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a report's file to be shown, of so many points, with what is marked on it."""

    page: int
    width: float
    height: float
    marks: tuple[Mark, ...] = ()


def sheets(report: Report, passage: DatedPassage | None = None) -> list[Sheet]:
    """The pages on which the quote of a passage stands, or the first one; none for a report whose
    file has no pages."""
    if report.paged is None:
        return []
    on = [OnPage(page=passage.page, boxes=passage.boxes)] if passage and passage.boxes else []
    placed = [*on, *(passage.further_pages if passage else ())] if on else []
    found = [
        _sheet(one.page, *report.paged.sizes[one.page - 1], one.boxes)
        for one in placed if one.page <= report.paged.count
    ]  # fmt: skip
    return found or [Sheet(1, *report.paged.sizes[0])]


def _sheet(page: int, width: float, height: float, boxes: Sequence[Box]) -> Sheet:
    marks = tuple(
        Mark(round(left, 1), round(height - high, 1), round(right - left, 1), round(high - low, 1))
        for left, low, right, high in boxes
    )
    return Sheet(page, width, height, marks)


def lay_out_for_reading(report: Report, passage: DatedPassage | None = None) -> list[Stretch]:
    """The text of a report, with the quote of a passage marked.

    A quote that is no longer in the text at its offsets is not marked.
    """
    marks = _marks(report, passage)
    paragraphs = [_paragraph(report.text, block, marks) for block in report.blocks]
    return [
        Stretch(folded, tuple(some))
        for folded, some in groupby(paragraphs, key=lambda p: _folds(p))
    ]


def _folds(paragraph: Paragraph) -> bool:
    return paragraph.role is Role.FURNITURE and not paragraph.is_quoted


def _marks(report: Report, passage: DatedPassage | None) -> list[tuple[int, int, Stress]]:
    """Spans of the text that are set off, in order, none overlapping another."""
    if passage is None or report.text[passage.start : passage.end] != passage.quote:
        return []
    start, end = passage.end, passage.end
    if isinstance(passage, Citation) and passage.answer_start is not None:
        start, end = passage.answer_start, passage.answer_end or passage.end
    spans = [
        (passage.start, start, Stress.QUOTE),
        (start, end, Stress.ANSWER),
        (end, passage.end, Stress.QUOTE),
    ]
    return [span for span in spans if span[0] < span[1]]


def _paragraph(text: str, block: Block, marks: list[tuple[int, int, Stress]]) -> Paragraph:
    pieces, at = [], block.start
    for start, end, stress in marks:
        start, end = max(start, block.start), min(end, block.end)
        if start < end:
            pieces += [(text[at:start], Stress.NONE), (text[start:end], stress)]
            at = end
    pieces.append((text[at : block.end], Stress.NONE))
    return Paragraph(
        tuple(Piece(words, stress) for words, stress in pieces if words),
        block.role,
        block.is_list_item,
        block.reason,
    )
