"""What stands in the place of a quote that was judged, as the report is read now."""

from pathlib import Path

import pytest

from bench.quotes import quoted_now

TEXT = "The pier\n\nIt was told by Mr. Lund. It rained.\n\nNobody came.\n"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ((20, 30), ((10, 34), "It was told by Mr. Lund.", "")),
        ((30, 40), ((10, 45), "It was told by Mr. Lund. It rained.", "")),
        ((0, 8), (None, "", "")),
    ],
    ids=["a sentence", "two", "none"],
)
def test_the_sentences_that_stand_in_a_place(
    tmp_path: Path, place: tuple[int, int], expected: tuple[tuple[int, int] | None, str, str]
) -> None:
    file = tmp_path / "2024-05-03_pier.txt"
    file.write_text(TEXT, "utf-8")
    assert quoted_now(file, *place) == expected
