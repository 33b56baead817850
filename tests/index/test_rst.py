"""reStructuredText as it is shown: what a reader sees, what it is, and where it stands."""

import time
from pathlib import Path

import pytest

from index.errors import BadInput
from index.reading import read_report
from index.reading.rst import read_rst
from index.reading.rst_blocks import TURN_GOES_ON
from index.rules import switched_off
from index.types import Kind, Role
from tests.index.shown_blocks import kinds_under


def _shown(text: str) -> list[str]:
    source = read_rst(text)
    return [source.text[b.start : b.end] for b in source.blocks]


REPORT = """14 March 2024
=============

The Quay at Lesk
----------------

.. raw:: html

   <p>Show video</p>

**Mr Alder**: Good *morning*.  I speak for :abbr:`HBL (Harbour Board of
Lesk)` on ``pier 3``. [1]_ It stands.

We have read `the survey <https://example.org/a_b>`_ and :ref:`page 4 <p4>`.

*(A short break)*

**Ms Vey**: How many piles?

**Mr Alder**: The board found:

- forty that had rotted,
  and
- nine that had not.

It wrote:

    “No ship may moor there.”

    -- Ines Aldery

.. rubric:: Footnotes

.. _note1:
.. [1] See the log_ of
   2023.
.. A comment.
.. log: https://example.org/log
"""


def test_a_transcript() -> None:
    source = read_rst(REPORT)
    assert source.metadata.title == "The Quay at Lesk"
    assert [b.level for b in source.blocks if b.kind is Kind.HEADING] == [1, 2, 6]
    assert [b.role for b in source.blocks][:3] == [Role.HEADING, Role.TITLE, Role.BODY]
    assert kinds_under(source) == [
        ("heading", "", "14 March 2024"),
        ("heading", "", "The Quay at Lesk"),
        ("turn", "Mr Alder",
         "Mr Alder: Good morning. I speak for HBL (Harbour Board of Lesk) on pier 3. It stands."),
        ("turn", "Mr Alder", "We have read the survey and page 4."),
        ("paragraph", "", "(A short break)"),
        ("turn", "Ms Vey", "Ms Vey: How many piles?"),
        ("turn", "Mr Alder", "Mr Alder: The board found:"),
        ("list_item", "Mr Alder: The board found:", "forty that had rotted, and"),
        ("list_item", "Mr Alder: The board found:", "nine that had not."),
        ("turn", "Mr Alder", "It wrote:"),
        ("quote", "Ines Aldery", "“No ship may moor there.”"),
        ("quote", "Ines Aldery", "-- Ines Aldery"),
        ("heading", "", "Footnotes"),
        ("note", "", "See the log of 2023."),
    ]  # fmt: skip


def test_where_the_words_stand_in_the_file() -> None:
    source = read_rst(REPORT)
    assert source.source is not None
    for words, there in [
        ("Good morning. I speak", "Good *morning*.  I speak"),
        ("HBL (Harbour Board of Lesk) on", "HBL (Harbour Board of\nLesk)` on"),
        ("the survey and page", "the survey <https://example.org/a_b>`_ and :ref:`page"),
        ("rotted, and", "rotted,\n  and"),
        ("log of 2023", "log_ of\n   2023"),
    ]:
        start = source.text.index(words)
        span = source.source.to_source(start, start + len(words))
        assert span is not None
        assert REPORT[slice(*span)] == there


def test_without_the_rule_only_who_is_named_speaks() -> None:
    with switched_off([TURN_GOES_ON.name]):
        typed = kinds_under(read_rst(REPORT))
    assert ("paragraph", "", "We have read the survey and page 4.") in typed


