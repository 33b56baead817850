"""Paragraphs of a page that are lines of one are put together."""

import pytest

from index.reading.html import read_html
from index.reading.markdown import read_markdown
from index.rules import switched_off
from index.structure.changes import composed
from index.structure.halves import HALVES
from index.structure.rejoining import REJOINED
from index.types import Kind, Role, Run, SourceMap, SourceText

LINES = (
    "The harbour board looked at the piles of the old pier last week, and found that",
    "nine of them had rotted. Repairs will cost more than the town of Olm has, said",
    "Ines Aldery, who chairs it, and the pier may have to be closed to all ferries",
    "until the spring.",
)
WHOLE = " ".join(LINES)


def _page(paragraphs: list[str]) -> str:
    body = "".join(f"<p>{words}</p>\n" for words in paragraphs)
    return f"<html><body><article><h1>The pier</h1>\n{body}</article></body></html>"


def _bodies(source: SourceText) -> list[str]:
    return [
        " ".join(source.text[b.start : b.end].split())
        for b in source.blocks if b.role is Role.BODY
    ]  # fmt: skip


def test_lines_that_are_paragraphs_of_a_page_are_one() -> None:
    page = _page([*LINES, "BRANDT:", *LINES, "It ended."])
    source = read_html(page)
    assert _bodies(source) == [WHOLE, "BRANDT:", WHOLE, "It ended."]
    (first, *_) = [b for b in source.blocks if b.role is Role.BODY]
    assert source.text[first.start : first.end] == "\n".join(LINES)
    at = source.text.index("Ines Aldery")
    assert source.source is not None
    start, end = source.source.to_source(at, at + 11) or (0, 0)
    assert page[start:end] == "Ines Aldery"
    with switched_off([REJOINED.name]):
        assert _bodies(read_html(page)) == [*LINES, "BRANDT:", *LINES, "It ended."]


def test_lines_of_a_quotation_between_paragraphs_are_one() -> None:
    long = "The harbour board met on Monday in the old town hall. " * 5
    text = f"# The pier\n\n{long}\n\n" + "\n\n".join(LINES) + f"\n\n{long}\n"
    assert _bodies(read_markdown(text)) == [long.strip(), WHOLE, long.strip()]


def _volume(number: int) -> list[str]:
    return [str(820 + number), f"Page {number}", "Harbour Board", "Monday, 3 May 2024"]


def test_a_paragraph_goes_on_over_the_edges_of_pages() -> None:
    says = [f"The board spoke of pier {n} too, which is old." for n in "abcdefghijkl"]
    page = _page([
        *says[:4], LINES[0], *_volume(12), LINES[1], *says[4:8], LINES[2], *_volume(13), LINES[3],
        *says[8:], LINES[0], *_volume(14), LINES[1],
    ])  # fmt: skip
    source = read_html(page)
    assert _bodies(source) == [
        *says[:4], f"{LINES[0]} {LINES[1]}", *says[4:8], f"{LINES[2]} {LINES[3]}", *says[8:],
        f"{LINES[0]} {LINES[1]}",
    ]  # fmt: skip
    assert "Page" not in source.text


def test_a_paragraph_goes_on_over_heads_that_come_twice() -> None:
    says = [f"The board spoke of pier {n} too, which is old." for n in "abcdefgh"]
    page = _page([
        *says[:4], LINES[0], *_volume(12), "Old Hall", LINES[1], *says[4:], *_volume(13),
        "Old Hall", "It ended.",
    ])  # fmt: skip
    assert f"{LINES[0]} {LINES[1]}" in _bodies(read_html(page))


def test_numbers_between_paragraphs_that_end_are_the_pages_own() -> None:
    says = ["The pier is old.", "It is long.", "It was built in 1902.", "Ferries call there."]
    page = _page([*says, "1", *says, "2", *says])
    assert _bodies(read_html(page)) == [*says, "1", *says, "2", *says]


@pytest.mark.parametrize(
    ("paragraphs", "whole"),
    [
        (["The board has found that the piles of the pier", "rotted."], True),
        (["The board has found that the piles of the pier", "Rotted."], False),
        (["The board has found that the piles of it are:", "rotten."], False),
        (["The board found", "piles."], False),
        (["The board has found that the piles of the pier", "a) rotted."], False),
    ],
    ids=["small letters", "a capital", "led in", "short", "an item"],
)
def test_a_paragraph_that_does_not_end_goes_on_in_small_letters(
    paragraphs: list[str], whole: bool
) -> None:
    says = ["The harbour board met on Monday in the old town hall.", "Nobody else came."]
    expected = [" ".join(paragraphs)] if whole else paragraphs
    assert _bodies(read_html(_page([*says, *paragraphs, *says]))) == [*says, *expected, *says]


def test_what_is_no_paragraph_is_no_line() -> None:
    text = (
        "# The pier\n\n" + "\n\n".join(LINES[:2]) + "\n\n- until the spring\n- until the autumn\n"
    )
    kinds = [block.kind for block in read_markdown(text).blocks]
    assert kinds == [Kind.HEADING, Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.LIST_ITEM]


def test_a_map_leads_through_another() -> None:
    shown = SourceMap((Run(0, 0, 4, 4), Run(5, 6, 6, 6)))
    below = SourceMap((Run(0, 10, 3, 3), Run(3, 13, 1, 5), Run(6, 30, 2, 2), Run(8, 40, 4, 4)))
    assert composed(shown, below) == SourceMap(
        (Run(0, 10, 3, 3), Run(3, 13, 1, 5), Run(5, 30, 2, 2), Run(7, 40, 4, 4))
    )


@pytest.mark.parametrize(
    "between",
    [["COUNCIL OF OLM", "17", "December 17, 2013"], ["18; COUNCIL OF OLM"]],
    ids=["number, head and day", "in one"],
)
def test_a_page_of_one_number_goes_on_over_it(between: list[str]) -> None:
    page = _page(
        [f"Ines Aldery: It is so, and {LINES[0].lower()}", *between, LINES[1], "It ended."]
    )
    assert _bodies(read_html(page)) == [
        f"Ines Aldery: It is so, and {LINES[0].lower()} {LINES[1]}", "It ended.",
    ]  # fmt: skip
    with switched_off([HALVES.name]):
        assert between[0] in _bodies(read_html(page))


@pytest.mark.parametrize("below", ["There were nine.", "It ended"], ids=["a sentence", "short"])
def test_a_number_between_what_is_no_sentence_is_text(below: str) -> None:
    page = _page([*LINES[:1], "Piles", "17", below])
    assert _bodies(read_html(page)) == [LINES[0], "Piles", "17", below]


@pytest.mark.parametrize("between", [["240"], ["240", "Trees"]], ids=["alone", "with a word"])
def test_a_number_set_large_within_a_sentence_is_text(between: list[str]) -> None:
    above = "In all, the wardens of the northern parks have planted more than"
    below = "of them along the river since the spring, and mean to go on."
    shown = " ".join(_bodies(read_html(_page([LINES[0], above, *between, below]))))
    assert f"{above} {' '.join(between)} {below}" in shown


def test_a_number_within_a_broken_word_is_that_of_a_page() -> None:
    above = "In all, the wardens of the northern parks have planted more than enough wil-"
    read = read_html(_page([above, "17", "lows along the river, and mean to go on."]))
    assert _bodies(read) == [f"{above} lows along the river, and mean to go on."]
