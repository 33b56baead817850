"""How the words around the times of a question bound them: before, since, between ... and."""

import re
from dataclasses import replace
from datetime import date, timedelta

from index.calendar import Period
from index.rules import Stage, always, declare

MOST_PERIODS = 8
"""Of a question that names more times than these, the first ones are read."""
_LEADS_WITHIN = 120
"""Characters in which the words stand that lead to a period."""
_OPENS = re.compile(r"\b(?:between|from)\s(?:the\s)?$", re.IGNORECASE)
_COMPARES = re.compile(r"\b(?:compar|contrast|differ|relative to|versus|vs)", re.IGNORECASE)
_SHORTLY = r"(?:just|shortly|right|soon|immediately|directly) "
_LOOSE = re.compile(
    r"today|tonight|overnight|this (?:morning|afternoon|evening)|(?:this )?(?!yester)\w+day",
    re.IGNORECASE,
)
_BOUNDED_OR_JOINED = re.compile(
    r"\b(?:and|or|to|than|through|from|between|since|until|till|by|before|after|of|as)\s$",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"\b(?:around|round about|circa|on or (?:about|around))\s(?:the\s)?$", re.IGNORECASE
)
_NUMBER_OF_A_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
"""Around 24 May is told of that day; around Christmas, of the days beside it too."""
_ABOUT_THEN = timedelta(days=3)
"""How far "around Christmas" reaches on either side."""
_A_FEW_DAYS = 7
_A_YEAR = 366
SHORTLY = timedelta(days=13)
"""How long "just before" and "shortly after" last beyond the first day."""
_BOUND_WORDS = {
    "since": r"(?:ever )?since|(?:starting|beginning|as) (?:in|from|on)"
    r"|not? (?:before|earlier than)",
    "until": r"until|till|up to(?: and including)?|up until|by|not? (?:after|later than)",
    "before": rf"(?:{_SHORTLY})?(?:before|prior to|ahead of)|earlier than",
    "after": rf"(?:{_SHORTLY})?(?:after|following)|later than",
    "as of": r"as of|as at|(?:known|believed|understood|thought) (?P<by>on|by|at|in|as of)",
}
_BOUNDS = {
    name: re.compile(rf"\b(?:{words})\s(?:the\s|last\s)?$", re.IGNORECASE)
    for name, words in _BOUND_WORDS.items()
}
"""What stands before a period and makes of it the bound of another."""
_ONWARDS = re.compile(r"\s?(?:onwards?\b|on(?=[,?.!;]|$))", re.IGNORECASE)
_IN = re.compile(
    r"\b(?:in|on|during|over|throughout|within|of|for|around)\s(?:the\s|last\s)?$",
    re.IGNORECASE,
)

LOOSE = declare(
    "window-loose-words", Stage.QUESTION,
    "“Overnight” or “on Monday” beside another time of the question is of that time, not of today.",
)  # fmt: skip
AS_OF = declare(
    "window-as-of", Stage.QUESTION,
    "“As of” a day asks for what reports of that day or before it say.",
)  # fmt: skip
SINCE = declare(
    "window-since", Stage.QUESTION, "“Since” a time asks for that time and all that follows it."
)
UNTIL = declare(
    "window-until", Stage.QUESTION, "“Until” a time asks for that time and all that is before it."
)
BEFORE = declare("window-before", Stage.QUESTION, "“Before” a time asks for all that precedes it.")
AFTER = declare("window-after", Stage.QUESTION, "“After” a time asks for all that follows it.")
A_SHORT_WHILE = declare(
    "window-shortly", Stage.QUESTION,
    "“Shortly” before or after a time asks for two weeks, and not for all time.",
)  # fmt: skip
CROSSED = declare(
    "window-after-but-before", Stage.QUESTION,
    "“After” one time and “before” another asks for what is in both, and not in either.",
)  # fmt: skip
AROUND = declare(
    "window-around", Stage.QUESTION, "“Around” a feast or week takes in the days beside it."
)
_RULE_OF = {
    "since": SINCE, "until": UNTIL, "before": BEFORE, "after": AFTER, "as of": AS_OF
}  # fmt: skip


def _as_they_are(text: str, named: list[Period]) -> list[Period]:
    return named


