"""The guardrail: whether the evidence may be answered from, decided before anything is written.

Plain checks come first: that the reports speak of the names, the numbers and the time that are
asked about (`rag.checks`). What passes is weighed by `rag.evidence`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from index.rules import Rule, Stage, always, declare
from index.terms import terms
from rag.actors import ANOTHER_ACTS, another_acts
from rag.answer_types import (
    MUST_HAVE,
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
    NAME_ABSENT,
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
from rag.contradiction import EXCHANGED, OPPOSITE, YET_TO_COME, exchanged, opposed, yet_to_come
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

NO_CONTENT = declare(
    "no-content-words", Stage.GUARDRAIL, "Refuses a question of function words alone."
)
BARE_TOPIC = declare(
    "bare-topic",
    Stage.GUARDRAIL,
    "Answers a question that only names a matter from whatever has all words of that.",
)
NO_ONE_PLACE = declare(
    "no-one-place",
    Stage.GUARDRAIL,
    "Judges and vetoes no single passage where a course of events or a comparison is asked for.",
)
NEAR_ENOUGH = declare(
    "near-enough", Stage.GUARDRAIL, "Refuses where no passage is near enough to a question."
)
OFF_TOPIC = declare(
    "off-topic", Stage.GUARDRAIL, "Says that the reports do not speak of what none is near to."
)
LEADING_CHECKED = declare(
    "leading-checked-too",
    Stage.SELECTION,
    "Puts nothing in the place of the best passage that the vetoes would refuse.",
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
MAY_OMIT_NAMES = declare(
    "comparison-without-names",
    Stage.GUARDRAIL,
    "Asks for no names in the passage where a question sets things beside each other.",
)
COUNTED = declare(
    "counted-absent",
    Stage.GUARDRAIL,
    "Refuses how many where the passage does not speak of what is counted.",
)
ANY_PEOPLE = declare(
    "people-by-any-word",
    Stage.GUARDRAIL,
    "Takes any word for several persons for speaking of people who are counted.",
)
COUNTED_BY_SYNONYM = declare(
    "counted-by-synonym", Stage.GUARDRAIL, "Takes a synonym for speaking of what is counted."
)
TIME_UNTOLD = declare(
    "when-untold", Stage.GUARDRAIL, "Refuses when something happened where the passage has no time."
)
NAME_UNTOLD = declare(
    "who-unnamed",
    Stage.GUARDRAIL,
    "Refuses what only a name answers where the words that answer have none.",
)

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


@dataclass(frozen=True, slots=True)
class Denial:
    """What a rule finds lacking, and the words for that."""

    lack: Lack
    missing: tuple[str, ...]
    rule: Rule


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
    checked = check(question, _with_those_beside(ranked, after), surroundings, window)
    if isinstance(checked, Verdict):
        return checked
    on_topic = _on_topic(question, checked.passages)
    if on_topic:
        return on_topic
    in_one_place = not NO_ONE_PLACE.applies(bool(checked.beside) or is_overview(question.text))
    evidence, likely = weigh(
        question, checked.passages, judge if in_one_place else None, window.binds, after
    )
    near = max(r.relevance for r in ranked[:LOOKED_AT])
    far = NEAR_ENOUGH.applies(in_one_place and near < NEAR)
    confidence = min(likely, SURELY_NOT) if far else likely
    if OFF_TOPIC.applies(near < ON_TOPIC):
        denied: Denial | None = Denial(Lack.OFF_TOPIC, (), OFF_TOPIC)
    else:
        denied = _said_otherwise(question, evidence, surroundings) if in_one_place else None
    if denied is not None:
        surely = min(confidence, SURELY_NOT)
        lack, missing = denied.lack, denied.missing
        return Verdict(tuple(evidence), surely, False, lack, missing, rule=denied.rule.name)
    if confidence >= min_confidence:
        return _answered(question, evidence, confidence, checked, window, surroundings)
    unsaid = unsaid_by(question, [e.ranked for e in evidence[:NEAREST]], surroundings)
    rule = NEAR_ENOUGH.name if likely >= min_confidence else ""
    return Verdict(tuple(evidence), confidence, False, Lack.UNANSWERED, unsaid, rule=rule)


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
            if not LEADING_CHECKED.applies(
                _said_otherwise(question, [e], surroundings) is not None
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
    evidence = tuple(Evidence(r, None, r.relevance) for r in naming)
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

    It is the time that is lacking where another one's passages are clearly nearer to the question.
    """
    unknown = unknown_names(question, anywhen[:LOOKED_AT]) if anywhen else ()
    if unknown or verdict.lack is Lack.NOWHERE or not anywhen:
        return refused_for_names(unknown, anywhen, surroundings) or verdict
    best = max(r.relevance for r in anywhen[:LOOKED_AT])
    if len(outside(window.periods, surroundings)) < len(window.periods):
        own = max((e.ranked.relevance for e in verdict.evidence[:LOOKED_AT]), default=0.0)
        of_time = verdict.lack in (Lack.TIME, Lack.OUTSIDE)
        as_near = not of_time and own >= IN_ITS_STEAD * best
        if OWN_AS_NEAR.applies(verdict.lack is Lack.SPEAKER or as_near):
            return verdict
    if OTHER_NEAR_ENOUGH.applies(best < NEAR):
        return verdict
    first, last = window.first or date.min, window.last or date.max
    days = {
        day
        for r in anywhen[:LOOKED_AT]
        if (day := r.finding.published_on) and r.relevance >= IN_ITS_STEAD * best
    }
    lack, named = time_lacking(question, window.periods, surroundings)
    return replace(
        refused(anywhen, lack, named, TIME_OF_OTHERS),
        rule=verdict.rule,
        confidence=min(verdict.confidence, SURELY_NOT),
        before=max((day for day in days if day < first), default=None),
        after=min((day for day in days if day > last), default=None),
    )


