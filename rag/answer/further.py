"""Which further passages are quoted beside the first: as many as are needed, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from index.calendar import Period
from index.rules import Stage, declare
from index.types import Finding
from rag.answer.measures import Measures
from rag.answer.values import OF_A_DAY, Values
from rag.evidence.citations import whole_passage
from rag.evidence.evidence import UNLIKELY, Evidence
from rag.evidence.statement import Statement
from rag.evidence.voices import speaker_asked, speaks
from rag.language.contradiction import says_otherwise
from rag.question.kinds import (
    asks_for_comparison,
    asks_for_course,
    asks_for_several,
    asks_for_words,
)
from rag.retrieval.passage_times import is_of

FURTHER_LIKELY = declare(
    "further-as-likely",
    Stage.SELECTION,
    "Adds a further statement only where it is about as likely to answer as the best one.",
)
FURTHER_TIMELY = declare(
    "further-of-the-time",
    Stage.SELECTION,
    "Adds no further statement of another time than is asked about.",
)
OTHER_SIDE = declare(
    "further-of-another-time",
    Stage.SELECTION,
    "Adds what is of another time to a comparison that names one: the other side may be of that.",
)
STANDS_OUT = declare(
    "further-stands-out",
    Stage.SELECTION,
    "Adds what stands out from the rest where a question leans on several passages.",
)
EACH_DAY = declare(
    "further-of-each-day",
    Stage.SELECTION,
    "Adds the best of each day to a course of events where it is likely enough.",
)
OUT_BY_THEN = declare(
    "further-out-by-then",
    Stage.SELECTION,
    "Adds to a course of events no report from after the time asked about that names none of it.",
)
OTHER_VALUE = declare(
    "further-other-value",
    Stage.SELECTION,
    "Adds what gives another value of a figure that was quoted from another report.",
)
OPPOSITE = declare(
    "further-opposite",
    Stage.SELECTION,
    "Adds what says the opposite of a statement that was quoted from another report.",
)
OTHER_ANSWER = declare(
    "further-other-answer",
    Stage.SELECTION,
    "Adds what gives another figure or time at which the reader points than those quoted.",
)
OF_SPEAKER = declare(
    "further-of-the-speaker",
    Stage.SELECTION,
    "Adds nothing by others where the words of somebody are asked for and quoted.",
)
ABLE_ITSELF = declare(
    "further-able-itself",
    Stage.SELECTION,
    "Adds what another report says where it is likely to answer by itself.",
)
LATEST_ALONE = declare(
    "latest-alone",
    Stage.SELECTION,
    "Adds nothing of another day where the latest is asked for, but for a value it replaced.",
)

ALSO_LIKELY = 1.2
"""A further statement counts where its score is at most this much below the highest."""
OF_SEVERAL, APART_FROM_REST = 3.0, -1.0
"""Where a question leans on several passages, one counts whose score is so much below at most, if
the logarithm of its odds against all that is left is so high at least."""
ON_A_DAY = 3.0
"""In a course of events the best of a day counts whose score is so much below at most."""
OTHERWISE, OTHERWISE_IN_A_COURSE = 2.5, 5.0
"""What gives another value of a figure that was quoted counts where its score is so much below at
most."""
ABLE = 0.3
"""A passage that is further below counts too, for any of these, where the logit of its answering by
itself is so high at least, and one of a report that is not quoted for that alone."""

ABLE_IN_A_COURSE = -1.0
"""The best of a day of a course of events that is further below counts from this logit on."""
ABLE_OTHERWISE = -0.5
"""What answers with another value counts too where the logit of its answering by itself is so high
at least."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a question leans on: `several` passages, as a `comparison` does, a `course` of events,
    the `latest` report, the words of a `speaker`, by the stem of his last name; `times` are those
    that it asks about."""

    several: bool = False
    comparison: bool = False
    course: bool = False
    latest: bool = False
    speaker: str | None = None
    times: Sequence[Period] = ()

    @classmethod
    def of(
        cls, question: str, first: Finding, *, latest: bool = False, times: Sequence[Period] = ()
    ) -> "Leaning":
        """As its words tell, who speaks in what is quoted first, and what is known of the order in
        which the reports are wanted and of the times that it names."""
        course = asks_for_course(question)
        speaker = speaker_asked(question, [first]) if asks_for_words(question) else None
        several, compared = course or asks_for_several(question), asks_for_comparison(question)
        return cls(several, compared, course, latest, speaker, times)


class Further:
    """Tells which of the passages of a question are quoted beside those that are already."""

    def __init__(
        self, evidence: Sequence[Evidence], leaning: Leaning, measures: Measures | None = None
    ) -> None:
        """`evidence` are all that may be quoted, the first of them first. Without `measures`,
        figures are not compared."""
        self._evidence = [e for e in evidence if e.score > UNLIKELY] or list(evidence[:1])
        self._highest = max(e.score for e in self._evidence)
        self._first = evidence[0].ranked.finding
        self._leaning = leaning
        self._measures = measures
        self._values = Values(measures) if measures is not None else None
        course = leaning.course
        self._otherwise = OTHERWISE_IN_A_COURSE if course else OTHERWISE
        self._out_then = course and any(map(self._came_out_then, self._evidence))

    def may_count(self, other: Evidence) -> bool:
        """Whether a passage is likely enough to be quoted beside others, if only because it gives
        another value."""
        widest = max(ALSO_LIKELY, self._otherwise, OF_SEVERAL if self._leaning.several else 0.0)
        able = ABLE if self._values is None else min(ABLE, ABLE_OTHERWISE)
        able = min(able, ABLE_IN_A_COURSE) if self._leaning.course else able
        unlikely = other.score < self._highest - widest and other.logit < able
        return not FURTHER_LIKELY.applies(unlikely)

    def answers_too(
        self, other: Evidence, says: Statement, quoted: Sequence[tuple[Evidence, Statement]]
    ) -> bool:
        """Whether what a passage `says` answers beside what is `quoted`."""
        if FURTHER_TIMELY.applies(other.signals.get("of_time", 1.0) < 1.0) and not (
            OTHER_SIDE.applies(self._leaning.comparison and len(self._leaning.times) < 2)
        ):
            return False
        if OUT_BY_THEN.applies(self._out_then and self._came_out_later(other)):
            return False
        found = other.ranked.finding
        speaker = self._leaning.speaker
        by_others = speaker is not None and not speaks(speaker, found)
        if OF_SPEAKER.applies(by_others):
            return False
        passages = [evidence for evidence, _ in quoted]
        if self._is_likely(other, passages) and not LATEST_ALONE.applies(
            self._is_of_another_day(other)
        ):
            return True
        beside = [said for _, said in quoted]
        return self._says_otherwise(other, says, beside) or OTHER_ANSWER.applies(
            self._answers_otherwise(other, says, beside)
        )

    def _is_likely(self, other: Evidence, quoted: Sequence[Evidence]) -> bool:
        below, leaning = self._highest - other.score, self._leaning
        if not FURTHER_LIKELY.applies(below > ALSO_LIKELY):
            return True
        told = set[tuple[date, date]]().union(*map(_days_of, quoted))
        untold = _days_of(other) - told if self._leaning.course else set()
        of_it = below <= ON_A_DAY or other.logit >= ABLE_IN_A_COURSE
        if EACH_DAY.applies(leaning.course and of_it and bool(untold)):
            return True
        reports = {e.ranked.finding.report.id for e in quoted}
        able = other.logit >= ABLE and other.ranked.finding.report.id not in reports
        if ABLE_ITSELF.applies(able):
            return True
        apart = leaning.several and below <= OF_SEVERAL
        return STANDS_OUT.applies(apart and self._apart_from_rest(other, quoted) >= APART_FROM_REST)

    def _says_otherwise(
        self, other: Evidence, says: Statement, quoted: Sequence[Statement]
    ) -> bool:
        """Whether a statement gives another value of a figure than those quoted from another
        report, or the opposite of them."""
        unlikely = self._highest - other.score > self._otherwise and other.logit < ABLE
        if self._measures is None or unlikely:
            return False
        report = other.ranked.finding.report.id
        beside = [said.texts for said in quoted if said.quote.report.id != report]
        return OTHER_VALUE.applies(
            any(self._measures.differing(said, says.texts) is not None for said in beside)
        ) or OPPOSITE.applies(
            any(says_otherwise(a, b) for said in beside for a in said for b in says.texts)
        )

    def _answers_otherwise(
        self, other: Evidence, says: Statement, quoted: Sequence[Statement]
    ) -> bool:
        """Whether a statement of another report answers with another value than those quoted, and
        with none of theirs."""
        far = self._highest - other.score > self._otherwise
        if self._values is None or (far and other.logit < ABLE_OTHERWISE):
            return False
        report = other.ranked.finding.report.id
        if any(said.quote.report.id == report for said in quoted):
            return False
        found = [self._values.compare(said, says) for said in quoted]
        compared = [one for one in found if one is not None]
        return bool(compared) and not any(one.same for one in compared)

    def _came_out_then(self, evidence: Evidence) -> bool:
        """Whether a report came out at a time asked about."""
        day = evidence.ranked.finding.published_on
        return day is not None and any(p.first <= day <= p.last for p in self._leaning.times)

    def _came_out_later(self, other: Evidence) -> bool:
        """Whether a report came out after all times asked about, and its passage names none."""
        found, times = other.ranked.finding, self._leaning.times
        day = found.published_on
        if day is None or day <= max(period.last for period in times):
            return False
        return not any(is_of(asked, time) for asked in times for time in _named_in(found))

    def _is_of_another_day(self, other: Evidence) -> bool:
        return (
            self._leaning.latest and other.ranked.finding.published_on != self._first.published_on
        )

    def _apart_from_rest(self, other: Evidence, quoted: Sequence[Evidence]) -> float:
        """The logarithm of a passage's odds against those below it that share nothing with it nor
        with what is quoted."""
        taken = [whole_passage(e.ranked.finding) for e in (*quoted, other)]
        rest = [
            e.score for e in self._evidence
            if e is not other and e.score <= other.score
            and not any(whole_passage(e.ranked.finding).overlaps(one) for one in taken)
        ]  # fmt: skip
        return other.score - float(np.logaddexp.reduce(rest)) if rest else float("inf")


def _days_of(evidence: Evidence) -> set[tuple[date, date]]:
    """When what a passage tells happened: the days that it names, or else that of its report."""
    found = evidence.ranked.finding
    named = {(t.first, t.last) for t in _named_in(found) if t.days <= OF_A_DAY}
    out = found.published_on
    return named or ({(out, out)} if out is not None else set())


def _named_in(found: Finding) -> list[Period]:
    """The times that a passage names itself."""
    passage = found.passage
    return [t for t in found.times if passage.start <= t.start and t.end <= passage.end]
