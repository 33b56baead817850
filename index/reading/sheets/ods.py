"""OpenDocument spreadsheets (.ods): what is shown of their sheets, cell by cell.

After OpenDocument 1.2, part 1, chapter 9. Cells keep the words that they show beside their values.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from index.errors import BadInput
from index.reading.laid import Laid, as_report
from index.reading.office.docx_names import number_of
from index.reading.office.docx_text import Words
from index.reading.office.odt import metadata_of
from index.reading.office.odt_names import child, name_of, value_of
from index.reading.office.odt_styles import Styles
from index.reading.office.odt_text import TextReader
from index.reading.office.packages import Element, Package
from index.reading.pieces import Cell, said
from index.reading.sheets.formats import format_time
from index.reading.sheets.grid import GridRow
from index.reading.sheets.shown import CELLS_AT_MOST, check_cells, laid_rows, name_of_sheet
from index.reading.unread import in_words
from index.types import SourceText

_REPEATED_AT_MOST, _SPAN_AT_MOST = 1000, 1000
_COLUMNS_AT_MOST, _ROWS_AT_MOST = 16_384, 1_048_576
_ROW_GROUPS = ("table:table-rows", "table:table-row-group", "table:table-header-rows")
_COLUMN_GROUPS = ("table:table-columns", "table:table-column-group", "table:table-header-columns")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_HIDDEN = ("collapse", "filter")


def read_ods(content: bytes) -> SourceText:
    """The rows of the sheets that are shown, under the heads of their columns."""
    package = Package(content, "ODS")
    root, styled = package.xml("content.xml"), package.xml("styles.xml")
    body = child(root, "office:body", "office:spreadsheet")
    if body is None:
        raise BadInput("is no ODS file: it holds no spreadsheet")
    styles = Styles(styled, root)
    unread: Counter[str] = Counter()
    hidden = _hidden_styles(root)
    every = [table for table in body if name_of(table) == "table:table"]
    tables = [table for table in every if value_of(table, "table:style-name") not in hidden]
    unread["hidden sheet"] += len(every) - len(tables)
    heads = _rows_of_heads(body)
    laid: list[Laid] = []
    cells = 0
    for table in tables:
        title = value_of(table, "table:name") or ""
        sheet = _Sheet(
            styles, name_of_sheet(title, alone=len(tables) == 1), heads.get(title, set())
        )
        laid += laid_rows(sheet.rows(table))
        unread += sheet.unread
        cells += sheet.cells
        check_cells(cells)
    return as_report(laid, metadata_of(package.xml("meta.xml")), in_words(unread))


def _hidden_styles(root: Element) -> set[str | None]:
    """The names of the styles of sheets that are not shown."""
    return {
        value_of(style, "style:name")
        for style in root.iter()
        if name_of(style) == "style:style"
        and value_of(child(style, "style:table-properties"), "table:display") == "false"
    }


def _rows_of_heads(body: Element) -> dict[str, set[int]]:
    """Rows that the document itself sets apart as heads, by the names of their sheets."""
    heads: dict[str, set[int]] = {}
    for area in body.iter():
        if name_of(area) != "table:database-range":
            continue
        sheet, _, first = (
            (value_of(area, "table:target-range-address") or "").partition(":")[0].rpartition(".")
        )
        digits = "".join(c for c in first if c.isdecimal())
        if digits and value_of(area, "table:contains-header") != "false":
            heads.setdefault(sheet.lstrip("$").strip("'"), set()).add(int(digits[:9]))
    return heads


class _Sheet:
    """Reads one sheet; `unread` counts what of it is left out, `cells` those with words."""

    def __init__(self, styles: Styles, within: str, heads: set[int]) -> None:
        self.cells = 0
        self.unread: Counter[str] = Counter()
        self._text = TextReader(styles)
        self._styles = styles
        self._within = within
        self._heads = heads
        self._merged: dict[int, tuple[Cell, int]] = {}
        """By column, the latest merged cell there, and the number of its last row."""

    def rows(self, table: Element) -> Iterator[GridRow]:
        """The rows that are shown, empty ones too."""
        hidden = _hidden_columns(table)
        number = 1
        for element, is_head in _rows_in(table, is_head=False):
            repeated = number_of(value_of(element, "table:number-rows-repeated"), 1, _ROWS_AT_MOST)
            if value_of(element, "table:visibility") in _HIDDEN:
                self.unread["hidden row"] += repeated if _has_words(element) else 0
            else:
                yield from self._repeated(element, number, repeated, hidden, is_head=is_head)
            number += repeated
        self.unread["hidden column"] += len(hidden)
        self._count_drawn(table)
        self.unread += self._text.unread

    def _repeated(
        self, element: Element, number: int, repeated: int, hidden: set[int], *, is_head: bool
    ) -> Iterator[GridRow]:
        for again in range(min(repeated, _REPEATED_AT_MOST)):
            row = self._row(element, number + again, hidden, is_head=is_head)
            yield row
            if not row.filled:  # one empty row parts what is around it as well as a million
                return

    def _row(self, element: Element, number: int, hidden: set[int], *, is_head: bool) -> GridRow:
        row = GridRow(number, marked=is_head or number in self._heads, within=self._within)
        bold: list[bool] = []
        column = 0
        for place in element:
            if name_of(place) not in _CELLS:
                continue
            repeated = number_of(
                value_of(place, "table:number-columns-repeated"), 1, _COLUMNS_AT_MOST
            )
            for at in range(column, column + (repeated if _matters(place) else 0)):
                cell = self._cell(place, number, at)
                if at in hidden:
                    continue
                row.cells.append(cell)
                row.columns.append(at)
                bold += [self._is_bold(place)] if said(cell) else []
            column += repeated
        row.strong = bool(bold) and all(bold)
        while row.cells and not row.cells[-1]:
            row.cells.pop()
            row.columns.pop()
        return row

    def _cell(self, place: Element, number: int, column: int) -> Cell:
        """What is shown at a place of a row: its own words, or those of the merged cell there."""
        if name_of(place) == "table:covered-table-cell":
            cell, last = self._merged.get(column, ([], 0))
            return cell if number <= last else []
        words = self._words(place)
        made: Cell = [(words, None, 0)] if words else []
        columns, rows = (
            number_of(value_of(place, f"table:number-{axis}-spanned"), 1, _SPAN_AT_MOST)
            for axis in ("columns", "rows")
        )
        for covered in range(column, column + columns):
            self._merged[covered] = made, number + rows - 1
        return made

    def _words(self, place: Element) -> str:
        """What a cell shows, on one line; days in an order of figures that cannot be mistaken."""
        lines = [self._line(inner) for inner in place if name_of(inner) in ("text:p", "text:h")]
        shown = " ".join(" ".join(lines).split())
        self.unread["comment"] += any(name_of(e) == "office:annotation" for e in place)
        if not shown:
            lacking = value_of(place, "table:formula") and not value_of(place, "office:value-type")
            self.unread["formula without a result"] += bool(lacking)
            return ""
        self.cells += 1
        if self.cells > CELLS_AT_MOST:
            check_cells(self.cells)
        if value_of(place, "office:value-type") == "date":
            return _day(value_of(place, "office:date-value") or "", shown)
        return shown

    def _line(self, paragraph: Element) -> str:
        words = Words()
        self._text.read(paragraph, self._styles.chain(None), words)
        return words.text

    def _is_bold(self, place: Element) -> bool:
        chain = self._styles.chain(value_of(place, "table:style-name"))
        return next((style.bold for style in chain if style.bold is not None), False)

    def _count_drawn(self, table: Element) -> None:
        for element in table.iter():
            if name_of(element) == "draw:object":
                self.unread["chart or embedded object"] += 1
            elif name_of(element) == "draw:image" and _stands_alone(element):
                self.unread["picture"] += 1


def _stands_alone(image: Element) -> bool:
    """Whether a picture is more than what a chart beside it looks like."""
    return all(name_of(beside) != "draw:object" for beside in image.getparent())


def _matters(place: Element) -> bool:
    """Whether a place of a row, and all that it is repeated, is more than the empty end of it."""
    covered = name_of(place) == "table:covered-table-cell"
    return covered or place.getnext() is not None or _has_words(place)


def _has_words(element: Element) -> bool:
    return any(name_of(inner) == "text:p" for inner in element.iter())


def _rows_in(table: Element, *, is_head: bool) -> Iterator[tuple[Element, bool]]:
    """The rows of a sheet, and whether they are heads that each page repeats."""
    for element in table:
        name = name_of(element)
        if name == "table:table-row":
            yield element, is_head
        elif name in _ROW_GROUPS:
            yield from _rows_in(element, is_head=is_head or name == "table:table-header-rows")


def _hidden_columns(table: Element) -> set[int]:
    """The numbers, from 0, of the columns that are not shown and may hold something."""
    hidden: set[int] = set()
    at = 0
    for column in _columns_in(table):
        repeated = number_of(value_of(column, "table:number-columns-repeated"), 1, _COLUMNS_AT_MOST)
        if value_of(column, "table:visibility") in _HIDDEN and repeated < _REPEATED_AT_MOST:
            hidden.update(range(at, at + repeated))
        at += repeated
    return hidden


def _columns_in(table: Element) -> Iterator[Element]:
    for element in table:
        name = name_of(element)
        if name == "table:table-column":
            yield element
        elif name in _COLUMN_GROUPS:
            yield from _columns_in(element)


def _day(stamp: str, shown: str) -> str:
    """A day, with its time where it has one; what the cell shows where that is no whole day."""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return shown
    is_day = len(stamp) <= len("2024-05-03")
    value = date(moment.year, moment.month, moment.day) if is_day else moment
    return format_time(value, "yyyy-mm-dd" if is_day else "yyyy-mm-dd hh:mm")
