import pytest

from bench.page import cumulative


@pytest.mark.parametrize(
    ("shifts", "most"),
    [
        pytest.param([], 0, id="nothing moves"),
        pytest.param([(10, 0.1), (900, 0.2)], 0.3, id="one window"),
        pytest.param([(10, 0.1), (1200, 0.2)], 0.2, id="a second between"),
        pytest.param([(n * 900, 0.1) for n in range(8)], 0.6, id="no longer than five seconds"),
    ],
)
def test_layout_shift_is_that_of_the_worst_window(
    shifts: list[tuple[float, float]], most: float
) -> None:
    assert cumulative(shifts) == pytest.approx(most)
