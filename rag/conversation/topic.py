"""What the last question was about, said beside one that leans on it: "Who shot it down (the Olm
ferry)?"."""

import re

from rag.conversation.names import content, names
from rag.conversation.pronouns import IMPERSONAL, leads
from rag.conversation.referents import answer_asked_for
from rag.conversation.times import timeless, unmarked, unsourced
from rag.conversation.turn import Nearness, Read, Turn
from rag.question.words import AUXILIARY, QUESTION_WORD

_BESIDE = re.compile(r"\(([^()]+)\)$")
_ABOUT = re.compile(r"\b(?:about|regarding|concerning)\s(?P<what>.+)$", re.IGNORECASE)
_WHO_ACTED = re.compile(
    r"^\W*(?i:where|when|why|how) (?i:did|does|do) (?P<what>the [^A-Z\n]*+[A-Z].*) [a-z]+$"
)
"""Who did what is asked for in one word: "the Olm ferry" in "Where did the Olm ferry sink?"."""
_QUESTION_WORD = re.compile(
    rf"^\W*(?:(?:by|to|from|with|for|in|on|at|of|since|until)\s)?"
    rf"(?:{QUESTION_WORD}(?:['’](?:s|re|d)\b)?)?\s*(?:{AUXILIARY}\b\s*)?"
    r"(?:happen(?:s|ed)? to\s|it (?:take|took|takes)\s)?",
    re.IGNORECASE,
)
_ASKS_FOR = re.compile(
    r"^\W*(?:and|but|so|ok)\s"
    r"|^\W*(?:(?:please|can you|could you|would you)\s)*(?:explain|describe|summari[sz]e"
    r"|tell me(?: more)? (?:about|of)"
    r"|(?:is|was) it (?:really )?(?:true|right|correct|known)(?: that)?"
    r"|do (?:you|we) know (?:if|whether))\s",
    re.IGNORECASE,
)
_POLITE = re.compile(r"\s(?:to|for) me\b|,?\splease\b", re.IGNORECASE)
_LEFT_OVER = re.compile(
    r"(?:\s(?:in|on|at|of|by|since|until|from|during|around|to)){1,8}$", re.IGNORECASE
)
_LONGEST = 14
"""Words; of a longer topic, or one that leads to a question, the names alone are said."""
_PRONOUN = re.compile(r"\b(?:it|they|them|he|she|him)\b", re.IGNORECASE)
_THIS = re.compile(rf"(?:\b{AUXILIARY}|^)\s(?:that|this|these|those)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\b(?:its|their|his|her)\s\w", re.IGNORECASE)
_AT_THE_END = re.compile(r"\b(?:it|that|this|them|so|ones?|there)$", re.IGNORECASE)
_OBJECT = re.compile(
    r"\b(?:it|them)\s(?:as well|too|also|again|back|away|up|down|out|off|there)\b"
    r"|\b(?:these|those|this)\s(?!one\b)[a-z]{3,}"
    r"|\bthat\s(?:region|city|town|village|area|country|place|man|woman|person|unit|group|deal"
    r"|agreement|treaty|idea|claim|statement|attack|meeting|election|vote|plane|aircraft|ship)\b",
    re.IGNORECASE,
)
"""What looks back though the question has a name: "did Hald use them as well"."""
_IT_ACTS = re.compile(rf"\b{AUXILIARY}\s(?P<acts>it|they)\b", re.IGNORECASE)
_SAID_BEFORE = re.compile(
    r"\bwhat (?:he|she|they|it) (?:say|said|claim|report|wrote|write|tell|told)\w*\b"
    r"|\b(?:the|those|these) (?:[\w-]+ )?ones\b|\b(?:next|close|near) to it\b"
    r"|\bthe (?:two|three|pair|latter|former)\s(?:of (?:them|these|those)\b"
    rf"|(?-i:[a-z]+ )?(?:{AUXILIARY}|been|be|agree|meet|met|talk|speak|spoke|last)\b)",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"\b(?:of|about|for|to|with|from|behind|against|into) (?:it|that|this|them|those)(?=[\W]*$|,)"
    r"|\b(?:of|about|behind) (?:it|them)\b",
    re.IGNORECASE,
)
"""What something is said of that is not named: "the point of it, for Torvik"."""
_BARE = re.compile(r"[^\W\d_][\w’'-]+(?: [^\W\d_][\w’'-]+){0,2}")
_SAYS_NOTHING = re.compile(
    r"(?:more|latest|hello|hi|hey|thanks?|thank you|really|sure|continue|go on|stop|help|huh|please"
    r"|ok|okay|yes|no|exactly|indeed|great|good|sources?|details?)\b.*",
    re.IGNORECASE,
)
_WHAT_IS = re.compile(r"\W*what (?:is|are|was|were|does|do)\b", re.IGNORECASE)
_GOES_ON = 0.24
"""A question that names nothing, and is so near in meaning to what the last was about, is about
that too."""
_HOW_MANY = re.compile(r"^\W*(?:and )?how (?:many|much)\b", re.IGNORECASE)
_DEFINITE = re.compile(
    r"\b(?:the|these|those|there)\b|\bhow (?:many|much)\b"
    r"|^(?:in|on|at|from|to|by|of|for|with) (?:which|what)\b",
    re.IGNORECASE,
)
_VERBLESS = re.compile(r"(?:any|anybody|anyone|anything)\b", re.IGNORECASE)
_BEGINS = re.compile(
    r"(?:(?:about|by|to|from|with|for|in|on|at|of|since|until)\s)?"
    r"(?:who|whom|whose|which|when|where|how|(?:what)(?!\s(?:is|are|was|were|do|does)\b))\b",
    re.IGNORECASE,
)
"""What asks of something; "What is disinformation?" asks for all that it names."""
_TOPIC_BESIDE = re.compile(r"\([^()]+\)[^()]*$")
_SPEAKS = re.compile(
    rf"^\W*(?:what|how) (?:else )?{AUXILIARY} (?:[\w’'.-]+ ){{1,5}}"
    r"(?:say|said|think|claim|claimed|(?P<replies>reply|replied|respond(?:ed)?|react(?:ed)?))$",
    re.IGNORECASE,
)
"""Asks what somebody said, but not of what: "What did Lund say?"."""
_FEW_COUNTED = 3
_FEW = 2
"""Words that carry meaning; a question with more of them, and no pronoun, stands by itself."""


