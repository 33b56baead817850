import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.structure.blocks import split_blocks
from index.types import Block

_MARKUP = st.lists(
    st.sampled_from(
        ["\n", "\n\n", "\r\n", " ", "\u00a0", "\u200b", "\ufeff", "• ", "1. ", "- ", "Word", "and",
         "so.", "x" * 45, "\u2028", "\t", "“", "[1]"]
    )
).map("".join)  # fmt: skip


def _shown(text: str) -> list[tuple[str, bool]]:
    return [(text[b.start : b.end], b.is_list_item) for b in split_blocks(text)]


@given(st.one_of(st.text(), _MARKUP))
def test_blocks_are_in_order_apart_trimmed_and_hold_every_word(text: str) -> None:
    blocks = split_blocks(text)
    ends = [0, *(block.end for block in blocks)]
    assert all(end <= block.start < block.end for end, block in zip(ends, blocks, strict=False))
    assert ends[-1] <= len(text)
    assert all(text[b.start : b.end].strip() == text[b.start : b.end] for b in blocks)
    outside = "".join(text[a : b.start] for a, b in zip(ends, blocks, strict=False))
    letters = [c for c in outside + text[ends[-1] :] if c.isalpha()]
    assert letters == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param(" \n\u00a0\n\u200b\n", [], id="blank"),
        pytest.param("One.\n\nTwo.", [("One.", False), ("Two.", False)], id="paragraphs"),
        pytest.param("One.\nTwo.", [("One.", False), ("Two.", False)], id="a line each"),
        pytest.param("One.\r\n\r\nTwo.\r\n", [("One.", False), ("Two.", False)], id="CRLF"),
        pytest.param("One.\rTwo.", [("One.", False), ("Two.", False)], id="CR alone"),
        pytest.param(
            "  • One\n\t- Two\n– Three\n2) Four\n10. Five",
            [("One", True), ("Two", True), ("Three", True), ("Four", True), ("Five", True)],
            id="bullets and numbers",
        ),
        pytest.param(
            "-5 degrees\n3.5 km", [("-5 degrees", False), ("3.5 km", False)], id="figures"
        ),
        pytest.param(
            "\ufeff \u200b One \u200b", [("One", False)], id="marks without width are trimmed"
        ),
    ],
)
def test_split(text: str, expected: list[tuple[str, bool]]) -> None:
    assert _shown(text) == expected


def test_a_line_that_goes_on_is_joined_and_kept_verbatim() -> None:
    text = "Yet, despite clear legal frameworks, compliance remains\ninconsistent. It ends."
    assert split_blocks(text) == [Block(0, len(text))]


def test_text_wrapped_by_hand_is_one_paragraph() -> None:
    text = (
        "The ministry said on Monday that the bridge had been\n"
        "closed to traffic, and that nobody was hurt when the\n"
        "Danube rose. Repairs are to begin in the coming week\n"
        "and will take a month."
    )
    assert split_blocks(text) == [Block(0, len(text))]


def test_wrapped_list_items_stay_apart() -> None:
    text = (
        "- The ministry said on Monday that the bridge had been\n"
        "  closed to traffic.\n"
        "- The repairs are to begin in the coming week and they\n"
        "  will take a month."
    )
    assert _shown(text) == [
        ("The ministry said on Monday that the bridge had been\n  closed to traffic.", True),
        ("The repairs are to begin in the coming week and they\n  will take a month.", True),
    ]


def test_headlines_of_one_width_are_no_paragraph() -> None:
    lines = [
        "Government Approves the Budget for the Coming Year",
        "Farmers Protest Against New Rules on Water Usage",
        "Museum Opens Its Doors After Ten Years of Works",
        "Rivers Rise in the North After a Week of Rainfall",
    ]
    assert _shown("\n".join(lines)) == [(line, False) for line in lines]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("The ministry said that the bridge had been\n\nclosed to traffic.", 1),
        ("The ministry said that the bridge had been\n\nClosed to traffic.", 2),
        ("The ministry said that the bridge had been\n\n\nclosed to traffic.", 2),
        ("The ministry said that it is:\n\nclosed to traffic.", 2),
        ("The ministry said\n\nclosed to traffic.", 2),
    ],
    ids=["small letters", "a capital", "two blank lines", "led in", "short"],
)
def test_a_blank_line_parts_what_need_not_go_on(text: str, blocks: int) -> None:
    assert len(split_blocks(text)) == blocks


def test_splitting_begins_at_an_offset() -> None:
    text = "---\ntitle: x\n---\nOne.\n"
    assert split_blocks(text, 17) == [Block(17, 21)]
