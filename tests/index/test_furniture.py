from datetime import date

import pytest

from index.blocks import split_blocks
from index.dating import date_report
from index.furniture import PageLayout, lay_out
from index.place import places
from index.reading.markdown import read_markdown
from index.recurrence import block_hash, copy_key, mark_recurring
from index.types import Block, Metadata, Role

LONG = (
    "The ministry said that the bridge over the Danube had been closed to all traffic after "
    "engineers from Vienna found cracks in one of its pillars during a yearly inspection."
)
ALSO = (
    "Repairs by engineers from Vienna are to begin in the coming week, and will take a month, "
    "according to a plan that the ministry put before the council of the Danube towns."
)


def _lay_out(*paragraphs: str, metadata: Metadata | None = None) -> tuple[str, PageLayout]:
    text = "\n\n".join(paragraphs)
    blocks, metadata = split_blocks(text), metadata or Metadata()
    _, byline = date_report(text, blocks, metadata, "x.txt", date(2025, 6, 1))
    return text, lay_out(text, blocks, metadata, byline)


def _roles(*paragraphs: str) -> list[str]:
    return [block.role.value for block in _lay_out(*paragraphs)[1].blocks]


@pytest.mark.parametrize(
    ("paragraphs", "roles"),
    [
        pytest.param(
            ["Bridge Closed", "May 24, 2024", "The Danube Courier", LONG],
            ["title", "byline", "heading", "body"],
            id="a name apart from the title",
        ),
        pytest.param(
            ["Bridge Closed", "The Danube Courier News", "May 24, 2024", LONG],
            ["title", "publisher", "byline", "body"],
            id="a name beside the title",
        ),
        pytest.param(
            ["Bridge Closed", "Engineers find cracks in a pillar", LONG],
            ["title", "heading", "body"],
            id="a second line of the headline",
        ),
        pytest.param(
            ["Bridge Closed", "Security council to meet on repairs", LONG],
            ["title", "heading", "body"],
            id="a second line that speaks of an organisation",
        ),
        pytest.param(
            ["Bridge Closed", "By Jane Doe, Danube News", LONG],
            ["title", "heading", "body"],
            id="an author",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Who knew of the cracks?", ALSO, "Nobody knew!", LONG[:90]],
            ["title", "body", "body", "body", "body", "body"],
            id="a question",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Closed to cars,", ALSO, "Open to ships –", LONG[:90]],
            ["title", "body", "body", "body", "body", "body"],
            id="half a line",
        ),
        pytest.param(
            [
                "Bridge Closed",
                LONG,
                "The council of the towns on the bridge and on its one pillar",
                ALSO,
                "A line of the report that is broken where the\nbreadth of it ends",
                LONG[:90],
            ],
            ["title", "body", "heading", "body", "body", "body"],
            id="a line and two",
        ),
        pytest.param(
            ["Bridge Closed", "Engineers found cracks.", LONG],
            ["title", "body", "body"],
            id="a short sentence",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "(Applause)", ALSO, "Traffic on the bridge; and", LONG[:90]],
            ["title", "body", "body", "body", "body", "body"],
            id="a remark, and half a list",
        ),
        pytest.param(
            [
                "Bridge Closed",
                LONG,
                "The letter does not have in it the following:",
                ALSO,
                "What was found:",
                LONG[:90],
            ],
            ["title", "body", "body", "body", "heading", "body"],
            id="a sentence that leads on, and a heading",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Repairs", ALSO, "Traffic was let through on Monday.[12]"],
            ["title", "body", "heading", "body", "body"],
            id="a sentence before an endnote mark is no heading",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "1. Cracks in a pillar\n2. Rust\n3. Loose railings", ALSO],
            ["title", "body", "body", "body", "body", "body"],
            id="numbered list",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Cracks in a pillar\nRust on the arch\nLoose railings", ALSO],
            ["title", "body", "body", "body", "body", "body"],
            id="a list that lost its bullets",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Background", "What was found", ALSO],
            ["title", "body", "heading", "heading", "body"],
            id="two headings",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Data as of 3 May 2024", ALSO],
            ["title", "body", "heading", "body"],
            id="a data cut-off",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "* * *", ALSO, "----"],
            ["title", "body", "furniture", "body", "furniture"],
            id="rules between parts",
        ),
        pytest.param([LONG, ALSO], ["body", "body"], id="no title"),
        pytest.param(["Bridge Closed"], ["title"], id="a title alone"),
    ],
)
def test_the_head_and_headings(paragraphs: list[str], roles: list[str]) -> None:
    assert _roles(*paragraphs) == roles


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
    assert _roles(*paragraphs) == roles


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
            ["Bridge Closed", LONG, "Tax paid €0.00", ALSO, "Tax paid €0.00", ALSO + " So."],
            ["title", "body", "body", "body", "body", "body"],
            id="a figure of two years",
        ),
    ],
)  # fmt: skip
def test_page_text_around_and_data_within(paragraphs: list[str], roles: list[str]) -> None:
    assert _roles(*paragraphs) == roles


def test_what_is_set_as_a_heading_and_is_a_sentence_tells() -> None:
    source = read_markdown(
        f"# Bridge Closed\n\n{LONG}\n\n## Who knew of it?\n\n{ALSO}\n\n"
        "## The council of the towns has known of it since May.\n\nNobody told.\n"
    )
    layout = lay_out(source.text, source.blocks, source.metadata, None)
    assert [block.role.value for block in layout.blocks] == [
        "title", "body", "heading", "body", "body", "body",
    ]  # fmt: skip
    assert places(source.text, layout.blocks)[-1] == (
        "The council of the towns has known of it since May."
    )


def test_what_the_head_says() -> None:
    _, layout = _lay_out(
        "Danube Bureau: Bridge\u00a0Closed", "Danube Bureau", LONG,
        "Read the original at https://example.org/2024/bridge.",
    )  # fmt: skip
    assert (layout.title, layout.publisher, layout.url) == (
        "Danube Bureau: Bridge Closed", "Danube Bureau", "https://example.org/2024/bridge",
    )  # fmt: skip


def test_what_the_file_states_comes_before_what_the_page_shows() -> None:
    stated = Metadata("A Title", "A Publisher", "https://example.org/own")
    _, layout = _lay_out("Bridge Closed", "Danube News", LONG, metadata=stated)
    assert (layout.title, layout.publisher, layout.url) == (
        "A Title", "A Publisher", "https://example.org/own",
    )  # fmt: skip


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
