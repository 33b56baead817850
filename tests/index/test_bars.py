"""Tables that plain text draws with bars."""

import pytest

from index.reading.text import read_text
from index.rules import noting, switched_off
from index.structure.blocks import split_blocks
from index.types import Kind, Role

HEADS = "Port; Piles"
ROWS = [(HEADS, "Lesk; 34"), (HEADS, "Olm; 30")]
GRID = """+------+-------+
| Port | Piles |
+======+=======+
| Lesk | 34    |
+------+-------+
| Olm  | 30    |
+------+-------+"""


def _rows(text: str) -> list[tuple[str, str]]:
    source = read_text(text)
    return [
        (b.under, source.text[b.start : b.end]) for b in source.blocks if b.kind is Kind.TABLE_ROW
    ]


@pytest.mark.parametrize(
    "table",
    [
        pytest.param("| Port | Piles |\n| Lesk | 34 |\n| Olm | 30 |", id="no rulings"),
        pytest.param("| Port | Piles |\n|---|---|\n| Lesk | 34 |\n| Olm | 30 |", id="Markdown"),
        pytest.param("|Port|Piles|\n|:-|-:|\n|Lesk|34|\n|Olm|30|", id="no blanks"),
        pytest.param(GRID, id="grid"),
        pytest.param(GRID.replace("=", "-"), id="grid of one kind of ruling"),
        pytest.param(
            "+---+---+\n| Port | Piles |\n+---+---+\n| Lesk | 34 |\n| Olm | 30 |\n+---+---+",
            id="frame",
        ),
        pytest.param("Port | Piles\n-----+------\nLesk | 34\nOlm  | 30", id="bars within alone"),
        pytest.param("| Port | Piles\n|---|---\n| Lesk | 34\n| Olm  | 30", id="open at the end"),
        pytest.param(
            "┌──────┬───────┐\n│ Port │ Piles │\n├──────┼───────┤\n│ Lesk │ 34    │\n"
            "│ Olm  │ 30    │\n└──────┴───────┘",
            id="box",
        ),
        pytest.param(
            "  | Port | Piles |\n  --------------\n  | Lesk | 34 |\n  | Olm | 30 |", id="indented"
        ),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_rows_stand_under_their_heads(table: str, line_end: str) -> None:
    text = f"The piles of the ports:\n\n{table}\n\nMost of them were rotten."
    source = read_text(text.replace("\n", line_end))
    assert [
        (b.kind, b.role, b.under, source.text[b.start : b.end]) for b in source.blocks
    ] == [
        (Kind.PARAGRAPH, Role.BODY, "", "The piles of the ports:"),
        (Kind.CAPTION, Role.HEADING, "", HEADS),
        *((Kind.TABLE_ROW, Role.BODY, under, words) for under, words in ROWS),
        (Kind.PARAGRAPH, Role.BODY, "", "Most of them were rotten."),
    ]  # fmt: skip


def test_cells_are_found_in_the_file() -> None:
    source = read_text(GRID)
    assert source.source is not None
    for words in ("Lesk", "30", "Piles"):
        start, at = source.text.index(words), GRID.index(words)
        assert source.source.to_source(start, start + len(words)) == (at, at + len(words))


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        pytest.param(
            "+------+--------+\n| Port | Master |\n+------+--------+\n| Lesk | Ida    |\n"
            "| pier | Ross   |\n|      | Lund   |\n+------+--------+\n| Olm  | Bo     |\n+--+--+",
            [("", "Port; Master"), ("", "Lesk pier; Ida Ross Lund"), ("", "Olm; Bo")],
            id="cells of several lines",
        ),
        pytest.param(
            "| Port | State |\n|---|---|\n| Lesk | closed, and |\n| | so it is |\n| Olm | open |",
            [("Port; State", "Lesk; closed, and so it is"), ("Port; State", "Olm; open")],
            id="a row that goes on",
        ),
        pytest.param(
            "| Port | Ship | Piles |\n|---|---|---|\n| Lesk | | 4 |\n| | Ula | 7 |",
            [("Port; Piles", "Lesk; 4"), ("Lesk; Ship; Piles", "Ula; 7")],
            id="empty cells",
        ),
        pytest.param(
            "+------+---------------+\n| Port | Piles         |\n|      +-------+-------+\n"
            "|      | sound | rotten|\n+======+=======+=======+\n| Lesk | 34    | 7     |\n"
            "+------+-------+-------+\n| Olm  | none          |\n+------+---------------+",
            [("Port; Piles, sound; Piles, rotten", "Lesk; 34; 7"),
             ("Port; Piles, sound", "Olm; none")],
            id="merged cells",
        ),
        pytest.param(
            "| Lesk | up |\n| Olm | shut |", [("", "Lesk; up"), ("", "Olm; shut")], id="no heads"
        ),
        pytest.param("| a \\| b | 3 |\n|---|---|\n| c | 4 |", [("a | b; 3", "c; 4")], id="a bar"),
        pytest.param("| | 2019 |\n| Lesk | 4 |", [("2019", "Lesk; 4")],
                     id="an empty corner"),
    ],
)  # fmt: skip
def test_tables(table: str, rows: list[tuple[str, str]]) -> None:
    assert _rows(f"It is so.\n\n{table}\n\nIt rained.") == rows


@pytest.mark.parametrize(
    "text",
    [
        "Home | News | Sport",
        "By Ida Ross | 3 May 2024\nIt rained | in Olm.",
        "It is |x| + |y| = 5.",
        "| A box with one cell. |\n+----------------------+",
        "cat a.txt | sort |\nuniq",
    ],
    ids=["menu", "lines with bars", "formula", "box", "pipe"],
)
def test_what_is_no_table(text: str) -> None:
    assert _rows(f"It is so.\n\n{text}\n\nIt rained.") == []


def test_a_table_over_a_page_break_is_shown_without_it() -> None:
    assert _rows("| Port | Piles |\n|---|---|\n| Lesk | 34 |\n\f| Olm | 30 |") == ROWS


def test_without_the_rule_lines_are_as_they_are() -> None:
    with noting() as fired:
        split_blocks(GRID)
    assert "block-bar-tables" in fired
    with switched_off(["block-bar-tables"]):
        assert "| Lesk | 34    |" in [GRID[b.start : b.end] for b in split_blocks(GRID)]
