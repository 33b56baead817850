"""Tables in Markdown: rows stand under the heads of their columns."""

import pytest

from index.reading.markdown import read_markdown
from index.types import Kind, Role
from tests.index.shown_blocks import under

TABLE = """| Quarter | Wheat (t) | Price; net |
|:--------|----------:|:----------:|
| Q3 2023 | **15,660** | `a\\|b` |
| Q4 2023 | | 201.40 | spare |
"""


def test_rows_stand_under_the_heads_of_their_columns() -> None:
    source = read_markdown(TABLE)
    assert [(b.kind, b.role, b.under, source.text[b.start : b.end]) for b in source.blocks] == [
        (Kind.CAPTION, Role.HEADING, "", "Quarter; Wheat (t); Price; net"),
        (Kind.TABLE_ROW, Role.BODY, "Quarter; Wheat (t); Price, net", "Q3 2023; 15,660; a|b"),
        (Kind.TABLE_ROW, Role.BODY, "Quarter; Price, net; ", "Q4 2023; 201.40; spare"),
    ]


def test_the_tables_of_quotations_and_lists() -> None:
    source = read_markdown(
        "> | A | B |\n> |---|---|\n> | 1 | 2 |\n\n- | C | D |\n  |---|---|\n  | 3 | 4 |"
    )
    assert [(u, w) for u, w in under(source) if u] == [("A; B", "1; 2"), ("C; D", "3; 4")]


MERGED = """<table><tbody>
<tr><td colspan="3">Velden harbour</td></tr>
<tr><td rowspan="2"><b>Port</b></td><td colspan="2">Ships</td></tr>
<tr><td>in</td><td>out</td></tr>
<tr><td rowspan="2">Olm</td><td>4&nbsp;</td><td>5</td></tr>
<tr><td>6</td><td>7</td></tr>
</tbody></table>
"""


def test_merged_cells() -> None:
    source = read_markdown(MERGED)
    assert under(source) == [
        ("", "Velden harbour"),
        ("", "Port; Ships"),
        ("", "in; out"),
        ("Port; Ships, in; Ships, out", "Olm; 4; 5"),
        ("Olm › Ships, in; Ships, out", "6; 7"),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "<table><tr><th></th><th>1903</th></tr><tr><th colspan=2>Lesk</th></tr><tr><td>Rye</td>"
        "<td>12</td></tr><tr><th colspan=2>Olm</th></tr><tr><td>Rye</td><td>7</td></tr></table>",
        "| | 1903 |\n|---|---|\n| **Lesk** | |\n| Rye | 12 |\n| **Olm** | |\n| Rye | 7 |",
    ],
    ids=["HTML", "bars"],
)
def test_rows_stand_under_the_title_of_their_group_and_of_no_other(written: str) -> None:
    assert under(read_markdown(written)) == [
        ("", "1903"),
        ("", "Lesk"),
        ("Lesk › ; 1903", "Rye; 12"),
        ("", "Olm"),
        ("Olm › ; 1903", "Rye; 7"),
    ]


def test_heads_further_down_take_the_place_of_those_above() -> None:
    source = read_markdown(
        "<table><tr><th>Port</th><th>Ships</th></tr><tr><td>Olm</td><td>4</td></tr>"
        "<tr><th>Pier</th><th>Piles</th></tr><tr><td>Seven</td><td>300</td></tr></table>"
    )
    assert under(source)[1::2] == [("Port; Ships", "Olm; 4"), ("Pier; Piles", "Seven; 300")]
