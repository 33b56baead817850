"""Which of the evidence an answer begins with: of each time set beside another, the latest, or what
somebody says himself."""

import re
from collections.abc import Mapping, Sequence

from index.calendar import Period
from index.rules import Stage, always, declare
from index.text.normalize import aligned
from index.types import Days
from rag.evidence.citations import whole_passage
from rag.evidence.evidence import READ, Evidence
from rag.evidence.voices import speaker_asked, speaks
from rag.question.kinds import asks_for_words
from rag.question.parsing import ParsedQuestion
from rag.question.time_window import Order

BEST_OF_EACH = declare(
    "best-of-each-time",
    Stage.SELECTION,
    "Begins with the best passage of each of the times that are set beside each other.",
)
CAME_OUT_THEN = declare(
    "came-out-then",
    Stage.SELECTION,
    "Prefers, for each of several times, reports that came out then or in the weeks after.",
)
BY_DATE = declare(
    "latest-or-first",
    Stage.SELECTION,
    "Begins with the latest or the first passage where the question asks for that.",
)
AS_GOOD = declare(
    "about-as-good",
    Stage.SELECTION,
    "Puts a passage first by its date only where it answers about as well as the best one.",
)
WORDS_OF_SPEAKER = declare(
    "best-of-the-speaker",
    Stage.SELECTION,
    "Begins with what somebody says himself where his words are asked for.",
)
LATEST_STATE = declare(
    "latest-state",
    Stage.SELECTION,
    "Begins with the latest passage where it is asked whether something is so by now.",
)
OF_ITS_TIME = declare(
    "report-of-its-time",
    Stage.SELECTION,
    "Begins with a passage of a report that came out at the time asked about.",
)
NOTHING_BUT_TIME = declare(
    "nothing-but-time",
    Stage.SELECTION,
    "Holds all that is judged as good where a question names nothing but its time.",
)

AS_LIKELY, AS_WELL = 1.5, 0.9
"""Passages answer about as well whose score is at most so much below the best one's and which cover
the question at least so well, as a share of the best."""
LIKELY = 2.5
"""Where the latest, the first or the words of somebody are asked for, passages count whose score is
at most so much below the best one's."""
NAMED = 0.75
"""A word is in a passage that has a token at least this near to it, in another form or spelling."""

_BY_NOW = re.compile(
    r"^\W*(?:and )?(?:has|have|haven['’]t|hasn['’]t)\b|\b(?:still|yet)\b", re.IGNORECASE
)


@BEST_OF_EACH.governs(without=always([]))
def best_of_each(
    beside: Sequence[Period],
    spoken_of: Mapping[int, Sequence[Period]],
    evidence: Sequence[Evidence],
) -> list[Evidence]:
    """For each of the times set beside each other the best evidence of it.

    `spoken_of` gives by the identity of a passage those that it speaks of.
    """
    found: list[Evidence] = []
    for period in beside:
        of_it = [
            e for e in evidence
            if period in spoken_of[id(e.ranked)] and not any(_overlap(e, f) for f in found)
        ]  # fmt: skip
        then = [e for e in of_it if _came_out_about(e, period)]
        found += CAME_OUT_THEN.chosen((then or of_it)[:1], without=of_it[:1])
    return found


@BY_DATE.governs(without=always([]))
def first_by_date(evidence: Sequence[Evidence], order: Order) -> list[Evidence]:
    """Of what answers about as well as the best, the latest, or the first; nothing if no order."""
    return _first_by_date(_likely(evidence), order) if order is not Order.RELEVANCE else []


def _first_by_date(able: Sequence[Evidence], order: Order) -> list[Evidence]:
    sign = -1 if order is Order.LATEST else 1
    days = [e.ranked.finding.published_on for e in able]
    dated = [(sign * day.toordinal(), n) for n, day in enumerate(days) if day is not None]
    return [able[n] for _, n in sorted(dated)[:1]]


def asks_by_now(question: str) -> bool:
    """Whether a question asks whether something is so by now."""
    return _BY_NOW.search(aligned(question)) is not None


@WORDS_OF_SPEAKER.governs(without=always([]))
def best_of_speaker(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Where the words of somebody are asked for, the best that he says himself; nothing where no
    likely passage is his, or something else is asked for."""
    if not asks_for_words(question):
        return []
    able = _likely(evidence)
    speaker = speaker_asked(question, [e.ranked.finding for e in able])
    return [e for e in able if speaker is not None and speaks(speaker, e.ranked.finding)][:1]


@LATEST_STATE.governs(without=always([]))
def latest_of_what_is_so(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Where a question asks whether something is so by now ("Has Olm fallen?"), the latest of what
    answers about as well as the best; nothing for other questions."""
    return _first_by_date(_as_good(evidence), Order.LATEST) if asks_by_now(question) else []


@OF_ITS_TIME.governs(without=always([]))
def best_of_its_time(
    question: ParsedQuestion, evidence: Sequence[Evidence], asked: Sequence[Days]
) -> list[Evidence]:
    """Of what answers about as well as the best, the first from a report of the time asked about:
    what is told then is nearer to it than what is told of it later. Nothing if none is.

    Where a question names nothing but its time ("What happened on 24 May?"), all that is likely at
    all answers it as well.
    """
    if not asked:
        return []
    bare = all(term.key in question.of_time or term.frequency == 0 for term in question.terms)
    of_it = (
        e for e in (evidence[:READ] if NOTHING_BUT_TIME.applies(bare) else _as_good(evidence))
        for day in [e.ranked.finding.published_on]
        if day is not None and any(days.told_by(day) for days in asked)
    )  # fmt: skip
    return [first] if (first := next(of_it, None)) is not None else []


def _likely(evidence: Sequence[Evidence]) -> list[Evidence]:
    return [e for e in evidence if e.score >= evidence[0].score - LIKELY]


@AS_GOOD.governs(without=list)
def _as_good(evidence: Sequence[Evidence]) -> list[Evidence]:
    """What answers about as well as the best."""
    best = evidence[0]
    return [
        e for e in evidence
        if e.score >= best.score - AS_LIKELY
        and e.ranked.score_of_best >= AS_WELL * best.ranked.score_of_best
    ]  # fmt: skip


def _came_out_about(evidence: Evidence, period: Period) -> bool:
    """Whether the report came out in a period or the weeks after."""
    day = evidence.ranked.finding.published_on
    return day is not None and Days(period.first, period.last).told_by(day)


def _overlap(a: Evidence, b: Evidence) -> bool:
    return whole_passage(a.ranked.finding).overlaps(whole_passage(b.ranked.finding))
