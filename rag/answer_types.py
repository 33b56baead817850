"""What sort of thing a question asks for, and whether a text has such a thing in it."""

import re
from datetime import date
from enum import StrEnum

from index.dates import MONTH_NAME
from index.normalize import aligned
from index.periods import periods

_COUNTED = (
    r"(?:\d[\d,.]*|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen"
    r"|twenty|thirty|forty|fifty|several|few|couple of|dozens? of|half an?)"
)
_UNIT_OF_TIME = (
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|fortnights?|months?|years?|decades?"
    r"|centur(?:y|ies))"
)


class Asked(StrEnum):
    """The answer types told apart; most questions ask for none of them in particular."""

    DURATION = "length of time"
    MONEY = "sum of money"
    VICTIMS = "number of dead or injured"
    INHABITANTS = "number of inhabitants"
    MEASURE = "measure"
    NUMBER = "number"
    TIME = "time"
    PERSON = "name"


_QUESTIONS = {
    Asked.DURATION: (
        r"\bhow long\b(?! (?:is|are|was|were) (?:the|a)\b)"
        r"|\bhow many (?:seconds|minutes|hours|days|weeks|months|years|decades)\b"
    ),
    Asked.MEASURE: (
        r"\bhow (?:high|tall|deep|wide|heavy|fast)\b"
        r"|\bwhat (?:altitude|distance|height|depth|width|weight|speed)\b"
    ),
    Asked.MONEY: (
        r"\bhow much (?:money\b"
        r"|(?:[\w’'-]+ ){1,12}(?:costs?|pay|paid|spen[dt]|worth|earn(?:s|ed)?)\b)"
        r"|\b(?:what|which|at what) (?:sum|price|salary|fine)\b"
    ),
    Asked.VICTIMS: (
        r"\bhow many (?:[\w’'-]+ ){0,8}?(?:(?:were|was|are|been|get|got) (?:\w+ )?"
        r"(?:killed|injured|wounded|hurt)|die[ds]?|dead|perish(?:ed)?)\b"
        r"|\bhow many (?:killed|wounded|injured|dead|deaths|casualties|fatalities)\b"
        r"|\bdeath toll\b|\bnumber of (?:dead|deaths|killed|wounded|injured|casualties)\b"
    ),
    Asked.INHABITANTS: (
        r"\bhow many (?:[\w’'-]+ )?(?:people|residents|inhabitants|civilians|citizens|persons"
        r"|families|men|women|children) (?:[\w’'-]+ ){0,4}?(?:live[ds]?|living|inhabit\w*)\b"
        r"|\bpopulation of\b"
    ),
    Asked.NUMBER: (
        r"\bhow (?:many|much|large|big|far|old)\b"
        r"|\bwhat (?:number|percentage|per ?cent|share|amount|sum|size)\b"
    ),
    Asked.TIME: (
        r"^\W*when\b|\b(?:since|until|by) when\b|\b(?:what|which) (?:year|month|day|date)\b"
    ),
    Asked.PERSON: r"^\W*(?:who|whom|whose)\b|\b(?:by|to|from|with) whom\b",
}
_CARRIES = {
    Asked.DURATION: rf"(?i)\b{_COUNTED}[\s-]+(?:and a half[\s-]+)?(?:\w+[\s-]+)?{_UNIT_OF_TIME}\b",
    Asked.MONEY: (
        r"(?i)[$€£₽¥]|\b(?:dollars?|euros?|rubles?|roubles?|hryvnias?|pounds?|francs?|yen|yuan|usd|eur"
        r"|per ?cent|million|billion|trillion|free)\b|%"
    ),
    Asked.MEASURE: (
        r"(?i)(?:\d|\b(?:half an?|one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty"
        r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million))[\s-]?"
        r"(?:square |cubic )?"
        r"(?:(?:kilo|centi|milli)?met(?:er|re)s?|miles?|feet|foot|ft|km(?:/h|h)?|[cm]?m|inch(?:es)?"
        r"|ton(?:ne)?s?|kilogram(?:me)?s?|kg|pounds|mph|knots|degrees|per ?cent|%)(?![\w-])"
    ),
    Asked.TIME: (
        rf"\b(?:19|20)\d\d\b|\b{MONTH_NAME}\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
        r"|\b(?:spring|summer|autumn|winter|yesterday|today|century|decades?|weeks?|months?"
        r"|years?)\b"
    ),
    Asked.PERSON: r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+",
}
_OF_WHOM = {
    Asked.NUMBER: re.compile(""),
    Asked.VICTIMS: re.compile(
        r"\b(?:die[ds]?|dying|dead|deaths?|kill\w*|wound\w*|injur\w*|hurt|casualt\w*|fatal\w*|victims?"
        r"|lost|los(?:e|es|ing|s|ses)|toll|murder\w*|execut\w*|perish\w*|massacre\w*|bur(?:y|ied)"
        r"|bodies|graves?|destroy\w*|lives)\b",
        re.IGNORECASE,
    ),
    Asked.INHABITANTS: re.compile(
        r"\b(?:live[ds]?|living|resid\w*|inhabit\w*|population|people|citizens|civilians"
        r"|households|families|remain\w*|settl\w*|home to|(?:city|town|village) of)\b",
        re.IGNORECASE,
    ),
}
"""Words without which a number is not one of what is asked for."""
_SOMEBODY = re.compile(
    r"\b(?:an?|another|her|his|their) (?:[\w-]+ )?(?:man|woman|child|boy|girl|baby|person|civilian"
    r"|soldier|officer|pilot|driver|guard|worker|resident|policeman|journalist|son|daughter|wife"
    r"|husband|mother|father)\b",
    re.IGNORECASE,
)
"""Somebody: one is a number too."""
_COUNT = re.compile(
    r"\bhow many\b|\bwhat (?:number|percentage|per ?cent|share) of\b|\bhow old\b", re.IGNORECASE
)
_QUANTITY = re.compile(
    r"(?<![\w.,/–-])\d[\d,.]*(?:[–-]\d[\d,.]*)?(?![\w-])"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|both|dozens?|hundreds?"
    r"|thousands?|millions?|billions?|half|third|quarter|twice|several|few"
    r"|no|none|single|zero|nobody|no one)\b"
    r"|\ban? (?:metre|meter|kilomet(?:re|er)|mile|ton(?:ne)?|lit(?:re|er)|second|minute|hour|day"
    r"|week|month|year|decade|dozen|pair|couple)\b",
    re.IGNORECASE,
)
_TYPE = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][\w-]*\s$")
"""A name before a number, inside a sentence."""
_ANY_DAY = date(2000, 1, 1)
"""Days are looked for, whatever their year."""


