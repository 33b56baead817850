"""A PDF as a report: its text, its blocks, where they stand on its pages, and what was not read."""

import itertools
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from index.pdf.columns import Table, in_reading_order
from index.pdf.drawn import About, Box, DrawnPage
from index.pdf.flow import Item, Part, joined
from index.pdf.glyphs import without_meaning
from index.pdf.grids import Grid, grid_of
from index.pdf.headings import Headings, Type, body_type, title_of
from index.pdf.hyphens import BrokenWords
from index.pdf.lines import Line, lines_of
from index.pdf.margins import PageText, without_running
from index.pdf.notes import notes_begin
from index.pdf.paragraphs import Paragraph, paragraphs_of
from index.pdf.segments import PageSegments, Segment, page_segments
from index.reading.pdf_text import Writer, broken_pairs
from index.rules import Stage, declare
from index.structure.placing import place
from index.types import Block, DateHint, DateSource, Metadata
from index.types.pagemap import PageMap

_CAPTION = re.compile(r"[^\W\d_]{3,12}\.?\s\d{1,3}(?:\s?[&,–-]\s?\d{1,3})?\s?[.:–—](?=\s|$)")
_LEADER = re.compile(r"(?<![.·…])(?<![.·…]\s)(?:[.·…]\s?+){4,}+\s*+(?:\d{1,4}|[ivxlc]{1,6})?$")
_DAY = re.compile(r"D?:?(\d{4})(\d{2})?(\d{2})?")
_ENTRIES = 4
_TAIL = 200
"""Characters at the end of a line of contents that are looked at."""
_SMALLER, _LARGER = 0.97, 1.05
NO_TEXT = "no text"

CAPTIONS = declare(
    "pdf-captions", Stage.INGEST,
    "Words such as “Figure 2:” beside a table or a picture of a PDF begin a caption.",
)  # fmt: skip
CONTENTS = declare(
    "pdf-contents", Stage.INGEST,
    "Lines of a PDF that lead to the numbers of pages are its contents and not read.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PdfText:
    """What was read of a document. `remarks` say what of it was not, or not for certain."""

    text: str
    blocks: tuple[Block, ...]
    pages: PageMap
    metadata: Metadata
    sizes: tuple[tuple[float, float], ...]
    remarks: tuple[str, ...] = ()


@dataclass(slots=True)
class Counts:
    """What was seen of a document and not read."""

    without_text: list[int] = field(default_factory=list)
    pictures: dict[int, int] = field(default_factory=dict)
    turned: list[int] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    recognized: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)
    without_meaning: int = 0


Scans = Callable[[DrawnPage], list[Segment]]
"""What OCR reads on a page."""


def read_document(
    about: About, drawn: Iterator[DrawnPage], scans: Scans = lambda page: []
) -> PdfText:
    """The report that a document is; pages without text are read by `scans`, once all others
    are."""
    pages: list[PageSegments] = []
    sizes: list[tuple[float, float]] = []
    counts = Counts()
    bare: list[DrawnPage] = []
    for page in drawn:
        segments = page_segments(page)
        if not _count(counts, page, segments):
            bare.append(page)
        pages.append(segments)
        sizes.append((round(page.width, 1), round(page.height, 1)))
    for page in bare:
        recognized = [] if page.is_broken else scans(page)
        if not page.is_broken:
            (counts.recognized if recognized else counts.without_text).append(page.number + 1)
        pages[page.number] = PageSegments(recognized, [], height=page.height)
    texts = without_running([p.segments for p in pages], [p.height for p in pages])
    items, title = _items(about, pages, texts)
    paragraphs = [item.paragraph for item in items if item.paragraph is not None]
    lines = (segment.text for page in pages for segment in page.segments)
    items = joined(items)
    writer = Writer(BrokenWords(lines, broken_pairs(paragraphs)))
    for item in items:
        writer.add(item)
    text = writer.text()
    blocks = place(text, list(writer.blocks()), {})
    return PdfText(
        text, tuple(blocks), writer.pages(), _metadata(about, title), tuple(sizes),
        tuple(_remarks(counts, about.pages)),
    )  # fmt: skip


