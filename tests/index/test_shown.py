"""The text that a reader sees, and where each character of it stands in the file."""

import pytest

from index.reading.shown import Shown
from index.types import Kind, Role, Run, SourceMap

FILE = "# Quay\n\nThe *old* quay &amp; pier\n"


@pytest.fixture
def shown() -> Shown:
    made = Shown()
    made.add("Quay", 2)
    made.end(Kind.HEADING, level=1, role=Role.TITLE)
    made.add("The ", 8)
    made.add("old", 13)
    made.add(" quay ", 17)
    made.add("&", 23, 5)
    made.add(" pier\n", 28)
    made.end()
    return made


def test_blocks_stand_apart_and_without_markup(shown: Shown) -> None:
    text = shown.text()
    assert text == "Quay\n\nThe old quay & pier"
    assert [text[b.start : b.end] for b in shown.blocks()] == ["Quay", "The old quay & pier"]
    assert [(b.kind, b.level, b.role) for b in shown.blocks()] == [
        (Kind.HEADING, 1, Role.TITLE), (Kind.PARAGRAPH, 0, Role.BODY),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("Quay", "Quay"),
        ("old", "old"),
        ("The old", "The *old"),
        ("quay & pier", "quay &amp; pier"),
        ("&", "&amp;"),
        ("uay", "uay"),
    ],
)
def test_words_are_found_in_the_file_and_back(shown: Shown, words: str, there: str) -> None:
    start = shown.text().index(words)
    span = shown.source_map().to_source(start, start + len(words))
    assert span is not None
    assert FILE[slice(*span)] == there
    assert shown.source_map().to_shown(*span) == (start, start + len(words))


def test_what_is_not_in_the_file_is_nowhere(shown: Shown) -> None:
    assert shown.source_map().to_source(4, 6) is None
    assert shown.source_map().to_shown(0, 2) is None


def test_a_block_without_words_is_none() -> None:
    shown = Shown()
    shown.add(" \n", 0)
    assert shown.end() is None
    assert (shown.text(), shown.blocks(), shown.source_map()) == ("", (), SourceMap(()))


def test_white_space_at_the_edges_goes_and_neighbours_are_one_run() -> None:
    shown = Shown()
    shown.add("  a ", 0)
    shown.add("b  ", 4)
    shown.end()
    assert shown.text() == "a b"
    assert shown.source_map().runs == (Run(0, 2, 3, 3),)
