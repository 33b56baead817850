"""Plain checks of the guardrail: of which time passages are; and why a question is refused: that
no report has its words or its time, and what the nearest passages leave unsaid."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from index.calendar import Period
from index.text.terms import terms
from rag.evidence.citations import without_overlaps
from rag.guardrail.verdict import Lack, Surroundings, Why
from rag.language.synonyms import key_of, meanings
from rag.question.parsing import ParsedQuestion
from rag.question.time_window import Of, TimeWindow
from rag.retrieval.passage_times import speaks_of
from rag.retrieval.reranking import Ranked

ON_TOPIC = 0.35
"""Below this late interaction nothing in the corpus even speaks of the matter."""
KNOWN_BY_MEANING = 0.5
"""A word that no report has is still spoken of where some token is at least this near to it, as
Japan is to Tokyo."""
LOOKED_AT = 12
"""Of the best passages so many are checked for what the question names."""
SAID = 0.6
"""A word of the question is said by a passage that has a token at least this near to it."""
NEAREST = 3
"""So many are shown with a refusal, and looked at for what the nearest passages are of and leave
unsaid."""


def is_far(question: ParsedQuestion, ranked: Sequence[Ranked]) -> bool:
    """Whether nothing that a question names is in the reports, as far as the nearest passages tell:
    none is near to it, or no word of it but of time is known."""
    nearest = ranked[:LOOKED_AT]
    if max(r.relevance for r in nearest) < ON_TOPIC:
        return True
    named = len(question.matter)
    return named > 0 and len(unknown_words(question, nearest)) == named


def is_of_the_time(ranked: Ranked, surroundings: Surroundings, window: TimeWindow) -> bool:
    """Whether a passage is of one of the times asked about, or none is."""
    return not window.periods or bool(times_spoken_of(ranked, surroundings, window))


def times_spoken_of(ranked: Ranked, surroundings: Surroundings, window: TimeWindow) -> list[Period]:
    """Those of the times asked about that a passage is of."""
    return [p for p in window.periods if _is_of_the_time(ranked, p, surroundings, window.of)]


def may_be_of_the_time(ranked: Ranked, surroundings: Surroundings, window: TimeWindow) -> bool:
    """Whether a passage is of one of the times asked about, or its report came out at one that has
    a beginning and an end: what is of then is not to be said to be of another time."""
    day = ranked.finding.published_on
    out = day is not None and any(
        p.first <= day <= p.last for p in window.periods if not p.is_open
    )  # fmt: skip
    return out or is_of_the_time(ranked, surroundings, window)


def why_refused(
    question: ParsedQuestion,
    nearest: Sequence[Ranked],
    surroundings: Surroundings,
    window: TimeWindow,
) -> Why:
    """What is lacking where a question is refused, from the passages as they are shown: the first
    that is found of words that no report has, anything near, a time that they do not cover or that
    none of the nearest is of, and what these leave unsaid."""
    beyond = outside(window.periods, surroundings)
    unknown = unknown_words(question, nearest[:LOOKED_AT])
    if unknown and not beyond:
        return word_lacking(unknown, surroundings)
    near, shown = max(r.relevance for r in nearest[:LOOKED_AT]) >= ON_TOPIC, shown_of(nearest)
    if not near and not beyond:
        return Why(Lack.OFF_TOPIC)
    if beyond or not any(may_be_of_the_time(r, surroundings, window) for r in shown):
        why = time_lacking(question, beyond or window.periods, surroundings)
        return _with_days_near(why, shown, window)
    return Why(Lack.UNANSWERED, unsaid_by(question, shown, surroundings))


def shown_of(nearest: Sequence[Ranked]) -> list[Ranked]:
    """Those of the nearest passages that are shown with a refusal: the first, no two that
    overlap."""
    shown = [quote.finding for quote in without_overlaps((r.finding for r in nearest), NEAREST)]
    return [r for r in nearest if any(r.finding is one for one in shown)]


def word_lacking(unknown: tuple[str, ...], surroundings: Surroundings) -> Why:
    """That no report has some of the words at all, or that they stand in what is no passage alone,
    and they."""
    nowhere = tuple(word for word in unknown if not surroundings.in_a_report(word))
    return Why(Lack.NOWHERE, nowhere) if nowhere else Why(Lack.NOT_NEAR, unknown)


def unknown_words(question: ParsedQuestion, ranked: Sequence[Ranked]) -> tuple[str, ...]:
    """Words of the question that no passage has in any spelling, nor anything near to them in
    meaning, and no dictionary: names, most of them."""
    return tuple(
        term.word
        for number, term in enumerate(question.terms)
        if term.frequency == 0
        and term.key not in question.of_time
        and not meanings(key_of(term.word.lower()))
        and max(r.matches[number] for r in ranked) < KNOWN_BY_MEANING
    )


def _with_days_near(why: Why, nearest: Sequence[Ranked], window: TimeWindow) -> Why:
    """A time that is lacking with the days of the nearest reports right before it and after."""
    first, last = window.first or date.min, window.last or date.max
    days = {day for r in nearest if (day := r.finding.published_on)}
    return replace(
        why,
        before=max((day for day in days if day < first), default=None),
        after=min((day for day in days if day > last), default=None),
    )


def _is_of_the_time(ranked: Ranked, asked: Period, surroundings: Surroundings, of: Of) -> bool:
    return speaks_of(asked, ranked.finding, of)


def outside(asked: Sequence[Period], surroundings: Surroundings) -> list[Period]:
    """Those of the periods in which no report came out, and of which none tells."""
    covered = surroundings.covered
    return [
        p for p in asked
        if covered is not None and not p.overlaps(covered) and not surroundings.tells_of(p)
    ]  # fmt: skip


def time_lacking(
    question: ParsedQuestion, asked: Sequence[Period], surroundings: Surroundings
) -> Why:
    """Whether no report covers some of the times asked about or only no passage speaks of them, and
    those, with the words of the question that name them."""
    beyond = tuple(outside(asked, surroundings))
    times = beyond or tuple(asked)
    named = tuple(question.text[p.start : p.end] for p in times)
    return Why(Lack.OUTSIDE if beyond else Lack.TIME, named, times)


def _whole(ranked: Ranked, surroundings: Surroundings) -> set[str]:
    found = ranked.finding
    return set(terms(f"{surroundings.around(found)}\n{surroundings.stated(found)}"))


def unsaid_by(
    question: ParsedQuestion, nearest: Sequence[Ranked], surroundings: Surroundings
) -> tuple[str, ...]:
    """Words of the question that none of the nearest passages has, nor anything like them."""
    have = set[str]().union(*(_whole(ranked, surroundings) for ranked in nearest))
    return tuple(
        term.word
        for number, term in enumerate(question.terms)
        if not term.said_in(have) and max(r.matches[number] for r in nearest) < SAID
    )
