"""The word before a date, which says of what it is the day."""

import re

from index import language
from index.dating.lines import CandidateLine

WEEKDAY = re.compile(
    r"(?<![^\W_])(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?(?![^\W_])\.?",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"(?:\bT?)?\d{1,2}(?:[:.]\d{2}){1,2}(?:\.\d{1,9})?(?:\s?[ap]\.?m\b\.?)?"
    r"|\b\d{1,4}\s?[ap]\.?m\b\.?|\bnoon\b",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\b(?:[ECMPB][SD]?T|GMT|UTC|[CEW]E?S?T|IST|JST|MSK|HKT|SGT|A[EW][SD]T|Z)\b|[+-]\d\d:?\d\d\b"
)
BEGINS_WITH_CLOCK = re.compile(r"[^A-Za-z]{0,24}\b\d{1,2}:\d{2}\b")
"""A line that begins with the time of day, a date before it at most, as an entry of a log does."""
LABEL_WORDS = 3
_OF_THE_WHOLE = language.words("dating", "of_the_whole")
"""Words beside "date" that leave it to be that of the report itself."""
_LABELS = language.groups("dating", "labels")
_EMBARGO = language.words("dating", "embargo")
_BEFORE_EMBARGO = language.words("dating", "before_embargo")
_PREPOSITIONS = {word: sort for sort, some in language.groups("dating", "prepositions").items()
                 for word in some}  # fmt: skip
_BEHIND_EMBARGO = frozenset(
    {*_PREPOSITIONS, *_LABELS["publication"], *language.words("dating", "leads_in")}
)
"""Words that may stand between the word for an embargo and its day."""
LEADS = frozenset(_PREPOSITIONS.values())


def label_of(line: CandidateLine, ahead: str) -> str:
    """The sort of the words before a date, which may stand on the line above it."""
    if ahead.strip():
        return label(ahead)
    return label(line.before[-60:]) if len(line.before.split()) <= LABEL_WORDS else ""


def without_times(line: str) -> str:
    """A line without weekdays, times of day and time zones."""
    return _ZONE.sub(" ", CLOCK.sub(" ", WEEKDAY.sub(" ", line)))


def label(ahead: str) -> str:
    """The sort of the words right before a date: "publication", "update", "else", "named" or none.

    "Embargoed until" a day is of publication, and what an arms embargo runs until is not. "Date of
    issue" and "report date" are too, "date of birth" is not; "hearing date" names what it is of,
    which may be the report or what that tells.
    """
    if _is_embargoed(ahead):
        return "publication"
    near = [word.lower() for word in re.findall(r"[A-Za-z]+", ahead[-60:])][-LABEL_WORDS:]
    for sort, names in _LABELS.items():
        if not set(names).isdisjoint(near):
            return sort
    if "date" not in near:
        return ""
    if set(near) <= {"date", *_OF_THE_WHOLE}:
        return "publication"
    return "named" if near[-1] == "date" else "else"


def _is_embargoed(ahead: str) -> bool:
    """Whether all that stands before a date is that a report may not come out until then."""
    near = [word.lower() for word in re.findall(r"[A-Za-z]+", without_times(ahead[-80:]))]
    at = next((n for n, word in enumerate(near) if word in _EMBARGO), None)
    if at is None:
        return False
    behind = set(near[at + 1 :])
    until = any(_PREPOSITIONS.get(word) == "until" for word in behind)
    return until and _BEFORE_EMBARGO.issuperset(near[:at]) and _BEHIND_EMBARGO.issuperset(behind)


def preposition(ahead: str) -> str:
    """The sort of the last word before a date: a preposition's, "a word" or "nothing"."""
    last = re.search(r"([A-Za-z]+)[^\w:]*$", without_times(ahead)[-40:])
    return _PREPOSITIONS.get(last[1].lower(), "a word") if last else "nothing"
