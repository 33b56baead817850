"""The values that answer a question, held against each other: figures and times.

Of what is read for one question, two passages give different values of one thing where the reader
points at a figure, or at a time, in each and these are not the same. Since what is read for one
question is mostly of several things that are alike, both must be of one measure
(`rag.answer.measures`) and neither may have a name of its own: the first case in Ghana is not that
in Congo, though both were reported to WHO.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from index.calendar import Period, day_in_words
from rag.answer.measures import Figure, Measures, have_own_names
from rag.evidence.citations import Quote
from rag.evidence.statement import Statement

OF_ONE_MATTER = 0.3
"""The logit of being of one measure from which two figures, or two times, are of one thing."""
ALTERNATIVES, BETWEEN = 2, 6
"""Times that are one with each other, and characters that may stand between them."""
OF_A_DAY = 31
"""Days; a longer time is no day that something happened on."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Two values that answer one question, as `written`, and whether they are the `same`."""

    same: bool
    written: tuple[str, str]


class Values:
    """The figures and times with which statements answer one question."""

    def __init__(self, measures: Measures) -> None:
        self._measures = measures

    def differing(self, one: Statement, other: Statement) -> tuple[str, str] | None:
        """The different values with which two statements answer, as written; None where they give
        none, or the same."""
        found = self.compare(one, other)
        return found.written if found is not None and not found.same else None

    def compare(self, one: Statement, other: Statement) -> Compared | None:
        """The values with which two statements answer; None where they give none of one kind."""
        if one.pointed is None and other.pointed is None:
            return None
        if have_own_names(" ".join(one.texts), " ".join(other.texts)):
            return None
        return self._figures(one, other) or self._times(one, other)

    def _figures(self, one: Statement, other: Statement) -> Compared | None:
        """The nearest two figures at which the reader points, the same where any two are."""
        pairs = [
            (mine.of_one_measure(theirs), mine, theirs)
            for mine, theirs in product(self._pointed_figures(one), self._pointed_figures(other))
            if _may_be_of_one_unit(mine, theirs)
        ]
        if not pairs:
            return None
        likely, mine, theirs = max(pairs, key=lambda pair: pair[0])
        if likely < OF_ONE_MATTER:
            return None
        same = any(a.is_worth(b) for _, a, b in pairs)
        return Compared(same, (mine.quantity.written, theirs.quantity.written))

    def _pointed_figures(self, statement: Statement) -> list[Figure]:
        found = []
        for start, end in statement.sentences:
            text = Quote(statement.quote.finding, start, end).text
            first, last = (place - start for place in statement.pointed or (start, start))
            found += [
                figure for figure in self._measures.figures([text])
                if figure.quantity.start < last and first < figure.quantity.end
            ]  # fmt: skip
        return found

    def _times(self, one: Statement, other: Statement) -> Compared | None:
        """Two times, or alternatives of them, at which the reader points in one statement, and in
        the other too, or else the only ones that it names."""
        pointed, pointed_there = pointed_times(one), pointed_times(other)
        if not pointed and not pointed_there:
            return None
        first, second = pointed or times_in(one), pointed_there or times_in(other)
        if not (_are_one(first) and _are_one(second)):
            return None
        text, at = _sentence_of(one, first[0])
        text_there, at_there = _sentence_of(other, second[0])
        likely = self._measures.of_one_measure(text, at, text_there, at_there)
        if likely < OF_ONE_MATTER:
            return None
        same = any(mine.overlaps(theirs) for mine in first for theirs in second)
        return Compared(
            same,
            (
                _written(first[0], text[slice(*at)]),
                _written(second[0], text_there[slice(*at_there)]),
            ),
        )


def _written(time: Period, words: str) -> str:
    """A time as it is written, or its day where that names none: “today”."""
    named = any(map(str.isdigit, words)) or time.days > 1
    return words if named else day_in_words(time.first)


def _are_one(times: Sequence[Period]) -> bool:
    """Whether times are one, or two of which one holds: “late January or early February”."""
    return len(times) == 1 or (
        len(times) == ALTERNATIVES and times[1].start - times[0].end <= BETWEEN
    )


def _may_be_of_one_unit(one: Figure, other: Figure) -> bool:
    """Whether two figures have one unit, or none was read of one: “37 long days”."""
    units = {one.quantity.unit, other.quantity.unit} - {None}
    return len(units) <= 1


def times_in(statement: Statement) -> list[Period]:
    """The days and months that the sentences of a statement name."""
    return [
        t for t in statement.quote.finding.times
        if t.days <= OF_A_DAY and not t.of_telling
        and any(start <= t.start and t.end <= end for start, end in statement.sentences)
    ]  # fmt: skip


def pointed_times(statement: Statement) -> list[Period]:
    """Those of the times of a statement at which the reader points."""
    place = statement.pointed
    return [
        t for t in times_in(statement)
        if place is not None and t.start < place[1] and place[0] < t.end
    ]  # fmt: skip


def _sentence_of(statement: Statement, time: Period) -> tuple[str, tuple[int, int]]:
    """The sentence that names a time, and where the time stands in it."""
    start, end = next(s for s in statement.sentences if s[0] <= time.start and time.end <= s[1])
    return Quote(statement.quote.finding, start, end).text, (time.start - start, time.end - start)
