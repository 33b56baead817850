"""What a report says is not taken for Markdown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ui.markdown import plain

READERS = [MarkdownIt("commonmark"), MarkdownIt("default")]
ALLOWED = {"paragraph_open", "inline", "paragraph_close", "text", "code_inline", "text_special"}
PIECES = [*'[]()!<>*_`~#-+=1.:@/&; aéw\\|{}$^"“', "[1]", "](", "//", "www.", "&lt;", "a.bc", "1."]
MARKUP = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def read(text: str, reader: MarkdownIt) -> tuple[set[str], str]:
    """The kinds of things that a reader of Markdown finds in a text, and its words."""
    kinds, words = set[str](), ""
    for block in reader.parse(text):
        kinds.add(block.type)
        for inline in block.children or []:
            kinds.add(inline.type)
            words += inline.content
    return kinds, words


@pytest.mark.parametrize("reader", READERS, ids=["commonmark", "with tables"])
@pytest.mark.parametrize(
    "line",
    [
        "a *b* _c_ **d** ~~e~~ `f`",
        "# heading",
        "- item",
        "+ item",
        "1. item",
        "12) item",
        "> quote",
        "---",
        "===",
        "![x](http://evil.example/?q=1)",
        "[x](javascript:alert(1))",
        "[x]: http://evil.example",
        "[1]: http://evil.example",
        "<script>alert(1)</script>",
        "<http://evil.example>",
        "see http://evil.example/a_b_c and www.evil.example, or mail@evil.example",
        "`a` http://evil.example/`b``c`",
        "&lt;b&gt; &amp; &#60; AT&T",
        "back\\slash \\* end\\",
        "| a | b |",
        "@channel <!here> <@U123>",
        "ends with http://evil.example/`",
    ],
)  # fmt: skip
def test_a_line_reads_as_what_it_is(line: str, reader: MarkdownIt) -> None:
    kinds, words = read(plain(line), reader)
    assert kinds <= ALLOWED
    assert words == line


@pytest.mark.parametrize(
    "line",
    ["Engineers reopened it on May 2 [1], 3.2 million U.S. dollars later.", "“It's 7.3 km!” [12]"],
)
def test_plain_text_stays_plain(line: str) -> None:
    assert plain(line) == line


@pytest.mark.parametrize("address", ["https://a.example/b", "www.a.example", "a@b.c", "a.example"])
def test_no_address_is_left_where_a_reader_would_link_it(address: str) -> None:
    assert plain(f"see {address} now") == f"see `{address}` now"


@given(MARKUP)
def test_whatever_a_line_has(line: str) -> None:
    line = line.strip()
    for reader in READERS:
        kinds, words = read(plain(line), reader)
        assert kinds <= ALLOWED
        assert words == line
