"""The course of one figure: its values in several reports, by their days."""

from collections.abc import Sequence

from rag.answer.measures import ONE_MEASURE, Figure, Measures
from rag.evidence.statement import Statement
from rag.types import Point

FEWEST = 3
"""Days of a course; fewer are no course."""

_Given = list[tuple[int, Statement, list[Figure]]]


def series_of(statements: Sequence[Statement], measures: Measures) -> tuple[Point, ...]:
    """The longest course that a figure of the statements has, in order of the reports' days; empty
    where none has values on FEWEST days.

    Markers count from 1, in the order of the statements. Of two values on one day the first
    statement's is taken. The day is that of the report: what it tells may be earlier.
    """
    given = [
        (n, s, measures.figures(s.texts)) for n, s in enumerate(statements, 1)
        if s.quote.report.dated.published_on is not None
    ]  # fmt: skip
    courses = [_course_of(figure, given) for _, _, figures in given for figure in figures]
    longest = max(courses, key=len, default=())
    return longest if len(longest) >= FEWEST else ()


def _course_of(figure: Figure, given: _Given) -> tuple[Point, ...]:
    points: dict[object, Point] = {}
    for n, statement, figures in given:
        day = statement.quote.report.dated.published_on
        same = [f for f in figures if f.quantity.unit == figure.quantity.unit]
        nearest = max(same, key=figure.of_one_measure, default=None)
        if nearest is None or figure.of_one_measure(nearest) < ONE_MEASURE or day is None:
            continue
        quantity = nearest.quantity
        point = Point(n=n, day=day, value=quantity.value, written=quantity.written)
        points.setdefault(day, point)
    return tuple(sorted(points.values(), key=lambda point: point.day))
