"""The act that a question takes for granted: that Lund resigned, in "Why did Lund resign?"."""

import re

from index.normalize import aligned
from index.terms import FUNCTION_WORDS, stem, words
from rag.actors import ASKED
from rag.attribution import said_by
from rag.grounding.synonyms import PARTICLES, alike, key_of
from rag.names import unowned
from rag.opposites import opposite_stems
from rag.question import ParsedQuestion
from rag.reranking import Ranked

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


def untold_act(question: ParsedQuestion, best: Ranked) -> str | None:
    """The verb of an act that a question takes for granted, or asks the truth of, and a passage
    does not tell of, neither in its own word nor in another for it; None where it does, or there is
    no such verb.

    What somebody is asked to have said to something is told of only where he speaks.
    """
    text = aligned(question.text)
    granted = _TAKES_FOR_GRANTED.match(text) is not None
    if not granted and _WHETHER.match(text) is None:
        return None
    reply = None if granted else _REPLIES.match(text)
    if reply is not None and not _speaks(reply["who"], best.finding.text):
        return reply["verb"]
    verb = _verb_of_the_act(text, granted=granted)
    if verb is None or verb.endswith("ly") or verb in _NO_ACTS or verb in FUNCTION_WORDS:
        return None
    key = key_of(verb)
    said = _acts_said(best.finding.text)
    if any(word == key or alike(word, key) for word in said):
        return None
    if not granted and opposite_stems(stem(verb)) & said:
        return None
    if key in _SPEAKING and said & _SPEAKING:
        return None
    near = [
        match for term, match in zip(question.terms, best.matches, strict=True) if term.word == verb
    ]
    return verb if near and near[0] < (TOLD if granted else TOLD_AT_ALL) else None


def _verb_of_the_act(text: str, *, granted: bool) -> str | None:
    """The verb behind who acts, or of what is done: "fired" of "Was Lund fired?"; None for a verb
    of two words, or none."""
    asked = ASKED.search(text)
    if asked is None:
        done = (_MOVED_TO if granted else _DONE_TO).match(text)
        return done["verb"] if done is not None else None
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
