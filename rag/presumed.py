"""The act that a question takes for granted: that Lund resigned, in "Why did Lund resign?"."""

import re

from index.normalize import aligned
from index.rules import Rule, Stage, declare
from index.terms import FUNCTION_WORDS, stem, words
from rag.actors import ASKED
from rag.attribution import said_by
from rag.grounding.synonyms import PARTICLES, alike, key_of
from rag.names import unowned
from rag.opposites import opposite_stems
from rag.question import ParsedQuestion
from rag.reranking import Ranked

GRANTED = declare(
    "act-taken-for-granted",
    Stage.GUARDRAIL,
    "Refuses why or how something was done where the passage does not tell that it was done.",
)
WHETHER = declare(
    "act-asked-about",
    Stage.GUARDRAIL,
    "Refuses whether something was done where the passage does not tell of that.",
)
REPLY = declare(
    "reply-by-the-speaker",
    Stage.GUARDRAIL,
    "Refuses whether somebody replied or commented where the passage gives no words to him.",
)
OPPOSITE_TOLD = declare(
    "opposite-act-answers",
    Stage.GUARDRAIL,
    "Takes the opposite of an act for telling whether that was done.",
)
ANY_SPEAKING = declare(
    "any-verb-of-speaking",
    Stage.GUARDRAIL,
    "Takes one verb of speaking for another when it looks for an act.",
)
SYNONYM = declare(
    "act-by-synonym", Stage.GUARDRAIL, "Takes a synonym of a verb for telling of the act."
)
NEAR_VERB = declare(
    "act-by-meaning",
    Stage.GUARDRAIL,
    "Takes a word that is near to a verb in meaning for telling of the act.",
)
DONE_TO = declare(
    "act-in-the-passive", Stage.GUARDRAIL, "Looks for the act in questions in the passive, too."
)

TOLD, TOLD_AT_ALL = 0.55, 0.45
"""An act that is taken for granted is told of by a passage that has a token at least the first near
to its verb; whether one took place, where it is at least the second."""
_LED = r"^\W*(?:and |but |so )?"
_TAKES_FOR_GRANTED = re.compile(
    rf"{_LED}(?:why|for (?:what|which) reasons?|on what grounds"
    r"|what (?:made|led|convinced|prompted|persuaded)"
    r"|how(?! (?:many|much|long|far|old|large|big|often|high|soon|likely)\b))\b",
    re.IGNORECASE,
)
_NO_ACTS = frozenset(
    """
    hold want wants think believe know need see consider expect regard view feel mean matter
    fear hope seem look get have make do go come use keep try like love hate stand fit differ
    change treat handle label term characterise characterize portray present depict justify
    explain assess judge plan intend continue begin start remain
    """.split()  # noqa: SIM905 - a list of words is read as one
)
"""Verbs of what one holds, or of so much that passages tell it without them."""
_SPEAKING = frozenset(map(key_of, (
    "say", "state", "claim", "announce", "report", "tell", "reply", "respond", "answer", "react",
    "comment", "deny", "confirm", "reject", "dismiss", "call", "describe", "argue", "warn", "add",
)))  # fmt: skip
_PERFECT = re.compile(r"(?:has|have|had)\b", re.IGNORECASE)
_WHETHER = re.compile(rf"{_LED}(?:did|has|have|had|was|were)\b", re.IGNORECASE)
"""Asks whether something took place."""
_REPLIES = re.compile(
    r"^\W*(?i:and |but |so )?(?i:did|has|have|does|do|had) (?:the )?"
    r"(?P<who>[A-Z][\w'-]*(?: [A-Z][\w'-]*)*(?: [a-z]+)?) (?P<verb>comment(?:ed)?|repl(?:y|ied)"
    r"|respond(?:ed)?|answer(?:ed)?|react(?:ed)?|contradict(?:ed)?|object(?:ed)?|apologi[sz]ed?)\b"
)
"""Asks whether somebody said something to it."""
_NAME = re.compile(r"[A-Z][\w'-]*")
_DONE_TO = re.compile(
    rf"{_LED}(?:(?:was|were) (?!it\b|there\b)(?:[\w'-]+ ){{1,6}}?"
    r"|(?:has|have) (?:[\w'-]+ ){1,6}?been )"
    r"(?P<verb>[a-z]+(?:ed|own|ung|ught|aken|iven|roken)|hurt|hit|shot|lost|sold|held|sunk)\b",
    re.IGNORECASE,
)
_MOVED_TO = re.compile(rf"{_LED}what (?P<verb>convinced|persuaded)\b", re.IGNORECASE)
_FOLLOWING = re.compile(r"\s(?P<word>[a-z]+)")


