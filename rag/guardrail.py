"""The guardrail: whether the evidence may be answered from, decided before anything is written.

What the reader makes of the passages and what they lack of the question are weighed together
(`rag.evidence`); what is not likely enough is refused, and plain checks tell why (`rag.checks`,
`rag.sorts`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.calendar import Period
from index.rules import Stage, always, declare
from index.types import Finding
from rag.asked import is_on_a_topic
from rag.checks import (
    LOOKED_AT,
    NEAREST,
    is_of_the_time,
    may_be_of_the_time,
    name_lacking,
    outside,
    refused_for_names,
    time_lacking,
    times_spoken_of,
    unknown_names,
    unsaid_by,
)
from rag.evidence import READ, Evidence, certainty, fitted, weigh
from rag.judge import Judge
from rag.leading import (
    NAMED,
    best_of_each,
    best_of_its_time,
    first_by_date,
    latest_of_what_is_so,
)
from rag.question import After, ParsedQuestion
from rag.question_kinds import asks_for_comparison, asks_for_course
from rag.reranking import Ranked
from rag.sorts import sort_lacking
from rag.timewindow import TimeWindow
from rag.verdict import SURELY_NOT, Lack, Surroundings, Verdict, Why, refused

NO_CONTENT = declare(
    "no-content-words", Stage.GUARDRAIL, "Refuses a question of function words alone."
)
BARE_TOPIC = declare(
    "bare-topic",
    Stage.GUARDRAIL,
    "Answers a question that only names a matter from whatever has all words of that.",
)
TIME_ABSENT = declare(
    "time-absent",
    Stage.GUARDRAIL,
    "Refuses a question with a time that no passage which was read is of.",
)
LEADING_CHECKED = declare(
    "leading-checked-too",
    Stage.SELECTION,
    "Puts nothing in the place of the best passage that lacks the sort of thing asked for.",
)
TIME_OF_OTHERS = declare(
    "other-time-nearer",
    Stage.GUARDRAIL,
    "Says that the time is lacking where passages of another time are nearer to the question.",
)
OWN_AS_NEAR = declare(
    "own-time-as-near",
    Stage.GUARDRAIL,
    "Does not say that the time is lacking where passages of it are about as near.",
)
OTHER_NEAR_ENOUGH = declare(
    "other-time-near-enough",
    Stage.GUARDRAIL,
    "Does not say that the time is lacking where passages of another are not near enough either.",
)

NEAR, ON_TOPIC = 0.45, 0.35
"""Below the first late interaction no passage is near to a question; below the second, nothing in
the corpus even speaks of the matter."""
LOOKED_AT_FOR_TIMES = 2 * READ
"""Of the best passages so many are looked at for the time that a question names."""
IN_ITS_STEAD = 0.9
"""A report of another time is on the matter where it covers the question so well, as a share of the
best."""
ANY_TIME = TimeWindow()
_NAMED_CONFIDENCE = 0.8
"""That a passage which has all the words of a matter speaks of it."""


def decide(
    question: ParsedQuestion,
    ranked: Sequence[Ranked],
    surroundings: Surroundings,
    judge: Judge | None,
    min_confidence: float,
    window: TimeWindow = ANY_TIME,
    after: After | None = None,
) -> Verdict:
    """A verdict on the ranked passages, for a question with this time window that comes `after` an
    answer."""
    if not ranked:
        return Verdict((), 0.0, False, Lack.OFF_TOPIC)
    if NO_CONTENT.applies(not question.terms):
        return Verdict((), 0.0, False, Lack.OFF_TOPIC, rule=NO_CONTENT.name)
    on_topic = _on_topic(question, ranked[:LOOKED_AT])
    if on_topic is not None:
        return on_topic
    evidence = read(question, ranked, surroundings, judge, window, after)
    lacking = lacks(question, evidence, surroundings, window)
    confidence = certainty(evidence, lacking.signals)
    if TIME_ABSENT.applies(not any(e.signals.get("of_time") for e in evidence)):
        confidence = min(confidence, SURELY_NOT)
    if confidence >= min_confidence and confidence > SURELY_NOT:
        verdict = _answered(question, evidence, confidence, window, surroundings)
    else:
        verdict = _refused(question, evidence, confidence, surroundings, window, lacking)
    return replace(verdict, lacking=lacking.signals)


def read(
    question: ParsedQuestion,
    ranked: Sequence[Ranked],
    surroundings: Surroundings,
    judge: Judge | None,
    window: TimeWindow = ANY_TIME,
    after: After | None = None,
) -> list[Evidence]:
    """The passages as evidence, best first, as the reader and the search's signals tell."""
    first = ranked[:LOOKED_AT_FOR_TIMES] if window.periods else ()
    of_the_time = {id(r.finding): is_of_the_time(r, surroundings, window) for r in first}

    def is_of_it(found: Finding) -> bool:
        return of_the_time.get(id(found), not window.periods)

    return weigh(question, ranked, judge, is_of_it, after)


