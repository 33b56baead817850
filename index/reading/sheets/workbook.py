"""Workbooks (.xlsx): what is shown of their sheets, cell by cell as openpyxl reads them."""

import re
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from index.errors import BadInput
from index.reading.laid import Laid, as_report
from index.reading.office.packages import Package
from index.reading.pieces import Cell
from index.reading.sheets.formats import format_number, format_time
from index.reading.sheets.grid import GridRow
from index.reading.sheets.shown import check_cells, laid_rows, name_of_sheet
from index.reading.unread import in_words
from index.types import DateHint, DateSource, Metadata, SourceText

_SPAN_AT_MOST = 1000
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_WITHOUT_RESULT = re.compile(rb"</f>\s{0,9}(?:<v\s{0,9}/>|<v></v>)?\s{0,9}</c>")


def read_workbook(content: bytes) -> SourceText:
    """The rows of the sheets that are shown, under the heads of their columns."""
    import openpyxl  # noqa: PLC0415 - takes a while, and few read workbooks

    unread = _looked_through(Package(content, "XLSX"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of each extension that it leaves out
        book = openpyxl.load_workbook(BytesIO(content), data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    unread["hidden sheet"] += len(book.worksheets) - len(sheets)
    alone = len(sheets) == 1
    laid: list[Laid] = []
    for sheet in sheets:
        within = name_of_sheet(sheet.title, alone=alone)
        laid += laid_rows(_rows(sheet, within, unread))
    return as_report(laid, _metadata(book), in_words(unread))


def _looked_through(package: Package) -> Counter[str]:
    """Counts what openpyxl would pass over. Raises BadInput for a workbook that is too large."""
    unread: Counter[str] = Counter()
    cells = 0
    for name in package.names:
        if _SHEET.fullmatch(name):
            sheet = package.bytes_of(name) or b""
            cells += sheet.count(b"<c ")
            unread["formula without a result"] += len(_WITHOUT_RESULT.findall(sheet))
        unread["chart"] += name.startswith("xl/charts/chart")
        unread["picture"] += name.startswith("xl/media/")
    if "xl/workbook.xml" not in package.names:
        raise BadInput("is no XLSX file: it holds no workbook")
    check_cells(cells)
    return unread


def _rows(sheet: Any, within: str, unread: Counter[str]) -> Iterator[GridRow]:
    """The rows that are shown, empty ones too, of a sheet that `within` names."""
    merged = _merged(sheet)
    heads = _marked_rows(sheet)
    hidden = {
        number
        for letters, column in sheet.column_dimensions.items() if column.hidden
        for number in range(column.min or 0, min((column.max or 0) + 1, 16385))
    }  # fmt: skip
    shown: dict[tuple[int, int], Cell] = {}
    for cells in sheet.iter_rows():
        number = cells[0].row if cells else 0
        if sheet.row_dimensions[number].hidden:
            unread["hidden row"] += 1
            continue
        row = GridRow(number, marked=number in heads, within=within)
        bold = []
        for cell in cells:
            if cell.column in hidden:
                continue
            place = merged.get((number, cell.column), (number, cell.column))
            if place not in shown:
                words = _words(cell)
                shown[place] = [(words, None, 0)] if words else []
                bold += [bool(cell.font and cell.font.b)] if words else []
                unread["comment"] += cell.__class__.__name__ == "Cell" and cell.comment is not None
            row.cells.append(shown[place])
            row.columns.append(cell.column - 1)
        row.strong = bool(bold) and all(bold)
        while row.cells and not row.cells[-1]:
            row.cells.pop()
        yield row
    unread["hidden column"] += len(hidden & set(range(1, (sheet.max_column or 0) + 1)))


def _merged(sheet: Any) -> dict[tuple[int, int], tuple[int, int]]:
    """For each place of a merged cell, the place that holds its value."""
    return {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        if area.max_row - area.min_row < _SPAN_AT_MOST
        and area.max_col - area.min_col < _SPAN_AT_MOST
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    }


def _marked_rows(sheet: Any) -> set[int]:
    """Rows that the sheet itself sets apart as heads: of its tables and filters."""
    areas = [table.ref for table in sheet.tables.values() if table.headerRowCount != 0]
    areas += [sheet.auto_filter.ref] if sheet.auto_filter.ref else []
    found = (re.search(r"\d+", area or "") for area in areas)
    return {int(first.group()) for first in found if first is not None}


def _words(cell: Any) -> str:
    """What is shown in a cell, on one line."""
    value, form = cell.value, cell.number_format or "General"
    if value is None or isinstance(value, str):
        return " ".join((value or "").split())
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date | time | timedelta):
        return format_time(value, form)
    return format_number(value, form) if isinstance(value, int | float) else str(value)


def _metadata(book: Any) -> Metadata:
    stated = book.properties
    hints = [
        DateHint(moment.date(), DateSource.PROPERTIES, said_so)
        for moment, said_so in ((stated.modified, "last saved"), (stated.created, "made"))
        if isinstance(moment, datetime)
    ]
    return Metadata(title=stated.title or None, hints=tuple(hints))
