"""Workbooks and files of cells: rows under the heads of their columns, with where they stand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from index.errors import BadInput
from index.reading.sheets import read_delimited, read_ods, read_workbook
from index.reading.sheets.formats import format_number, format_time
from index.types import SourceText
from tests.index.documents import ods, odt, row_of, sheet_of, zipped


def told(source: SourceText) -> list[tuple[str, str, str]]:
    return [(str(b.kind), source.text[b.start : b.end], b.under) for b in source.blocks]


CELLS = [
    pytest.param("Port,2023,2024\nLesk,12,14\nOrrin,3,5\n",
                 [("table_row", "Lesk; 12; 14", "Line 2, A2:C2: Port; 2023; 2024"),
                  ("table_row", "Orrin; 3; 5", "Line 3, A3:C3: Port; 2023; 2024")],
                 id="years as heads"),
    pytest.param("Port;Tonnes\nLesk;1,5\nOrrin;3,5\n",
                 [("table_row", "Lesk; 1,5", "Line 2, A2:B2: Port; Tonnes"),
                  ("table_row", "Orrin; 3,5", "Line 3, A3:B3: Port; Tonnes")], id="semicolons"),
    pytest.param("\tLesk\tOrrin\nJan\t12\t14\n",
                 [("table_row", "Jan; 12; 14", "Line 2, A2:C2: Lesk; Orrin")],
                 id="tabs and a corner"),
    pytest.param('name,role\n"Calder, Bo","the ""clerk"""\n"Ann\nAldery",chair\nCy,guest\n',
                 [("table_row", 'Calder, Bo; the "clerk"', "Line 2, A2:B2: name; role"),
                  ("table_row", "Ann Aldery; chair", "Line 3, A3:B3: name; role"),
                  ("table_row", "Cy; guest", "Line 5, A4:B4: name; role")], id="quoted cells"),
    pytest.param("12,14\n3,5\n", [("table_row", "12; 14", "Line 1, A1:B1"),
                                     ("table_row", "3; 5", "Line 2, A2:B2")], id="no heads"),
    pytest.param('Tonnes by port\n\nPort,May\nLesk,"12 ""t"\n',
                 [("paragraph", "Tonnes by port", "Line 1, A1"),
                  ("table_row", 'Lesk; 12 "t', "Line 4, A4:B4: Tonnes by port; Port; May")],
                 id="a title above"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "blocks"), CELLS)
def test_rows_of_cells(text: str, blocks: list[tuple[str, str, str]]) -> None:
    assert told(read_delimited(text)) == blocks


def test_cells_lead_to_their_places_in_the_file() -> None:
    text = 'Port,Clerk\nLesk,"Calder, ""Bo"""\n'
    source = read_delimited(text)
    start = source.text.index("Calder")
    assert source.source is not None
    span = source.source.to_source(start, start + len('Calder, "Bo"'))
    assert span is not None
    assert text[span[0] : span[1]] == 'Calder, ""Bo""'


def test_a_long_row_is_several_blocks_under_its_first_cell() -> None:
    words = ["Lesk", "a" * 300, "b" * 300, "c"]
    source = read_delimited("Port,A,B,C\n" + ",".join(words) + "\nOrrin,1,2,3\n")
    assert told(source)[:2] == [
        ("table_row", f"Lesk; {'a' * 300}", "Line 2, A2:B2: Port; A"),
        ("table_row", f"{'b' * 300}; c", "Line 2, C2:D2: Lesk; B; C"),
    ]  # fmt: skip


def test_rows_beyond_the_most_are_said_not_to_be_read() -> None:
    source = read_delimited("a,b\n" + "1,2\n" * 20_001)
    assert (len(source.blocks), source.unread) == (19_999, ("2 lines below the first 20,000",))


def book(fill: Callable[[Any], None], name: str = "Q3", core: bool = False) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = name
    fill(sheet)
    made.properties.created = datetime(2024, 4, 1, 8, 0, tzinfo=UTC)
    kept = BytesIO()
    made.save(kept)
    return kept.getvalue()


def test_a_sheet_with_a_title_heads_and_a_note() -> None:
    def fill(sheet: Any) -> None:
        for row in (["Tonnes by port"], [], ["Port", "2023", "2024"], ["Lesk", 12, 14.5]):
            sheet.append(row)
        sheet.append(["Orrin", 3, 5])
        sheet.append([])
        sheet.append(["Source: the board"])
        sheet.merge_cells("A1:C1")

    assert told(read_workbook(book(fill))) == [
        ("paragraph", "Tonnes by port", "Sheet ‘Q3’, A1:C1"),
        ("table_row", "Lesk; 12; 14.5", "Sheet ‘Q3’, A4:C4: Tonnes by port; Port; 2023; 2024"),
        ("table_row", "Orrin; 3; 5", "Sheet ‘Q3’, A5:C5: Tonnes by port; Port; 2023; 2024"),
        ("paragraph", "Source: the board", "Sheet ‘Q3’, A7"),
    ]  # fmt: skip