@dataclass(frozen=True, slots=True)
class Lacks:
    """What the evidence lacks of a question: `unknown` names that no report has, times `beyond`
    what the reports cover; the best of it the time asked about, unless it is `timely`, and the
    `sort` of thing that is asked for, in words."""

    unknown: tuple[str, ...]
    beyond: tuple[Period, ...]
    timely: bool
    sort: str | None

    @property
    def signals(self) -> dict[str, float]:
        """The same as signals, by name: 1 where something is lacking."""
        return {
            "unknown": float(bool(self.unknown)),
            "beyond": float(bool(self.beyond)),
            "untimed": float(not self.timely),
            "sort": float(self.sort is not None),
        }


def lacks(
    question: ParsedQuestion,
    evidence: Sequence[Evidence],
    surroundings: Surroundings,
    window: TimeWindow,
) -> Lacks:
    """What the evidence lacks."""
    return Lacks(
        unknown=unknown_names(question, [e.ranked for e in evidence[:LOOKED_AT]]),
        beyond=tuple(outside(window.periods, surroundings)),
        timely=is_of_the_time(evidence[0].ranked, surroundings, window),
        sort=sort_in_one_place(question, evidence[0]),
    )


def sort_in_one_place(question: ParsedQuestion, evidence: Evidence) -> str | None:
    """The sort of thing that a passage lacks, in words. No single passage need have all where a
    course of events or a comparison is asked for."""
    several = asks_for_course(question.text) or asks_for_comparison(question.text)
    return None if several else sort_lacking(question, evidence)


def _refused(
    question: ParsedQuestion,
    evidence: Sequence[Evidence],
    confidence: float,
    surroundings: Surroundings,
    window: TimeWindow,
    lacking: Lacks,
) -> Verdict:
    """The refusal of what is not likely enough, and what the checks tell of why."""
    ranked = [e.ranked for e in evidence]
    why = _why(question, ranked, surroundings, window, lacking)
    return Verdict(tuple(evidence), confidence, False, why.lack, why.missing, why.times)


def _why(
    question: ParsedQuestion,
    ranked: Sequence[Ranked],
    surroundings: Surroundings,
    window: TimeWindow,
    lacking: Lacks,
) -> Why:
    """What is lacking, and the words for it: the first that the checks find."""
    if lacking.unknown:
        return name_lacking(lacking.unknown, surroundings)
    if lacking.beyond or not any(
        may_be_of_the_time(r, surroundings, window) for r in ranked[:LOOKED_AT]
    ):
        return time_lacking(question, lacking.beyond or window.periods, surroundings)
    if max(r.relevance for r in ranked[:LOOKED_AT]) < ON_TOPIC:
        return Why(Lack.OFF_TOPIC)
    if lacking.sort is not None:
        return Why(Lack.SORT, (lacking.sort,))
    return Why(Lack.UNANSWERED, unsaid_by(question, ranked[:NEAREST], surroundings))


