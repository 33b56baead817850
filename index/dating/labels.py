"""What the words before a date say of it: of what it is the day, and how they lead to it."""

import re

from index.dating.times_beside import without_times

LABEL_WORDS = 3
"""So many words right before a date may say what it is the day of."""
_ARTICLES = frozenset({"the", "this", "a", "its", "on", "of"})
OF_PUBLICATION = frozenset(
    {"published", "publish", "publication", "posted", "post", "released", "release", "issued",
     "issue", "dated", "filed", "signed", "decided", "entered", "delivered", "written",
     "created", "first", "pubdate"}
)  # fmt: skip
OF_AN_UPDATE = frozenset(
    {"updated", "update", "modified", "edited", "revised", "revision", "amended", "corrected",
     "changed", "reviewed"}
)  # fmt: skip
OF_SOMETHING_ELSE = frozenset(
    {"effective", "due", "expires", "deadline", "next", "born", "died", "retrieved", "accessed",
     "cached", "generated", "printed", "copyright", "approved", "received", "submitted",
     "ended", "ending", "ends", "begins", "beginning", "closing", "since", "until", "before",
     "after", "through", "as", "copied", "archived", "downloaded", "period"}
)  # fmt: skip
_PREPOSITIONS = {
    "on": "on", "of": "of", "in": "in", "as": "as", "the": "the", "this": "this", "from": "from",
    "since": "since", "by": "until", "until": "until", "till": "until", "to": "to", "through": "to",
    "and": "to", "at": "at", "before": "until", "after": "since", "between": "from",
}  # fmt: skip
LEADS = frozenset(_PREPOSITIONS.values())


def label(ahead: str) -> str:
    """The sort of the words right before a date: "publication", "update", "else", "named" or none.

    "Date of issue" is one of publication, "date of birth" is not; "hearing date" names what it is
    of, which may be the report or what that tells.
    """
    words = [word.lower() for word in re.findall(r"[A-Za-z]+", ahead[-60:])][-LABEL_WORDS:]
    for sort, names in (
        ("update", OF_AN_UPDATE), ("else", OF_SOMETHING_ELSE), ("publication", OF_PUBLICATION),
    ):  # fmt: skip
        if names.intersection(words):
            return sort
    if words[-1:] == ["date"]:
        return "named" if set(words[:-1]) - _ARTICLES else "publication"
    return "else" if "date" in words else ""


def preposition(ahead: str) -> str:
    """The sort of the preposition that leads to a date; "a word" for another word, or "nothing"."""
    last = re.search(r"([A-Za-z]+)[^\w:]*$", without_times(ahead)[-40:])
    return _PREPOSITIONS.get(last[1].lower(), "a word") if last else "nothing"