def test_merged_cells_stand_in_all_their_places() -> None:
    def fill(sheet: Any) -> None:
        for row in (["Port", "Tonnes", None], [None, "May", "June"], ["Lesk", 12, 14],
                    ["Orrin", 3, 5], [None, 4, 6]):  # fmt: skip
            sheet.append(row)
        for place in ("A1", "B1", "B2", "C2"):
            sheet[place].font = Font(bold=True)
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("A4:A5")

    assert [(words, under) for _, words, under in told(read_workbook(book(fill)))] == [
        ("Lesk; 12; 14", "Sheet ‘Q3’, A3:C3: Port; Tonnes May; Tonnes June"),
        ("Orrin; 3; 5", "Sheet ‘Q3’, A4:C4: Port; Tonnes May; Tonnes June"),
        ("Orrin; 4; 6", "Sheet ‘Q3’, A5:C5: Port; Tonnes May; Tonnes June"),
    ]  # fmt: skip


def test_a_row_of_one_bold_cell_heads_those_below() -> None:
    def fill(sheet: Any) -> None:
        for row in (["Port", "Tonnes"], ["North"], ["Lesk", 12], ["South"], ["Orrin", 3]):
            sheet.append(row)
        sheet["A2"].font = sheet["A4"].font = Font(bold=True)

    assert [(words, under) for _, words, under in told(read_workbook(book(fill, "Sheet1")))] == [
        ("North", "Cell A2"), ("Lesk; 12", "Cells A3:B3: North; Port; Tonnes"),
        ("South", "Cell A4"), ("Orrin; 3", "Cells A5:B5: South; Port; Tonnes"),
    ]  # fmt: skip


def test_cells_are_named_by_the_columns_of_the_sheet() -> None:
    def fill(sheet: Any) -> None:
        for row in (["Port", "Clerk", "Tonnes"], ["Lesk", "Bo", 12], ["Orrin", "Cy", 3]):
            sheet.append([*[None] * 25, *row])
        sheet.column_dimensions["AA"].hidden = True

    assert [under for _, _, under in told(read_workbook(book(fill)))] == [
        "Sheet ‘Q3’, Z2:AB2: Port; Tonnes", "Sheet ‘Q3’, Z3:AB3: Port; Tonnes",
    ]  # fmt: skip


def test_what_is_hidden_or_not_read_is_said() -> None:
    def fill(sheet: Any) -> None:
        for row in (["Port", "Tonnes", "Clerk"], ["Lesk", 12, "Bo"], ["Orrin", "=B2*2", "Cy"],
                    ["Gone", 1, "x"]):  # fmt: skip
            sheet.append(row)
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.parent.create_sheet("notes").sheet_state = "hidden"

    source = read_workbook(book(fill))
    assert [words for _, words, _ in told(source)] == ["Lesk; 12", "Orrin"]
    assert source.unread == (
        "1 formula without a result", "1 hidden column", "1 hidden row", "1 hidden sheet",
    )  # fmt: skip
    assert source.metadata.hints[-1].day == date(2024, 4, 1)


EMPTY = '<table:table-cell table:number-columns-repeated="16380"/>'
DAY_CELL = (
    '<table:table-cell office:value-type="date" office:date-value="2024-05-03">'
    "<text:p>05/03/24</text:p></table:table-cell>"
)


def test_a_spreadsheet_of_opendocument_is_read_as_it_is_shown() -> None:
    source = read_ods(ods(sheet_of(
        row_of("Tonnes by port", EMPTY), row_of(EMPTY, more='table:number-rows-repeated="2"'),
        row_of("Port", "Tonnes", "Seen"), row_of("Lesk", "1,200.5", DAY_CELL),
        row_of("Orrin", "<table:table-cell/>", "never"),
        row_of(EMPTY, more='table:number-rows-repeated="1048000"'),
    ), meta="<meta:creation-date>2024-04-01T08:00:00</meta:creation-date>"))  # fmt: skip
    assert told(source) == [
        ("paragraph", "Tonnes by port", "Sheet ‘Q3’, A1"),
        ("table_row", "Lesk; 1,200.5; 2024-05-03",
         "Sheet ‘Q3’, A5:C5: Tonnes by port; Port; Tonnes; Seen"),
        ("table_row", "Orrin; never", "Sheet ‘Q3’, A6:C6: Tonnes by port; Port; Seen"),
    ]  # fmt: skip
    assert source.metadata.hints[-1].day == date(2024, 4, 1)


