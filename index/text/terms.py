"""Words as the full-text index knows them, for asking it and for comparing texts.

A term is a word without case and diacritics, stemmed by Porter's algorithm (1980), as SQLite's
`porter unicode61 remove_diacritics 2` makes it.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

import Stemmer

from index import language
from index.text.normalize import folded

_WORD = re.compile(r"\w+")
_STEMMER = Stemmer.Stemmer("porter")
_STEMMED_FROM, _STEMMED_TO = 3, 64
"""Bytes; SQLite leaves shorter and longer words as they are."""
_DEPARTURES = {"logi": "log", "bli": "ble"}
"""Rules of Porter's own program that his article lacks; SQLite has them and PyStemmer not."""
_DEPARTURE = re.compile(r"([^aeiouy]*+[aeiouy]++[^aeiouy].*)(logi|bli)")

FUNCTION_WORDS = language.words("words", "function")
"""English words that carry no topic; a question is never looked up by these alone."""


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The term of one word that `words` gave."""
    if not _STEMMED_FROM <= len(word.encode()) <= _STEMMED_TO:
        return word
    stemmed = str(_STEMMER.stemWord(word))
    departed = _DEPARTURE.fullmatch(stemmed)
    return str(_STEMMER.stemWord(departed[1] + _DEPARTURES[departed[2]])) if departed else stemmed


def words(text: str) -> list[str]:
    """The words of `text` in order, case and diacritics removed, not stemmed."""
    return _WORD.findall(folded(text).replace("_", " "))


def runs(said: Sequence[str], length: int) -> set[tuple[str, ...]]:
    """All runs of so many words, or terms, of a text; none where it has fewer."""
    return set(zip(*(said[n:] for n in range(length)), strict=False))


def terms(text: str) -> list[str]:
    """The terms of `text` in order, function words left out."""
    return [stem(word) for word in words(text) if word not in FUNCTION_WORDS]


_ONE_SOUND = (
    ("kh", "h"), ("zh", "j"), ("ks", "x"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("w", "v"),
    ("y", "i"), ("j", "i"), ("z", "s"),
)  # fmt: skip


@lru_cache(maxsize=200_000)
def spelling_key(term: str) -> str:
    """The same for spellings that differ by romanisation or usage: Kupyansk and Kupiansk, Dmitri
    and Dmitry, demilitarization and demilitarisation.

    Doubled letters are made single, and the ways to write one sound are made one.
    """
    key = term
    for written, sound in _ONE_SOUND:
        key = key.replace(written, sound)
    return re.sub(r"(.)\1+", r"\1", key)
