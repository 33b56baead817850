"""The guardrail: whether the evidence may be answered from, decided before anything is written.

What the reader makes of the passages is weighed (`rag.evidence.evidence`); what is not
likely enough is refused, and plain checks tell why (`rag.guardrail.checks`).
"""

from collections.abc import Sequence

from index.rules import Stage, always, declare
from index.types import Finding
from rag.evidence.evidence import READ, Evidence, certainty, fitted, weigh
from rag.evidence.leading import (
    NAMED,
    best_of_each,
    best_of_its_time,
    best_of_speaker,
    first_by_date,
    latest_of_what_is_so,
)
from rag.guardrail.checks import (
    LOOKED_AT,
    ON_TOPIC,
    is_far,
    is_of_the_time,
    times_spoken_of,
    why_refused,
)
from rag.guardrail.verdict import SURELY_NOT, Lack, Surroundings, Verdict
from rag.question.asked import is_on_a_topic
from rag.question.kinds import asks_for_comparison, asks_for_course
from rag.question.parsing import After, ParsedQuestion
from rag.question.time_window import TimeWindow
from rag.reader.judge import Judge
from rag.retrieval.reranking import Ranked

BARE_TOPIC = declare(
    "bare-topic",
    Stage.GUARDRAIL,
    "Answers a question that only names a matter from whatever has all words of that.",
)
FAR = declare(
    "nothing-near",
    Stage.GUARDRAIL,
    "Refuses a question that no passage is near to, or of which no report has a word.",
)
TIME_ABSENT = declare(
    "time-absent",
    Stage.GUARDRAIL,
    "Refuses a time that no passage is of, or where no report came out then, that the best is not.",
)

LOOKED_AT_FOR_TIMES = 2 * READ
"""Of the best passages so many are looked at for the time that a question names."""
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
    if not ranked or not question.terms:
        return Verdict((), 0.0, False, Lack.OFF_TOPIC)
    of_the_time = [r for r in ranked[:LOOKED_AT] if is_of_the_time(r, surroundings, window)]
    on_topic = _on_topic(question, of_the_time)
    if on_topic is not None:
        return on_topic
    evidence = read(question, ranked, surroundings, judge, window, after)
    confidence = certainty(evidence)
    untimed = TIME_ABSENT.applies(_is_untimed(evidence, surroundings, window))
    if FAR.applies(is_far(question, ranked)) or untimed:
        confidence = min(confidence, SURELY_NOT)
    if confidence >= min_confidence and confidence > SURELY_NOT:
        return _answered(question, evidence, confidence, window, surroundings)
    return refused(question, evidence, confidence, surroundings, window)


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


def _is_untimed(
    evidence: Sequence[Evidence], surroundings: Surroundings, window: TimeWindow
) -> bool:
    """Whether no passage that was read is of the time asked about, or, of a time at which no report
    came out, the best one is not."""
    covered = surroundings.covered
    beyond = covered is not None and not any(p.overlaps(covered) for p in window.periods)
    looked_at = evidence[:1] if beyond else evidence
    return not any(e.signals.get("of_time") for e in looked_at)


def refused(
    question: ParsedQuestion,
    evidence: Sequence[Evidence],
    confidence: float,
    surroundings: Surroundings,
    window: TimeWindow = ANY_TIME,
) -> Verdict:
    """The refusal of what is not likely enough, with the evidence in the order in which it tells
    what the reports say instead, and what the checks find lacking in it."""
    nearest = tuple(sorted(evidence, key=lambda e: -e.nearness))
    why = why_refused(question, [e.ranked for e in nearest], surroundings, window)
    return Verdict(
        nearest, confidence, False, why.lack, why.missing, why.times,
        before=why.before, after=why.after,
    )  # fmt: skip


def _of_each_time(
    question: ParsedQuestion,
    evidence: Sequence[Evidence],
    window: TimeWindow,
    surroundings: Surroundings,
) -> list[Evidence]:
    """For each of several times that a question sets beside each other, or follows something
    through, the best evidence of it."""
    asked = question.text
    if len(window.periods) < 2 or not (asks_for_comparison(asked) or asks_for_course(asked)):
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
    """That there is enough evidence, with what the answer begins with first."""
    first = _of_each_time(question, evidence, window, surroundings)
    if not first and not asks_for_course(question.text):
        first = (
            first_by_date(evidence, window.order)
            or best_of_its_time(question, evidence, window.days)
            or best_of_speaker(question.text, evidence)
            or ([] if window.periods else latest_of_what_is_so(question.text, evidence))
        )
    rest = [e for e in evidence if e not in first]
    return Verdict((*first, *rest), confidence, enough=True, leading=max(1, len(first)))


@BARE_TOPIC.governs(without=always(None))
def _on_topic(question: ParsedQuestion, passages: Sequence[Ranked]) -> Verdict | None:
    """A verdict on a question that only names a matter; None for others.

    Whatever speaks of all that it names, of the passages of the time asked about, answers it.
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


def of_any_time(
    verdict: Verdict,
    question: ParsedQuestion,
    anywhen: Sequence[Ranked],
    surroundings: Surroundings,
    judge: Judge | None,
    window: TimeWindow,
) -> Verdict:
    """The refusal of what the reports of a time do not answer, with the nearest of any time."""
    if not anywhen or not question.terms:
        return verdict
    evidence = read(question, anywhen, surroundings, judge, window)
    return refused(question, evidence, verdict.confidence, surroundings, window)