def topic(question: str, read: Read) -> str | None:
    """What a question is about, without its time: "the Olm ferry" of "What happened to the Olm
    ferry?"; None where it has no word that tells."""
    plain = _plainly(unsourced(unmarked(timeless(question, read))))
    beside = _BESIDE.search(plain)
    if beside is not None:
        own = topic(plain[: beside.start()], read)
        few = own is None or len(content(own, read)) < (_FEW + 1 if _PRONOUN.search(own) else _FEW)
        both = beside[1] if few else f"{own}, {beside[1]}"
        return both if len(both.split()) <= _LONGEST else beside[1]
    about = _ABOUT.search(plain) or _WHO_ACTED.match(plain)
    said = about["what"] if about else plain[_end(plain) :]
    if len(said.split()) > _LONGEST or ": " in said:
        said = ", ".join(dict.fromkeys(plain[start:end] for start, end in names(plain, read)))
    return said.strip(" ,'\"") if content(said, read) else None


def _plainly(question: str) -> str:
    """A question without what only makes it one, or what a time that is left out was set with."""
    return _LEFT_OVER.sub("", _POLITE.sub("", _ASKS_FOR.sub("", question)))


def _end(plain: str) -> int:
    """Where the words that a question begins with end."""
    begins = _QUESTION_WORD.match(plain)
    return begins.end() if begins else 0


