"""The table of readers: what is right first, and how well the best logit tells what is answered."""

import pytest

from bench.reader.candidates import Searched, Seen
from bench.reader.sizes import quality


def _searched(*right: bool, answerable: bool) -> Searched:
    some = tuple(
        Seen(id=str(n), place="", under="", text="", right=flag, partly=False, tempting=False,
             answers=(), relevance=0.0, fused=0.0)
        for n, flag in enumerate(right)
    )  # fmt: skip
    return Searched("town", "town-1", "fact", "Who?", answerable, some)


@pytest.mark.parametrize(
    ("searched", "found", "expected"),
    [
        pytest.param(
            [_searched(True, False, answerable=True), _searched(False, False, answerable=False)],
            [[2.0, 1.0], [-1.0, 0.0]], [1.0, 1.0, 1.0], id="all as it should be",
        ),
        pytest.param(
            [_searched(True, False, answerable=True), _searched(False, False, answerable=False)],
            [[1.0, 2.0], [3.0, 0.0]], [0.0, 1.0, 0.0], id="second, and less likely",
        ),
        pytest.param(
            [_searched(True, *[False] * 3, answerable=True), _searched(answerable=False)],
            [[0.0, 1.0, 2.0, 3.0], []], [0.0, 0.0, float("nan")], id="fourth, and none refused",
        ),
        pytest.param(
            [_searched(False, answerable=True), _searched(True, answerable=True)],
            [[5.0], [1.0]], [1.0, 1.0, float("nan")], id="what was not found does not count",
        ),
    ],
)  # fmt: skip
def test_how_good_a_reader_is(
    searched: list[Searched], found: list[list[float]], expected: list[float]
) -> None:
    assert quality(searched, found) == pytest.approx(expected, nan_ok=True)
