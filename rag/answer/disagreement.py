"""Which of the statements of an answer say otherwise than others, and whether later or at one time.

Two statements are held against each other in plain words (`rag.language.contradiction`) and by the
figures that they give of one measure. Where both are of one time, they contradict each other, and
neither is to be preferred; else the later one says otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from rag.answer.measures import Measures
from rag.answer.values import Values, pointed_times, times_in
from rag.evidence.statement import Statement
from rag.language.contradiction import says_otherwise

ONE_TIME = timedelta(days=2)
"""What different voices say so soon after each other is said at one time."""


@dataclass(frozen=True, slots=True)
class Difference:
    """That two statements, by their numbers from 0, say otherwise: the `later` than the `earlier`,
    or, at `one_time`, each than the other. `figures` are those that differ, as written. Where the
    later one `corrects` the earlier, that holds, whatever else is said."""

    earlier: int
    later: int
    one_time: bool
    figures: tuple[str, str] | None = None
    corrects: bool = False


def differences(
    statements: Sequence[Statement],
    measures: Measures | None = None,
    *,
    course: bool = False,
    several: bool = False,
) -> list[Difference]:
    """All that statements of different reports, or by different voices, say otherwise, and the
    values with which they answer otherwise, of one report too.

    In a `course` of events another figure at another time is what is asked for, and no difference;
    so is another answer where `several` are asked for.
    """
    values = Values(measures) if measures is not None and not several else None
    found = []
    for n in range(len(statements)):
        for m in range(n + 1, len(statements)):
            difference = _between(statements, n, m, measures, values)
            if difference is None or (course and difference.figures and not difference.one_time):
                continue
            found.append(difference)
    return found


def _between(
    statements: Sequence[Statement],
    n: int,
    m: int,
    measures: Measures | None,
    values: Values | None,
) -> Difference | None:
    one, other = statements[n], statements[m]
    for wrong, right in ((n, m), (m, n)):
        if statements[wrong].quote in statements[right].corrects:
            return Difference(wrong, right, one_time=False, corrects=True)
    answers = values.differing(one, other) if values is not None else None
    one_voice = one.quote.report.id == other.quote.report.id and not _differ_in_voice(one, other)
    if one_voice and (answers is None or _are_of_other_times(one, other)):
        return None
    figures = measures.differing(one.texts, other.texts) if measures is not None else None
    figures = answers or figures
    if figures is None and not _says_otherwise(one, other):
        return None
    day, other_day = (s.quote.report.dated.published_on for s in (one, other))
    if day is None or other_day is None or day == other_day:
        return Difference(n, m, one_time=True, figures=figures)
    first, second = (n, m) if day < other_day else (m, n)
    if figures is not None and first == m:
        figures = figures[1], figures[0]
    soon = abs(other_day - day) <= ONE_TIME and _differ_in_voice(one, other)
    return Difference(first, second, one_time=soon, figures=figures)


def _are_of_other_times(one: Statement, other: Statement) -> bool:
    """Whether two statements answer with figures, each of a time that the other does not name: a
    report tells of both."""
    mine, theirs = times_in(one), times_in(other)
    timed = bool(pointed_times(one) or pointed_times(other))
    apart = not any(a.overlaps(b) for a in mine for b in theirs)
    return not timed and bool(mine and theirs) and apart


def _says_otherwise(one: Statement, other: Statement) -> bool:
    return any(says_otherwise(a, b) for a in one.texts for b in other.texts)


def _differ_in_voice(one: Statement, other: Statement) -> bool:
    """Whether two statements are known to be of different speakers, or else of different
    publishers."""
    mine, theirs = set(one.voices), set(other.voices)
    return bool(mine and theirs) and not mine & theirs