def beside_its_topic(
    asked: str, last: Turn, read: Read, nearness: Nearness, *, led: bool = False
) -> str | None:
    """A question that leans on the last one, with what that was about and its time where it names
    none; None where it stands by itself.

    One that names nothing leans on it, too, where it is `led` by "and", or near in meaning to it.
    """
    about = topic(last.query.question, read)
    if about is None:
        return None
    if not leans(asked, read) and not (
        _is_nameless(asked, read) and (led or nearness(about, [asked])[0] >= _GOES_ON)
    ):
        return None
    found = answer_asked_for(last, read)
    about = f"{found}, {about}" if found else about
    times = () if read(asked).reading else read(last.query.question).reading
    speaks = _SPEAKS.match(unmarked(timeless(asked, read)))
    if speaks is not None:
        before = "to" if speaks["replies"] else "about"
        return " ".join([unmarked(asked), before, about, *times]) + "?"
    return " ".join([f"{unmarked(asked)} ({about})", *times]) + "?"


def _is_nameless(asked: str, read: Read) -> bool:
    """Whether a question has no name, nor asks what something is, which it then has a word for."""
    plain = unmarked(timeless(asked, read))
    return not names(plain, read) and _WHAT_IS.match(plain) is None


def leans(asked: str, read: Read) -> bool:
    """Whether a question can be understood only with what was asked before: it has a pronoun that
    nothing in it explains, few words and none that names what it is about, or asks what somebody
    said of nothing in particular."""
    plain = unmarked(timeless(asked, read))
    if points_back(asked, read) or _SPEAKS.match(plain) or _OBJECT.search(plain):
        return True
    if _it_acts(plain, read) or _SAID_BEFORE.search(plain) or _is_said_of_it(plain, read):
        return True
    if names(plain, read):
        return False
    if _HOW_MANY.match(plain) and len(content(plain, read)) <= _FEW_COUNTED:
        return True
    owns = _POSSESSIVE.search(plain)
    if owns is not None:
        return leads(plain[: owns.start()])
    few = len(content(plain, read)) <= _FEW
    if IMPERSONAL.search(plain):
        return few
    if _PRONOUN.search(plain) or _THIS.search(plain):
        return True
    if _VERBLESS.match(plain) or (few and _DEFINITE.search(plain)):
        return True
    timed = bool(read(asked).periods)
    return not timed and len(content(plain, read)) <= 1 and _BEGINS.match(plain) is not None


def _it_acts(plain: str, read: Read) -> bool:
    """Whether "it" or "they" acts before anything is named: "why does it have to leave Olm"."""
    acts = _IT_ACTS.search(plain)
    if acts is None or IMPERSONAL.search(plain) is not None:
        return False
    first = min((start for start, _ in names(plain, read)), default=len(plain))
    return acts.end() <= first and leads(plain[: acts.start("acts")])


def _is_said_of_it(plain: str, read: Read) -> bool:
    """Whether what a question asks is said of "it", and nothing is named before that."""
    said = _OF_IT.search(plain)
    first = min((start for start, _ in names(plain, read)), default=len(plain))
    return said is not None and said.end() <= first


def is_bare(asked: str, read: Read) -> bool:
    """Whether a question is but one to three words for what is asked of the last matter, and no
    name: "turnout?"."""
    plain = unmarked(asked)
    return (
        asked.rstrip().endswith("?")
        and _BARE.fullmatch(plain) is not None
        and not (_SAYS_NOTHING.fullmatch(plain) or names(plain, read) or read(asked).periods)
        and bool(content(plain, read))
    )


def points_back(asked: str, read: Read) -> bool:
    """Whether a question ends with a word that stands for something said before: "so", "one"."""
    return _AT_THE_END.search(unmarked(timeless(asked, read))) is not None


def may_stand_alone(asked: str, read: Read) -> bool:
    """Whether a question may be one of its own though it was set beside a topic: it has words of
    its own for what it asks, and none that looks back."""
    plain = unmarked(timeless(asked, read))
    back = (_PRONOUN, _THIS, _POSSESSIVE, _OBJECT, _SAID_BEFORE, _OF_IT)
    looks_back = points_back(asked, read) or any(one.search(plain) for one in back)
    return len(content(plain, read)) >= _FEW and not looks_back


def names_only_its_topic(turn: Turn, read: Read) -> bool:
    """Whether all the names of a turn's question are in the topic that was set beside it."""
    own = _TOPIC_BESIDE.sub("", turn.query.question)
    return own != turn.query.question and not names(own, read)
