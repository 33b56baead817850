"""Questions that lean on the one before them, made whole: "and in October?", "what about Olm?".

It is done by rules on the words of both questions. What is not clearly a follow-up stays as asked.
"""

import re
from dataclasses import replace

from index.normalize import collapsed
from rag.follow_up.exchange import begins_with_preposition, of_another
from rag.follow_up.names import AUXILIARY
from rag.follow_up.pronouns import named
from rag.follow_up.times import at_another_time, moved, unmarked, words_beside
from rag.follow_up.turn import Nearness, Read, Turn
from rag.question import Query

_FILLERS = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|thanks|thank you|but|so|then|now|also|or|yes|no)\b[,\s]*)*", re.IGNORECASE
)
_LEAD = re.compile(
    r"(?:and\b[,\s]*)?(?:(?:what|how) about\b|same (?:question )?for\b)|and\b", re.IGNORECASE
)
_WHY = re.compile(
    r"(?:why|how come|for what reason)(?:\s(?:is|was|did)\s(?:that|this|it|so)(?:\s\w+)?)?",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    r"(?:who|which \w+)\s(?:said|says|say|reported|reports|claimed|claims|stated|wrote"
    r"|told (?:you|us|them))(?:\s(?:that|this|so|it))?|says who|according to (?:whom|what)"
    r"|(?:what(?:'s| is) (?:the|your) )?source",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?P<word>when|where|how many|how much|how long|how far|who|by whom|how|what for)"
    r"(?:\s(?:was|is|did|does|were|has)\s(?:that|this|it|they|there)"
    r"(?:\s(?:happen|occur|begin|start|end|over|so))?)?",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?:what (?:happened|was reported)\s)?(?P<way>before|after|since)\s(?:that|then|this)"
    r"|(?P<later>afterwards|later|earlier|since)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"^\W*(?:(?:by|to|from|with|for|in|on|at|of)\s)?"
    rf"(?:who|whom|whose|what|which|when|where|why|how(?:\s(?:many|much|long|far|often|large))?)"
    rf"\b\s*(?P<rest>(?P<thing>(?!{AUXILIARY}\b)[a-z]+\s)?{AUXILIARY}\b.*|.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ASKS = re.compile(
    rf"\b(?:who|whom|whose|what|which|when|where|why|how)\b|^(?:{AUXILIARY}|list|trace|compare|tell"
    r"|describe|give|walk|name|show|summari[sz]e)\b",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(rf"^\W*{AUXILIARY}\b", re.IGNORECASE)
_SHORT = 6
"""Words; a longer remainder is a question of its own."""


def resolve(query: Query, last: Turn, read: Read, nearness: Nearness) -> Query:
    """A question that follows up on the last turn, made whole; as it is, where it does not."""
    asked = _FILLERS.sub("", collapsed(query.question))
    lead = _LEAD.match(asked)
    rest = (asked[lead.end() :] if lead else asked).strip(" ?!.,")
    can = _has_letters(rest) and _has_letters(last.query.question)
    whole = _whole(rest, last, read, nearness, led=lead is not None) if can else None
    return replace(query, question=whole) if whole else query


def _has_letters(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _whole(rest: str, last: Turn, read: Read, nearness: Nearness, *, led: bool) -> str | None:
    """What is asked, in a sentence that stands by itself; None where it already does."""
    before = last.query.question
    if _WHY.fullmatch(rest):
        return _with_question_word("Why", last)
    if _WHO_SAID.fullmatch(rest) and last.said:
        return f"Who said this: {last.said[0]}"
    if (bare := _BARE.fullmatch(rest)) is not None:
        return _with_question_word(bare["word"].capitalize(), last)
    if (way := _RELATIVE.fullmatch(rest)) is not None:
        return moved(way, last, read)
    if _ASKS.search(rest):
        return named(rest, last, read) or (_then(rest, before, read) if led else None)
    window = read(rest)
    if window.periods and not words_beside(rest, window):
        return at_another_time(before, rest, read)
    if len(rest.split()) <= _SHORT and (led or begins_with_preposition(rest)):
        return of_another(before, rest, read, nearness)
    return None


def _then(asked: str, before: str, read: Read) -> str | None:
    """Another question about the time of the last one; None where either names its own or none."""
    times = read(before).reading
    return f"{asked} {' '.join(times)}?" if times and not read(asked).reading else None


def _with_question_word(word: str, last: Turn) -> str:
    """The last question asked anew: "Why" of "Did he leave?" is "Why did he leave?"."""
    before = unmarked(last.query.question)
    if _YES_OR_NO.match(before):
        return f"{word} {before[0].lower()}{before[1:]}?"
    asked = _ASKED.match(before)
    matter = asked["rest"] if asked else before
    return f"{word} {matter[:1].lower() if not asked else matter[:1]}{matter[1:]}?"