def _items(
    about: About, pages: Sequence[PageSegments], texts: Sequence[PageText]
) -> tuple[list[Item], str | None]:
    """The items of all pages in the order in which they are read, and a title that the file
    states."""
    areas = [in_reading_order(texts[n].text, page.strokes) for n, page in enumerate(pages)]
    columns = [
        [area if isinstance(area, Table) else lines_of(area.strips) for area in some]
        for some in areas
    ]
    body = body_type(
        Paragraph([line], line.x0, line.x1)
        for some in columns for area in some if not isinstance(area, Table) for line in area
    )  # fmt: skip
    items: list[Item] = []
    seen: set[str] = set()
    area = 0
    for number, some in enumerate(columns):
        items += _running(number, texts[number], seen)
        for part in some:
            area += 1
            if isinstance(part, Table):
                grid = grid_of(part.strips, pages[number].strokes)
                items += _of_grid(grid, number, area, about.pages)
            else:
                items += _of_column(part, number, area, body, pages[number].strokes)
        items += [
            Item(Part.TURNED, number, area, lines=[[segment]]) for segment in pages[number].turned
        ]
    _checked_captions(items, body, [n for n, page in enumerate(pages) if page.pictures])
    return _ranked(items, body, about, pages[0].height / 2 if pages else 0.0)


def _ranked(
    items: list[Item], body: Type, about: About, middle: float
) -> tuple[list[Item], str | None]:
    """The items with their headings and the title."""
    texts = [item for item in items if item.part is Part.TEXT and item.paragraph is not None]
    paragraphs = [item.paragraph for item in texts if item.paragraph is not None]
    headings = Headings(paragraphs, body, about.bookmarks)
    title = title_of(paragraphs, body, about.title, middle)
    for item in texts:
        if item.paragraph is None:
            continue
        item.level = headings.level(item.paragraph)
        item.is_named = headings.is_named(item.paragraph)
        item.is_title = item.paragraph is title
        if item.level or item.is_title:
            item.part = Part.HEADING
    return items, title if isinstance(title, str) else None


def _of_column(
    lines: Sequence[Line], page: int, area: int, body: Type, strokes: Sequence[Box]
) -> Iterator[Item]:
    notes = notes_begin(lines, body.size, strokes)
    for part, some in ((Part.TEXT, lines[:notes]), (Part.NOTE, lines[notes:])):
        for paragraph in paragraphs_of(some):
            text = paragraph.text
            if CONTENTS.applies(_LEADER.search(text[-_TAIL:]) is not None):
                found = [line.segments for line in paragraph.lines]
                yield Item(Part.CONTENTS, page, area, lines=found)
            elif part is Part.TEXT and _CAPTION.match(text):
                yield Item(Part.CAPTION, page, area, paragraph)
            else:
                yield Item(part, page, area, paragraph)


def _checked_captions(items: list[Item], body: Type, pictured: Collection[int]) -> None:
    """Leaves as captions what is set smaller than the text, or stands beside a table or on a page
    with a picture."""
    for n, item in enumerate(items):
        if item.part is not Part.CAPTION or item.paragraph is None:
            continue
        beside = [i.part for i in items[max(0, n - 1) : n + 2] if i.page == item.page]
        size = item.paragraph.size
        told = Part.TABLE in beside or item.page in pictured or size < _SMALLER * body.size
        if not CAPTIONS.applies(told and size < _LARGER * body.size):
            item.part = Part.TEXT


def _of_grid(grid: Grid, page: int, area: int, pages: int) -> list[Item]:
    if CONTENTS.applies(_lists_pages(grid, pages)):
        lines = [[s for cell in row.filled for s in cell] for row in grid.rows]
        return [Item(Part.CONTENTS, page, area, lines=lines)]
    return [Item(Part.TABLE, page, area, grid=grid)]


