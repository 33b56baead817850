"""Tables of Word, and keys and values that are set like one."""

import pytest

from index.reading.office import read_docx
from tests.index.documents import (
    TEXT,
    cell,
    docx,
    par,
    row,
    style,
    table,
    under,
)
from tests.index.shown_blocks import kinds


def test_keys_and_values_set_with_tabs() -> None:
    source = read_docx(docx(par("TO:\t\tThe Board"), par("DATE:\tApril 11, 2019"), TEXT))
    assert kinds(source)[:2] == [
        ("key_value", "TO: The Board"), ("key_value", "DATE: April 11, 2019"),
    ]  # fmt: skip


SPAN = '<w:gridSpan w:val="2"/>'
HEAD = "<w:tblHeader/>"
TABLES = [
    pytest.param(
        table(row("Port", "2023", "2024", properties=HEAD), row("Lesk", "12", "14"),
              row("Orrin", "3", "5")),
        [("Lesk; 12; 14", "Port; 2023; 2024"), ("Orrin; 3; 5", "Port; 2023; 2024")],
        id="marked heads",
    ),
    pytest.param(
        table(row("Port", cell("Tonnes", properties=SPAN), properties=HEAD),
              row("", "2023", "2024", properties=HEAD), row("Lesk", "12", "14")),
        [("Lesk; 12; 14", "Port; Tonnes 2023; Tonnes 2024")],
        id="a head over two columns",
    ),
    pytest.param(
        table(row("Port", "Year", "Tonnes", properties=HEAD),
              row(cell("Lesk", properties='<w:vMerge w:val="restart"/>'), "2023", "12"),
              row(cell("", properties="<w:vMerge/>"), "2024", "14"), row("Orrin", "2024", "5")),
        [("Lesk; 2023; 12", "Port; Year; Tonnes"), ("Lesk; 2024; 14", "Port; Year; Tonnes"),
         ("Orrin; 2024; 5", "Port; Year; Tonnes")],
        id="a cell over two rows",
    ),
    pytest.param(
        table(row("Port", "2023", "2024", properties=HEAD),
              row("12", "14", properties='<w:gridBefore w:val="1"/>'), row("Orrin", "3", "5")),
        [("12; 14", "2023; 2024"), ("Orrin; 3; 5", "Port; 2023; 2024")],
        id="a row that begins later",
    ),
    pytest.param(
        table(row("Port", "2024", properties=HEAD), row("Lesk", "12"),
              row("Gone", "9", properties="<w:del/>"), row("Orrin", "3")),
        [("Lesk; 12", "Port; 2024"), ("Orrin; 3", "Port; 2024")],
        id="a row that was deleted",
    ),
    pytest.param(
        table(row("Port", "2024"), row("Lesk", "12"), row("Orrin", "3"),
              properties='<w:tblStyle w:val="Grid"/><w:tblLook w:val="04A0"/>'),
        [("Lesk; 12", "Port; 2024"), ("Orrin; 3", "Port; 2024")],
        id="heads by the style of the table",
    ),
    pytest.param(
        table(row("Chair:", "Ann Aldery"), row("Clerk:", "Bo Calder")),
        [("Chair: Ann Aldery", ""), ("Clerk: Bo Calder", "")],
        id="keys and values",
    ),
    pytest.param(
        table(row(cell(table(row("Port", "2024", properties=HEAD), row("Lesk", "12"))), "")),
        [("Lesk; 12", "Port; 2024")],
        id="a table within a table of layout",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "rows"), TABLES)
def test_rows_stand_under_the_heads_of_their_columns(
    tables: str, rows: list[tuple[str, str]]
) -> None:
    grid = style("Grid", "Grid", '<w:tblStylePr w:type="firstRow"/>', "table")
    assert under(read_docx(docx(tables, TEXT, styles=grid)))[:-1] == rows
