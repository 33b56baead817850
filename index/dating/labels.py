"""The word before a date, which says of what it is the day."""

import re

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
_OF_THE_WHOLE = frozenset({"the", "this", "a", "its", "on", "of", "report", "document"})
"""Words beside "date" that leave it to be that of the report itself."""

OF_PUBLICATION = frozenset(
    {"published", "publish", "publication", "posted", "post", "released", "release", "issued",
     "issue", "dated", "filed", "signed", "decided", "entered", "delivered", "written",
     "created", "first", "pubdate", "judgment", "judgement", "rendered", "pronounced"}
)  # fmt: skip
OF_AN_UPDATE = frozenset(
    {"updated", "update", "modified", "edited", "revised", "revision", "amended", "corrected",
     "changed", "reviewed"}
)  # fmt: skip
OF_SOMETHING_ELSE = frozenset(
    {"effective", "due", "expires", "deadline", "next", "born", "died", "retrieved", "accessed",
     "cached", "generated", "printed", "copyright", "approved", "received", "submitted",
     "end", "ended", "ending", "ends", "start", "begins", "beginning", "closing", "since", "until",
     "before", "prior", "after", "through", "as", "copied", "archived", "downloaded", "period",
     "submissions"}
)  # fmt: skip
_PREPOSITIONS = {
    "on": "on", "of": "of", "in": "in", "as": "as", "the": "the", "this": "this", "from": "from",
    "since": "since", "by": "until", "until": "until", "till": "until", "to": "to", "through": "to",
    "and": "to", "at": "at", "before": "until", "after": "since", "between": "from",
}  # fmt: skip
LEADS = frozenset(_PREPOSITIONS.values())


def label_of(line: CandidateLine, ahead: str) -> str:
    """The sort of the words before a date, which may stand on the line above it."""
    if ahead.strip():
        return label(ahead)
    return label(line.before[-60:]) if len(line.before.split()) <= LABEL_WORDS else ""


def without_times(words: str) -> str:
    """Words without weekdays, times of day and time zones."""
    return _ZONE.sub(" ", CLOCK.sub(" ", WEEKDAY.sub(" ", words)))


def label(ahead: str) -> str:
    """The sort of the words right before a date: "publication", "update", "else", "named" or none.

    "Date of issue" and "report date" are of publication, "date of birth" is not; "hearing date"
    names what it is of, which may be the report or what that tells.
    """
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", ahead[-60:])][-LABEL_WORDS:]
    for sort, names in (
        ("update", OF_AN_UPDATE), ("else", OF_SOMETHING_ELSE), ("publication", OF_PUBLICATION),
    ):  # fmt: skip
        if names.intersection(words):
            return sort
    if "date" not in words:
        return ""
    if set(words) <= {"date", *_OF_THE_WHOLE}:
        return "publication"
    return "named" if words[-1] == "date" else "else"


def preposition(ahead: str) -> str:
    """The sort of the last word before a date: a preposition's, "a word" or "nothing"."""
    last = re.search(r"([A-Za-z]+)[^\w:]*$", without_times(ahead)[-40:])
    return _PREPOSITIONS.get(last[1].lower(), "a word") if last else "nothing"
