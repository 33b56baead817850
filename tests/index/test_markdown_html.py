"""HTML within Markdown."""

import pytest

from index.reading.markdown import read_markdown
from index.types import Role
from tests.index.shown_blocks import kinds, words


def test_html_without_blank_lines_around_it() -> None:
    source = read_markdown(
        '<x-chart path="/a"/>\n### Ships\n\n<div align="center">\nTwo *came*.<br>Four left.\n'
        '<p>One <img alt="map"> sank.</p></div>\n\n<figure>\n<img src=a>\n'
        "<figcaption>The quay.</figcaption>\n</figure>\n<script>var a = 1;</script>\n"
    )
    assert kinds(source) == [
        ("heading", "Ships"), ("paragraph", "Two came."), ("paragraph", "Four left."),
        ("paragraph", "One  sank."), ("caption", "The quay."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "between",
    ["<img src=a>", "<img\nsrc=a />", "<!-- a\nmap -->", "<svg><text>map</text></svg>",
     '<picture><source srcset="a">\n<img src=b></picture>', '<iframe src="a"></iframe>'],
    ids=["picture", "over two lines", "comment", "drawing", "pictures to choose from", "frame"],
)  # fmt: skip
def test_a_paragraph_in_html_goes_on_behind_a_picture(between: str) -> None:
    text = (
        f"<div>\n<p>Two *ships* {between} came, and <b>one</b> sank.</p>\n<p>It rained.</p></div>"
    )
    source = read_markdown(text)
    assert [" ".join(words.split()) for _, words in kinds(source)] == [
        "Two ships came, and one sank.", "It rained.",
    ]  # fmt: skip
    assert source.source is not None
    start = source.text.index("came")
    at = text.index("came")
    assert source.source.to_source(start, start + 4) == (at, at + 4)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<div>\nOlm\n<img src=a>\nLesk\n</div>", ["Olm", "Lesk"]),
        ("<img src=a>\nIt **rained**.\n\n- Olm", ["It rained.", "Olm"]),
        ("<p>Olm<img src=a>Lesk</p>", ["Olm", "Lesk"]),
    ],
    ids=["a gallery", "above a paragraph", "between words"],
)
def test_what_a_picture_parts(written: str, shown: list[str]) -> None:
    assert [words for _, words in kinds(read_markdown(written))] == shown


def test_a_heading_in_html_is_one() -> None:
    source = read_markdown("# Olm\n\n<h2>What was lost?</h2>\n\nTwo ships.\n")
    assert [block.role for block in source.blocks] == [Role.TITLE, Role.HEADING, Role.BODY]


def test_preformatted_html_is_shown_without_markup() -> None:
    source = read_markdown("<pre><code>rye &lt; <b>oats</b> *\n  &amp; barley</code></pre>\n")
    assert [words for _, words in kinds(source)] == ["rye < oats *\n& barley"]
    assert source.source is not None
    assert source.source.to_source(0, 3) == (11, 14)


def test_a_program_below_other_html_is_not_shown() -> None:
    text = (
        '# Olm\n\nIt rained.\n\n<div id="talk"></div>\n<script>\n\n/**\n* EDIT BELOW.\n*/\n\n'
        "run();\n</script>\n\nIt ended."
    )
    assert words(read_markdown(text)) == ["Olm", "It rained.", "It ended."]
    open_ended = text.replace("</script>", "")
    assert words(read_markdown(open_ended))[-1] == "It ended."


def test_a_program_that_is_only_named_hides_nothing() -> None:
    source = read_markdown(
        "# Guide\n\n<p>Put it in a <script> element.</p>\n\nThe dam broke.\n\n"
        "```html\n<script>x()</script>\n```\n\nEnd.\n\n<div>\n<script>\na\n\nb\n</script></div>\n"
    )
    shown = [words for _, words in kinds(source)]
    assert shown[1].startswith("Put it in a")
    assert shown[2:] == ["The dam broke.", "<script>x()</script>", "End."]
