"""What sort of thing a question asks for, and whether a text has such a thing in it."""

import re
from datetime import date
from enum import StrEnum

from index.dates import MONTH_NAME
from index.normalize import aligned
from index.periods import periods
from index.rules import Stage, declare
from rag.offices import PEOPLE
from rag.question_words import AUXILIARY

_COUNTED = (
    r"(?:\d[\d,.]{0,30}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen"
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
    AREA = "area"
    MEASURE = "measure"
    NUMBER = "number"
    YEAR = "year"
    TIME = "time"
    PERSON = "name"


_RULES = {
    asked: declare(f"asks-for-{name}", Stage.QUESTION, f"Takes {words} to ask for {thing}.")
    for asked, name, words, thing in (
        (Asked.DURATION, "duration", "“how long” and “how many days”", "a length of time"),
        (Asked.MEASURE, "measure", "“how high” and the like", "a measure"),
        (Asked.AREA, "area", "“what area” and “how large is” a place", "an area"),
        (Asked.MONEY, "money", "“how much does it cost” and the like", "a sum of money"),
        (Asked.VICTIMS, "victims", "“how many were killed” and the like", "a number of victims"),
        (Asked.INHABITANTS, "inhabitants", "“how many live in” a place", "its inhabitants"),
        (Asked.NUMBER, "number", "“how many”, “what share” and the like", "a number"),
        (Asked.YEAR, "year", "“which year”", "a year"),
        (Asked.TIME, "time", "“when” and “what day”", "a time"),
        (Asked.PERSON, "person", "“who” and “by whom”", "a name"),
    )
}
MUST_HAVE = {
    asked: declare(f"{name}-absent", Stage.GUARDRAIL, f"Lets it count against {about}.")
    for asked, name, about in (
        (Asked.VICTIMS, "victims", "how many were hurt where the passage gives no number of them"),
        (Asked.INHABITANTS, "inhabitants", "how many live there where the passage does not say"),
        (Asked.YEAR, "year", "in which year where the passage names none"),
        (Asked.AREA, "area", "what area something has where the passage gives none"),
        (Asked.NUMBER, "count", "how many or what share where the passage counts nothing"),
    )
}
"""By what a passage must have."""
SOMEBODY = declare(
    "somebody-is-one", Stage.GUARDRAIL, "Takes “a man” or “her son” for a number of victims."
)
GOES_ON = declare(
    "number-goes-on",
    Stage.GUARDRAIL,
    "Takes a number in the next sentence for one of what was spoken of: “It now stands at 41”.",
)
OF_WHOM = declare(
    "number-of-whom",
    Stage.GUARDRAIL,
    "Takes for a number of victims or inhabitants only one in a sentence that is of them.",
)
COUNTS_NOTHING = declare(
    "number-counts-nothing",
    Stage.GUARDRAIL,
    "Takes a day, a year or a type, as Embraer 190, for no number of anything.",
)
TIME_BY_EVENT = declare(
    "time-by-event",
    Stage.GUARDRAIL,
    "Takes “after”, “during” and the like for telling when something happened.",
)

_QUESTIONS = {
    Asked.DURATION: (
        r"\bhow long\b(?! (?:is|are|was|were) (?:the|a)\b)"
        r"|\bhow many (?:seconds|minutes|hours|days|weeks|months|years|decades)\b"
    ),
    Asked.MEASURE: (
        r"\bhow (?:high|tall|deep|wide|heavy|fast)\b"
        r"|\bwhat (?:altitude|distance|height|depth|width|weight|speed)\b"
    ),
    Asked.AREA: (
        r"\bhow many square\b|\b(?:what|which) (?:area|size) (?:is|was|does|did)\b|\bin area\b"
        r"|\bwhat (?:is|was) the (?:surface )?area of\b"
        r"|\bhow (?:large|big) (?:is|was) (?:the (?:city|town|village|settlement|region|island|lake"
        r"|country|state|park|site) of )?(?-i:[A-Z])[\w’'-]*\W*$"
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
        r"|\bpopulation of\b|^\W*(?:and )?(?:what (?:is|was) )?(?:the |its )?population\b"
    ),
    Asked.NUMBER: (
        r"\bhow (?:many|much|large|big|far|old)\b"
        r"|\bwhat (?:number|percentage|per ?cent|share|amount|sum|size)\b"
    ),
    Asked.YEAR: r"\b(?:what|which) year\b",
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
    Asked.AREA: (
        r"(?i)\b(?:square (?:kilomet(?:er|re)s?|met(?:er|re)s?|miles?|feet|yards?)|hectares?|acres?"
        r"|sq\.? ?(?:km|mi|ft|m)|km²|m²|km2)(?![\w-])"
    ),
    Asked.YEAR: rf"\b(?:19|20)\d\d\b|\b{MONTH_NAME}\b|\b(?:last|next|this|same|previous) year\b",
    Asked.TIME: (
        rf"\b(?:19|20)\d\d\b|\b{MONTH_NAME}\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
        r"|\b(?:spring|summer|autumn|winter|yesterday|today|century|decades?|weeks?|months?"
        r"|years?)\b"
    ),
    Asked.PERSON: r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+",
}
_BESIDE_SOMETHING = re.compile(
    r"\b(?:after|before|during|when|while|until|since|once|recent(?:ly)?|now|soon|currently|hours?"
    r"|days?|nights?|morning|noon|afternoon|evening|midnight|overnight|tonight|fall|christmas|easter)"
    r"\b|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
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
        r"|households|families|remain(?:s|ed|ing)?|settle(?:d|rs?)|home to"
        r"|(?:city|town|village) of)\b",
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
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_CLAUSE = re.compile(r"[;:]|, (?=(?:and|but|while|whereas|as|so) )")
_GOES_ON = re.compile(
    r"(?:They|These|Those|That|This|There (?:are|were)|At least|At most|More than|Fewer than"
    r"|Less than|About|Around|Some|Up to|Only|Nearly|Almost|Among them|It now|The (?:number|toll"
    r"|figure|total|count))\b|\d"
)
_BEHIND_A_NOUN = (
    r"(?:of|in|on|at|from|around|across|among|who|that|with|near|by|to|for|per"
    r"|worldwide|overall|altogether|together|now|currently|ever|so)"
)
_HOW_MANY = re.compile(
    rf"\bhow many (?:of )?(?:(?!{_BEHIND_A_NOUN}\b)[\w’'-]+ ){{0,4}}?"
    rf"(?P<what>(?!{_BEHIND_A_NOUN}\b|\w+ed\b)[\w’'-]+)"
    rf"(?= (?:{AUXILIARY}|{_BEHIND_A_NOUN})\b|(?<=s)\W*$)",
    re.IGNORECASE,
)
_THEM = frozenset({"them", "those", "these", "they"})
_ANYBODY = frozenset({"people", "persons", "men", "individuals"})
_OF_PEOPLE = re.compile(
    rf"\b(?:{PEOPLE}|troops|personnel|servicemen|recruits|conscripts|forces|civilians|residents"
    r"|inhabitants|citizens|population|households|families|passengers|crew|staff|employees|members"
    r"|participants|migrants|evacuees|displaced|wounded|injured|dead|killed|casualties|sources"
    r"|officials|volunteers|settlers|voters|guests|visitors|users|mercenaries)\b",
    re.IGNORECASE,
)
_ALONE = (Asked.VICTIMS, Asked.INHABITANTS, Asked.YEAR, Asked.AREA)
"""What a question must have whatever its words; a number only where they ask how many."""
_HOW_LARGE = re.compile(r"\bhow (?:large|big)\b", re.IGNORECASE)
"""May ask for something else than an area: "How large is Gazprom?"."""
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
_TYPE = re.compile(r"(?<![.!?:] )(?<!^)\b[A-Z][\w-]{0,60}\s$")
"""A name before a number, inside a sentence."""
_ANY_DAY = date(2000, 1, 1)
"""Days are looked for, whatever their year."""


def asked_for(question: str) -> Asked | None:
    """The sort of thing that a question asks for, or None."""
    plain = aligned(question)
    for asked, pattern in _QUESTIONS.items():
        if _RULES[asked].applies(re.search(pattern, plain, re.IGNORECASE) is not None):
            return asked
    return None


def carries(asked: Asked | None, text: str) -> bool:
    """True where `text` has a thing of the sort in it; always, where none is asked for."""
    if asked is None:
        return True
    plain = aligned(text)
    if asked in _OF_WHOM:
        return _counts(asked, _SENTENCE.split(plain))
    return re.search(_CARRIES[asked], plain) is not None


def must_have(question: str) -> Asked | None:
    """The sort of number without which a question is not answered: how many, what share, which
    year.

    None for others: "When?" may be answered by what happened then, "How high is the risk?" and "How
    long?" in other words.
    """
    asked = asked_for(question)
    plainly = asked is not Asked.AREA or not _HOW_LARGE.search(question)
    if asked in _ALONE and MUST_HAVE[asked].applies(plainly):
        return asked
    counts = _COUNT.search(aligned(question)) is not None
    return Asked.NUMBER if MUST_HAVE[Asked.NUMBER].applies(counts) else None


def tells_when(text: str) -> bool:
    """Whether a text has a time in it, or something that another happened before, with or after."""
    if carries(Asked.TIME, text):
        return True
    return TIME_BY_EVENT.applies(_BESIDE_SOMETHING.search(aligned(text)) is not None)


def counted_in(question: str) -> str | None:
    """What a question asks the number of, in a word of it: "children" of "How many Olm
    children were there?"; None where it does not."""
    asked = _HOW_MANY.search(aligned(question))
    return asked["what"] if asked is not None and asked["what"].lower() not in _THEM else None


def are_people(counted: str) -> bool:
    """Whether what is counted are people, who may be called anything."""
    return counted.lower() in _ANYBODY


def speaks_of_people(text: str) -> bool:
    """Whether a text has a word for several persons."""
    return _OF_PEOPLE.search(aligned(text)) is not None


def _counts_anything(asked: Asked, sentences: list[str]) -> bool:
    return _counts_these(asked, _OF_WHOM[Asked.NUMBER], sentences)


@OF_WHOM.governs(without=_counts_anything)
def _counts(asked: Asked, sentences: list[str]) -> bool:
    """Whether sentences have a number of those who are to be counted."""
    return _counts_these(asked, _OF_WHOM[asked], sentences)


def _counts_these(asked: Asked, of_whom: re.Pattern[str], sentences: list[str]) -> bool:
    """Whether a sentence, or of victims a clause of it, is of those who are to be counted and has a
    number, or the next one has and goes on with them: "It now stands at 41"."""
    for n, sentence in enumerate(sentences):
        goes_on = n + 1 < len(sentences) and _GOES_ON.match(sentences[n + 1]) is not None
        parts = _CLAUSE.split(sentence) if asked is Asked.VICTIMS else [sentence]
        following = sentences[n + 1] if GOES_ON.applies(goes_on) else ""
        for part in parts:
            counted = f"{part} {following}"
            somebody = asked is Asked.VICTIMS and _SOMEBODY.search(counted) is not None
            if of_whom.search(part) and (_has_quantity(counted) or SOMEBODY.applies(somebody)):
                return True
    return False


@COUNTS_NOTHING.governs(without=lambda text: _QUANTITY.search(text) is not None)
def _has_quantity(text: str) -> bool:
    """Whether a number in the text counts something: no day, no year, no type ("Embraer 190")."""
    days = [(p.start, p.end) for p in periods(text, _ANY_DAY)]
    for match in _QUANTITY.finditer(text):
        dated = any(start <= match.start() < end for start, end in days)
        of_a_type = match[0][0].isdigit() and _TYPE.search(text[: match.start()])
        if not dated and not of_a_type:
            return True
    return False
