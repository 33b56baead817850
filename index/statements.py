"""When sentences of two reports are one statement: the same in all that tells.

Sentences are compared by a key rather than by how near they are (as MinHash would have it): near
texts that differ in one number, name, date or negation are two statements, and nothing but an
equal key is sure to be none of these.
"""

import re
from hashlib import blake2b

from index.normalize import collapsed, folded
from index.terms import spelling_key

FEWEST_WORDS = 6
"""Shorter sentences ("He said so.") are found in many reports without being copies."""
_TELLING = re.compile(r"\w+(?:[.,]\d+)*|[$€£¥₴₽%‰½⅓¼¾°±]|(?<!\w)[-−+](?=\d)")
_LABEL = re.compile(r"^\W*(?:quote|details?|updated?|update|note)\s?:\s", re.IGNORECASE)
_PER_CENT = re.compile(r"(?<=\d)\s?(?:%|per\s?cent\b)", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_SAYS_NOTHING = frozenset({"a", "an", "the", "that", "also", "sic"})
"""Words by which copies of one sentence may differ."""
_NAME_FROM = 5
"""Letters; shorter names that sound alike are too often different ones."""


def same_statement(a: str, b: str) -> bool:
    """True where two sentences are the same word for word, but for case, punctuation, articles and
    how a number is written.

    Only names may be spelt otherwise (Kupyansk, Kupiansk): texts that differ in a number, a unit,
    a name, a date or a negation are never one statement.
    """
    return _telling(a) == _telling(b)


def statement_key(text: str) -> str:
    """The same for all texts that are one statement."""
    return " ".join(_telling(text))


def statement_hash(sentence: str) -> int | None:
    """A 64-bit key of a sentence, to look its copies up by; None where it is too short to tell."""
    telling = _telling(sentence)
    if len(telling) < FEWEST_WORDS:
        return None
    digest = blake2b(" ".join(telling).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def _telling(text: str) -> list[str]:
    plain = _INITIALS.sub(lambda name: name[0].replace(".", ""), collapsed(text))
    plain = _THOUSANDS.sub("", _PER_CENT.sub(" %", _LABEL.sub("", plain)))
    return [
        spelling_key(folded(word))
        if word[0].isupper() and len(word) >= _NAME_FROM
        else folded(word)
        for word in _TELLING.findall(plain)
        if word.casefold() not in _SAYS_NOTHING
    ]
