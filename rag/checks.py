"""Plain checks of the guardrail: that the passages have the names, the time, the numbers and the
speaker that a question names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.calendar import Period
from index.normalize import aligned
from index.rules import Stage, always, declare
from index.terms import spelling_key, stem, terms, words
from rag.asked import compares, initials_in, initials_of, is_overview, speaker_in
from rag.names import also_called, is_a_state
from rag.question import ParsedQuestion, Term, are_one_name
from rag.reranking import Ranked
from rag.timewindow import Of, TimeWindow, speaks_of
from rag.verdict import Lack, Surroundings, Verdict, refused

UNKNOWN_NAME = declare(
    "unknown-name", Stage.GUARDRAIL, "Refuses a question with a name that no report has."
)
RARE_WORD = declare(
    "rare-word-is-a-name",
    Stage.GUARDRAIL,
    "Takes a word that the embedding model does not know for a name in a question typed small.",
)
NAME_BY_MEANING = declare(
    "name-by-meaning",
    Stage.GUARDRAIL,
    "Does not refuse for a name that no report has where a word is near to it in meaning.",
)
OWN_NAME = declare(
    "own-name-nearer",
    Stage.GUARDRAIL,
    "Asks for a nearer word where a name is somebody's or some place's own.",
)
IN_A_TITLE = declare(
    "name-in-a-title",
    Stage.GUARDRAIL,
    "Does not say that no report speaks of a name that stands in a report's title.",
)
TIME_ABSENT = declare(
    "time-absent",
    Stage.GUARDRAIL,
    "Refuses a question with a time that no passage near it speaks of.",
)
OF_THE_TIME = declare(
    "only-of-the-time",
    Stage.GUARDRAIL,
    "Leaves out passages that do not speak of the time asked about.",
)
FURTHER_DOWN = declare(
    "further-down-for-times",
    Stage.GUARDRAIL,
    "Reads more passages where a time or a course of events is asked about.",
)
NUMBER_ABSENT = declare(
    "number-absent",
    Stage.GUARDRAIL,
    "Leaves out passages whose paragraph lacks a number of the question; refuses if that is all.",
)
SPEAKER_ABSENT = declare(
    "speaker-absent",
    Stage.GUARDRAIL,
    "Leaves out passages whose paragraph lacks the speaker asked about; refuses if that is all.",
)
SPEAKER_OTHERWISE = declare(
    "speaker-called-otherwise",
    Stage.GUARDRAIL,
    "Takes another name for the same state, or the publisher's initials, for the speaker.",
)
NAME_ABSENT = declare(
    "name-absent",
    Stage.GUARDRAIL,
    "Refuses a question with a name that the paragraph and the report's head do not have.",
)
INITIALS = declare(
    "initials-of-a-name",
    Stage.GUARDRAIL,
    "Takes initials for a name of several words in the other of question and passage.",
)
NEAR_NAME = declare(
    "near-word-for-a-name",
    Stage.GUARDRAIL,
    "Takes a word of the passage that is near in meaning for a name of the question.",
)
STATE_ITSELF = declare(
    "state-itself",
    Stage.GUARDRAIL,
    "Takes no word that is only near in meaning for the name of a state.",
)
NAME_FOR_STATE = declare(
    "other-name-for-a-state",
    Stage.GUARDRAIL,
    "Takes a seat or a people for the state that they stand for: Moscow for Russia.",
)
LAST_NAME = declare(
    "last-name-will-do",
    Stage.GUARDRAIL,
    "Takes the last word of a name of several words for all of it: Biden for Joe Biden.",
)
SET_BESIDE = declare(
    "set-beside",
    Stage.GUARDRAIL,
    "Asks less of the words in brackets that tell what a follow-up is about.",
)
EACH_TIME_KEPT = declare(
    "each-time-kept",
    Stage.GUARDRAIL,
    "Keeps passages of each of several times, however many of another time are nearer.",
)

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
    looked_at = ranked[: LOOKED_AT_FOR_TIMES if FURTHER_DOWN.applies(bool(many)) else LOOKED_AT]
    spoken_of = {
        id(r): [p for p in asked if _is_of_the_time(r, p, surroundings, window.of)]
        for r in looked_at
    }
    lacking = [p for p in asked if not any(p in of for of in spoken_of.values())]
    lacks = lacking and (beside or len(lacking) == len(asked) or outside(lacking, surroundings))
    if TIME_ABSENT.applies(bool(lacks)):
        return refused(ranked, *time_lacking(question, lacking, surroundings), TIME_ABSENT)
    of_it = [r for r in looked_at if spoken_of[id(r)] or not asked] or looked_at
    kept = OF_THE_TIME.chosen(of_it, without=looked_at)
    numbers = _numbers_but_of_time(question)
    with_them = [r for r in kept if not (numbers and _absent(numbers, _whole(r, surroundings)))]
    having = NUMBER_ABSENT.chosen(with_them, without=kept)
    if not having:
        absent = _absent(numbers, _whole(kept[0], surroundings))
        return refused(ranked, Lack.NOT_NEAR, absent, NUMBER_ABSENT)
    speaker = speaker_in(question.text)
    of_him = [r for r in having if speaker is None or _names(speaker, r, surroundings)]
    told = SPEAKER_ABSENT.chosen(of_him, without=having)
    if not told:
        return refused(ranked, Lack.SPEAKER, (speaker or "",), SPEAKER_ABSENT)
    passages = list(told if is_overview(question.text) else told[:LOOKED_AT])
    for period in beside:
        more = [r for r in told[LOOKED_AT:] if period in spoken_of[id(r)]]
        passages += EACH_TIME_KEPT.chosen(more[:NEAREST], without=[])
    return Checked(passages, beside, spoken_of)


@NAME_ABSENT.governs(without=always(()))
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
        and term.key.isalpha()
        and not have.intersection(term.spellings)
        and not INITIALS.applies(term.word in spelt_out)
        and not _is_meant(term, ranked.matches[number])
        and not NAME_FOR_STATE.applies(
            not have.isdisjoint(map(stem, also_called(term.word.casefold())))
        )
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
        if _lacks(run, lacking)
        and not INITIALS.applies(initials_of(" ".join(run)).casefold() in have)
        for word in run
    }  # fmt: skip
    return tuple(t.word for t in question.terms if t.word in lacking & unnamed)


def _lacks(run: list[str], lacking: set[str]) -> bool:
    """Whether the last word of a name is lacking."""
    some = not lacking.isdisjoint(run)
    return LAST_NAME.chosen(some and run[-1] in lacking, without=some)


def _is_meant(term: Term, match: float) -> bool:
    """Whether a token of a passage is near enough to a name to stand for it; for a state's own
    none is."""
    return NEAR_NAME.applies(match >= KNOWN_BY_MEANING) and not STATE_ITSELF.applies(
        is_a_state(term.word.casefold())
    )


def refused_for_names(
    unknown: tuple[str, ...], ranked: Sequence[Ranked], surroundings: Surroundings
) -> Verdict | None:
    """A refusal for names that no report has; None where there are none."""
    if not unknown:
        return None
    in_a_title = any(surroundings.in_a_title(name) for name in unknown)
    lack = Lack.NOT_NEAR if IN_A_TITLE.applies(in_a_title) else Lack.NOWHERE
    return refused(ranked, lack, unknown, UNKNOWN_NAME)


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
    of_its_own = speaker.isupper() and speaker in initials
    if near_enough or SPEAKER_OTHERWISE.applies(bool(have & alike) or of_its_own):
        return True
    return INITIALS.applies(speaker in initials_in(surroundings.around(found)))


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
