"""Counting hand-written rules."""

from pathlib import Path

import pytest

from bench.rules_count import Rules, counted, measure

MODULE = '''"""A module that says a|b in its docstring."""

import re

from index.rules import Stage, declare

LOUD = declare("loud", Stage.QUESTION, "Takes capitals for shouting.")
_SAYS = re.compile(r"\\b(?:says|said)\\b")
_MANY = frozenset({"many", "much", "lots", "plenty", "several"})
_SMALL = """
    of the in
    on at by
""".split()
_AT_MOST = 3


def says(text: str) -> bool:
    """Whether it is said."""

    # a comment
    return _SAYS.search(text) is not None


def longest(text: str) -> int:
    return len(text) + _AT_MOST


class Reader:
    name = "reader"

    def loud(self, text: str) -> bool:
        return LOUD.applies(text.isupper())
'''


def test_what_holds_or_uses_a_pattern_a_list_or_a_rule_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "said.py"
    file.write_text(MODULE, "utf-8")
    assert counted(file, tmp_path) == Rules("said.py", lines=11, rows=5, patterns=1, declared=1)


@pytest.mark.parametrize(
    ("line", "patterns", "rows"),
    [
        ('X = r"\\d{4}-\\d\\d"', 0, 0),
        ('X = f"{Y}(?:one|two)"', 1, 0),
        ('X = "SELECT a FROM b WHERE c IN (?, ?)"', 0, 0),
        ('X = "one, two, three, four, five"', 0, 0),
        ('X = ("one", "two", "three", "four")', 0, 0),
        ('X = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}', 0, 1),
    ],
    ids=["no word", "with a value", "SQL", "a text", "few words", "a table"],
)
def test_patterns_and_rows(tmp_path: Path, line: str, patterns: int, rows: int) -> None:
    file = tmp_path / "one.py"
    file.write_text(f"{line}\n", "utf-8")
    found = counted(file, tmp_path)
    assert (found.patterns, found.rows) == (patterns, rows)


def test_lists_in_files_count_and_what_was_published_elsewhere_does_not(tmp_path: Path) -> None:
    for package in ("rag", "index"):
        (tmp_path / package / "wordnet").mkdir(parents=True)
        (tmp_path / package / "words.txt").write_text("one\ntwo\n", "utf-8")
        (tmp_path / package / "wordnet" / "words.txt").write_text("three\n", "utf-8")
    assert {f.name: f.value for f in measure(tmp_path).figures if f.value} == {
        "rag: lines": 2, "rag: of them rows of words": 2,
        "index: lines": 2, "index: of them rows of words": 2,
    }  # fmt: skip
