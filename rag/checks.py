"""Plain checks of the guardrail: that the passages have the names, the time, the numbers and the
speaker that a question names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.calendar import Period
from index.normalize import aligned
from index.terms import spelling_key, stem, terms, words
from rag.asked import compares, initials_in, initials_of, is_overview, speaker_in
from rag.names import also_called, is_a_state
from rag.question import ParsedQuestion, Term, are_one_name
from rag.reranking import Ranked
from rag.timewindow import Of, TimeWindow, speaks_of
from rag.verdict import Lack, Surroundings, Verdict, refused

KNOWN_BY_MEANING = 0.5
"""A name that no report has is still spoken of where some token is at least this near to it, as
Japan is to Tokyo."""
NO_OTHER_NAME = 0.6
"""So near it must be where the name is somebody's or some place's own: Erdogan is near to Orban."""
LOOKED_AT = 12
"""Of the best passages so many are checked for what the question names."""
LOOKED_AT_FOR_TIMES = 40
"""So many, where it names a time: those that speak of it may stand below others that do not."""
SAID_BY_MEANING = 0.6
"""A word of the question is said by a passage that has a token at least this near to it."""
_BESIDE = re.compile(r"\s\([^()]+\)[^()]*$")
"""What a follow-up is about, set beside it: "Who paid (the Olm ferry)?"."""
_NAME = re.compile(r"\b[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*)*")
_WORD = re.compile(r"[^\W_]+")
NEAREST = 3
"""So many are looked at for what the nearest passages leave unsaid, and of each of several times
beside the LOOKED_AT best."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Passages that may be answered from, as far as plain checks tell, best first.

    `beside` are the times that the question sets beside each other, none if it does not, and
    `spoken_of` gives by the identity of a passage those it speaks of.
    """

    passages: Sequence[Ranked]
    beside: Sequence[Period]
    spoken_of: Mapping[int, Sequence[Period]]


def check(
    question: ParsedQuestion,
    ranked: Sequence[Ranked],
    surroundings: Surroundings,
    window: TimeWindow,
) -> Verdict | Checked:
    """The passages that have the names, the time, the numbers and the speaker asked about."""
    unknown = unknown_names(question, ranked[:LOOKED_AT])
    nameless = refused_for_names(unknown, ranked, surroundings)
    if nameless is not None:
        return nameless
    asked = window.periods
    beside = asked if len(asked) > 1 and compares(question.text) else ()
    many = asked or is_overview(question.text)
    looked_at = ranked[: LOOKED_AT_FOR_TIMES if many else LOOKED_AT]
    spoken_of = {
        id(r): [p for p in asked if _is_of_the_time(r, p, surroundings, window.of)]
        for r in looked_at
    }
    lacking = [p for p in asked if not any(p in of for of in spoken_of.values())]
    if lacking and (beside or len(lacking) == len(asked) or outside(lacking, surroundings)):
        return refused(ranked, *time_lacking(question, lacking, surroundings))
    kept = [r for r in looked_at if spoken_of[id(r)] or not asked]
    numbers = _numbers_but_of_time(question)
    having = [r for r in kept if not (numbers and _absent(numbers, _whole(r, surroundings)))]
    if not having:
        return refused(ranked, Lack.NOT_NEAR, _absent(numbers, _whole(kept[0], surroundings)))
    speaker = speaker_in(question.text)
    told = [r for r in having if speaker is None or _names(speaker, r, surroundings)]
    if not told:
        return refused(ranked, Lack.SPEAKER, (speaker or "",))
    passages = list(told if is_overview(question.text) else told[:LOOKED_AT])
    for period in beside:
        of_it = [r for r in told[LOOKED_AT:] if period in spoken_of[id(r)]]
        passages += of_it[:NEAREST]
    return Checked(passages, beside, spoken_of)


def unnamed_by(
    question: ParsedQuestion, ranked: Ranked, surroundings: Surroundings
) -> tuple[str, ...]:
    """Names in the question that neither the paragraph of a passage nor what its report states of
    itself has, in another spelling or by initials, nor anything that means the same, as no state
    does another. Of a name of several words the last will do: "Joe Biden" is Biden. Names of what a
    follow-up is about may stand anywhere in the report."""
    have = _whole(ranked, surroundings)
    stated = surroundings.stated(ranked.finding)
    spelt_out = initials_in(f"{surroundings.around(ranked.finding)}\n{stated}", least=2)
    lacking = {
        term.word
        for number, term in enumerate(question.terms)
        if term in question.names
        and term.word not in spelt_out
        and term.key.isalpha()
        and (ranked.matches[number] < KNOWN_BY_MEANING or is_a_state(term.word.casefold()))
        and not have.intersection(term.spellings)
        and not have.intersection(map(stem, also_called(term.word.casefold())))
        and not any(are_one_name(term.key, other) for other in have)
    }
    lacking -= _told_elsewhere(question, lacking, ranked, surroundings)
    words_of_names = {term.word for term in question.names}
    runs = [
        [word for word in _WORD.findall(run) if word in words_of_names]
        for run in _NAME.findall(aligned(question.text))
    ]
    unnamed = {
        word for run in runs
        if run and run[-1] in lacking and initials_of(" ".join(run)).casefold() not in have
        for word in run
    }  # fmt: skip
    return tuple(t.word for t in question.terms if t.word in lacking & unnamed)


def refused_for_names(
    unknown: tuple[str, ...], ranked: Sequence[Ranked], surroundings: Surroundings
) -> Verdict | None:
    """A refusal for names that no report has; None where there are none."""
    if not unknown:
        return None
    nowhere = not any(surroundings.in_a_title(name) for name in unknown)
    return refused(ranked, Lack.NOWHERE if nowhere else Lack.NOT_NEAR, unknown)


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
            or (lower and term.is_rare and term.word not in beside)
        )
        and max(r.matches[number] for r in ranked) < _known_from(term)
    )


def _known_from(term: Term) -> float:
    """How near a token must be to a name that no report has, to speak of it."""
    plain = not term.word[0].isupper() or term.word.isupper() or also_called(term.word.casefold())
    return KNOWN_BY_MEANING if plain else NO_OTHER_NAME


def _is_of_the_time(ranked: Ranked, asked: Period, surroundings: Surroundings, of: Of) -> bool:
    found = ranked.finding
    return speaks_of(asked, found.text, surroundings.around(found), found.published_on, of)


def outside(asked: Sequence[Period], surroundings: Surroundings) -> list[Period]:
    """Those of the periods that the corpus does not cover."""
    covered = surroundings.covered
    return [p for p in asked if covered is not None and not p.overlaps(covered)]


def time_lacking(
    question: ParsedQuestion, asked: Sequence[Period], surroundings: Surroundings
) -> tuple[Lack, tuple[str, ...]]:
    """Whether no report covers some of the times asked about or only no passage speaks of them, and
    the words of the question that name those."""
    beyond = outside(asked, surroundings)
    named = tuple(question.text[p.start : p.end] for p in beyond or asked)
    return (Lack.OUTSIDE if beyond else Lack.TIME), named


def _numbers_but_of_time(question: ParsedQuestion) -> list[Term]:
    """The numbers of a question that are not part of the times it names, nor of what it is set
    beside."""
    beside = _set_beside(question)
    return [
        t for t in question.terms
        if t.is_number and t.key not in question.of_time and t.word not in beside
    ]  # fmt: skip


def _told_elsewhere(
    question: ParsedQuestion, names: set[str], ranked: Ranked, surroundings: Surroundings
) -> set[str]:
    """Those of the names that stand only in what a question is set beside, and somewhere in the
    report of a passage, which is read where there are such alone."""
    beside = names & _set_beside(question)
    report = set(terms(surroundings.told(ranked.finding))) if beside else set[str]()
    return {t.word for t in question.terms if t.word in beside and report.intersection(t.spellings)}


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
    if near_enough or have & alike or (speaker.isupper() and speaker in initials):
        return True
    return speaker in initials_in(surroundings.around(found))


def _absent(asked: Sequence[Term], have: set[str]) -> tuple[str, ...]:
    return tuple(term.word for term in asked if not have.intersection(term.spellings))


def unsaid_by(
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