def _of_each_time(
    question: ParsedQuestion,
    evidence: Sequence[Evidence],
    window: TimeWindow,
    surroundings: Surroundings,
) -> list[Evidence]:
    """For each of several times that a question sets beside each other the best evidence of it."""
    if len(window.periods) < 2 or not asks_for_comparison(question.text):
        return []
    some = [e for e in evidence if e.judgement is not None] or list(evidence[:READ])
    spoken_of = {id(e.ranked): times_spoken_of(e.ranked, surroundings, window) for e in some}
    return best_of_each(window.periods, spoken_of, some)


def _answered(
    question: ParsedQuestion,
    evidence: list[Evidence],
    confidence: float,
    window: TimeWindow,
    surroundings: Surroundings,
) -> Verdict:
    """That there is enough evidence, with what the answer begins with first. In the place of the
    best comes nothing that lacks the sort of thing that is asked for."""
    first: list[Evidence] = []
    if not asks_for_course(question.text):
        first = _of_each_time(question, evidence, window, surroundings) or [
            e for e in (
                first_by_date(evidence, window.order)
                or best_of_its_time(question, evidence, window.days)
                or ([] if window.periods else latest_of_what_is_so(question.text, evidence))
            )
            if not LEADING_CHECKED.applies(
                sort_lacking(question, e) is not None
            )
        ]  # fmt: skip
    rest = [e for e in evidence if e not in first]
    return Verdict((*first, *rest), confidence, enough=True, leading=max(1, len(first)))


@BARE_TOPIC.governs(without=always(None))
def _on_topic(question: ParsedQuestion, passages: Sequence[Ranked]) -> Verdict | None:
    """A verdict on a question that only names a matter; None for others.

    Whatever speaks of all that it names answers it.
    """
    if not is_on_a_topic(question.read):
        return None
    naming = [
        r for r in passages
        if all(match >= NAMED for match in r.matches) and r.relevance >= ON_TOPIC
    ]  # fmt: skip
    if not naming:
        return None
    weight = fitted().unjudged.order["relevance"]
    evidence = tuple(Evidence(r, None, r.relevance, weight * r.relevance) for r in naming)
    return Verdict(evidence, _NAMED_CONFIDENCE, enough=True)


@TIME_OF_OTHERS.governs(without=lambda _, verdict, *__: verdict)
def nothing_within(
    question: ParsedQuestion,
    verdict: Verdict,
    anywhen: Sequence[Ranked],
    surroundings: Surroundings,
    window: TimeWindow,
) -> Verdict:
    """The verdict where nothing of the time asked about answers, from what there is of any time.

    It is the time that is lacking where another one's passages are clearly nearer to the question,
    and none of those that are shown or are about as near as the best is of it.
    """
    unknown = unknown_names(question, anywhen[:LOOKED_AT]) if anywhen else ()
    if unknown or verdict.lack is Lack.NOWHERE or not anywhen:
        return refused_for_names(unknown, anywhen, surroundings) or verdict
    best = max(r.relevance for r in anywhen[:LOOKED_AT])
    if len(outside(window.periods, surroundings)) < len(window.periods):
        of_it = [e.ranked for e in verdict.evidence if e.signals.get("of_time", 1.0)]
        own = max((r.relevance for r in of_it[:LOOKED_AT]), default=0.0)
        of_time = verdict.lack in (Lack.TIME, Lack.OUTSIDE)
        as_near = not of_time and own >= IN_ITS_STEAD * best
        if OWN_AS_NEAR.applies(as_near):
            return verdict
    if OTHER_NEAR_ENOUGH.applies(best < NEAR):
        return verdict
    why = time_lacking(question, window.periods, surroundings)
    on_it = [r for r in anywhen[:LOOKED_AT] if r.relevance >= IN_ITS_STEAD * best]
    if why.lack is Lack.TIME and any(
        may_be_of_the_time(r, surroundings, window) for r in (*on_it, *anywhen[:NEAREST])
    ):
        return verdict
    first, last = window.first or date.min, window.last or date.max
    days = {day for r in on_it if (day := r.finding.published_on)}
    return replace(
        refused(anywhen, why, TIME_OF_OTHERS),
        rule=verdict.rule,
        confidence=verdict.confidence,
        before=max((day for day in days if day < first), default=None),
        after=min((day for day in days if day > last), default=None),
    )
