"""Whether a follow-up that a language model made whole asks what was asked, and nothing else."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from index.dates import MONTH_NAME
from index.normalize import aligned
from index.terms import FUNCTION_WORDS, stem
from rag.follow_up.names import AUXILIARY
from rag.follow_up.turn import Read, Turn

_LONGEST = 50
"""Words of a rewritten question, at most."""
_ASKS = re.compile(
    rf"(?:(?:by|to|from|with|for|in|on|at|of|since|until|before|after|about|according to)\s)?"
    rf"(?:who|whom|whose|what|which|when|where|why|how|{AUXILIARY})\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[?!]|\.\s")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|nobody|nothing|neither|nor|without|cannot|\w+n['’]t)\b", re.IGNORECASE
)
_OF_TIME = re.compile(
    rf"\b(?:{MONTH_NAME}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tomorrow"
    r"|spring|summer|autumn|winter|before|after|since|until|till|earlier|later|last|next|previous"
    r"|latest|first|ago|recent(?:ly)?|current(?:ly)?|now)\b",
    re.IGNORECASE,
)
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?"
    r"|thousands?|millions?|billions?|half|twice|third|quarter)\b",
    re.IGNORECASE,
)
_KNOWN = 0.6
"""The share of the words that carry meaning which must stand in the conversation: a model may say
"capture" for "seize", but not ask something else, or in another language."""


def is_faithful(written: str, asked: str, turns: Sequence[Turn], by_rules: str, read: Read) -> bool:
    """Whether a rewritten question asks what was asked, with what the conversation has said.

    Every name, number and word of time in it must stand in the question, in a turn, or in what the
    rules made of the question, and none of the question's own may be missing, nor of what the rules
    put in beside it; neither is anything denied that was not before, nor answered.
    """
    said = [asked, by_rules, *(t for turn in turns for t in (turn.query.question, *turn.said))]
    known = aligned("\n".join(said))
    plain = aligned(written).strip()
    if not _is_one_question(plain):
        return False
    stands = _particulars(plain) <= _all_words(known)
    if not stands or not _particulars(asked) <= _all_words(plain):
        return False
    if by_rules != asked and not _carries_over(plain, aligned(by_rules), read):
        return False
    questions = [asked, by_rules, turns[-1].query.question] if turns else [asked]
    denied = _NEGATION.search(plain) is not None
    if denied and not any(map(_NEGATION.search, questions)):
        return False
    if _NEGATION.search(asked) and not denied:
        return False
    meant = _stems(plain)
    return len(meant & _stems(known)) >= _KNOWN * len(meant)


def _carries_over(written: str, by_rules: str, read: Read) -> bool:
    """Whether a text has the names, numbers and time of what the rules made of a question."""
    return _particulars(by_rules) <= _all_words(written) and _time(written, read) == _time(
        by_rules, read
    )


def _time(text: str, read: Read) -> tuple[object, ...]:
    """The time that a text asks about, wherever in it that is said."""
    window = read(text)
    spans = sorted((period.first, period.last) for period in window.periods)
    return (*spans, window.as_of, window.order)


def _is_one_question(text: str) -> bool:
    """Whether a text is one question on one line, of a length that people ask."""
    return (
        text.endswith("?")
        and _ENDS.search(text[:-1]) is None
        and _ASKS.match(text) is not None
        and len(text.split()) <= _LONGEST
        and not any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") for c in text)
    )


def _particulars(text: str) -> set[str]:
    """The names, numbers and words of time of a question."""
    found = [m[0] for m in _WORD.finditer(text) if any(c.isdigit() for c in m[0])]
    found += [
        m[0] for m in _WORD.finditer(text)
        if m[0][0].isupper() and (m.start() or m[0].casefold() not in FUNCTION_WORDS)
    ]  # fmt: skip
    found += [m[0] for pattern in (_OF_TIME, _NUMBER_WORD) for m in pattern.finditer(text)]
    return set(_bare(found))


def _all_words(text: str) -> set[str]:
    return set(_bare(m[0] for m in _WORD.finditer(text)))


def _bare(words: Iterable[str]) -> Iterable[str]:
    """Words without case and without what only tells that they own something."""
    return (re.sub(r"['’]s?$", "", word.casefold()) for word in words)


def _stems(text: str) -> set[str]:
    """The stems of the words that carry meaning."""
    return {stem(word) for word in _all_words(text) if word not in FUNCTION_WORDS}
