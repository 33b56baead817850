"""What a sentence gives as a cause and as its effect are so in the passage, not the other way
about."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.verification.alignment import Pair
from rag.verification.reading import Reading
from rag.verification.types import Fault, FaultKind
from rag.verification.voice import BE

_MADE = (
    r"caused|prompted|triggered|driven|enabled|provoked|sparked|brought about|spurred|compelled"
    r"|allowed|induced|fuell?ed|made possible|forced|necessitated|precipitated"
)
_BEHIND = re.compile(
    rf"\b(?:(?P<fronts>because(?: of)?|due to|owing to|thanks to|as a result of|in response to"
    rf"|in reaction to|in retaliation (?:for|to)|as a (?:response|reaction) to|in answer to"
    rf"|as a consequence of|in consequence of)"
    rf"|(?:{_MADE})(?: \w+){{0,2}} by|result(?:s|ed|ing)? from|stem(?:s|med|ming)? from"
    rf"|(?:the|a|an|\w+) (?:results?|consequences?|outcome) of|ar(?:ises?|ose|isen|ising) from"
    rf"|(?:responses?|reactions?|retaliation|answers?) (?:to|for|against)"
    rf"|(?P<meets>(?:respond|react|retaliat)(?:s|es|ed|ing)? (?:to|for|against)))\b",
    re.IGNORECASE,
)
"""Words with what is the cause behind them."""
_LOOSELY_BEHIND = re.compile(
    r"\b(?P<fronts>after(?! which)|following|amid|given(?: that)?|since"
    r"|(?:particularly|especially) as|(?<=, )as(?! well| a\b| an\b| the\b))\b",
    re.IGNORECASE,
)
"""Words of time that may tell of a cause, behind them."""
_AHEAD = re.compile(
    r"\b(?:le(?:a?d|ads|ading) (?:[\w'-]+ ){0,5}?to|result(?:s|ed|ing)? in"
    r"|caus(?:es?|ed|ing)(?! of)"
    r"|prompt(?:s|ed|ing)?|trigger(?:s|ed|ing)?|provok(?:es?|ed|ing)|spark(?:s|ed|ing)?"
    r"|spur(?:s|red|ring)?|induc(?:es?|ed|ing)|compel(?:s|led|ling)?|forc(?:ed|ing)"
    r"|allow(?:s|ed|ing)?|let(?:s|ting)?|enabl(?:es?|ed|ing)|permit(?:s|ted|ting)?"
    r"|driv(?:es?|ing) (?:up|down)|drove (?:up|down)|bring(?:s|ing)? about|brought about"
    r"|gives? rise to|gave rise to|contribut(?:es?|ed|ing) to|the (?:cause|reason) (?:of|for|why)"
    r"|therefore|consequently|thereby|hence|thus|which is why"
    r"|as a (?:result|consequence)(?! of))\b",
    re.IGNORECASE,
)
"""Words with the effect behind them and the cause before."""
_LOOSELY_AHEAD = re.compile(r"(?<=, )(?:so|making)\b|\b(?:before|after which)\b", re.IGNORECASE)
"""Words that may have the effect, or what came later, behind them."""
_TELLS_OF_ONE = re.compile(
    r"\b(?:due|because|result\w*|response\w*|respond\w*|react\w*|retaliat\w+|thanks to"
    r"|le(?:a?d|ads|ading) (?:[\w'-]+ ){0,5}?to|caus\w+|prompt\w*|trigger\w*|therefore|thus|so"
    r"|hence|consequen\w+|in order|as|since|over|reasons?|after|following|amid|given|aim\w*"
    r"|effort\w*|forc\w+|mak(?:es?|ing)|made|allow\w*|let\w*|enabl\w+|prevent\w*|attribut\w+"
    r"|blam\w+|for|with|when|help\w*|by|through|stem\w*|driv\w+|drove|contribut\w+|explain\w*"
    r"|mean\w*|fail\w* to|intend\w*|seek\w*|sought|designed)\b",
    re.IGNORECASE,
)
"""What may tell of a cause or an aim in a passage, whichever way."""
_OPENS = frozenset({"that", "and", "but", "while"})
"""Words after which a clause begins with a cause: "said that because of the flood, …"."""
_ASIDE = frozenset({"but", "while", "whereas", "although", "though", "however"})
_OF_A_THING = re.compile(r"(?:the|an?|its|his|her|their|th[ei]se?|that|those|\w+ing|\w+s)$")


@dataclass(frozen=True, slots=True)
class Link:
    """The content words of a cause and of its effect."""

    cause: frozenset[int]
    effect: frozenset[int]
    written: str


def causes(pair: Pair) -> Iterator[Fault]:
    """Causes that the passage has as effects, and causes where it gives none."""
    theirs = links(pair.passage, loosely=True)
    for link in links(pair.sentence, loosely=False):
        upheld = max((_shared(pair, link, other, turned=False) for other in theirs), default=0)
        turned = max((_shared(pair, link, other, turned=True) for other in theirs), default=0)
        if turned > upheld:
            yield Fault(FaultKind.ROLES, f"cause and effect have changed places: “{link.written}”")
            return
        if not upheld and not _is_given(pair, link):
            yield Fault(FaultKind.ROLES, f"the passage gives no cause: “{link.written}”")
    yield from _in_other_order(pair, theirs)


def _in_other_order(pair: Pair, theirs: list[Link]) -> Iterator[Fault]:
    """What comes of, or upon, another in the sentence, where it is clearly the other way about in
    the passage: "A after B" for "B after A"."""
    for link in links(pair.sentence, loosely=True):
        upheld = max((_shared(pair, link, other, turned=False) for other in theirs), default=0)
        turned = max((_shared(pair, link, other, turned=True) for other in theirs), default=0)
        if turned > upheld + 1:
            yield Fault(FaultKind.ROLES, f"what came first has changed places: “{link.written}”")
            return


def links(reading: Reading, *, loosely: bool) -> list[Link]:
    """What a text gives as causes and their effects; `loosely`, what it has one upon another
    too."""
    behind = [m for m in _BEHIND.finditer(reading.text) if not _is_due(reading, m)]
    if loosely:
        behind += _LOOSELY_BEHIND.finditer(reading.text)
    ahead = [m for m in _AHEAD.finditer(reading.text) if not _is_passive(reading, m)]
    if loosely:
        ahead += _LOOSELY_AHEAD.finditer(reading.text)
    found = [_link(reading, m, behind=True) for m in behind]
    found += [_link(reading, m, behind=False) for m in ahead]
    return [link for link in found if link.cause and link.effect]


def _is_given(pair: Pair, link: Link) -> bool:
    """Whether a sentence of the passage that tells of a cause has words of both sides of a link,
    itself or with the one before."""
    tokens = pair.passage.tokens
    sides = [
        {tokens[i].sentence for n in side for i in pair.found(n)}
        for side in (link.cause, link.effect)
    ]
    told = {
        tokens[n].sentence
        for m in _TELLS_OF_ONE.finditer(pair.passage.text)
        for n in pair.passage.within(*m.span())
    }
    return any(all(side & {number, number - 1} for side in sides) for number in told)


def _is_due(reading: Reading, match: re.Match[str]) -> bool:
    """Whether something "is due to" come, which tells of no cause."""
    at = reading.within(*match.span())
    if match[0].casefold() != "due to" or not at or reading.tokens[at[0] - 1].word not in BE:
        return False
    following = reading.tokens[at[-1] + 1 : at[-1] + 2]
    return bool(following) and not (following[0].capital or _OF_A_THING.match(following[0].word))


def _is_passive(reading: Reading, match: re.Match[str]) -> bool:
    at = reading.within(*match.span())
    be = any(t.word in BE for t in reading.tokens[max(0, at[0] - 2) : at[0]])
    by = reading.text[match.end() :].startswith(" by ")
    return match[0].endswith("ed") and (be or by)


def _link(reading: Reading, match: re.Match[str], *, behind: bool) -> Link:
    at = reading.within(*match.span())
    before, after = _before(reading, at[0]), _after(reading, at[-1])
    named = match.groupdict()
    if behind and named.get("fronts") and _begins(reading, at[0]):
        after, before = _parted(reading, after, None)
    elif behind and named.get("meets"):
        after, rest = _parted(reading, after, frozenset({"with", "by"}))
        before += rest
    near, far = _content(reading, before), _content(reading, after)
    return Link(far, near, match[0]) if behind else Link(near, far, match[0])


def _before(reading: Reading, at: int) -> list[int]:
    """The words before a place in its sentence; the sentence before where there are none."""
    sentence = reading.tokens[at].sentence
    words = list[int]()
    for number in range(at - 1, -1, -1):
        token = reading.tokens[number]
        if token.sentence != sentence or token.word in _ASIDE or ";" in reading.gap(number + 1):
            break
        words.append(number)
    if not any(reading.tokens[n].content for n in words):
        return [n for n, t in enumerate(reading.tokens) if t.sentence == sentence - 1]
    return words


def _after(reading: Reading, at: int) -> list[int]:
    words = list[int]()
    for number in range(at + 1, len(reading.tokens)):
        token = reading.tokens[number]
        if token.sentence != reading.tokens[at].sentence or token.word in _ASIDE:
            break
        if ";" in reading.gap(number):
            break
        words.append(number)
    return words


def _begins(reading: Reading, at: int) -> bool:
    tokens = reading.tokens
    return not at or tokens[at - 1].sentence != tokens[at].sentence or tokens[at - 1].word in _OPENS


def _parted(
    reading: Reading, words: list[int], at: frozenset[str] | None
) -> tuple[list[int], list[int]]:
    """Words up to one of some, or to the first comma, and those behind."""
    for place, number in enumerate(words):
        ends = reading.tokens[number].word in at if at else "," in reading.gap(number)
        if place and ends:
            return words[:place], words[place:]
    return words, []


def _content(reading: Reading, words: list[int]) -> frozenset[int]:
    return frozenset(n for n in words if reading.tokens[n].content)


def _shared(pair: Pair, mine: Link, theirs: Link, *, turned: bool) -> int:
    """How many words two links share, on the same sides or, `turned`, on each other's; 0 unless
    on both and more than the other way."""
    straight = (
        _on(pair, mine.cause, theirs.cause, theirs.effect),
        _on(pair, mine.effect, theirs.effect, theirs.cause),
    )
    across = (
        _on(pair, mine.cause, theirs.effect, theirs.cause),
        _on(pair, mine.effect, theirs.cause, theirs.effect),
    )
    best, other = (across, straight) if turned else (straight, across)
    return sum(best) if all(best) and sum(best) > sum(other) else 0


def _on(pair: Pair, words: frozenset[int], side: frozenset[int], other: frozenset[int]) -> int:
    """How many words stand on one side of a link, and not on the other."""
    return sum(bool(pair.found(n) & side) and not pair.found(n) & other for n in words)
