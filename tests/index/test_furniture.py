"""Page text that is not the report, and what recurs across reports."""

import pytest

from index.furniture.recurrence import block_hash, copy_key, mark_recurring
from index.structure.blocks import split_blocks
from index.types import Block, Role
from tests.index.layouts import ALSO, LONG, roles_of


@pytest.mark.parametrize(
    ("paragraphs", "roles"),
    [
        pytest.param(
            ["Bridge Closed", LONG, "Read also:", "Farmers Protest in Linz", ALSO],
            ["title", "body", "furniture", "furniture", "body"],
            id="label and headline",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Related", "Farmers Protest", "Short blurb.", ALSO],
            ["title", "body", "furniture", "furniture", "furniture", "body"],
            id="label, headline and blurb",
        ),
        pytest.param(
            ["Bridge Closed", "Must read", LONG, ALSO],
            ["title", "furniture", "body", "body"],
            id="a label with nothing under it",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "More on the cracks: they are long and deep.", ALSO],
            ["title", "body", "body", "body"],
            id="a sentence that begins like a label",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Follow us", ALSO],
            ["title", "body", "furniture", "body"],
            id="a control in the middle",
        ),
        pytest.param(
            ["Bridge Closed", "Share this article", LONG, ALSO],
            ["title", "furniture", "body", "body"],
            id="a control at the head",
        ),
        pytest.param(
            ["Bridge Closed", LONG, ALSO, "Share this article", "The Danube rises in Germany."],
            ["title", "body", "body", "furniture", "body"],
            id="related text after a control",
        ),
        pytest.param(
            ["Bridge Closed", LONG, ALSO, "Share this article", "A month may not be enough."],
            ["title", "body", "body", "furniture", "body"],
            id="text without names after a control",
        ),
        pytest.param(
            ["Bridge Closed", LONG, ALSO, "Share this article", "About us",
             "The Rome Institute, led by Anna Rossi and Marco Bianchi, studies Roman law."],
            ["title", "body", "body", "furniture", "furniture", "furniture"],
            id="unrelated text after a control",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Full report: https://example.org/bridge-in-full.pdf"],
            ["title", "body", "link"],
            id="an address",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Bridge Closed", LONG, f"• {LONG}"],
            ["title", "body", "furniture", "furniture", "body"],
            id="repeats, and a list that sums up",
        ),
    ],
)  # fmt: skip
def test_teasers_controls_and_repeats(paragraphs: list[str], roles: list[str]) -> None:
    assert roles_of(*paragraphs) == roles


@pytest.mark.parametrize(
    ("paragraphs", "roles"),
    [
        pytest.param(
            ["Skip to main content", "Home", "Sign in", "Minister resigns over leak", LONG],
            ["furniture", "furniture", "furniture", "title", "body"],
            id="a menu",
        ),
        pytest.param(
            ["Home", "Menu", "Bridge Closed", LONG],
            ["furniture", "furniture", "title", "body"],
            id="a menu above a short title",
        ),
        pytest.param(
            ["Bridge Closed", "By Jane Doe", "Danube News", LONG],
            ["title", "heading", "heading", "body"],
            id="short lines that are no menu",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "We use cookies to improve your experience.", "Accept all",
             "Copyright 2024 The Times. All rights reserved.", "Comments (12)"],
            ["title", "body", "furniture", "furniture", "furniture", "furniture"],
            id="standing lines",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Comments by the minister were few.", "Copyright law is old."],
            ["title", "body", "body", "body"],
            id="sentences that begin like standing lines",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Death toll: 2,901", ALSO, "Source: Agency", ALSO + " So."],
            ["title", "body", "body", "body", "heading", "body"],
            id="labels with and without a number",
        ),
        pytest.param(
            ["Update", "Over the past day 122 combat clashes took place", LONG,
             "the bridge was closed by the army at noon", ALSO],
            ["title", "body", "body", "body", "body"],
            id="sentences without a full stop",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Nobody answered.", ALSO, "Nobody answered."],
            ["title", "body", "body", "body", "body"],
            id="a short sentence said twice",
        ),
        pytest.param(
            ["Bridge Closed", "Repairs", LONG, "Repairs", ALSO, "By:", "Jo.", "By:", "Al."],
            ["title", "heading", "body", "heading", "body", "heading", "body", "heading", "body"],
            id="headings that come back",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Print page", ALSO, "Print page", LONG],
            ["title", "body", "heading", "body", "furniture", "furniture"],
            id="a control that comes back",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Tax paid €0.00", ALSO, "Tax paid €0.00", ALSO + " So."],
            ["title", "body", "body", "body", "body", "body"],
            id="a figure of two years",
        ),
    ],
)  # fmt: skip
def test_page_text_around_and_data_within(paragraphs: list[str], roles: list[str]) -> None:
    assert roles_of(*paragraphs) == roles


def test_a_block_is_the_same_whatever_its_case_and_quotes() -> None:
    one, other = "Share “this”\u00a0post", 'SHARE  "this" post'
    assert block_hash(one, Block(0, len(one))) == block_hash(other, Block(0, len(other)))


BLOCKS = tuple(Block(n * 100, n * 100 + 90) for n in range(6))
HASHES = list("abcdef")


@pytest.mark.parametrize(
    ("recurrence", "furniture"),
    [
        pytest.param({"f": 2}, "", id="in two reports"),
        pytest.param({"e": 3, "f": 3}, "ef", id="a tail in three"),
        pytest.param({"a": 3}, "a", id="a head in three"),
        pytest.param({"c": 7}, "", id="in the middle of seven"),
        pytest.param({"c": 8}, "c", id="in the middle of eight"),
        pytest.param({"d": 3, "f": 3}, "f", id="only what reaches the edge"),
        pytest.param(dict.fromkeys("abcdef", 4), "", id="all of it, a copy with changes"),
        pytest.param(dict.fromkeys("abcd", 4), "", id="most of it"),
    ],
)
def test_recurrence(recurrence: dict[str, int], furniture: str) -> None:
    marked = mark_recurring(BLOCKS, HASHES, recurrence)
    found = [h for h, b in zip(HASHES, marked, strict=True) if b.role is Role.FURNITURE]
    assert "".join(found) == furniture
    reasons = {b.reason for b in marked if b.reason}
    assert reasons == ({"stands in other reports too"} if furniture else set())


def _copy_key(*paragraphs: str) -> str:
    text = "\n\n".join(paragraphs)
    return copy_key(text, split_blocks(text))


def test_copies_are_known_whatever_stands_around_them() -> None:
    third = ALSO.replace("month", "year")
    here = _copy_key("Danube News", LONG, ALSO, third, "Share", "All rights reserved.")
    there = _copy_key("Vienna Post", "May 24, 2024", LONG, ALSO, third)
    assert here == there


def test_short_news_over_one_long_note_are_no_copies() -> None:
    note = [LONG * 3, ALSO * 3, (LONG + ALSO) * 2]
    one = _copy_key("One", "The first of two short pieces of news is told in these words.", *note)
    two = _copy_key("Two", "The other of two short pieces of news is told in those words.", *note)
    assert one != two