def _lists_pages(grid: Grid, pages: int) -> bool:
    """Whether the last cells of rows are numbers of pages that go up."""
    rows = [row.words() for row in grid.rows]
    numbers = [int(row[-1]) for row in rows if len(row) == 2 and row[-1].isdecimal()]
    rising = all(a <= b for a, b in itertools.pairwise(numbers))
    led = sum(_LEADER.search(" ".join(row)) is not None for row in rows)
    if led >= max(_ENTRIES, 0.5 * len(rows)):
        return True
    few = not numbers or len(numbers) < max(_ENTRIES, 0.7 * len(rows))
    return not few and rising and numbers[0] < numbers[-1] <= pages + 20


def _running(number: int, text: PageText, seen: set[str]) -> Iterator[Item]:
    """What runs at the edges of a page, where it was not seen before but for its numbers."""
    for segments in text.running:
        words = re.sub(r"\d+", "#", " ".join(s.text for s in segments).casefold())
        if words not in seen:
            seen.add(words)
            yield Item(Part.RUNNING, number, -1, lines=[segments])


def _count(counts: Counts, page: DrawnPage, segments: PageSegments) -> bool:
    """Counts what of a page is not read, and gives whether it has text."""
    number = page.number + 1
    words: list[Segment] = segments.segments + segments.turned
    counts.without_meaning += sum(without_meaning(segment.text) for segment in words)
    if segments.pictures:
        counts.pictures[number] = segments.pictures
    if segments.turned:
        counts.turned.append(number)
    if page.cut:
        counts.cut.append(number)
    if page.is_broken:
        counts.broken.append(number)
    return any(any(c.isalnum() for c in segment.text) for segment in words)


def _remarks(counts: Counts, pages: int) -> Iterator[str]:
    """What was not read, or not for certain, in words."""
    if counts.without_text:
        yield f"{NO_TEXT} on {_some_of(counts.without_text, pages)}"
    if counts.broken:
        yield f"damaged: {_pages(counts.broken)}"
    if counts.recognized:
        yield f"read by OCR, with its errors: {_pages(counts.recognized)}"
    scanned = {*counts.without_text, *counts.recognized}
    within = {n: m for n, m in counts.pictures.items() if n not in scanned}
    if within:
        many = sum(within.values())
        yield f"not read: {many} picture{'s' * (many > 1)} on {_pages(sorted(within))}"
    if counts.turned:
        yield f"shown and not quoted: turned text on {_pages(counts.turned)}"
    if counts.cut:
        yield f"not read: the end of {_pages(counts.cut)}, where there are too many characters"
    if counts.without_meaning:
        many = counts.without_meaning
        yield f"without a meaning in Unicode: {many} character{'s' * (many > 1)}"


def _some_of(numbers: Sequence[int], pages: int) -> str:
    if pages == 1:
        return "its only page"
    return f"{len(numbers)} of {pages} pages ({_numbers(numbers)})"


def _pages(numbers: Sequence[int]) -> str:
    return f"page{'s' * (len(numbers) > 1)} {_numbers(numbers)}"


def _numbers(numbers: Sequence[int]) -> str:
    """Numbers in order, runs of them by their ends: 1, 3-5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a}-{b}" if a < b else str(a) for a, b in runs)


def _metadata(about: About, title: str | None) -> Metadata:
    hints = tuple(
        DateHint(day, DateSource.PROPERTIES, said)
        for stated, said in ((about.created, "made"), (about.modified, "last saved"))
        if (day := _day_of(stated)) is not None
    )
    return Metadata(title=title, hints=hints)


def _day_of(stated: str | None) -> date | None:
    """The day of a date as PDF writes it: D:20240503121500+02'00'."""
    match = _DAY.match(stated.strip()) if stated else None
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        return date(int(year), int(month), int(day)) if month and day else None
    except ValueError:
        return None
