"""The file of a language: its words and rules, and what is said where it is wrong."""

import pytest

from index.times.grammar import MEANINGS
from index.times.lexicon import Lexicon, english
from index.times.rules import RULES_OF_TIMES

WRITTEN = """
words: {month: {may: 5}, lead: ['on']}
capitals: [may]
small: {may: small_month}
parts: {month: <month>}
tense: {}
rules:
  - [time-months, month, '%s']
"""


def test_every_rule_of_english_has_its_switch_and_its_meaning() -> None:
    names = {rule.name for rule in RULES_OF_TIMES}
    assert {row.switch for row in english().rows} <= names
    assert {row.means for row in english().rows} <= MEANINGS.keys() | {"nothing"}


def test_a_word_is_of_its_classes_by_its_capital() -> None:
    lexicon = Lexicon(WRITTEN % "on {month}")
    assert lexicon.kinds("may", True) == {"month"}
    assert lexicon.kinds("may", False) == {"small_month"}
    assert lexicon.kinds("on", False) == {"lead", "_on"}
    assert lexicon.kinds("olm", True) == {"name"}
    assert (lexicon.value("month", "may"), lexicon.value("small_month", "may")) == (5, 5)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [("{year}", "There is no part 'year' for the pattern '{year}'."),
     ("<yeer>", "No word is of the class 'yeer'.")],
    ids=["part", "class"],
)  # fmt: skip
def test_what_a_pattern_may_not_name(pattern: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Lexicon(WRITTEN % pattern)


def test_words_that_yaml_takes_for_something_else_are_to_be_quoted() -> None:
    with pytest.raises(ValueError, match="Put True among the words"):
        Lexicon((WRITTEN % "<month>").replace("'on'", "on"))
