"""Whether a day is ahead of its telling."""

import pytest

from index.dating.ahead import AHEAD_AT_LEAST, is_ahead

DAY = "28 January 2025"


@pytest.mark.parametrize(
    "text",
    [
        f"The board declared a dividend of 35 cents, payable on {DAY}.",
        f"The rule takes effect on {DAY}.",
        f"It will open on {DAY}.",
        f"The treaty expires on {DAY}.",
        f"To holders of record on {DAY}.",
    ],
)
def test_days_that_are_announced(text: str) -> None:
    at = text.index(DAY)
    assert is_ahead(text, at, at + len(DAY), AHEAD_AT_LEAST)


@pytest.mark.parametrize(
    "text",
    [
        f"It was opened on {DAY}.",
        f"On {DAY}, the council voted for it.",
        f"The bridge was closed on {DAY} after a storm.",
    ],
)
def test_days_that_are_told(text: str) -> None:
    at = text.index(DAY)
    assert not is_ahead(text, at, at + len(DAY), AHEAD_AT_LEAST)