def test_a_lone_bold_word_is_no_speaker_of_what_follows() -> None:
    source = read_rst("**Note**: Mind the gap.\n\nIt is wide.\n")
    assert kinds_under(source) == [
        ("turn", "Note", "Note: Mind the gap."), ("paragraph", "", "It is wide."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        pytest.param("One\ntwo\nthree.", ["One two three."], id="wrapped"),
        pytest.param("A\\*b\\* and c\\ d 2*3*4", ["A*b* and cd 2*3*4"], id="escapes"),
        pytest.param("**Not closed and *neither", ["**Not closed and *neither"], id="open"),
        pytest.param("a_b c_d.txt and word_ and other__.", ["a_b c_d.txt and word and other."],
                     id="references"),
        pytest.param("`<https://x.org>`_ it is", ["https://x.org it is"], id="a bare address"),
        pytest.param(":odd:`text` and `title`", ["text and title"], id="roles"),
        pytest.param("An _`anchor` here", ["An anchor here"], id="target"),
        pytest.param("See [#a]_ and [CIT2002]_.", ["See and [CIT2002]."], id="notes"),
        pytest.param("|x| and |y|\n\n.. |x| replace:: Lesk", ["Lesk and |y|"], id="substituted"),
        pytest.param(".. note:: Mind it.\n\n   And this.", ["Mind it.", "And this."], id="note"),
        pytest.param(".. odd:: path/to\n   :opt: 3\n\n   Held text.", ["Held text."], id="unknown"),
        pytest.param(".. include:: /etc/passwd\n\nText.", ["Text."], id="include"),
        pytest.param("Run::\n\n   make all\n\nDone.", ["Run:", "make all", "Done."], id="literal"),
        pytest.param("| One\n| Two\n|   three", ["One", "Two", "three"], id="line block"),
        pytest.param("1. One\n2. Two\n   more\n\n   Still.", ["One", "Two more", "Still."],
                     id="numbered"),
        pytest.param("(a) One\n(b) Two", ["(a) One", "(b) Two"], id="lettered"),
        pytest.param("A. Einstein was\nhere.", ["A. Einstein was here."], id="an initial"),
        pytest.param("Term\n   What it is.", ["Term: What it is."], id="definition"),
        pytest.param(":Author: Ida Ross\n:Date: 3 May 2024", ["Author: Ida Ross",
                     "Date: 3 May 2024"], id="fields"),
        pytest.param("=====\nTitle\n=====\n\nOne\n\n-----\n\nTwo", ["Title", "One", "Two"],
                     id="rule"),
        pytest.param("The __init__ of a ref_ and anon__.", ["The __init__ of a ref and anon."],
                     id="underscores"),
        pytest.param("\ufeff\tAll\r\n\r\n\tindented\r\n", ["All", "indented"], id="indented"),
    ],
)  # fmt: skip
def test_what_is_shown(text: str, blocks: list[str]) -> None:
    assert _shown(text) == blocks


def test_nested_lists_stand_under_what_introduces_them() -> None:
    text = "It bought:\n\n- ships:\n\n  - Olm\n  - Ister\n- a crane\n"
    assert kinds_under(read_rst(text))[1:] == [
        ("list_item", "It bought:", "ships:"),
        ("list_item", "ships:", "Olm"),
        ("list_item", "ships:", "Ister"),
        ("list_item", "It bought:", "a crane"),
    ]


def test_items_within_an_item_stand_under_it() -> None:
    text = "It bought:\n\n- two ships\n\n  - Olm\n  - Ister\n\n- a crane\n"
    assert kinds_under(read_rst(text))[1:] == [
        ("list_item", "It bought:", "two ships"),
        ("list_item", "two ships", "Olm"),
        ("list_item", "two ships", "Ister"),
        ("list_item", "It bought:", "a crane"),
    ]


@pytest.mark.parametrize(
    "pump",
    ["- ", "*a ", "`a ", "**a", "|a ", ":a:", "[1]_", "a_", ".. a::\n", "=\n", "| ", "+-",
     "1. ", "\n ", "a\n b\n", "+--+\n|  |\n", "`a <", "\\", "== ==\n", "**A**: b\n\n"],
)  # fmt: skip
def test_long_files_take_their_share_of_time(pump: str) -> None:
    begun = time.perf_counter()
    read_rst(pump * 20_000)
    assert time.perf_counter() - begun < 5


def test_deep_quotes_are_read() -> None:
    text = "\n\n".join(" " * depth + f"Word{depth}" for depth in range(300))
    assert sum(len(words.split()) for words in _shown(text)) == 300


def test_a_file(tmp_path: Path) -> None:
    for name in ("a.rst", "b.REST"):
        (tmp_path / name).write_text("---\ntitle: Quay\n---\nHead\n====\n\nText.\n", "utf-8")
        source = read_report(tmp_path / name, 1000)[1]
        assert source.metadata.title == "Quay"
        assert [b.role for b in source.blocks] == [Role.HEADING, Role.BODY]
    (tmp_path / "c.rst").write_text(".. only a comment\n", "utf-8")
    with pytest.raises(BadInput, match="holds no text"):
        read_report(tmp_path / "c.rst", 1000)