def _said_otherwise(
    question: ParsedQuestion, evidence: Sequence[Evidence], surroundings: Surroundings
) -> Denial | None:
    """What the best evidence says otherwise than the question takes for granted, or that it lacks
    a name, or what is asked for; None where neither."""
    return next(_denials(question, evidence[0], surroundings), None)


def _denials(
    question: ParsedQuestion, best: Evidence, surroundings: Surroundings
) -> Iterator[Denial]:
    """What rules find lacking, one after the other: the first decides."""
    text, ranked, said = question.text, best.ranked, best.ranked.finding.text
    if pair := exchanged(text, said):
        yield Denial(Lack.OTHERWISE, pair, EXCHANGED)
    if pair := another_acts(text, said):
        yield Denial(Lack.OTHERWISE, pair, ANOTHER_ACTS)
    if pair := opposed(text, ranked.finding.sentences):
        yield Denial(Lack.OTHERWISE, pair, OPPOSITE)
    if pair := yet_to_come(text, said):
        yield Denial(Lack.OTHERWISE, pair, YET_TO_COME)
    unnamed = unnamed_by(question, ranked, surroundings)
    if unnamed and not MAY_OMIT_NAMES.applies(compares(text)):
        yield Denial(Lack.UNNAMED, unnamed, NAME_ABSENT)
    if untold := untold_act(question, ranked):
        verb, rule = untold
        yield Denial(Lack.UNTOLD, (verb,), rule)
    if uncounted := COUNTED.chosen(_not_counted(question, ranked), without=None):
        yield Denial(Lack.SORT, (uncounted,), COUNTED)
    if other_sort := _not_of_the_sort(text, best):
        yield other_sort


def _not_counted(question: ParsedQuestion, best: Ranked) -> str | None:
    """The number of what a question asks, where the best passage does not speak of that at all."""
    what = counted_in(question.text)
    if what is None:
        return None
    if ANY_PEOPLE.applies(are_people(what)):
        return None if speaks_of_people(best.finding.text) else f"number of {what}"
    said = set(terms(best.finding.text))
    for number, term in enumerate(question.terms):
        if term.word == what and best.matches[number] < SPOKEN_OF:
            meant = any(alike(key_of(word), key_of(what.lower())) for word in said)
            spoken_of = said.intersection(term.spellings) or COUNTED_BY_SYNONYM.applies(meant)
            return None if spoken_of else f"number of {what}"
    return None


def _not_of_the_sort(question: str, best: Evidence) -> Denial | None:
    """The number or the name that a question asks for and the best evidence does not give, in
    words; None where it does. A name must stand in the words that the judge takes for the
    answer."""
    text, judgement = best.ranked.finding.text, best.judgement
    needed = must_have(question)
    if needed is not None and not carries(needed, text):
        return Denial(Lack.SORT, (needed.value,), MUST_HAVE[needed])
    if TIME_UNTOLD.applies(asked_for(question) is Asked.TIME and not tells_when(text)):
        return Denial(Lack.SORT, (Asked.TIME.value,), TIME_UNTOLD)
    span = judgement.span if judgement is not None else (0, len(text))
    answer = text[slice(*span)] if span is not None else ""
    if not asks_for_a_name(question) or gives_a_name(question, answer):
        return None
    if not NAME_UNTOLD.applies(not names_one(question, text)):
        return None
    return Denial(Lack.SORT, ("name",), NAME_UNTOLD)
