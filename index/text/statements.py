"""When sentences of two reports are one statement: the same in all that tells.

Sentences are compared by a key rather than by how near they are (as MinHash would have it): near
texts that differ in one number, name, date or negation are two statements, and nothing but an
equal key is sure to be none of these.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

from index.rules import Stage, declare
from index.text.normalize import collapsed

FEWEST_WORDS = 6
"""Shorter sentences ("He said so.") are found in many reports without being copies."""
_LABEL = re.compile(r"^\W*(?:quote|details?|updated?|update|note)\s?:\s", re.IGNORECASE)
_DATELINE = re.compile(
    r"^\W*[A-Z][A-Z .,'/-]{1,40}[A-Z](?:, [A-Z][a-z]{2,8}\.? \d{1,2})?"
    r"(?: ?\([^()]{1,30}\) ?[-–—] ?| ?[–—] ?| -{1,2} )(?=[A-Z0-9\"'“‘])"
)
"""Where and when a wire's story was written, and whose it is, before its first word."""
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_PER_CENT = re.compile(r"(?<=\d)\s?(?:%|per\s?cent\b)", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_MINUS = re.compile(r"(?<![\w.,])[–−](?=[\d.$€£])")
_PUNCTUATION = re.compile(
    r"(?<!\d)[,;:!?\"'()\[\]…](?!\d)|(?<=\d)[,;:!?()\[\]…](?!\d)|(?<!\d)[,;!?()\[\]…](?=\d)"
    r"|(?<!\d)[\"'](?=\d)|\.(?!\d)"
)
"""What parts words and figures; not what belongs to a figure: 1:2, 1.5, 5", .5."""
_INSIDE_A_WORD = re.compile(r"(?<=[^\W\d])'(?=[^\W\d])")
_DASHES = frozenset("-–—−")
_SAYS_NOTHING = frozenset({"a", "an", "An", "the", "The", "that", "also", "sic"})
"""Words by which copies of one sentence may differ."""
_NAME_FROM = 5
"""Letters; of shorter names one letter is too much."""
_GLIDE = re.compile(r"(?<=[^\W\daeiouy])y(?=[aeou])")
_ENDING = re.compile(r"(?:yy|iy|yi|ii|y|i)$")

VARIANTS = declare(
    "copy-variants", Stage.INGEST,
    "Copies of a sentence may differ in punctuation, articles, figures and the spelling of names.",
)  # fmt: skip
SHORT = declare(
    "copy-not-of-short-sentences", Stage.INGEST,
    f"Sentences of fewer than {FEWEST_WORDS} words are no copies of each other in other reports.",
)  # fmt: skip


DATELINES = declare(
    "copy-without-dateline", Stage.INGEST,
    "Copies of a wire's first sentence may differ in the place and the agency named before it.",
)  # fmt: skip


def same_statement(a: str, b: str) -> bool:
    """True where two sentences are the same word for word, but for punctuation, articles, how a
    number is written and how a Slavic name is romanised (Kupyansk, Kupiansk; Zelensky, Zelenskyy).

    Texts that differ in a number, a unit, a name, a date or a negation are never one statement.
    """
    key = statement_key(a)
    return key != "" and key == statement_key(b)


@VARIANTS.governs(without=collapsed)
def statement_key(text: str) -> str:
    """The same for all texts that are one statement; empty for one that says nothing."""
    return _key(DATELINES.chosen(_DATELINE.sub("", text), without=text))


@lru_cache(maxsize=4096)  # of what is found for a question, each is compared to many others
def _key(text: str) -> str:
    return " ".join(_telling(text))


def statement_hash(sentence: str) -> int | None:
    """A 64-bit key of a sentence, to look its copies up by; None where it is too short to tell."""
    key = statement_key(sentence)
    if not key or SHORT.applies(len(key.split()) < FEWEST_WORDS):
        return None
    digest = blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def _telling(text: str) -> list[str]:
    plain = _LABEL.sub("", unicodedata.normalize("NFC", collapsed(text)))
    plain = _INITIALS.sub(lambda name: name[0].replace(".", ""), plain)
    plain = _MINUS.sub("-", _THOUSANDS.sub("", _PER_CENT.sub(" %", plain)))
    plain = _PUNCTUATION.sub(" ", _INSIDE_A_WORD.sub("’", plain))
    tokens = [token for token in plain.split() if not set(token) <= _DASHES]
    if tokens[:1] == ["A"] and any(token[0].islower() for token in tokens[1:2]):
        del tokens[0]
    kept = [token for token in tokens if token not in _SAYS_NOTHING]
    return [_as_written(token, n == 0) for n, token in enumerate(kept)]


def _as_written(token: str, first: bool) -> str:
    """A token with one spelling for a name; the first word of a sentence without its capital."""
    if first and token[1:].islower():
        return token.lower()
    if token[0].isupper() and len(token) >= _NAME_FROM and token.isalpha():
        return _ENDING.sub("i", _GLIDE.sub("i", token))
    return token
