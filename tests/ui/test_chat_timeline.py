"""Reports and figures along the time, beside an answer of the chat."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from index.types import Coverage
from rag.question.parsing import Query
from rag.types import Point
from tests.rag.corpus import HARBOUR, answered, engine_over
from tests.ui.heads import on
from ui.web.conversation import Conversation, Turn
from ui.web.pages import thread, timeline
from ui.web.stepping import steps_of
from ui.web.timeline import STACK, timeline_of


def test_reports_of_one_time_are_stacked_and_the_cited_one_is_always_drawn() -> None:
    crowd = [on(date(2024, 5, 1), f"r{n}") for n in range(STACK + 4)]
    line = timeline_of([*crowd, on(date(2024, 7, 1), "late"), on(None, "undated")], {"r9"})
    assert line is not None
    assert [mark.report.id for mark in line.marks][-2:] == ["r9", "late"]
    assert [mark.up for mark in line.marks] == [*range(STACK), 0]
    assert (line.undrawn, line.undated, line.height) == (4, 1, STACK)
    assert [mark.across for mark in line.marks[::STACK]] == [2, 98]
    assert timeline_of([on(None, "undated")], ()) is None


@pytest.mark.parametrize(
    ("first", "days", "labels"),
    [
        (date(2024, 5, 1), 0, ["1 May 2024"]),
        (date(2024, 5, 2), 9, ["2 May 2024", "11 May 2024"]),
        (date(2023, 12, 23), 150, ["Jan 2024", "Feb 2024", "Mar 2024", "Apr 2024", "May 2024"]),
        (date(2000, 3, 1), 365 * 10, ["2001", "2003", "2005", "2007", "2009"]),
    ],
    ids=["a day", "days", "months", "years"],
)
def test_ticks_are_few_and_as_coarse_as_the_time(first: date, days: int, labels: list[str]) -> None:
    reports = [on(first, "a"), on(first + timedelta(days), "b")]
    shown = timeline(reports, Conversation(), Coverage(2, 2, None, None, "s"))
    assert re.findall(r'class="tick"[^>]*>([^<]*)<', shown) == labels


@pytest.mark.parametrize(
    ("values", "path", "places"),
    [
        ([19.0, 21.0, 24.0], "M2.0 92.0 H50.0 V58.4 H98.0 V8.0",
         [(2.0, 92.0), (50.0, 58.4), (98.0, 8.0)]),
        ([5.0, 5.0, 5.0], "M2.0 92.0 H50.0 V92.0 H98.0 V92.0",
         [(2.0, 92.0), (50.0, 92.0), (98.0, 92.0)]),
    ],
    ids=["rising", "level"],
)  # fmt: skip
def test_a_figure_is_drawn_in_steps(
    values: list[float], path: str, places: list[tuple[float, float]]
) -> None:
    points = [
        Point(n=n, day=date(2024, 5, 2 * n - 1), value=value, written=f"{value:.0f}")
        for n, value in enumerate(values, 1)
    ]
    chart = steps_of(points)
    assert chart is not None
    assert chart.path == path
    assert [(step.across, step.down) for step in chart.steps] == places
    assert steps_of(points[:1]) is None


def test_each_value_of_a_figure_opens_its_citation(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, HARBOUR)
    outcome = answered(engine.ask(Query("When did the bridge reopen?")))
    days = (date(2024, 5, 3), date(2024, 5, 5))
    series = tuple(Point(n=1, day=day, value=day.day, written=f"{day.day} <b>") for day in days)
    turn = Turn("When?", outcome=outcome.model_copy(update={"series": series}))
    shown = thread(Conversation(turns=[turn]), engine.coverage())
    assert shown.count('class="step" data-act="select" data-turn="0" data-place="1"') == 2
    assert 'aria-label="5 &lt;b&gt;, 5 May 2024. Citation 1, open in its report"' in shown
    without = Conversation(turns=[Turn("When?", outcome=outcome)])
    assert 'class="steps"' not in thread(without, engine.coverage())
