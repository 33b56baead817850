"""The sheets of a workbook as they are shown, whichever format they are kept in."""

import re
from collections.abc import Iterable

from index.errors import BadInput
from index.reading.laid import Laid
from index.reading.pieces import said
from index.reading.sheets.grid import GridRow, blocks_of

CELLS_AT_MOST = 300_000
"""Cells with words of one workbook."""
_DEFAULT_NAME = re.compile(
    r"(?:Sheet|Tabelle|Feuil|Feuille|Hoja|Foglio|Blad|Лист)\s?1", re.IGNORECASE
)
"""What spreadsheet programs call the only sheet of a new workbook."""


def name_of_sheet(title: str, *, alone: bool) -> str:
    """What its rows are said to stand in; nothing for the only sheet, where nobody named it."""
    return "" if alone and _DEFAULT_NAME.fullmatch(title) else f"Sheet ‘{title}’"


def laid_rows(rows: Iterable[GridRow]) -> list[Laid]:
    """The blocks of a sheet."""
    return [Laid(said(block.pieces), block.kind, under=block.under) for block in blocks_of(rows)]


def check_cells(cells: int) -> None:
    """Raises BadInput for a workbook of too many cells."""
    if cells > CELLS_AT_MOST:
        raise BadInput(f"holds {cells:,} cells, more than the {CELLS_AT_MOST:,} that are read")
