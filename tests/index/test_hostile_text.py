"""Texts made to cost time: each stage is to finish in time that grows with the text alone."""

import time
from datetime import date

import pytest

from index.dating import date_report, day_mentions
from index.furniture.marking import lay_out
from index.reading.text import read_text
from index.structure.blocks import split_blocks

SIZE = 200_000
BOUND_S = 8.0
"""Of processor time; what took time in the square of the length took minutes."""
DAY = date(2024, 1, 1)


def _repeated(part: str) -> str:
    return part * (SIZE // len(part))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(_repeated("1, "), id="numbers"),
        pytest.param("May 1" + _repeated(", 2"), id="days"),
        pytest.param(_repeated("4 May 2024, "), id="dates"),
        pytest.param(_repeated("It will be on May 4, "), id="dates to come"),
        pytest.param(_repeated("and so the words went on and on until the end of line\n"),
                     id="wrapped lines"),
        pytest.param("and so it went on\n" + _repeated("page 7 of 90\n\f"), id="page numbers"),
        pytest.param(_repeated("A head\n\fand so it went on and on\n"), id="heads of pages"),
        pytest.param(_repeated("| a | b |\n"), id="rows"),
        pytest.param(_repeated("HEAVY SNOW IS EXPECTED OVER THE NORTHERN MOUNTAINS AND\n"),
                     id="capitals"),
        pytest.param("+--+\n" + _repeated("|") + "a\n|" + _repeated("|"), id="bars"),
        pytest.param(_repeated("-") + "x|", id="a ruling that is none"),
        pytest.param(_repeated("]("), id="links"),
        pytest.param(_repeated("http://"), id="addresses"),
        pytest.param("Head\n\n" + _repeated("Name Other ") + "\n\nShare\n\n" + _repeated("Abc "),
                     id="names"),
        pytest.param(_repeated("Share\n\n"), id="controls"),
        pytest.param(_repeated("Home\n"), id="a menu"),
        pytest.param("By " + _repeated("A "), id="authors"),
        pytest.param("---\na: x" + " " * 60_000 + "y: [\n---\n" + _repeated("so "), id="header"),
    ],
)  # fmt: skip
@pytest.mark.nightly
def test_time_grows_with_the_text_alone(text: str) -> None:
    began = time.process_time()
    source = read_text(text)
    day_mentions(text, DAY)
    blocks = split_blocks(text)
    _, byline = date_report(text, blocks, source.metadata, "x.txt", DAY)
    lay_out(text, blocks, source.metadata, byline)
    assert time.process_time() - began < BOUND_S
