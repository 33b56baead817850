"""What stands right above a block leads to it."""

import pytest

from index.reading.html import read_html
from index.reading.markdown import read_markdown
from index.rules import switched_off
from index.structure.blocks import split_blocks
from index.structure.leading import COLON, TABLE_TITLE
from index.structure.place import places
from index.types import Kind

ROWS = "Port        Piles    Ships\nOlm            34        2\nLesk           30       11\n"
HEADS = "Port | Piles | Ships"


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("Table 3. Piles by port", "Table 3. Piles by port"),
        ("Piles that were found broken in 2024:", "Piles that were found broken in 2024"),
        ("Most piles were found broken in 2024.", "Most piles were found broken in 2024."),
        ("Piles by port\n\nMost of the piles, which " + "are old, " * 9 + "were broken.", ""),
    ],
    ids=["a title", "a lead-in", "a sentence", "not right above"],
)
def test_rows_stand_under_the_title_of_their_table(above: str, title: str) -> None:
    text = f"Harbour survey\n\nIt was a long year.\n\n{above}\n\n{ROWS}\nIt ended."
    blocks = split_blocks(text)
    found = list(zip(blocks, places(text, blocks), strict=True))
    both = f"{title}: {HEADS}" if title else HEADS
    assert [under for b, under in found if b.kind is Kind.TABLE_ROW] == [title, both, both]
    assert found[-1][1] == ""
    with switched_off([TABLE_TITLE.name]):
        assert HEADS in places(text, blocks)


def test_rows_of_a_page_stand_under_their_caption() -> None:
    source = read_html(
        "<html><body><article><h1>Harbour survey</h1><p>The piles of all ports were looked at by "
        "divers in the spring.</p><table><caption>Table 3. Piles by port</caption><tr><th>Port</th>"
        "<th>Piles</th></tr><tr><td>Olm</td><td>34</td></tr><tr><td>Lesk</td><td>30</td></tr>"
        "</table><p>It was a long year.</p></article></body></html>"
    )
    found = zip(source.blocks, places(source.text, source.blocks), strict=True)
    assert [under for b, under in found if b.kind is Kind.TABLE_ROW] == [
        "Table 3. Piles by port: Port; Piles"
    ] * 2


LED = "The board met. It asks for two governments:-"


@pytest.mark.parametrize(
    ("below", "under"),
    [
        (["Olm and Lesk."], ["It asks for two governments"]),
        (["Olm and Lesk.", "It rained."], ["It asks for two governments", ""]),
        (["(a) Olm.", "(b) Lesk.", "It rained."], ["It asks for two governments"] * 2 + [""]),
        (["> Olm.", "It rained."], ["It asks for two governments", ""]),
        (["- Olm.", "- Lesk.", "It rained."], ["It asks for two governments"] * 2 + [""]),
        (["These are:", "Olm and Lesk."], ["It asks for two governments", "These are"]),
        (["## Ports", "Olm."], ["", "Ports"]),
    ],
    ids=["a paragraph", "two", "letters", "a quotation", "items", "led on", "a heading"],
)
def test_what_comes_below_a_colon_stands_under_it(below: list[str], under: list[str]) -> None:
    source = read_markdown("\n\n".join([LED, *below]))
    with switched_off(["heading-tells-and-heads"]):
        found = places(source.text, source.blocks)
    assert [place.removeprefix("The board met. ") for place in found] == ["", *under]


def test_all_quotations_below_a_colon_stand_under_it() -> None:
    source = read_markdown(
        "It happened thus:\n\n> (a) Olm fell.\n\n\n> (b) Lesk fell.\n\nIt ended."
    )
    assert places(source.text, source.blocks) == ["", *["It happened thus"] * 2, ""]


def test_without_the_rule_nothing_stands_under_a_colon() -> None:
    source = read_markdown(f"{LED}\n\nOlm and Lesk.")
    with switched_off([COLON.name]):
        assert places(source.text, source.blocks) == ["", ""]
