"""Plain checks of the guardrail: that the reports have the names and the time that a question
names, and what the nearest passages leave unsaid."""

import re
from collections.abc import Sequence

from index.calendar import Period
from index.normalize import aligned
from index.rules import Stage, always, declare
from index.terms import terms
from rag.names import also_called
from rag.question import ParsedQuestion, Term
from rag.reranking import Ranked
from rag.timewindow import Of, TimeWindow, speaks_of
from rag.verdict import Lack, Surroundings, Verdict, Why, refused

UNKNOWN_NAME = declare(
    "unknown-name", Stage.GUARDRAIL, "Lets a name that no report has count against a question."
)
RARE_WORD = declare(
    "rare-word-is-a-name",
    Stage.GUARDRAIL,
    "Takes a word that the embedding model does not know for a name in a question typed small.",
)
NAME_BY_MEANING = declare(
    "name-by-meaning",
    Stage.GUARDRAIL,
    "Holds a name that no report has for known where a word is near to it in meaning.",
)
OWN_NAME = declare(
    "own-name-nearer",
    Stage.GUARDRAIL,
    "Asks for a nearer word where a name is somebody's or some place's own.",
)
BESIDE_PASSAGES = declare(
    "name-beside-passages",
    Stage.GUARDRAIL,
    "Does not say that no report has a name that stands in a title, a signature or the like.",
)
SET_BESIDE = declare(
    "set-beside",
    Stage.GUARDRAIL,
    "Asks less of the words in brackets that tell what a follow-up is about.",
)

KNOWN_BY_MEANING = 0.5
"""A name that no report has is still spoken of where some token is at least this near to it, as
Japan is to Tokyo."""
NO_OTHER_NAME = 0.6
"""So near it must be where the name is somebody's or some place's own: Erdogan is near to Orban."""
LOOKED_AT = 12
"""Of the best passages so many are checked for what the question names."""
SAID_BY_MEANING = 0.6
"""A word of the question is said by a passage that has a token at least this near to it."""
_BESIDE = re.compile(r"\s\([^()]+\)[^()]*$")
"""What a follow-up is about, set beside it: "Who paid (the Olm ferry)?"."""
_WORD = re.compile(r"[^\W_]+")
NEAREST = 3
"""So many are looked at for what the nearest passages leave unsaid."""


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


def name_lacking(unknown: tuple[str, ...], surroundings: Surroundings) -> Why:
    """That no report has some of the names at all, or that they stand in what is no passage alone,
    and they."""
    nowhere = tuple(
        name for name in unknown if not BESIDE_PASSAGES.applies(surroundings.in_a_report(name))
    )
    return Why(Lack.NOWHERE, nowhere) if nowhere else Why(Lack.NOT_NEAR, unknown)


def refused_for_names(
    unknown: tuple[str, ...], ranked: Sequence[Ranked], surroundings: Surroundings
) -> Verdict | None:
    """A refusal for names that no report has; None where there are none."""
    if not unknown:
        return None
    return refused(ranked, name_lacking(unknown, surroundings), UNKNOWN_NAME)


@UNKNOWN_NAME.governs(without=always(()))
def unknown_names(question: ParsedQuestion, ranked: Sequence[Ranked]) -> tuple[str, ...]:
    """Names in the question that no report has, nor anything that means the same.

    Where nothing is capitalised, a word too rare for the embedder's vocabulary may be a name; not
    in what a follow-up is only set beside.
    """
    lower = not any(c.isupper() for c in question.text)
    beside = _set_beside(question)
    return tuple(
        term.word
        for number, term in enumerate(question.terms)
        if term.frequency == 0
        and term.key not in question.of_time
        and (
            (term.is_name and not term.is_number)
            or RARE_WORD.applies(lower and term.is_rare and term.word not in beside)
        )
        and not NAME_BY_MEANING.applies(max(r.matches[number] for r in ranked) >= _known_from(term))
    )


def _known_from(term: Term) -> float:
    """How near a token must be to a name that no report has, to speak of it."""
    plain = not term.word[0].isupper() or term.word.isupper() or also_called(term.word.casefold())
    return KNOWN_BY_MEANING if plain else OWN_NAME.chosen(NO_OTHER_NAME, without=KNOWN_BY_MEANING)


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


@SET_BESIDE.governs(without=always(frozenset()))
def _set_beside(question: ParsedQuestion) -> frozenset[str]:
    """Words that a question has only in what it is set beside."""
    topic = _BESIDE.search(aligned(question.text))
    if topic is None:
        return frozenset()
    asked = set(_WORD.findall(aligned(question.text)[: topic.start()]))
    return frozenset(term.word for term in question.terms if term.word not in asked)


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
        if not term.said_in(have) and max(r.matches[number] for r in nearest) < SAID_BY_MEANING
    )
