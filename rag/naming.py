"""Whether a question asks what somebody or some place is called, and whether words give a name."""

import re

from index.normalize import aligned, folded
from index.rules import Stage, always, declare
from index.terms import FUNCTION_WORDS, stem, words
from rag.names import state_or_people, unowned
from rag.offices import OFFICES, PEOPLE
from rag.question import are_one_name
from rag.question_words import AUXILIARY

ASKS_WHO = declare(
    "asks-who", Stage.GUARDRAIL, "Takes “Who is the mayor?” and “their names” to need a name."
)
ASKS_WHO_LEADS = declare(
    "asks-who-leads", Stage.GUARDRAIL, "Takes “Who commands it?” and the like to need a name."
)
ASKS_WHICH = declare(
    "asks-which-place", Stage.GUARDRAIL, "Takes “Which country?” and the like to need a name."
)
ASKS_WHICH_OF_THEM = declare(
    "asks-which-of-them",
    Stage.GUARDRAIL,
    "Takes “Which brigade?” and the like to need a name or a number.",
)
NAMES_TO_CHOOSE = declare(
    "names-to-choose-from",
    Stage.GUARDRAIL,
    "Takes a question that gives names to choose from, “A or B”, to need no other name.",
)
NAMED_ANYWHERE = declare(
    "named-in-the-passage",
    Stage.GUARDRAIL,
    "Takes a brigade or the like with its name anywhere in the passage for an answer.",
)
NO_NAME = declare(
    "answer-without-a-name",
    Stage.GUARDRAIL,
    "Takes a number, an office, “none” or “all” for a name where they answer as well.",
)
NO_STATE = declare(
    "state-is-no-name",
    Stage.GUARDRAIL,
    "Takes a state or its people for a name only where it is asked which country.",
)

