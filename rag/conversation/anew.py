"""The last question asked anew: with another question word, of its source, or as it was."""

import re
from dataclasses import replace

from rag.conversation.dating import time_asked_for
from rag.conversation.times import at_another_time, timeless, unmarked
from rag.conversation.topic import topic
from rag.conversation.turn import Read, Turn
from rag.question.words import AUXILIARY, QUESTION_WORD

_WHY = re.compile(
    r"(?:why|how come|for what reason)"
    r"(?:\s(?:is|was|did)\s(?:that|this|it|so)(?:\s\w+)?|\sso\s\w+)?",
    re.IGNORECASE,
)
_SAYING = (
    r"(?:said|says|say|reported|reports|report|claimed|claims|claim|stated|wrote"
    r"|told (?:you|us|them)|confirmed|confirms)"
)
_REPORTS = r"(?:report|article|document|text)s?"
_WHO_SAID = re.compile(
    rf"(?P<who>who|which (?!{_REPORTS}\b)\w+)\s{_SAYING}(?:\s(?:that|this|so|it))?|says who"
    r"|(?:according )?to (?:whom|what)|(?:what(?:['’]s| is| was) (?:the|your|its) )?source",
    re.IGNORECASE,
)
_AGAIN = re.compile(
    r"(?:when|where) (?:was|is|were) (?:that|this|it) (?:reported|published|written|said|stated)"
    rf"|(?:which|what) {_REPORTS} (?:{_SAYING}|states?|has|have|mentions?|is|was)"
    r"(?:\s(?:that|this|so|it))?(?:\s(?:in|from))?"
    r"|(?:in|from|according to) (?:which|what) (?:report|article|document|text)"
    r"(?:\s(?:is|was) (?:that|this|it))?"
    r"|are you (?:quite |really )?(?:sure|certain)(?: (?:about|of) (?:that|this|it))?|really"
    r"|is (?:that|this|it) (?:really )?(?:true|right|correct|certain)"
    r"|how (?:do|can) you (?:know|tell)(?: (?:that|this|it))?"
    r"|where does it say (?:so|that|this)|how old is (?:that|this)(?: \w+)?"
    r"|(?:anything|something|anyone|anybody|what|who|where|when) else",
    re.IGNORECASE,
)
_SAID_ELSE = re.compile(
    rf"(?:did|does|do|has|have|had) (?:he|she|they|it) {_SAYING} (?:anything|something) else",
    re.IGNORECASE,
)
_ASKS_WORDS = re.compile(rf"^\W*what {AUXILIARY} .{{2,80}}? {_SAYING}\b", re.IGNORECASE)
_STILL = re.compile(
    r"(?:is|was|are|does|did) (?:that|this|it|they) still (?:the case|so|true|valid|hold|right)"
    r"(?P<time>\s.+)?|(?:now|still|currently|at present|these days|right now)",
    re.IGNORECASE,
)
_PREPOSITION = r"(?:by|to|from|with|for|in|on|at|of|since|until)"
_BARE = re.compile(
    rf"(?P<word>(?:{_PREPOSITION}\s)?(?:when|where|how many|how much|how long|how far|how often|who"
    r"|whom|how)|what for|where (?:from|to)|who (?:to|by|with))"
    r"(?:\s(?:was|is|did|does|were|has)\s(?:that|this|it|they|there)"
    r"(?:\s(?:happen|occur|begin|start|end|over|so))?)?",
    re.IGNORECASE,
)
_FETCHED = re.compile(
    rf"^(?:{_PREPOSITION}\s)?(?:what|which|whose|how (?:many|much))\s"
    rf"(?P<thing>(?:(?!{AUXILIARY}\b|that\b)[^\s?]+\s){{1,4}})(?P<rest>(?:did|does|do)\b.+)$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"^(?:{_PREPOSITION}\s)?{QUESTION_WORD}\s(?P<rest>{AUXILIARY}\b.+)$",
    re.IGNORECASE,
)
_SOURCE = re.compile(r", according to (?:whom|which \w+)\?$")
_WHEN = re.compile(r"\W*(?:since |until |by )?when\b", re.IGNORECASE)
_YES_OR_NO = re.compile(rf"^\W*{AUXILIARY}\b", re.IGNORECASE)


def asked_anew(asked: str, last: Turn, read: Read) -> str | None:
    """The last question as `asked` wants it asked again; None where it does not.

    What answers it is cited with its report, its date and who said it, which is all that "Who said
    that?", "When was that reported?" or "Are you sure?" ask for.
    """
    before = unmarked(last.query.question)
    if _WHY.fullmatch(asked):
        return _with_question_word("Why", before, read)
    if (said := _WHO_SAID.fullmatch(asked)) is not None and last.said:
        who = (said["who"] or "whom").casefold()
        return f"{before}, according to {'whom' if who == 'who' else who}?"
    if _AGAIN.fullmatch(asked) or (_SAID_ELSE.fullmatch(asked) and _ASKS_WORDS.match(before)):
        return last.query.question
    if (still := _STILL.fullmatch(asked)) is not None:
        return at_another_time(before, (still["time"] or "currently").strip(), read)
    again = asked_with(asked, read)
    if again is not None and before.casefold().startswith(f"{again} "):
        time = " ".join(read(asked).reading)
        return at_another_time(before, time_asked_for(time, last, read) or time, read)
    if (bare := _BARE.fullmatch(asked)) is not None:
        return _with_question_word(bare["word"].capitalize(), before, read)
    return None


def _with_question_word(word: str, before: str, read: Read) -> str | None:
    """ "Why" of "Did he leave?" is "Why did he leave?", "How many ships did he sell?" with "When"
    is "When did he sell (ships)?"."""
    if _YES_OR_NO.match(before):
        return f"{word} {before[0].lower()}{before[1:]}?"
    fetched = _FETCHED.match(before)
    if fetched is not None:
        return f"{word} {fetched['rest']} ({fetched['thing'].strip()})?"
    asked = _ASKED.match(before)
    if asked is not None:
        return f"{word} {asked['rest']}?"
    about = topic(before, read)
    return f"{word} ({about})?" if about else None


def asked_with(asked: str, read: Read) -> str | None:
    """The question word, in small letters, of a question that has but that and a time: "how many in
    2022?"; None for others."""
    bare = _BARE.fullmatch(timeless(asked, read)) if read(asked).reading else None
    return bare["word"].casefold() if bare else None


def before_its_source(turn: Turn) -> Turn:
    """A turn without what was only asked of the source of its answer."""
    question = _SOURCE.sub("?", turn.query.question)
    return (
        turn
        if question == turn.query.question
        else replace(turn, query=replace(turn.query, question=question))
    )


def asks_when(turn: Turn) -> bool:
    """Whether a turn asks for a time, which another time cannot be set beside."""
    return _WHEN.match(turn.query.question) is not None
