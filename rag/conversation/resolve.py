"""Questions that lean on those before them, made whole: "and in October?", "what about Olm?".

It is done by rules on their words. What is not clearly a follow-up stays as asked.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.text.normalize import collapsed
from rag.conversation.anew import asked_anew, asked_with, asks_when, before_its_source
from rag.conversation.dating import is_told_by_another, time_asked_for
from rag.conversation.exchange import begins_with_preposition, of_another
from rag.conversation.names import is_named, names
from rag.conversation.pronouns import named
from rag.conversation.times import (
    at_another_time,
    is_moved,
    moved,
    of_that_time,
    unmarked,
    words_beside,
)
from rag.conversation.topic import (
    beside_its_topic,
    is_bare,
    leans,
    names_only_its_topic,
    points_back,
    topic,
)
from rag.conversation.turn import Nearness, Read, Turn
from rag.question.parsing import Query
from rag.question.words import AUXILIARY

_FILLERS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|thanks|thank you|but|so|then|now|also|or|yes|no)\b(?=[\W]*\w)[,\s]*)*"
    r"(?:(?:(?:a )?change of|(?:a |on a )?(?:different|another|new|other)) (?:subject|topic|matter"
    r"|question|thing)\s*[:,;.–—-]\s*|(?:something else|moving on|last (?:one|question)|next"
    r" (?:one|question))\s*[:,;–—-]\s*)?",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:and\b[,\s]*)?(?:(?:what|how) about\b|same (?:question )?for\b)|and\b", re.IGNORECASE
)
_BACK = re.compile(
    r"(?:(?:let['’]s )?(?:go|going|get|getting|come|coming) )?(?:back|return|returning) to "
    r"(?:the )?(?P<what>[^:,.?!;–—]*[^:,.?!;–—\s])\s*(?:[:,.;–—]\s*(?P<rest>.+))?",
    re.IGNORECASE | re.DOTALL,
)
_ASKS = re.compile(
    rf"\b(?:who|whom|whose|what|which|when|where|why|how)\b|^(?:{AUXILIARY}|any\w*|list|trace|compare|tell"
    r"|describe|give|walk|name|show|summari[sz]e)\b",
    re.IGNORECASE,
)
_ELSE = re.compile(r"\b(?:what|who|whom|where|when|why|how|any\w+|some\w+) else\b", re.IGNORECASE)
_NAMED_FIRST = re.compile(
    rf"(?P<who>(?:[\w’'-]+ ){{0,3}}[\w’'-]+)\s*[,:–—]\s*"
    rf"(?P<asks>(?:[\w’'-]+ ){{0,4}}?{AUXILIARY} )(?:he|she|it|they)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_SHORT = 6
"""Words; a longer remainder is a question of its own."""
_ABOUT_THEN = 8
"""Words; a longer question says itself what time it is about."""


def resolve(query: Query, turns: Sequence[Turn], read: Read, nearness: Nearness) -> Query:
    """A question that follows up on the last of the turns, or on one that it goes back to, made
    whole; as it is, where it does not. What else there is is asked without what was quoted."""
    asked = _without_fillers(query.question)
    turns = [
        replace(t, query=replace(t.query, question=_without_fillers(t.query.question)))
        for t in turns
    ]
    back = _BACK.fullmatch(asked.strip(" ?!."))
    earlier = _turn_on(back["what"], turns) if back else None
    if back is not None and earlier is not None:
        whole = _of_earlier(back["rest"], back["what"], earlier, read, nearness)
    else:
        base = _base(asked, turns, read) if turns else None
        earlier = before_its_source(base) if base else None
        prior = _before(base, turns) if base else None
        whole = _whole(asked, earlier, read, nearness, prior) if earlier else None
    resolved = replace(query, question=whole) if whole else query
    if earlier is None or _ELSE.search(asked) is None:
        return resolved
    return replace(resolved, told=(*earlier.query.told, *earlier.quotes))


def _base(asked: str, turns: Sequence[Turn], read: Read) -> Turn:
    """The turn that a question follows up on: the last that was about something, but for follow-ups
    that were refused.

    For another time, it is the last that did not ask for one, or had the same question word, or,
    where it is told by that of another question, the last that had one; for another name, the last
    whose question was asked in full.
    """
    fit = [turn for turn in turns if topic(turn.query.question, read) is not None] or turns[-1:]
    rest = _LEAD.sub("", asked, count=1).strip(" ?!.,")
    if not is_moved(rest):
        fit = [turn for turn in fit if not _came_to_nothing(turn)] or fit
    again = asked_with(rest, read)
    if again is not None:
        fit = [t for t in fit if t.query.question.casefold().startswith(f"{again} ")] or fit
    elif is_moved(rest):
        fit = [t for t in fit if read(t.query.question).periods] or fit
    elif is_told_by_another(rest) or not _ASKS.search(rest):
        another_time = is_told_by_another(rest) or bool(read(asked).periods)
        full = [
            t for t in fit if not (asks_when(t) if another_time else names_only_its_topic(t, read))
        ]
        fit = full or fit
    return fit[-1]


def _came_to_nothing(turn: Turn) -> bool:
    """Whether a turn was itself a follow-up and was refused: what comes next is about what that one
    followed."""
    query = turn.query
    if query.after is None or turn.said:
        return False
    return query.after.asked != query.question or _LEAD.match(query.question) is not None


def _before(turn: Turn, turns: Sequence[Turn]) -> str | None:
    """The question asked before that of a turn."""
    position = turns.index(turn)
    return turns[position - 1].query.question if position else None


def may_follow_up(question: str, read: Read) -> bool:
    """Whether a question may lean on those before it: it begins like one that goes on, has a
    pronoun, is short, or names nothing."""
    asked = _without_fillers(question)
    goes_on = asked != collapsed(question) or _LEAD.match(asked) is not None
    short = len(asked.split()) <= _SHORT
    return goes_on or short or leans(asked, read) or not names(asked, read)


def _without_fillers(question: str) -> str:
    return _FILLERS.sub("", collapsed(question))


def _turn_on(what: str, turns: Sequence[Turn]) -> Turn | None:
    """The latest turn whose question has these words."""
    wanted = re.compile(rf"\b{re.escape(what)}\b", re.IGNORECASE)
    return next((turn for turn in reversed(turns) if wanted.search(turn.query.question)), None)


def _of_earlier(
    rest: str | None, what: str, turn: Turn, read: Read, nearness: Nearness
) -> str | None:
    """What is asked of an earlier turn; its own question, where nothing is."""
    if rest is None:
        return turn.query.question
    about = replace(turn, query=replace(turn.query, question=f"What about {what}?"))
    return (
        _whole(_without_fillers(rest), about, read, nearness)
        or (None if names(rest, read) else f"{unmarked(rest)} ({what})?")
        or f"{unmarked(rest)}?"
    )


def _whole(
    asked: str, last: Turn, read: Read, nearness: Nearness, prior: str | None = None
) -> str | None:
    """What is asked, in a sentence that stands by itself; None where it already does.

    `prior` is the question before that of the last turn.
    """
    before = last.query.question
    lead = _LEAD.match(asked)
    led = lead is not None
    rest = (asked[lead.end() :] if lead else asked).strip(" ?!.,")
    if not any(c.isalpha() for c in before):
        return None
    if (whole := asked_anew(rest, last, read) or moved(rest, last, read)) is not None:
        return whole
    if (time := time_asked_for(rest, last, read)) is not None:
        return at_another_time(before, time, read)
    if not any(c.isalpha() for c in rest):
        return None
    said = _of_whom_it_is_said(rest, read)
    rest = said or rest
    bare = not led and is_bare(asked, read)
    if bare or _ASKS.search(rest):
        dated = of_that_time(rest, last, read)
        asks = dated or rest
        return (
            _with_its_topic(named(asks, last, read), last, read)
            or beside_its_topic(asks, last, read, nearness, led=led)
            or (f"{dated}?" if dated else None)
            or (_then(asks, before, read) if led else None)
            or (f"{said}?" if said else None)
        )
    window = read(rest)
    if window.periods and not words_beside(rest, window):
        return at_another_time(before, rest, read)
    if len(rest.split()) <= _SHORT and (led or begins_with_preposition(rest)):
        exchanged = of_another(before, rest, read, nearness, prior)
        return exchanged or (f"What was reported about {rest}?" if led and is_named(rest) else None)
    return None


def _of_whom_it_is_said(rest: str, read: Read) -> str | None:
    """A question about who is named before it: "the Hald guild, what did they promise" is "what
    did the Hald guild promise"; None for others."""
    match = _NAMED_FIRST.fullmatch(rest)
    if match is None or len(names(match["who"], read)) != 1 or _ASKS.search(match["who"]):
        return None
    return f"{match['asks']}{match['who'].strip()}{match['rest']}"


def _with_its_topic(named: str | None, last: Turn, read: Read) -> str | None:
    """A question in which "so" or "one" is left, with what the last was about."""
    if named is None or not points_back(named, read):
        return named
    about = topic(last.query.question, read)
    return f"{unmarked(named)} ({about})?" if about else named


def _then(asked: str, before: str, read: Read) -> str | None:
    """Another question, a short one, about the time of the last one; None where either names its
    own or none."""
    times = " ".join(read(before).reading)
    if not times or read(asked).reading or len(asked.split()) > _ABOUT_THEN:
        return None
    return f"{asked} {'at ' if times.startswith('the ') else ''}{times}?"
