"""Workbooks and files of cells: rows under the heads of their columns, with where they stand."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from index.errors import BadInput
from index.reading.sheets import read_delimited, read_workbook
from index.reading.sheets.formats import format_number, format_time
from index.types import SourceText
from tests.index.documents import zipped


def told(source: SourceText) -> list[tuple[str, str, str]]:
    return [(str(b.kind), source.text[b.start : b.end], b.under) for b in source.blocks]


CELLS = [
    pytest.param("Port,2023,2024\nLesk,12,14\nOrrin,3,5\n",
                 [("table_row", "Lesk; 12; 14", "Line 2: Port; 2023; 2024"),
                  ("table_row", "Orrin; 3; 5", "Line 3: Port; 2023; 2024")], id="years as heads"),
    pytest.param("Port;Tonnes\nLesk;1,5\nOrrin;3,5\n",
                 [("table_row", "Lesk; 1,5", "Line 2: Port; Tonnes"),
                  ("table_row", "Orrin; 3,5", "Line 3: Port; Tonnes")], id="semicolons"),
    pytest.param("\tLesk\tOrrin\nJan\t12\t14\n",
                 [("table_row", "Jan; 12; 14", "Line 2: Lesk; Orrin")], id="tabs and a corner"),
    pytest.param('name,role\n"Calder, Bo","the ""clerk"""\n"Ann\nAldery",chair\n',
                 [("table_row", 'Calder, Bo; the "clerk"', "Line 2: name; role"),
                  ("table_row", "Ann Aldery; chair", "Line 3: name; role")], id="quoted cells"),
    pytest.param("12,14\n3,5\n", [("table_row", "12; 14", "Line 1"),
                                     ("table_row", "3; 5", "Line 2")], id="no heads"),
    pytest.param('Tonnes by port\n\nPort,May\nLesk,"12 ""t"\n',
                 [("paragraph", "Tonnes by port", "Line 1"),
                  ("table_row", 'Lesk; 12 "t', "Line 4: Tonnes by port; Port; May")],
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
        ("table_row", f"Lesk; {'a' * 300}", "Line 2: Port; A"),
        ("table_row", f"{'b' * 300}; c", "Line 2: Lesk; B; C"),
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
        ("paragraph", "Tonnes by port", "Sheet ‘Q3’, row 1"),
        ("table_row", "Lesk; 12; 14.5", "Sheet ‘Q3’, row 4: Tonnes by port; Port; 2023; 2024"),
        ("table_row", "Orrin; 3; 5", "Sheet ‘Q3’, row 5: Tonnes by port; Port; 2023; 2024"),
        ("paragraph", "Source: the board", "Sheet ‘Q3’, row 7"),
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
        ("Lesk; 12; 14", "Sheet ‘Q3’, row 3: Port; Tonnes May; Tonnes June"),
        ("Orrin; 3; 5", "Sheet ‘Q3’, row 4: Port; Tonnes May; Tonnes June"),
        ("Orrin; 4; 6", "Sheet ‘Q3’, row 5: Port; Tonnes May; Tonnes June"),
    ]  # fmt: skip


def test_a_row_of_one_bold_cell_heads_those_below() -> None:
    def fill(sheet: Any) -> None:
        for row in (["Port", "Tonnes"], ["North"], ["Lesk", 12], ["South"], ["Orrin", 3]):
            sheet.append(row)
        sheet["A2"].font = sheet["A4"].font = Font(bold=True)

    assert [(words, under) for _, words, under in told(read_workbook(book(fill, "Sheet1")))] == [
        ("North", "Row 2"), ("Lesk; 12", "Row 3: North; Port; Tonnes"),
        ("South", "Row 4"), ("Orrin; 3", "Row 5: South; Port; Tonnes"),
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


BAD = [
    pytest.param(b"PK no", "is no XLSX file, or is cut off", id="no archive"),
    pytest.param(zipped({"a.txt": "x"}), "is no XLSX file: it holds no workbook", id="another"),
]


@pytest.mark.parametrize(("content", "reason"), BAD)
def test_what_cannot_be_read(content: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        read_workbook(content)
