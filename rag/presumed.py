"""The act that a question takes for granted: that Lund resigned, in "Why did Lund resign?"."""

import re

from index.normalize import aligned
from index.terms import FUNCTION_WORDS, stem, words
from rag.actors import ASKED
from rag.grounding.synonyms import PARTICLES, alike, key_of
from rag.question import ParsedQuestion
from rag.reranking import Ranked

TOLD = 0.55
"""An act is told of by a passage that has a token at least this near to its verb."""
_TAKES_FOR_GRANTED = re.compile(
    r"^\W*(?:and |but |so )?(?:why|for (?:what|which) reasons?|on what grounds"
    r"|what (?:made|led|convinced|prompted|persuaded)"
    r"|how(?! (?:many|much|long|far|old|large|big|often|high|soon|likely)\b))\b",
    re.IGNORECASE,
)
_NO_ACTS = frozenset(
    """
    want wants think believe know need see consider expect regard view feel mean matter fear hope
    seem look get have make do go come use keep try like love hate stand fit differ change treat
    handle label term characterise characterize portray present depict justify explain assess judge
    plan intend continue begin start remain
    """.split()  # noqa: SIM905 - a list of words is read as one
)
"""Verbs of what one holds, or of so much that passages tell it without them."""
_SPEAKING = frozenset(map(key_of, (
    "say", "state", "claim", "announce", "report", "tell", "reply", "respond", "answer", "react",
    "comment", "deny", "confirm", "reject", "dismiss", "call", "describe", "argue", "warn", "add",
)))  # fmt: skip
_PERFECT = re.compile(r"(?:has|have|had)\b", re.IGNORECASE)
_FOLLOWING = re.compile(r"\s(?P<word>[a-z]+)")


def untold_act(question: ParsedQuestion, best: Ranked) -> str | None:
    """The verb of an act that a question takes for granted and a passage does not tell of, neither
    in its own word nor in another for it; None where it does, or none is taken for granted."""
    text = aligned(question.text)
    asked = ASKED.search(text) if _TAKES_FOR_GRANTED.match(text) else None
    if asked is None or asked["who"].endswith(("'s", "s'")):
        return None
    verb = asked["verb"]
    if not _may_be_a_verb(verb, perfect=_PERFECT.match(asked[0]) is not None):
        return None
    following = _FOLLOWING.match(text, asked.end())
    is_phrasal = following is not None and following["word"] in PARTICLES
    if is_phrasal or verb.endswith("ly") or verb in _NO_ACTS or verb in FUNCTION_WORDS:
        return None
    key = key_of(verb)
    said = set(map(key_of, words(best.finding.text)))
    if any(word == key or alike(word, key) for word in said):
        return None
    if key in _SPEAKING and said & _SPEAKING:
        return None
    near = [
        match for term, match in zip(question.terms, best.matches, strict=True) if term.word == verb
    ]
    return verb if near and near[0] < TOLD else None


def _may_be_a_verb(word: str, *, perfect: bool) -> bool:
    """Whether a word may be the verb behind "did", or behind "has": "rhetoric" is none in "How has
    Hald rhetoric changed?"."""
    if perfect:
        return word.endswith(("ed", "n", "t", "k", "g")) or key_of(word) != stem(word)
    return not word.endswith("s") or word.endswith("ss")
