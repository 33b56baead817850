"""The guardrail: whether the evidence may be answered from, decided before anything is written.

Plain checks come first: that the reports speak of the names, the numbers and the time that are
asked about. What passes is weighed by `rag.evidence`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from index.calendar import Period
from index.terms import spelling_key, terms, words
from index.types import TELLS_OF, Finding
from rag.asked import (
    Asked,
    asks_for_a_count,
    carries,
    compares,
    is_on_a_topic,
    is_overview,
    speaker_in,
)
from rag.contradiction import exchanged, opposed
from rag.evidence import Evidence, weigh
from rag.judge import Judge
from rag.names import also_called
from rag.question import ParsedQuestion, Term
from rag.reranking import Ranked
from rag.timewindow import Of, Order, TimeWindow, speaks_of

KNOWN_BY_MEANING = 0.5
"""A name that no report has is still spoken of where some token is at least this near to it, as
Japan is to Tokyo."""
LOOKED_AT = 12
"""Of the best passages so many are checked for what the question names."""
LOOKED_AT_FOR_TIMES = 40
"""So many, where it names a time: those that speak of it may stand below others that do not."""
SAID_BY_MEANING = 0.6
"""A word of the question is said by a passage that has a token at least this near to it."""
NAMED = 0.75
"""A word is in a passage that has a token at least this near to it, in another form or spelling."""
NEAR, ON_TOPIC = 0.45, 0.35
"""Below the first late interaction no passage is near enough to answer: of 300 answerable
questions on other reports (`bench/judge`) none stands below 0.47. Below the second, nothing in the
corpus even speaks of the matter."""
AS_LIKELY, AS_WELL = 1.0, 0.9
"""Where the latest or the first is asked for, passages count whose logit is at most so much below
the best one's and which cover the question at least so well, as a share of the best."""
IN_ITS_STEAD = 0.9
"""A report of another time is on the matter where it covers the question so well, as a share of the
best."""
NUMBERS_LIKELY = 2.0
"""Passages whose logit is at most so much below the best one's may give the number asked for."""
MOST_DAYS, ENOUGH_FOR_A_DAY = 8, 0.65
"""A course of events is told from at most so many days, by what covers the question at least so
well, as a share of the best."""
NEAREST = 3
"""Of the nearest passages so many are looked at for what they leave unsaid."""
ANY_TIME = TimeWindow()
_NAMED_CONFIDENCE = 0.8
"""That a passage which has all the words of a matter speaks of it."""
_SURELY_NOT = 0.01
"""The confidence where a check fails."""


class Lack(StrEnum):
    """What keeps a question from being answered."""

    NOTHING = "nothing"
    NOWHERE = "words that no report has"
    NOT_NEAR = "words that no passage near the question has"
    SPEAKER = "a name whose words no passage near the question has"
    TIME = "a time that no passage near the question speaks of"
    OUTSIDE = "a time that the reports do not cover"
    UNANSWERED = "none of the passages near the question answers it"
    OFF_TOPIC = "no passage is near the question"
    OTHERWISE = "the nearest passage says otherwise"
    NUMBER = "no passage near the question gives a number"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the passages and may supply what they leave out.

    `around` gives the paragraph that a passage stands in, `stated` what its report's title,
    publisher and date are; `in_a_title` tells whether some report's title has a word. `covered`
    are the first and the last day of the corpus.
    """

    around: Callable[[Finding], str]
    stated: Callable[[Finding], str]
    in_a_title: Callable[[str], bool]
    covered: Period | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether there is evidence, which, how sure that is, and what is lacking.

    `evidence` are the passages that may be answered from, best first; where the question names
    several times, the first `leading` of them are the best for each. `missing` are the words of
    the question that are meant by `lack`. `before` and `after` are the published dates nearest to
    the time asked about of reports on the matter.
    """

    evidence: tuple[Evidence, ...]
    confidence: float
    enough: bool
    lack: Lack = Lack.NOTHING
    missing: tuple[str, ...] = ()
    leading: int = 1
    before: date | None = None
    after: date | None = None