def asked_for(question: str) -> Asked | None:
    """The sort of thing that a question asks for, or None."""
    plain = aligned(question)
    for asked, pattern in _QUESTIONS.items():
        if re.search(pattern, plain, re.IGNORECASE):
            return asked
    return None


def carries(asked: Asked | None, text: str) -> bool:
    """True where `text` has a thing of the sort in it; always, where none is asked for."""
    if asked is None:
        return True
    plain = aligned(text)
    if asked in _OF_WHOM:
        counts = _has_quantity(plain) or (asked is Asked.VICTIMS and _SOMEBODY.search(plain))
        return bool(counts) and _OF_WHOM[asked].search(plain) is not None
    return re.search(_CARRIES[asked], plain) is not None


def must_have(question: str) -> Asked | None:
    """The sort of number without which a question is not answered: how many, what share.

    None for others: "When?" may be answered by what happened then, "How high is the risk?" and "How
    long?" in other words.
    """
    asked = asked_for(question)
    if asked in (Asked.VICTIMS, Asked.INHABITANTS):
        return asked
    return Asked.NUMBER if _COUNT.search(aligned(question)) is not None else None


def _has_quantity(text: str) -> bool:
    """Whether a number in the text counts something: no day, no year, no type ("Embraer 190")."""
    days = [(p.start, p.end) for p in periods(text, _ANY_DAY)]
    for match in _QUANTITY.finditer(text):
        dated = any(start <= match.start() < end for start, end in days)
        of_a_type = match[0][0].isdigit() and _TYPE.search(text[: match.start()])
        if not dated and not of_a_type:
            return True
    return False
