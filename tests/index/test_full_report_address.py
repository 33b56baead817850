"""The address that a report gives of its whole."""

import pytest

from tests.index.layouts import ALSO, LONG, laid_out

WHOLE = "https://news.example/bridge"
OTHER = "https://news.example/reports/dam"


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        ((f"Read the full report at {WHOLE}.",), WHOLE),
        ((f"Original minutes: {WHOLE}",), WHOLE),
        ((OTHER,), None),
        ((f"Source: {OTHER}",), None),
        ((f"Full report: {WHOLE}", f"Full report on the dam: {OTHER}"), None),
    ],
)
def test_it_is_the_one_that_is_said_to_be_of_the_whole(
    lines: tuple[str, ...], address: str | None
) -> None:
    assert laid_out("The Bridge", LONG, *lines, ALSO)[1].url == address