def decide(
    question: ParsedQuestion,
    ranked: Sequence[Ranked],
    surroundings: Surroundings,
    judge: Judge | None,
    min_confidence: float,
    window: TimeWindow = ANY_TIME,
) -> Verdict:
    """A verdict on the ranked passages, for a question with this time window."""
    if not ranked or not question.terms:
        return Verdict((), 0.0, False, Lack.OFF_TOPIC)
    checked = _check(question, ranked, surroundings, window)
    if isinstance(checked, Verdict):
        return checked
    on_topic = _on_topic(question, checked.passages)
    if on_topic:
        return on_topic
    in_one_place = not checked.beside and not is_overview(question.text)
    evidence, confidence = weigh(question, checked.passages, judge if in_one_place else None)
    near = max(r.relevance for r in ranked[:LOOKED_AT])
    if in_one_place and near < NEAR:
        confidence = min(confidence, _SURELY_NOT)
    if near < ON_TOPIC:
        return Verdict(tuple(evidence), min(confidence, _SURELY_NOT), False, Lack.OFF_TOPIC)
    denied = _said_otherwise(question, evidence) if in_one_place else None
    if denied is not None:
        return Verdict(tuple(evidence), min(confidence, _SURELY_NOT), False, *denied)
    if confidence >= min_confidence:
        first = (
            _best_of_each_day(evidence)
            if is_overview(question.text)
            else _best_of_each(checked, evidence) or _first_by_date(evidence, window.order)
        )
        rest = [e for e in evidence if e not in first]
        return Verdict((*first, *rest), confidence, enough=True, leading=max(1, len(first)))
    unsaid = _unsaid(question, [e.ranked for e in evidence[:NEAREST]], surroundings)
    return Verdict(tuple(evidence), confidence, False, Lack.UNANSWERED, unsaid)


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
    unknown = _unknown_names(question, anywhen[:LOOKED_AT]) if anywhen else ()
    if unknown or verdict.lack is Lack.NOWHERE or not anywhen:
        return _check_names(unknown, anywhen, surroundings) or verdict
    best = max(r.relevance for r in anywhen[:LOOKED_AT])
    if len(_outside(window.periods, surroundings)) < len(window.periods):
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
        if (day := r.finding.report.dated.published_on) and r.relevance >= IN_ITS_STEAD * best
    }
    lack, named = _time_lacking(question, window.periods, surroundings)
    return replace(
        _refused(anywhen, lack, named),
        confidence=min(verdict.confidence, _SURELY_NOT),
        before=max((day for day in days if day < first), default=None),
        after=min((day for day in days if day > last), default=None),
    )


@dataclass(frozen=True, slots=True)
class _Checked:
    """Passages that may be answered from, as far as plain checks tell, best first.

    `beside` are the times that the question sets beside each other, none if it does not, and
    `spoken_of` gives by the identity of a passage those it speaks of.
    """

    passages: Sequence[Ranked]
    beside: Sequence[Period]
    spoken_of: Mapping[int, Sequence[Period]]


def _check(
    question: ParsedQuestion,
    ranked: Sequence[Ranked],
    surroundings: Surroundings,
    window: TimeWindow,
) -> Verdict | _Checked:
    """The passages that have the names, the time, the numbers and the speaker asked about."""
    unknown = _unknown_names(question, ranked[:LOOKED_AT])
    refused = _check_names(unknown, ranked, surroundings)
    if refused is not None:
        return refused
    asked = window.periods
    beside = asked if len(asked) > 1 and compares(question.text) else ()
    many = asked or is_overview(question.text)
    looked_at = ranked[: LOOKED_AT_FOR_TIMES if many else LOOKED_AT]
    spoken_of = {
        id(r): [p for p in asked if _is_of_the_time(r, p, surroundings, window.of)]
        for r in looked_at
    }
    lacking = [p for p in asked if not any(p in of for of in spoken_of.values())]
    if lacking and (beside or len(lacking) == len(asked) or _outside(lacking, surroundings)):
        return _refused(ranked, *_time_lacking(question, lacking, surroundings))
    kept = [r for r in looked_at if spoken_of[id(r)] or not asked]
    numbers = _numbers_but_of_time(question)
    having = [r for r in kept if not (numbers and _absent(numbers, _whole(r, surroundings)))]
    if not having:
        return _refused(ranked, Lack.NOT_NEAR, _absent(numbers, _whole(kept[0], surroundings)))
    speaker = speaker_in(question.text)
    told = [r for r in having if speaker is None or _names(speaker, r, surroundings)]
    if not told:
        return _refused(ranked, Lack.SPEAKER, (speaker or "",))
    passages = told if is_overview(question.text) else told[:LOOKED_AT]
    for period in beside:
        of_it = [r for r in told[LOOKED_AT:] if period in spoken_of[id(r)]]
        passages += of_it[:NEAREST]
    return _Checked(passages, beside, spoken_of)


