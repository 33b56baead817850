"""What sort of thing a question asks for, and whether a text has such a thing in it."""

import re
from collections.abc import Iterable
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


_TOPIC_AT_MOST = 6
"""Words of a matter that is only named."""
_INITIALS_FROM = 3
"""Letters; shorter initials are mostly something else's: US."""
_OF_A_BODY_AT_MOST = 3
"""Words of one on which a body whose reports these are is asked about: longer ones ask for more
than that it was spoken of."""
_COUNT = re.compile(
    r"\bhow many\b|\bwhat (?:number|percentage|per ?cent|share) of\b|\bhow old\b", re.IGNORECASE
)
_QUANTITY = re.compile(
    r"(?<![\w.,/–-])\d[\d,.]*(?![\w-])"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?"
    r"|thousands?|millions?|billions?|half|third|quarter|twice|several|few|no|none|single|zero)\b"
    r"|\ban? (?:metre|meter|kilomet(?:re|er)|mile|ton(?:ne)?|lit(?:re|er)|second|minute|hour|day"
    r"|week|month|year|decade|dozen|pair|couple)\b",
    re.IGNORECASE,
)
_TYPE = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][\w-]*\s$")
"""A name before a number, inside a sentence."""
_ANY_DAY = date(2000, 1, 1)
"""Days are looked for, whatever their year."""
_REPORTS = (
    r"(?:the |these |those |your |any |all )?(?:reports?|articles?|documents?|texts?)"
    r"(?: published| issued| released| written| from| of)?"
)
_ABOUT = r"(?:about|on|of|regarding|concerning|with)"
_OF_THE_REPORTS = re.compile(
    rf"^\W*(?:what (?:was|is|were|(?:has|have|had) been) (?:reported|said|written|known|stated)"
    rf"|what {_REPORTS} (?:said|say|tell|told|reported|wrote)"
    rf"|what (?:do|does|did) {_REPORTS} (?:say|tell(?: us| me)?|report|write|state|assess|note"
    rf"|conclude)"
    rf"|(?:which|what) {_REPORTS} (?:speaks?|talks?|deals?|(?:is|are)|reports?|writes?)"
    rf"|(?:tell me|what can you tell me|what do you know)(?: more| something)?) {_ABOUT} "
    rf"|^\W*(?:which|what) {_REPORTS} (?:mentions?|covers?|discuss(?:es)?|names?) "
    rf"|,? (?:according to|in) (?:the|these|your) reports\b",
    re.IGNORECASE,
)


_OVERVIEW = re.compile(
    r"\b(?:walk (?:me|us) through|trace|chronolog(?:y|ical)|timeline|time line|step by step"
    r"|sequence of|(?:in )?(?:what|which) order|over time|history of|list (?:the|all|of)"
    r"|episodes|stages of|course of"
    r"|how (?:has|have|had|did|does|do) .{1,120}\b(?:chang|shift|evolv|unfold|develop)\w*)\b",
    re.IGNORECASE,
)


_OF_A_COURSE = re.compile(
    r"\b(?:walk (?:me|us) through|trace|step by step|over time"
    r"|(?:give me |draw up )?(?:a |the )?"
    r"(?:chronology|time ?line|sequence|history|course|stages) of"
    r"|(?:in )?(?:what|which) order (?:did|do|were)?"
    r"|list (?:the|all|of)(?: the)?(?: episodes| events)?"
    r"|(?:unfold|evolve|develop)(?:ed)?(?=\W*$))\b",
    re.IGNORECASE,
)


_SAYING = (
    r"(?:say|said|tell|told|claim|state|argue|think|announce|write|report|suggest|warn|promise"
    r"|demand|propose|stress|assess|conclude|call|respond|comment|mention|describe|believe|deny"
    r"|admit|confirm|ask|want|praise|reveal|predict)\w*"
)
_SPEAKER = re.compile(
    rf"\bwhat (?:else )?(?:did|does|do|has|have|had|was|is) (?P<who>[^?]{{1,60}}?) {_SAYING}\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-Z][\w’'-]*")


def speaker_in(question: str) -> str | None:
    """The last name of whose words a question asks for: "What did Ilse Brandt say of it?"."""
    asked = _SPEAKER.search(aligned(question))
    names = _NAME.findall(asked["who"]) if asked else []
    return re.sub(r"['’]s?$", "", names[-1]) if names else None


def of_their_reports(question: str, bodies: Iterable[str]) -> str:
    """A question that asks what a body whose reports these are has written of a matter in a few
    words, as one that asks what the reports say of it: it is named in few of them. Others as they
    are.

    A body may be named by its initials, "ISW" for the Institute for the Study of War.
    """
    asked = _SPEAKER.search(aligned(question))
    if asked is None:
        return question
    who = re.sub(r"^the\s", "", asked["who"].strip(), flags=re.IGNORECASE)
    short = who if len(who) >= _INITIALS_FROM else None
    if not any(who.casefold() == b.casefold() or short == _initials(b) for b in bodies):
        return question
    start, end = asked.span("who")
    said = f"{question[:start]}the reports{question[end:]}"
    return said if is_on_a_topic(said, _OF_A_BODY_AT_MOST) else question


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


_COMPARISON = re.compile(
    r"\b(?:compar\w+|differ\w*|versus|vs|both|contrast\w*|against|than|agree|disagree|chang\w+"
    r"|shift\w*|set .{1,80} (?:against|beside))\b",
    re.IGNORECASE,
)


def compares(question: str) -> bool:
    """Whether a question sets things beside each other."""
    return _COMPARISON.search(question) is not None


def is_overview(question: str) -> bool:
    """Whether a question asks for a course of events, which no one sentence tells."""
    return _OVERVIEW.search(question) is not None


def subject_of(question: str) -> str:
    """The question without the words that speak of the reports, or of how to answer.

    "What was reported about Kyiv?" is about Kyiv, and no report need have the word "reported";
    nor need it have "trace" or "step by step".
    """
    subject = _OF_A_COURSE.sub(" ", aligned(question)).strip()
    subject = _OF_THE_REPORTS.sub("", subject)
    return subject if any(c.isalpha() for c in subject) else question


def is_on_a_topic(question: str, most_words: int = _TOPIC_AT_MOST) -> bool:
    """Whether a question only names a matter: "What was reported about Kyiv?"."""
    subject = _OF_THE_REPORTS.sub("", aligned(question))
    return subject != aligned(question) and len(subject.split()) <= most_words


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
    if asked is Asked.NUMBER:
        return _has_quantity(plain)
    return re.search(_CARRIES[asked], plain) is not None


def must_have(question: str) -> Asked | None:
    """The sort of thing without which a question is not answered: how many, how long, how high.

    None for others: "When?" may be answered by what happened then.
    """
    asked = asked_for(question)
    if asked in (Asked.DURATION, Asked.MEASURE):
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
