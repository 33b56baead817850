"""Tables in reStructuredText."""

import time

import pytest

from index.reading.rst import read_rst
from tests.index.shown_blocks import kinds_under

GRID = """+--------+-----------------+
| Year   | Tonnes          |
|        +--------+--------+
|        | barley | rye    |
+========+========+========+
| 2023   | 4,015  | **12** |
|        | loose  |        |
+--------+--------+--------+
| 2024   | none measured   |
+--------+-----------------+
"""
SIMPLE = """=====  ======  =====
Port    Ships
-----  -------------
Name   In      Out
=====  ======  =====
Lesk   4       5
Old
Torvik 6       7
=====  ======  =====
"""


def test_a_table_with_lines() -> None:
    assert kinds_under(read_rst(GRID)) == [
        ("table_row", "Year; Tonnes barley; Tonnes rye", "2023; 4,015 loose; 12"),
        ("table_row", "Year; Tonnes barley, Tonnes rye", "2024; none measured"),
    ]


def test_a_simple_table() -> None:
    rows = kinds_under(read_rst(SIMPLE))
    assert rows[0] == ("table_row", "Port Name; Ships In; Ships Out", "Lesk; 4; 5")
    assert rows[1][2] == "Old"
    assert rows[2][2] == "Torvik; 6; 7"


def test_a_table_as_a_list() -> None:
    text = """.. list-table:: Ships
   :header-rows: 1

   * - Port
     - Number
   * - Lesk
     - 4
"""
    assert kinds_under(read_rst(text)) == [
        ("caption", "", "Ships"), ("table_row", "Port; Number", "Lesk; 4"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "rows", "heads"),
    [
        pytest.param(':header: "Port", Number\n   :widths: 3, 1', "", "Port; Number", id="header"),
        pytest.param(':header: Port, "Number\n            of ships"', "", "Port; Number of ships",
                     id="header of two lines"),
        pytest.param(":header-rows: 1", "Port, Number\n   ", "Port; Number", id="first row"),
    ],
)  # fmt: skip
def test_a_table_with_commas_stands_under_its_heads(options: str, rows: str, heads: str) -> None:
    text = f"""The ships:

.. csv-table:: Ships
   {options}

   {rows}Lesk, 4
   "Olm, *old*
   pier", "so ""many"" ships"
   Velden,, 7

They moored."""
    source = read_rst(text)
    assert kinds_under(source) == [
        ("paragraph", "", "The ships:"),
        ("caption", "", "Ships"),
        ("table_row", heads, "Lesk; 4"),
        ("table_row", heads, 'Olm, old pier; so "many" ships'),
        ("table_row", "Port", "Velden; 7"),
        ("paragraph", "", "They moored."),
    ]
    assert source.source is not None
    start = source.text.index('so "many"')
    span = source.source.to_source(start, start + 9)
    assert span is not None
    assert text[slice(*span)] == 'so ""many""'


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param(".. csv-table::\n\n   Lesk, 4", [("", "Lesk; 4")], id="no heads"),
        pytest.param(".. csv-table::\n   :header: Port; Number\n   :delim: ;\n\n   ;1,5",
                     [("Number", "1,5")], id="another mark"),
        pytest.param(".. csv-table::\n   :header: Port, Number\n   :delim: ;\n\n   ;1,5",
                     [("Number", "1,5")], id="another mark, header with commas"),
        pytest.param(".. csv-table::\n   :header: Port, Number\n   :delim: tab\n\n   Lesk\t1,5",
                     [("Port; Number", "Lesk; 1,5")], id="tabs"),
        pytest.param(".. csv-table::\n   :quote: '\n   :escape: \\\n\n   'Le\\'sk, 4', 5",
                     [("", "Le'sk, 4; 5")], id="other quotation marks"),
        pytest.param('.. csv-table::\n\n   "Lesk, 4', [("", '"Lesk; 4')], id="not closed"),
        pytest.param(".. csv-table::\n   :header: Port, Number\n   :file: x.csv\n\nIt is so.",
                     [], id="another file"),
    ],
)  # fmt: skip
def test_tables_with_commas(text: str, rows: list[tuple[str, str]]) -> None:
    typed = kinds_under(read_rst(text))
    assert [(under, words) for kind, under, words in typed if kind == "table_row"] == rows


@pytest.mark.parametrize("pump", ['"a\n   ', '""', '"",', ",", '"a,\n   ', "a,b\n   "])
def test_long_tables_with_commas_take_their_share_of_time(pump: str) -> None:
    begun = time.perf_counter()
    read_rst(".. csv-table::\n\n   " + pump * 20_000)
    assert time.perf_counter() - begun < 5