def test_merged_and_hidden_cells_of_opendocument() -> None:
    hidden = 'table:visibility="collapse"'
    covered = "<table:covered-table-cell/>"
    across = (
        '<table:table-cell table:number-columns-spanned="2"><text:p>Tonnes</text:p>'
        "</table:table-cell>"
    )
    down = '<table:table-cell table:number-rows-spanned="2"><text:p>{}</text:p></table:table-cell>'
    source = read_ods(ods(
        sheet_of(
            f"<table:table-column/><table:table-column {hidden}/><table:table-column"
            ' table:number-columns-repeated="2"/>',
            "<table:table-header-rows>", row_of(down.format("Port"), "x", across, covered),
            row_of(covered, "x", "May", "June"), "</table:table-header-rows>",
            row_of("Lesk", "x", "12", "14"), row_of(down.format("Orrin"), "x", "3", "5"),
            row_of(covered, "x", "4", "6"), row_of("Gone", "x", "1", "2", more=hidden),
        ),
        sheet_of(row_of("secret"), name="notes", more='table:style-name="H"'),
        automatic='<style:style style:name="H"><style:table-properties table:display="false"/>'
        "</style:style>",
    ))  # fmt: skip
    assert [(words, under) for _, words, under in told(source)] == [
        ("Lesk; 12; 14", "Sheet ‘Q3’, A3:D3: Port; Tonnes May; Tonnes June"),
        ("Orrin; 3; 5", "Sheet ‘Q3’, A4:D4: Port; Tonnes May; Tonnes June"),
        ("Orrin; 4; 6", "Sheet ‘Q3’, A5:D5: Port; Tonnes May; Tonnes June"),
    ]  # fmt: skip
    assert source.unread == ("1 hidden column", "1 hidden row", "1 hidden sheet")


NUMBERS = [
    (1234567, "#,##0", "1,234,567"), (-1234.5, "#,##0.00", "-1,234.50"), (0.1234, "0.0%", "12.3%"),
    (1234.5, '"$"#,##0.00', "$1,234.50"), (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
    (-5, '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', "$(5.00)"),
    (0, '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', "$-"),
    (12345.678, "0.00E+00", "1.23E+04"), (0.1 + 0.2, "General", "0.3"), (7, "000", "007"),
    (1234567, "#,##0,", "1,235"), (1234567, '0.0,,"M"', "1.2M"), (5, '0 "kg"', "5 kg"),
    (1234.5, "[$€-407] #,##0.00", "€ 1,234.50"), (0, '0;-0;"none"', "none"), (12, "@", "12"),
    (2.5, "0", "3"), (1.5, "# ?/?", "1.5"), (123456789012, "General", "123456789012"),
    (-0.05, "0.0%;[Red]-0.0%", "-5.0%"), (1234.5, "#,##0.0#", "1,234.5"), (0.5, ".00", ".50"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "form", "shown"), NUMBERS, ids=lambda given: str(given))
def test_numbers_are_shown_as_the_sheet_shows_them(value: float, form: str, shown: str) -> None:
    assert format_number(value, form) == shown


DAY = datetime(2024, 5, 3, 14, 5)  # noqa: DTZ001 - sheets have no zones
TIMES = [
    (DAY, "mm-dd-yy", "2024-05-03"), (DAY, "dd/mm/yyyy", "2024-05-03"), (DAY, "mmm-yy", "May 2024"),
    (DAY, "d-mmm-yy", "3 May 2024"), (DAY, "m/d/yy h:mm", "2024-05-03 14:05"),
    (DAY, "[$-409]mmmm d, yyyy;@", "3 May 2024"), (DAY, "yyyy", "2024"), (DAY, "d mmm", "3 May"),
    (date(2024, 5, 3), "General", "2024-05-03"), (time(14, 5), "h:mm AM/PM", "14:05"),
    (timedelta(hours=30, minutes=5), "[h]:mm:ss", "30:05:00"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "form", "shown"), TIMES, ids=lambda given: str(given))
def test_days_are_shown_without_doubt(value: Any, form: str, shown: str) -> None:
    assert format_time(value, form) == shown


A_THOUSAND = 'table:number-columns-repeated="1000"'
ROWS = 'table:number-rows-repeated="100"'
BAD = [
    pytest.param(read_workbook, b"PK no", "is no XLSX file, or is cut off", id="no archive"),
    pytest.param(
        read_workbook, zipped({"a.txt": "x"}), "is no XLSX file: it holds no workbook", id="another"
    ),
    pytest.param(read_ods, b"PK no", "is no ODS file, or is cut off", id="no archive, ODS"),
    pytest.param(read_ods, odt(), "is no ODS file: it holds no spreadsheet", id="a text, ODS"),
    pytest.param(
        read_ods, ods(sheet_of(*[row_of(f"<table:table-cell {A_THOUSAND}><text:p>1</text:p>"
                                    "</table:table-cell>", more=ROWS)] * 4)),
        "holds 300,001 cells, more than the 300,000 that are read", id="too large, ODS",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("read", "content", "reason"), BAD)
def test_what_cannot_be_read(
    read: Callable[[bytes], SourceText], content: bytes, reason: str
) -> None:
    with pytest.raises(BadInput, match=reason):
        read(content)
