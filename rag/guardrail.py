"""The guardrail: whether the evidence may be answered from, decided before anything is written.

Plain checks come first: that the reports speak of the names, the numbers and the time that are
asked about (`rag.checks`). What passes is weighed by `rag.evidence`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.terms import terms
from rag.actors import another_acts
from rag.answer_types import (
    Asked,
    are_people,
    asked_for,
    carries,
    counted_in,
    must_have,
    speaks_of_people,
    tells_when,
)
from rag.asked import compares, is_on_a_topic, is_overview
from rag.checks import (
    LOOKED_AT,
    NEAREST,
    Checked,
    check,
    outside,
    refused_for_names,
    time_lacking,
    unknown_names,
    unnamed_by,
    unsaid_by,
)
from rag.contradiction import exchanged, opposed, yet_to_come
from rag.evidence import JUDGED, Evidence, weigh
from rag.grounding.synonyms import alike, key_of
from rag.judge import Judge
from rag.leading import (
    NAMED,
    best_of_each,
    best_of_each_day,
    best_of_its_time,
    first_by_date,
    latest_of_what_is_so,
    of_one_course,
)
from rag.naming import asks_for_a_name, gives_a_name, names_one
from rag.presumed import untold_act
from rag.question import After, ParsedQuestion
from rag.reranking import Ranked
from rag.timewindow import TimeWindow
from rag.verdict import SURELY_NOT, Lack, Surroundings, Verdict, refused

NEAR, ON_TOPIC = 0.45, 0.35
"""Below the first late interaction no passage is near enough to answer: of 465 answerable
questions on other reports (`bench/judge`) none that would be answered stands below it. Below the
second, nothing in the corpus even speaks of the matter."""
IN_ITS_STEAD = 0.9
"""A report of another time is on the matter where it covers the question so well, as a share of the
best."""
SPOKEN_OF = 0.4
"""What is counted is spoken of by a passage that has a token at least this near to it."""
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
    checked = check(question, _with_those_beside(ranked, after), surroundings, window)
    if isinstance(checked, Verdict):
        return checked
    on_topic = _on_topic(question, checked.passages)
    if on_topic:
        return on_topic
    in_one_place = not checked.beside and not is_overview(question.text)
    evidence, confidence = weigh(
        question, checked.passages, judge if in_one_place else None, window.binds, after
    )
    near = max(r.relevance for r in ranked[:LOOKED_AT])
    if in_one_place and near < NEAR:
        confidence = min(confidence, SURELY_NOT)
    if near < ON_TOPIC:
        return Verdict(tuple(evidence), min(confidence, SURELY_NOT), False, Lack.OFF_TOPIC)
    denied = _said_otherwise(question, evidence, surroundings) if in_one_place else None
    if denied is not None:
        return Verdict(tuple(evidence), min(confidence, SURELY_NOT), False, *denied)
    if confidence >= min_confidence:
        return _answered(question, evidence, confidence, checked, window, surroundings)
    unsaid = unsaid_by(question, [e.ranked for e in evidence[:NEAREST]], surroundings)
    return Verdict(tuple(evidence), confidence, False, Lack.UNANSWERED, unsaid)


def _with_those_beside(ranked: Sequence[Ranked], after: After | None) -> Sequence[Ranked]:
    """The passages with those beside the last answer behind the best, however near they are."""
    if after is None:
        return ranked
    beside = frozenset(after.beside)
    rest = sorted(ranked[JUDGED:], key=lambda r: r.finding.passage.id not in beside)
    return [*ranked[:JUDGED], *rest]


def _answered(
    question: ParsedQuestion,
    evidence: list[Evidence],
    confidence: float,
    checked: Checked,
    window: TimeWindow,
    surroundings: Surroundings,
) -> Verdict:
    """That there is enough evidence, with what the answer begins with first. In the place of the
    best, which has passed the checks, comes nothing that does not pass them too."""
    if is_overview(question.text):
        evidence = of_one_course(question, evidence)
        first = best_of_each_day(evidence)
    else:
        first = best_of_each(checked.beside, checked.spoken_of, evidence) or [
            e for e in (
                first_by_date(evidence, window.order)
                or best_of_its_time(question, evidence, window.days)
                or ([] if window.periods else latest_of_what_is_so(question.text, evidence))
            )
            if _said_otherwise(question, [e], surroundings) is None
        ]  # fmt: skip
    rest = [e for e in evidence if e not in first]
    return Verdict((*first, *rest), confidence, enough=True, leading=max(1, len(first)))


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
    evidence = tuple(Evidence(r, None, r.relevance) for r in naming)
    return Verdict(evidence, _NAMED_CONFIDENCE, enough=True)


def nothing_within(
    question: ParsedQuestion,
    verdict: Verdict,
    anywhen: Sequence[Ranked],
    surroundings: Surroundings,
    window: TimeWindow,
) -> Verdict:
    """The verdict where nothing of the time asked about answers, from what there is of any time.

    It is the time that is lacking where another one's passages are clearly nearer to the question.
    """
    unknown = unknown_names(question, anywhen[:LOOKED_AT]) if anywhen else ()
    if unknown or verdict.lack is Lack.NOWHERE or not anywhen:
        return refused_for_names(unknown, anywhen, surroundings) or verdict
    best = max(r.relevance for r in anywhen[:LOOKED_AT])
    if len(outside(window.periods, surroundings)) < len(window.periods):
        own = max((e.ranked.relevance for e in verdict.evidence[:LOOKED_AT]), default=0.0)
        of_time = verdict.lack in (Lack.TIME, Lack.OUTSIDE)
        if verdict.lack is Lack.SPEAKER or (not of_time and own >= IN_ITS_STEAD * best):
            return verdict
    if best < NEAR:
        return verdict
    first, last = window.first or date.min, window.last or date.max
    days = {
        day
        for r in anywhen[:LOOKED_AT]
        if (day := r.finding.published_on) and r.relevance >= IN_ITS_STEAD * best
    }
    lack, named = time_lacking(question, window.periods, surroundings)
    return replace(
        refused(anywhen, lack, named),
        confidence=min(verdict.confidence, SURELY_NOT),
        before=max((day for day in days if day < first), default=None),
        after=min((day for day in days if day > last), default=None),
    )


def _said_otherwise(
    question: ParsedQuestion, evidence: Sequence[Evidence], surroundings: Surroundings
) -> tuple[Lack, tuple[str, ...]] | None:
    """What the best evidence says otherwise than the question takes for granted, or that it lacks
    a name, or what is asked for; None where neither."""
    best = evidence[0].ranked
    found = best.finding
    pair = (
        exchanged(question.text, found.text)
        or another_acts(question.text, found.text)
        or opposed(question.text, found.sentences)
        or yet_to_come(question.text, found.text)
    )
    if pair is not None:
        return Lack.OTHERWISE, pair
    unnamed = () if compares(question.text) else unnamed_by(question, best, surroundings)
    if unnamed:
        return Lack.UNNAMED, unnamed
    untold = untold_act(question, best)
    if untold is not None:
        return Lack.UNTOLD, (untold,)
    lacking = _not_counted(question, best) or _not_of_the_sort(question.text, evidence[0])
    return (Lack.SORT, (lacking,)) if lacking is not None else None


def _not_counted(question: ParsedQuestion, best: Ranked) -> str | None:
    """The number of what a question asks, where the best passage does not speak of that at all."""
    what = counted_in(question.text)
    if what is None:
        return None
    if are_people(what):
        return None if speaks_of_people(best.finding.text) else f"number of {what}"
    said = set(terms(best.finding.text))
    for number, term in enumerate(question.terms):
        if term.word == what and best.matches[number] < SPOKEN_OF:
            meant = any(alike(key_of(word), key_of(what.lower())) for word in said)
            return None if meant or said.intersection(term.spellings) else f"number of {what}"
    return None


def _not_of_the_sort(question: str, best: Evidence) -> str | None:
    """The number or the name that a question asks for and the best evidence does not give, in
    words; None where it does. A name must stand in the words that the judge takes for the
    answer."""
    text, judgement = best.ranked.finding.text, best.judgement
    needed = must_have(question)
    if needed is not None and not carries(needed, text):
        return needed.value
    if asked_for(question) is Asked.TIME and not tells_when(text):
        return Asked.TIME.value
    span = judgement.span if judgement is not None else (0, len(text))
    answer = text[slice(*span)] if span is not None else ""
    if not asks_for_a_name(question) or gives_a_name(question, answer):
        return None
    return None if names_one(question, text) else "name"