@LOOSE.governs(without=_as_they_are)
def of_their_own(text: str, named: list[Period]) -> list[Period]:
    """The times of a question without words such as "overnight" or "on Monday", where it has a time
    beside them that they are of: they do not mean today then, unless they bound that time."""
    loose = [
        p for p in named
        if _LOOSE.fullmatch(text, p.start, p.end)
        and not _BOUNDED_OR_JOINED.search(words_before(text, p.start)[0])
    ]  # fmt: skip
    others = [p for p in named if p not in loose]
    return others if others and _COMPARES.search(text) is None else named


def bounded_times(text: str, named: list[Period]) -> tuple[list[Period], list[Period]]:
    """The times that a question asks about, as the words around them bound them, and those that it
    is asked as of; `named` are all that it names."""
    known_by = [p for p in named if _bounded_by(text, p) == "as of"]
    others = [p for p in named if p not in known_by]
    once = {(p.first, p.last): p for p in reversed([_bounded(text, p) for p in others])}
    asked = sorted(once.values(), key=lambda p: p.start)[:MOST_PERIODS]
    return _crossed(asked), [_with_words(text, p) for p in known_by]


def _each(asked: list[Period]) -> list[Period]:
    return asked


@CROSSED.governs(without=_each)
def _crossed(asked: list[Period]) -> list[Period]:
    """ "After May but before July" is one period: what is in both."""
    if len(asked) != 2:
        return asked
    since = next((p for p in asked if p.last == date.max and p.first != date.min), None)
    until = next((p for p in asked if p.first == date.min and p.last != date.max), None)
    if since is None or until is None or since.first > until.last:
        return asked
    start, end = min(p.start for p in asked), max(p.end for p in asked)
    return [Period(start, end, since.first, until.last)]


def _bounded_by(text: str, period: Period) -> str | None:
    before, _ = words_before(text, period.start)
    return next(
        (name for name, pattern in _BOUNDS.items()
         if pattern.search(before) and _RULE_OF[name].applies(True)),
        None,
    )  # fmt: skip


def _bounded(text: str, period: Period) -> Period:
    """A period as the words before it bound it, with them; before or after "the March election" is
    also a time in March."""
    bound = _bounded_by(text, period)
    opened = _OPENS.search(words_before(text, period.start)[0])
    onwards = _ONWARDS.match(text, period.end) if opened else None
    whole = _with_words(text, period)
    if onwards is not None and SINCE.applies(True):
        return replace(whole, end=onwards.end(), last=date.max)
    shortly = bound in ("before", "after") and A_SHORT_WHILE.applies(
        re.match(_SHORTLY, text[whole.start :], re.IGNORECASE) is not None
    )
    then = 1 < period.days <= _A_YEAR and period.of_event
    match bound:
        case "before":
            last = period.last if then else period.first - timedelta(days=1)
            return replace(whole, first=last - SHORTLY if shortly else date.min, last=last)
        case "until":
            return replace(whole, first=date.min)
        case "after":
            first = period.first if then else period.last + timedelta(days=1)
            return replace(whole, first=first, last=first + SHORTLY if shortly else date.max)
        case "since":
            return replace(whole, last=date.max)
        case _ if period.days <= _A_FEW_DAYS and _is_around(text, period):
            if _NUMBER_OF_A_DAY.search(text, period.start, period.end):
                return whole
            first, last = period.first - _ABOUT_THEN, period.last + _ABOUT_THEN
            return replace(whole, first=first, last=last)
        case _:
            return whole


@AROUND.governs(without=always(False))
def _is_around(text: str, period: Period) -> bool:
    return _AROUND.search(words_before(text, period.start)[0]) is not None


def _with_words(text: str, period: Period) -> Period:
    """A period with the words that lead to it."""
    leading = [*_BOUNDS.values(), _IN]
    before, offset = words_before(text, period.start)
    found = next((m for p in leading if (m := p.search(before))), None)
    if found is None:
        return period
    by = found.groupdict().get("by")
    return replace(period, start=offset + (found.start("by") if by else found.start()))


def words_before(text: str, start: int) -> tuple[str, int]:
    """What stands before a period and may lead to it, and where that begins."""
    offset = max(0, start - _LEADS_WITHIN)
    return text[offset:start], offset
