"""Texts whose file's name does not tell their markup."""

from pathlib import Path

import pytest

from index.reading import read_report
from index.reading.marked_up import suffix_of_markup
from index.types import Kind

_SITTING = """Ann Vey
-------

.. rst-class:: indented

**Mr Alder**: You joined the board in 1976?

.. rst-class:: indented

**Ann Vey**: Yes.
"""
_NOTES = """# Harbour board, 3 May 2024

The board met in **Lesk**, and the pier is to be mended by June.

- Read [the survey](https://example.org/survey) first.
"""
_ROWS = "Port        Ships\nLesk        12\nVarn        7\n"
_PLAIN = (
    f"The **board** gave [its figures](https://example.org/f).\n\n{_ROWS}",
    "# of piers: 3\n\nThe pier must be mended by June.\n",
    "The pier **must** be mended by June, **not** by July.\n",
    "Quay news\n---------\n\nThe pier is to be mended by June.\n",
    "Cost | Pier\n4 | 2\n\nSee [1] (https://example.org/survey) on the pier.\n",
    "*** Quay news ***\n\n**To readers of our letters: write to us!**\n\n* The pier is open.\n",
    ".. and so they went on, to the pier that was to be mended.\n",
)


def _read(folder: Path, name: str, text: str) -> tuple[str, list[tuple[Kind, str]]]:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    _, source = read_report(file, 10**6)
    return source.text, [(block.kind, block.under) for block in source.blocks]


@pytest.mark.parametrize(
    ("text", "named"), [(_SITTING, "sitting.rst"), (_NOTES, "notes.md")], ids=["RST", "Markdown"]
)
@pytest.mark.parametrize("other", ["report.txt", "report"])
def test_markup_is_read_whatever_the_name(
    tmp_path: Path, text: str, named: str, other: str
) -> None:
    assert _read(tmp_path, other, text) == _read(tmp_path, named, text)


def test_turns_of_a_marked_up_transcript_are_told_apart(tmp_path: Path) -> None:
    text, blocks = _read(tmp_path, "sitting.txt", _SITTING)
    assert "*" not in text
    assert "rst-class" not in text
    assert blocks[1:] == [(Kind.TURN, "Mr Alder"), (Kind.TURN, "Ann Vey")]


@pytest.mark.parametrize("text", _PLAIN)
def test_plain_texts_stay_as_they_are(tmp_path: Path, text: str) -> None:
    assert suffix_of_markup(text.encode()) is None
    shown, _ = _read(tmp_path, "report.txt", text)
    assert shown == text


def test_columns_within_a_fence_are_of_markdown() -> None:
    assert suffix_of_markup(f"{_NOTES}\n```\n{_ROWS}```\n".encode()) == ".md"
