"""A report's title, publisher and date line at the head of its page."""

import pytest

from index.furniture.marking import lay_out
from index.reading.markdown import read_markdown
from index.structure.place import places
from index.types import Metadata
from tests.index.layouts import ALSO, LONG, laid_out, roles_of


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
            ["Bridge Closed", LONG, "Absent: Lund, Vey", ALSO, "Part two: Rust", LONG[:90]],
            ["title", "body", "body", "body", "heading", "body"],
            id="several behind a colon",
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
        pytest.param(
            ["Bridge Closed", LONG, "Figure 2. Cracks by pillar", ALSO, "Figure 2 shows 30.", LONG],
            ["title", "body", "heading", "body", "body", "furniture"],
            id="a caption",
        ),
        pytest.param(
            ["Bridge Closed", LONG, "Table 3: Cracks"],
            ["title", "body", "heading"],
            id="a caption at the end",
        ),
        pytest.param([LONG, ALSO], ["body", "body"], id="no title"),
        pytest.param(["Bridge Closed"], ["title"], id="a title alone"),
    ],
)
def test_the_head_and_headings(paragraphs: list[str], roles: list[str]) -> None:
    assert roles_of(*paragraphs) == roles


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
    _, layout = laid_out(
        "Danube Bureau: Bridge\u00a0Closed", "Danube Bureau", LONG,
        "Read the original at https://example.org/2024/bridge.",
    )  # fmt: skip
    assert (layout.title, layout.publisher, layout.url) == (
        "Danube Bureau: Bridge Closed", "Danube Bureau", "https://example.org/2024/bridge",
    )  # fmt: skip


def test_what_the_file_states_comes_before_what_the_page_shows() -> None:
    stated = Metadata("A Title", "A Publisher", "https://example.org/own")
    _, layout = laid_out("Bridge Closed", "Danube News", LONG, metadata=stated)
    assert (layout.title, layout.publisher, layout.url) == (
        "A Title", "A Publisher", "https://example.org/own",
    )  # fmt: skip
