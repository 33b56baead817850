"""No regular expression may hold a question: twice the text takes each at most twice as long."""

import re

import pytest

from rag.language.attribution import said_by
from tests.attacks import TooLong, attacks, growth, stopped_after
from tests.patterns import Used, used_patterns

LIMIT_S = 1.0
"""For all that is timed of one text."""


def _slow(used: Used) -> str | None:
    """What is wrong with a pattern, in words; None for one whose time grows as the text does."""
    for attack in attacks(used.pattern):
        found = growth(used, attack, LIMIT_S)
        if found is not None:
            return (
                f"{used.where} ({used.way}): four times {attack.pump!r} takes {found.times:.0f} "
                f"times as long: {used.pattern.pattern[:200]}"
            )
    return None


def test_no_pattern_takes_more_than_its_share_of_time() -> None:
    used = used_patterns()
    assert len(used) > 400, "the patterns of the packages were not found"
    slow = [found for found in map(_slow, used) if found is not None]
    assert slow == []


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        pytest.param(r"(?:a+)+$", "match", id="nested"),
        pytest.param(r"(?:\w|ab)*-", "match", id="alternatives that overlap"),
        pytest.param(r"(?:[A-Z]\w*|[A-Z]+)(?: (?:[A-Z]\w*|[A-Z]+))* said", "search", id="names"),
        pytest.param(r"(?:mid-?|\w+day)*$", "match", id="one within the other"),
        pytest.param(r"\d+\d+x", "match", id="side by side"),
        pytest.param(r"\s+x", "search", id="from every place"),
        pytest.param(r".*,.*;", "fullmatch", id="two of anything"),
        pytest.param(r"[\w-]+@\w", "finditer", id="an address"),
        pytest.param(r"from[^.]*\.", "finditer", id="to what does not come"),
    ],
)  # fmt: skip
def test_a_bad_pattern_is_found(pattern: str, way: str) -> None:
    assert _slow(Used(re.compile(pattern), way, "here")) is not None


@pytest.mark.parametrize(
    ("pattern", "way"),
    [
        pytest.param(r"(?<!\s)\s+x", "search", id="from the first"),
        pytest.param(r"\s+x", "match", id="from one place"),
        pytest.param(r"\w+", "finditer", id="words"),
        pytest.param(r"[A-Z]\w{0,60}+(?: [A-Z]\w{0,60}+){0,20}+ said", "finditer", id="names"),
    ],
)
def test_a_good_pattern_is_not_found(pattern: str, way: str) -> None:
    assert _slow(Used(re.compile(pattern), way, "here")) is None


@pytest.mark.parametrize("words", [25, 2000])
def test_names_are_read_of_a_text_in_capitals(words: int) -> None:
    """Twenty words of a heading in capitals once took minutes, and twice as long with each more."""
    heading = " ".join(["PORT", "OF", "OLM"] * words)
    with stopped_after(5):
        told = said_by(f"“{heading}”: 40 ships came, according to Radio Torvik.")
    assert told == ("Radio Torvik",)


def test_what_does_not_end_is_stopped() -> None:
    with pytest.raises(TooLong), stopped_after(0.2):
        re.match(r"(?:a+)+$", "a" * 60 + "-")
