"""Markdown of any kind: no word is lost, all have their place, and none takes long to read."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.reading.markdown import read_markdown
from index.types import SourceText

ROWS = "| a | b |\n|---|---|\n| c | d |\n\n"

_WORDS = st.integers(0, 10**6).map(lambda n: f"w{n:06}")
_INLINE = st.sampled_from(
    [
        "{}", "**{}**", "*{}*", "__{}__", "`{}`", "[{}](https://e.org/x)", "<b>{}</b>", "\\*{}\\*",
        "{} &amp; so", "“{}”", "{}<br>", "{}<!-- x -->", "{}[^1]", "<{}", "{}*", "_{}", "[{}",
        "{}]", "``{}`", "&{};", "<i>{}", "{}~~", "{}|", "~{}",
    ]
)  # fmt: skip
_LINES = st.lists(st.tuples(_INLINE, _WORDS).map(lambda p: p[0].format(p[1])), min_size=1,
                  max_size=5).map(" ".join)  # fmt: skip
_BLOCKS = st.sampled_from(
    [
        "{}\n\n", "{}\n", "{}  \n", "{}\\\n", "# {}\n", "{}\n---\n\n", "- {}\n", "  - {}\n\n",
        "1. {}\n",
        "> {}\n", "> - {}\n>\n", "| a | b |\n|---|---|\n| {} |\n\n", "```\n{}\n```\n", "    {}\n\n",
        "[^1]: {}\n\n", '!!! note\n    {}\n\n', "<p>{}</p>\n\n", "<div>\n{}\n</div>\n\n", "\t{}\n",
        "<table><tr><td>{}</td></tr></table>\n\n", "<details><summary>{}</summary>\n\n", "{}\r\n",
        "::: tip\n{}\n:::\n", "***\n\n", "<x-y>\n{}\n", "##{}\n", "Key: {}\n", "**{}**: a.\n\n",
        "[a]: /{}x\n\n", "\u00a0{}\n", "\x0b{}\x0c\n", "> [!NOTE]\n> {}\n\n",
        "<pre>\n{}\n</pre>\n\n",
    ]
)  # fmt: skip
_FILES = st.lists(st.tuples(_BLOCKS, _LINES), max_size=8).map(
    lambda parts: "".join(block.format(line) for block, line in parts)
)
_ANYTHING = st.lists(
    st.sampled_from(
      [
          "a", "B ", " ", "\n", "\n\n", "\r\n", "- ", "1. ", "> ", "# ", "**", "*", "_", "`",
          "~~", "|", "|---|---|\n", "[", "](", ")", "]", "[^1]", "[^1]: ", "<td>", "<table>",
          "</td>", "</table>", "<br>", "<del>", "</del>", "<details>", "<summary>", "</summary>",
          "<!--", "-->", "&amp;", "\\", "!!! x \"t\"\n", "    ", "\t", ":::", ":::a\n", "+++\n",
          "---\n", "===\n", "\u00a0", "\u2028", "<sup>2</sup>", "<script>", "</script>", "<pre>",
          "<q>", "<li>", "[a]: /u\n", "{#i}", "```{n} t\n", "> [!NOTE]\n", "\u00e9", "\u201d",
          ".", ":", "\u000b", "\u0085", "rowspan=2>", "<td ",
      ]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def _check_places(written: str, source: SourceText) -> None:
    assert source.source is not None
    for run in source.source.runs:
        shown = source.text[run.shown : run.shown + run.length]
        there = written[run.source : run.source + run.source_length]
        assert len(there) == run.source_length
        if run.length == run.source_length:
            assert [c for c in shown if not c.isspace()] == [c for c in there if not c.isspace()]
    for block in source.blocks:
        words = source.text[block.start : block.end]
        assert words == words.strip() != ""
        span = source.source.to_source(block.start, block.end)
        assert span is not None
        back = source.source.to_shown(*span)
        assert back is not None
        assert back[0] <= block.start < block.end <= back[1]


@settings(max_examples=max(150, settings().max_examples))
@given(_FILES)
def test_no_word_is_lost_and_all_have_their_place(written: str) -> None:
    source = read_markdown(written)
    _check_places(written, source)
    addresses = re.findall(r"\[a\]: .*", written)
    struck = set(re.findall(r"~~.*?~~", written, re.DOTALL))
    words = set(re.findall(r"w\d{6}", written))
    words -= set(re.findall(r"w\d{6}", " ".join([*addresses, *struck])))
    tags = re.findall(r"<w\d{6}[^>]*", written)  # as a browser reads it
    words -= set(re.findall(r"w\d{6}", " ".join(tags)))
    assert {word for word in words if word not in source.text} == set()


@settings(max_examples=max(200, settings().max_examples))
@given(_ANYTHING)
def test_anything_is_read(written: str) -> None:
    _check_places(written, read_markdown(written))


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(
            "The *old* quay of [Velden](https://e.org) was shut. " * 25 + "\n\n", id="text"
        ),
        pytest.param(ROWS, id="tables"),
        pytest.param("- an item\n  - and one\n", id="lists"),
        pytest.param("[", id="brackets"),
        pytest.param("<", id="angles"),
        pytest.param("<!-- ", id="comments"),
        pytest.param("*a ", id="stars"),
        pytest.param("`` ` ", id="ticks"),
        pytest.param("\\|", id="bars"),
        pytest.param("<td>", id="cells"),
        pytest.param("<tr><td rowspan=999 colspan=999>a", id="merged cells"),
        pytest.param("::: a\n", id="containers"),
        pytest.param("[^1]: a\n", id="footnotes"),
        pytest.param("[^1]: a\n\n", id="footnotes apart"),
        pytest.param('!!! a "b"\n', id="admonitions"),
        pytest.param("<p>\n<del>", id="tags"),
        pytest.param("A: b\n", id="keys"),
        pytest.param("Q. ", id="sentences"),
        pytest.param("*a <del>", id="struck"),
    ],
)
def test_long_files_take_no_longer_than_they_should(written: str) -> None:
    read_markdown("Warm.\n\n- up")
    short, long = ((written * (size // len(written) + 1))[:size] for size in (6_000, 24_000))
    # a collection of garbage may fall into the first try
    assert any(_seconds(long) < 10 * _seconds(short) + 0.5 for _ in range(2))


@pytest.mark.parametrize(
    ("written", "like"),
    [(" **a", " *a"), ("<div><script>\n\n", "<div><figure>\n\n")],
    ids=["strong", "programs"],
)
def test_what_is_never_ended_takes_as_long_as_its_like(written: str, like: str) -> None:
    read_markdown("Warm.")
    assert any(_seconds(written * 5_000) < 3.5 * _seconds(like * 5_000) for _ in range(2))


def _seconds(written: str) -> float:
    """Of processor time, to read it."""
    begun = time.process_time()
    read_markdown(written)
    return time.process_time() - begun