_WAS = r"(?:is|are|was|were)"
_WHAT_IS = rf"\bwhat(?:[’']s| {_WAS})"
_WHO = rf"(?:(?:[\w’'-]+ ){{0,4}}?(?:{PEOPLE}|{OFFICES}s?))"
_ENDS = r"(?=\W*$|[,?]| (?:of|in|for|at|on|to|from|with|that|who|whom|before|after|until)\b)"
"""What may follow an office, and makes no other word of it: "the governor shot by"."""
_A_NAME_OF = (
    r"(?:the )?(?:full |first |last |real )?names? of (?:the |those |his |her |their |all )?"
)
_ASKS_WHO = re.compile(
    rf"{_WHAT_IS} (?:their|his|her) (?:full |first |last |real )?names?\b"
    rf"|(?:^\W*(?:and )?|{_WHAT_IS} |\b(?:tell me|give me|know) ){_A_NAME_OF}{_WHO}\b"
    rf"|^\W*(?:and )?(?:the |their |his |her )?names?\W*$"
    rf"|{_WHAT_IS} (?:the |his |her |their )?{_WHO} (?:called|named)\W*$"
    rf"|\bwho {_WAS} (?:currently |now |then )?(?:the |[\w’'-]+['’]s? )(?:[\w’-]+ ){{0,3}}?"
    rf"(?:{OFFICES}){_ENDS}"
    rf"|\bwho {_WAS} {OFFICES} of\b"
    rf"|\bwho {_WAS} (?:appointed|elected|named|made) (?:[\w’-]+ ){{0,2}}?{OFFICES}{_ENDS}"
    rf"|\bwho {_WAS} the (?:[\w’'-]+ ){{0,2}}?(?:{PEOPLE}) (?:who|that|whom)\b",
    re.IGNORECASE,
)
_ASKS_WHO_LEADS = re.compile(
    r"\bwho (?:now |currently )?(?:command(?:s|ed)?|chair(?:s|ed)?|edit(?:s|ed)?|head(?:s|ed)?)\b",
    re.IGNORECASE,
)
_PLACES = r"(?:countr(?:y|ies)|nations?|cit(?:y|ies)|towns?|villages?)"
_ASKS_WHICH = re.compile(
    r"^\W*(?:and )?(?:(?:in|to|from|by|of|with|for|on|at|against|near) )?which "
    rf"(?:(?:(?!of\b|{AUXILIARY}\b)[\w’'-]+ ){{0,2}}(?:{_PLACES}|newspapers?|agenc(?:y|ies)"
    r"|compan(?:y|ies))|(?:other )?states(?! that\b| this\b))\b(?![-’'])"
    rf"(?!\s(?!of|in|on|near|at|from|with|that|which|who|to|by|for)\w+ {AUXILIARY}\b)",
    re.IGNORECASE,
)
_KNOWN_BY_NAME = (
    r"(?P<of>units?|brigades?|regiments?|battalions?|divisions?|squadrons?|firms?|organi[sz]ations?"
    r"|airlines?|airports?|ports?|ships?|vessels?|plants?|stations?"
    r"|bridges?|rivers?|islands?|provinces?|districts?|oblasts?|hospitals?|universit(?:y|ies)"
    r"|official|commander|journalist|general|judge|law)"
)
_ASKS_WHICH_OF_THEM = re.compile(
    r"^\W*(?:and )?(?:(?:in|to|from|by|of|with|for|on|at|against|near|under) )?(?:which|what) "
    rf"(?:(?!of\b|{AUXILIARY}\b)[\w’'-]+ ){{0,2}}{_KNOWN_BY_NAME}(?:[’']s?)?"
    rf"(?=\W*$| (?:\(|{AUXILIARY}\b|[a-z]+ed\b|blew|builds|built|fought|held|lost|makes|made"
    r"|ran|runs|sank|shot|struck|took|won|in|of|on|at|near|from|with|headquarters|commander)\b)",
    re.IGNORECASE,
)
"""Asks which of what has a name or a number of its own."""
_OF_THESE = re.compile(r"\b[A-Z][\w’'-]{0,60},? or (?:[a-z]+ ){0,2}[A-Z]")
"""Names to choose from: "Trump or Biden"."""
_PARTS_OF_THE_WORLD = frozenset({"west", "western", "east", "eastern", "south", "north"})
_OFFICE = re.compile(rf"\b{OFFICES}\b", re.IGNORECASE)
_NONE_OR_ALL = re.compile(r"\b(?:none|no|nobody|no one|neither|both|all|every)\b", re.IGNORECASE)
_IN_A_NAME = re.compile(r" [A-Z]")
_SHORT_FOR = re.compile(r"\([A-Z][\w-]{1,9}\)")
"""What a name or a thing is called for short, in brackets behind it."""
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_][\w’'-]+")


_FORMS = (
    (ASKS_WHO, _ASKS_WHO),
    (ASKS_WHO_LEADS, _ASKS_WHO_LEADS),
    (ASKS_WHICH, _ASKS_WHICH),
    (ASKS_WHICH_OF_THEM, _ASKS_WHICH_OF_THEM),
)


def asks_for_a_name(question: str) -> bool:
    """Whether nothing but a name answers a question: "What were their names?", "Who commands it?".

    "Who is the mayor Anna Lund?" asks for more than that, and "What is the illness called?" for a
    name that is written as any other word.
    """
    text = aligned(question)
    asks = any(rule.applies(form.search(text) is not None) for rule, form in _FORMS)
    return asks and not NAMES_TO_CHOOSE.applies(_OF_THESE.search(text) is not None)


@NAMED_ANYWHERE.governs(without=always(False))
def names_one(question: str, passage: str) -> bool:
    """Whether a passage has one of those a question asks which of, with its name or number: "the
    7th Harbour Brigade" for "Which brigade"."""
    which = _ASKS_WHICH_OF_THEM.search(aligned(question))
    if which is None:
        return False
    asked = {stem(word) for word in words(question)}
    own = re.compile(
        rf"\b(?P<name>[A-Z\d][\w’'-]{{0,60}})\s(?:[A-Z][\w’'-]{{0,60}}\s){{0,20}}(?i:{which['of']})\b"
    )
    return any(
        state_or_people(folded(name)) is None and stem(folded(name)) not in asked
        for name in (match["name"] for match in own.finditer(aligned(passage)))
    )


def gives_a_name(question: str, said: str) -> bool:
    """Whether words have a capitalised name that a question has not; a state's, or a people's, only
    where it asks which country, or which of something else, or as a part of a name.

    What has a number of its own may be told by that. Who leads may be told by his office, and which
    of several by none or all.
    """
    text, answer = aligned(question), _SHORT_FOR.sub("", aligned(said))
    which, known = _ASKS_WHICH.search(text), _ASKS_WHICH_OF_THEM.search(text)
    by_number = known is not None and any(c.isdigit() for c in answer)
    by_all = (which or known) and _NONE_OR_ALL.search(answer)
    by_office = _ASKS_WHO_LEADS.search(text) and _OFFICE.search(answer)
    if NO_NAME.applies(bool(by_number or by_all or by_office)):
        return True
    asked = {stem(word) for word in words(question)}
    return any(
        not any(key == other or are_one_name(key, other) for other in asked)
        and not NO_STATE.applies(
            not which
            and state_or_people(folded(name)) is not None
            and _IN_A_NAME.match(answer, word.end()) is None
        )
        for word in _WORD.finditer(answer)
        for name in [unowned(word[0])]
        if name[0].isupper()
        and folded(name) not in _PARTS_OF_THE_WORLD
        and (name.isupper() or folded(name) not in FUNCTION_WORDS)
        for key in [stem(folded(name))]
    )