def untold_act(question: ParsedQuestion, best: Ranked) -> tuple[str, Rule] | None:
    """The verb of an act that a question takes for granted, or asks the truth of, and a passage
    does not tell of, neither in its own word nor in another for it, with the rule by which that is
    lacking; None where it does, or there is no such verb.

    What somebody is asked to have said to something is told of only where he speaks.
    """
    text = aligned(question.text)
    if _TAKES_FOR_GRANTED.match(text) is not None:
        granted = GRANTED.chosen(_untold(question, best, granted=True), without=None)
        return None if granted is None else (granted, GRANTED)
    if _WHETHER.match(text) is None:
        return None
    reply = REPLY.chosen(_reply_untold(text, best), without=None)
    if reply is not None:
        return reply, REPLY
    asked = WHETHER.chosen(_untold(question, best, granted=False), without=None)
    return None if asked is None else (asked, WHETHER)


def _reply_untold(text: str, best: Ranked) -> str | None:
    """The verb of a reply that a question asks about, where a passage gives no words to who would
    have made it."""
    reply = _REPLIES.match(text)
    told = reply is None or _speaks(reply["who"], best.finding.text)
    return None if reply is None or told else reply["verb"]


def _untold(question: ParsedQuestion, best: Ranked, *, granted: bool) -> str | None:
    """The verb of the act in a question that a passage does not tell of."""
    verb = _verb_of_the_act(aligned(question.text), granted=granted)
    if verb is None or verb.endswith("ly") or verb in _NO_ACTS or verb in FUNCTION_WORDS:
        return None
    key = key_of(verb)
    said = _acts_said(best.finding.text)
    if key in said or SYNONYM.applies(any(alike(word, key) for word in said)):
        return None
    if not granted and OPPOSITE_TOLD.applies(bool(opposite_stems(stem(verb)) & said)):
        return None
    if ANY_SPEAKING.applies(key in _SPEAKING and bool(said & _SPEAKING)):
        return None
    near = [
        match for term, match in zip(question.terms, best.matches, strict=True) if term.word == verb
    ]
    if not near or NEAR_VERB.applies(near[0] >= (TOLD if granted else TOLD_AT_ALL)):
        return None
    return verb


def _verb_of_the_act(text: str, *, granted: bool) -> str | None:
    """The verb behind who acts, or of what is done: "fired" of "Was Lund fired?"; None for a verb
    of two words, or none."""
    asked = ASKED.search(text)
    if asked is None:
        done = (_MOVED_TO if granted else _DONE_TO).match(text)
        return DONE_TO.chosen(done["verb"] if done is not None else None, without=None)
    if asked["who"].endswith(("'s", "s'")):
        return None
    following = _FOLLOWING.match(text, asked.end())
    if following is not None and following["word"] in PARTICLES:
        return None
    perfect = _PERFECT.match(asked[0]) is not None
    return asked["verb"] if _may_be_a_verb(asked["verb"], perfect=perfect) else None


def _acts_said(text: str) -> set[str]:
    """The words of a text as they are looked up, and verbs with the particle shortly behind them:
    "went down"."""
    said = words(text)
    return {
        *map(key_of, said),
        *(
            key_of(word, behind)
            for n, word in enumerate(said)
            for behind in said[n + 1 : n + 4]
            if behind in PARTICLES
        ),
    }


def _speaks(who: str, text: str) -> bool:
    """Whether a text gives any words to one who is named by these."""
    name = unowned(_NAME.findall(who)[-1])
    return any(name in speaker for speaker in said_by(text))


def _may_be_a_verb(word: str, *, perfect: bool) -> bool:
    """Whether a word may be the verb behind "did", or behind "has": "rhetoric" is none in "How has
    Hald rhetoric changed?"."""
    if perfect:
        return word.endswith(("ed", "n", "t", "k", "g")) or key_of(word) != stem(word)
    return not word.endswith("s") or word.endswith("ss")
