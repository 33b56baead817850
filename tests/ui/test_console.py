import pytest
from rich.progress import Progress

from ui.console import progress, stages


class _Clock:
    """Tells a time that is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_each_stage_has_a_pace_of_its_own() -> None:
    clock = _Clock()
    bar = Progress(get_time=clock, disable=True, speed_estimate_period=600)
    show = stages(bar, 20)
    for done in range(21):
        clock.now = done * 0.01
        show("reading", done, 20)
    for done in range(3):
        clock.now = 1.0 + done * 5.0
        show("embedding", done, 20)
    (task,) = bar.tasks
    assert (task.description, task.completed, task.total) == ("embedding", 2, 20)
    assert task.time_remaining == pytest.approx(90, abs=1)


def test_how_long_the_rest_takes_is_shown() -> None:
    bar = progress()
    stages(bar, 4)("embedding", 1, 4)
    shown = [column.render(bar.tasks[0]) for column in bar.columns if not isinstance(column, str)]
    assert "left" in [str(part) for part in shown]
    assert "-:--:--" in [str(part) for part in shown]