def _best_of_each(checked: _Checked, evidence: Sequence[Evidence]) -> list[Evidence]:
    """For each of the times set beside each other the best evidence of it."""
    found: list[Evidence] = []
    for period in checked.beside:
        of_it = [
            e for e in evidence
            if period in checked.spoken_of[id(e.ranked)] and not any(_overlap(e, f) for f in found)
        ]  # fmt: skip
        then = [e for e in of_it if _came_out_about(e, period)]
        found += (then or of_it)[:1]
    return found


def _best_of_each_day(evidence: Sequence[Evidence]) -> list[Evidence]:
    """For a course of events, the best of each day's reports that covers the question well enough.

    Of more than MOST_DAYS days, the best of each of so many stretches.
    """
    least = ENOUGH_FOR_A_DAY * evidence[0].ranked.score_of_best
    best: dict[date, Evidence] = {}
    for e in evidence:
        day = e.ranked.finding.report.dated.published_on
        if day is not None and e.ranked.score_of_best >= least:
            best.setdefault(day, e)
    days, count = sorted(best), min(MOST_DAYS, len(best))
    stretches = [days[len(days) * n // count : len(days) * (n + 1) // count] for n in range(count)]
    ranks = {id(e): n for n, e in enumerate(evidence)}
    chosen = [min((best[day] for day in some), key=lambda e: ranks[id(e)]) for some in stretches]
    return sorted(chosen, key=lambda e: ranks[id(e)])


def _came_out_about(evidence: Evidence, period: Period) -> bool:
    """Whether the report came out in a period or the weeks after."""
    day = evidence.ranked.finding.report.dated.published_on
    return day is not None and period.first <= day and day - TELLS_OF <= period.last


def _overlap(a: Evidence, b: Evidence) -> bool:
    one, other = a.ranked.finding.passage, b.ranked.finding.passage
    return one.report_id == other.report_id and one.start < other.end and other.start < one.end


def _said_otherwise(
    question: ParsedQuestion, evidence: Sequence[Evidence]
) -> tuple[Lack, tuple[str, ...]] | None:
    """What the best evidence says otherwise than the question takes for granted, or that none has
    the number asked for; None where neither."""
    best = evidence[0]
    found = best.ranked.finding
    pair = exchanged(question.text, found.text) or opposed(question.text, found.sentences)
    if pair is not None:
        return Lack.OTHERWISE, pair
    if asks_for_a_count(question.text) and not any(
        carries(Asked.NUMBER, e.ranked.finding.text)
        for e in evidence
        if e.logit >= best.logit - NUMBERS_LIKELY
    ):
        return Lack.NUMBER, ()
    return None


def _first_by_date(evidence: Sequence[Evidence], order: Order) -> list[Evidence]:
    """Of what answers about as well as the best, the latest, or the first; nothing if no order."""
    if order is Order.RELEVANCE:
        return []
    best = evidence[0]
    able = [
        e for e in evidence
        if e.logit >= best.logit - AS_LIKELY
        and e.ranked.score_of_best >= AS_WELL * best.ranked.score_of_best
    ]  # fmt: skip
    sign = -1 if order is Order.LATEST else 1
    days = [e.ranked.finding.report.dated.published_on for e in able]
    dated = [(sign * day.toordinal(), n) for n, day in enumerate(days) if day is not None]
    return [able[n] for _, n in sorted(dated)[:1]]


def _check_names(
    unknown: tuple[str, ...], ranked: Sequence[Ranked], surroundings: Surroundings
) -> Verdict | None:
    """A refusal for names that no report has; None where there are none."""
    if not unknown:
        return None
    nowhere = not any(surroundings.in_a_title(name) for name in unknown)
    return _refused(ranked, Lack.NOWHERE if nowhere else Lack.NOT_NEAR, unknown)


def _refused(ranked: Sequence[Ranked], lack: Lack, missing: tuple[str, ...]) -> Verdict:
    unjudged = tuple(Evidence(r, None, r.relevance) for r in ranked)
    return Verdict(unjudged, _SURELY_NOT, False, lack, missing)


def _unknown_names(question: ParsedQuestion, ranked: Sequence[Ranked]) -> tuple[str, ...]:
    """Names in the question that no report has, nor anything that means the same.

    Where nothing is capitalised, a word too rare for the embedder's vocabulary may be a name.
    """
    lower = not any(c.isupper() for c in question.text)
    return tuple(
        term.word
        for number, term in enumerate(question.terms)
        if term.frequency == 0
        and term.key not in question.of_time
        and ((term.is_name and not term.is_number) or (lower and term.is_rare))
        and max(r.matches[number] for r in ranked) < KNOWN_BY_MEANING
    )


def _is_of_the_time(ranked: Ranked, asked: Period, surroundings: Surroundings, of: Of) -> bool:
    found = ranked.finding
    published_on = found.report.dated.published_on
    around = surroundings.around(found)
    return speaks_of(asked, found.text, around, published_on, of)


def _outside(asked: Sequence[Period], surroundings: Surroundings) -> list[Period]:
    """Those of the periods that the corpus does not cover."""
    covered = surroundings.covered
    return [p for p in asked if covered is not None and not p.overlaps(covered)]


def _time_lacking(
    question: ParsedQuestion, asked: Sequence[Period], surroundings: Surroundings
) -> tuple[Lack, tuple[str, ...]]:
    outside = _outside(asked, surroundings)
    named = tuple(question.text[p.start : p.end] for p in outside or asked)
    return (Lack.OUTSIDE if outside else Lack.TIME), named


def _numbers_but_of_time(question: ParsedQuestion) -> list[Term]:
    """The numbers of a question that are not part of the times it names."""
    return [t for t in question.terms if t.is_number and t.key not in question.of_time]


def _whole(ranked: Ranked, surroundings: Surroundings) -> set[str]:
    found = ranked.finding
    return set(terms(f"{surroundings.around(found)}\n{surroundings.stated(found)}"))


def _names(speaker: str, ranked: Ranked, surroundings: Surroundings) -> bool:
    """Whether the paragraph of a passage has a name, or what it stands for, or its report is
    that body's own, by its initials too: ISW."""
    found = ranked.finding
    stated = surroundings.stated(found)
    have = set(words(f"{surroundings.around(found)}\n{stated}"))
    initials = "".join(re.findall(r"\b[A-Z]", stated))
    known = words(speaker)
    alike = {other for word in known for other in also_called(word)}
    near_enough = any(spelling_key(word) in map(spelling_key, have) for word in known)
    return near_enough or bool(have & alike) or (speaker.isupper() and speaker in initials)


def _absent(asked: Sequence[Term], have: set[str]) -> tuple[str, ...]:
    return tuple(term.word for term in asked if not have.intersection(term.spellings))


def _unsaid(
    question: ParsedQuestion, nearest: Sequence[Ranked], surroundings: Surroundings
) -> tuple[str, ...]:
    """Words of the question that none of the nearest passages has, nor anything like them."""
    have = set[str]().union(*(_whole(ranked, surroundings) for ranked in nearest))
    return tuple(
        term.word
        for number, term in enumerate(question.terms)
        if not have.intersection(term.spellings)
        and max(r.matches[number] for r in nearest) < SAID_BY_MEANING
    )
