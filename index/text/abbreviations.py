"""Abbreviations that a report explains, found by the method of Schwartz & Hearst (2003): “National
Hurricane Center (NHC)”, “NHC (National Hurricane Center)”.

Theirs takes any letters for a short form, begins a long form at any word, and asks nothing of the
words within it; they looked at articles on medicine. What is asked here beyond that are rules.
"""

import re
from collections.abc import Sequence
from string import punctuation

from index.rules import Stage, always, declare
from index.text.normalize import collapsed
from index.text.terms import FUNCTION_WORDS, stem, words
from index.types import Abbreviation, Block, Role

EXPLAINED = declare(
    "abbreviation-explained", Stage.INGEST,
    "Takes “long form (SHORT)” and “SHORT (long form)” for an abbreviation and what it stands for.",
)  # fmt: skip
CAPITALS = declare(
    "abbreviation-in-capitals", Stage.INGEST,
    "Takes only what begins with two capitals, or a capital and a digit, for an abbreviation.",
)  # fmt: skip
SMALL_WORD = declare(
    "abbreviation-small-words", Stage.INGEST,
    "No long form begins with a small word: “Office of Ships (OS)” is not “of Ships”.",
)  # fmt: skip
IDLE_WORDS = declare(
    "abbreviation-idle-words", Stage.INGEST,
    "Takes nothing for a long form of which two words have no letter in the short form.",
)  # fmt: skip

_FROM, _TO = 2, 10
"""Characters of a short form."""
_SHORT_WORDS = 2
_BEFORE = 200
"""Characters before a bracket in which a long form is looked for."""
_ROLES = frozenset({Role.BODY, Role.HEADING, Role.TITLE})
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,200})[)\]]")
_LEAD_IN = re.compile(
    r"(?:the|hereinafter|hereafter|or|known as|also|abbreviated)\s", re.IGNORECASE
)
"""What may stand before a form in brackets: “(the “NHC”)”."""
_ASIDE = re.compile(r"[,;:]| or | and ")
"""Where a form in brackets ends: “(NHC, or the Center)”."""
_BOUND = re.compile(r"(?<=[a-z]{3})\.\s|[!?;:]\s|[()\[\]]")
"""What no long form goes over."""
_WORD = re.compile(r"[^\s-]+")
_BEGUN = re.compile(r"\w+")
_SMALL = frozenset("a an and at by for from in of on the to with".split())  # noqa: SIM905
_MARKS = f"{punctuation} "


def abbreviations(text: str, blocks: Sequence[Block]) -> tuple[Abbreviation, ...]:
    """The abbreviations that the paragraphs and headings of a report explain, each once, in order;
    no long form goes over the end of a paragraph."""
    read = (text[b.start : b.end] for b in blocks if b.role in _ROLES)
    bracketed = (collapsed(block) for block in read if "(" in block or "[" in block)
    return tuple(dict.fromkeys(pair for block in bracketed for pair in _explained(block)))


@EXPLAINED.governs(without=always([]))
def _explained(block: str) -> list[Abbreviation]:
    found = (_pair(block, bracket) for bracket in _BRACKETS.finditer(block))
    return [pair for pair in found if pair is not None]


def _pair(block: str, bracket: re.Match[str]) -> Abbreviation | None:
    """A bracket with what it explains before it, or with what explains it."""
    before = _BOUND.split(block[max(0, bracket.start() - _BEFORE) : bracket.start()])[-1].rstrip()
    inside, last = _form(bracket[1]), before.rpartition(" ")[2].strip("\"'")
    stated = None if before.endswith(",") else long_form(inside, before)
    if stated is not None and not CAPITALS.applies(_is_plain(inside)):
        return Abbreviation(inside, stated)
    if long_form(last, inside) != inside or CAPITALS.applies(_is_plain(last)):
        return None
    return Abbreviation(last, inside)


def key_of_form(form: str) -> str:
    """The same for all ways to write a form: the stems of its words."""
    return " ".join(map(stem, words(form)))


def _form(inside: str) -> str:
    """What is in brackets, without lead-in, quotation marks and what comes after a comma."""
    form = _ASIDE.split(inside.strip(), maxsplit=1)[0]
    return _LEAD_IN.sub("", form.strip(), count=1).strip("\"' ")


def _may_be_short(form: str) -> bool:
    """Whether something may be a short form, by its length and its letters."""
    of_length = _FROM <= len(form) <= _TO and len(form.split()) <= _SHORT_WORDS
    return of_length and form[0].isalnum() and any(map(str.isalpha, form))


def _is_plain(short: str) -> bool:
    """Whether the first word has neither two capitals nor one and a digit."""
    first = short.split(maxsplit=1)[0]
    capitals = sum(map(str.isupper, first))
    return capitals < 2 and not (capitals and any(map(str.isdigit, first)))


def long_form(short: str, said: str) -> str | None:
    """The shortest end of `said` that has the letters and digits of a short form in their order,
    the first of them at the beginning of a word; None where there is none.

    None too where it has far more words than the short form has letters, or the short form in it.
    """
    at = _places(short, said) if _may_be_short(short) else []
    if not at:
        return None
    begun, size = said[at[0] :], len(at)
    found = begun.rstrip(_MARKS).removesuffix("'s").rstrip(_MARKS)
    has_it = short.casefold() in found.casefold().split()
    if len(found) <= len(short) or has_it or len(_WORD.findall(found)) > min(size + 5, 2 * size):
        return None
    return None if IDLE_WORDS.applies(_idle(found, [n - at[0] for n in at]) > 1) else found


def _idle(found: str, at: Sequence[int]) -> int:
    """How many words of a long form, small ones aside, have none of the letters at these places."""
    said = (word for word in _WORD.finditer(found) if word[0].lower() not in FUNCTION_WORDS)
    return sum(not any(word.start() <= n < word.end() for n in at) for word in said)


def _places(short: str, said: str) -> list[int]:
    """Where in `said` the letters of a short form stand, matched from the right; none where not
    all of them do."""
    plain, at, places = said.lower(), len(said), []
    first, *letters = [letter for letter in short.lower() if letter.isalnum()]
    for letter in reversed(letters):
        at = plain.rfind(letter, 0, at) if at > 0 else -1
        places.append(at)
    begun = [word for word in _BEGUN.finditer(plain) if word.start() < at and word[0][0] == first]
    large = [word for word in begun if word[0] not in _SMALL]
    begins = SMALL_WORD.chosen(large[-1:], without=begun[-1:])
    return [begins[0].start(), *reversed(places)] if begins else []
