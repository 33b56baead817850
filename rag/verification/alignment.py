"""Which words of a passage the words of a sentence stand for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from index.embedding.embedder import Embedder, Encoding, Vectors
from index.text.terms import spelling_key
from rag.language.quantities import ordinal_of
from rag.language.synonyms import PARTICLES, key_of, meanings
from rag.verification.reading import Reading, Token, read
from rag.verification.types import Grounds

NEAR, NEAR_AS_NAME = 0.45, 0.55
"""Cosines of the vectors of two words in their texts from which one may stand for the other; the
second where the one begins its sentence and no dictionary has it, so that it may be a name."""
_SPELT_FROM = 4
_ENDS = " .,;:!?\"'•"
_BEGINS_ALIKE = 5
"""Letters that words of one family share: seize and seizure, negotiate and negotiation."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence beside a passage.

    `stated` is what the report states of itself: title, publisher and originator; `owners` are the
    last two. `same` gives
    for each word of the sentence the words of the passage that are the same or a form of it, and
    `near` those that it may stand for otherwise.
    """

    sentence: Reading
    passage: Reading
    stated: Reading
    owners: Reading
    published_on: date | None
    same: tuple[frozenset[int], ...]
    near: tuple[frozenset[int], ...]

    def found(self, number: int) -> frozenset[int]:
        """The words of the passage that a word of the sentence may stand for."""
        return self.same[number] or self.near[number]


def align(sentence: str, grounds: Grounds, encode: Callable[[str], Encoding]) -> Pair:
    """A sentence beside a passage; texts are encoded only where words alone do not tell."""
    mine, theirs = read(sentence), read(grounds.text)
    stated = read(" · ".join(filter(None, (grounds.title, grounds.publisher, grounds.originator))))
    same = tuple(
        frozenset(n for n, other in enumerate(theirs.tokens) if is_same(token, other))
        for token in mine.tokens
    )
    lacking = [n for n, t in enumerate(mine.tokens) if t.content and not same[n]]
    near = [frozenset[int]()] * len(mine.tokens)
    own, other = _meanings(sentence), _meanings(grounds.text)
    for number in lacking:
        near[number] = frozenset(n for n, meant in enumerate(other) if meant & own[number])
    for number in lacking:
        if near[number - 1] and mine.tokens[number].word in PARTICLES:  # "back" of "beat back"
            near[number] = near[number - 1]
    lacking = [n for n in lacking if not near[n] and not mine.tokens[n].is_name]
    if lacking and theirs.tokens:
        _fill_by_meaning(near, lacking, mine, theirs, encode)
    owners = read(" · ".join(filter(None, (grounds.publisher, grounds.originator))))
    return Pair(mine, theirs, stated, owners, grounds.published_on, same, tuple(near))


@lru_cache(maxsize=4096)
def _meanings(text: str) -> tuple[frozenset[str], ...]:
    """For each word of a text the groups of words of one meaning that it is in, with a particle
    behind it too, at once or after one or two words: "send the troops back"."""
    tokens = read(text).tokens
    found: list[frozenset[str]] = []
    for n, token in enumerate(tokens):
        behind = (other.word for other in tokens[n + 1 : n + 4] if other.word in PARTICLES)
        keys = (token.key, key_of(token.word), *(key_of(token.word, p) for p in behind))
        found.append(frozenset[str]().union(*map(meanings, keys)))
    return tuple(found)


def is_same(one: Token, other: Token) -> bool:
    """Whether two words are the same, or forms or spellings of one."""
    return same_words(one.word, one.key, other.word, other.key)


@lru_cache(maxsize=200_000)
def same_words(one: str, one_key: str, other: str, other_key: str) -> bool:
    """Whether two words, given with their stems, are the same, or forms or spellings of one."""
    if one_key == other_key:
        return True
    if one.isalpha() and other.isalpha() and min(len(one), len(other)) >= _SPELT_FROM:
        if _spelt(one_key) == _spelt(other_key):
            return True
        return one[0] == other[0] and _of_one_family(one_key, other_key)
    place = ordinal_of(one)
    return place is not None and place == ordinal_of(other)


def _spelt(key: str) -> str:
    """The same for British and American spellings too: defence and defense, armour and armor."""
    american = key.replace("our", "or").removesuffix("c")
    return spelling_key(american.removesuffix("s") if american.endswith("ens") else american)


def _of_one_family(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _BEGINS_ALIKE and long.startswith(short) and len(long) - len(short) <= 3


def is_verbatim(pair: Pair) -> bool:
    """Whether the sentence is one of the passage, word for word."""
    mine = pair.sentence.text.strip(_ENDS)
    at = pair.passage.text.find(mine)
    if at < 0:
        return False
    inside = pair.passage.within(at, at + len(mine))
    sentence = pair.passage.tokens[inside[0]].sentence if inside else -1
    return [t.sentence for t in pair.passage.tokens].count(sentence) == len(inside)


def _fill_by_meaning(
    near: list[frozenset[int]],
    lacking: list[int],
    mine: Reading,
    theirs: Reading,
    encode: Callable[[str], Encoding],
) -> None:
    vectors = _of_words(theirs, encode(theirs.text))
    own = _of_words(mine, encode(mine.text))
    usable = [n for n, t in enumerate(theirs.tokens) if t.content and not t.word.isdigit()]
    for number in lacking:
        cosines = own[number] @ vectors.T
        token = mine.tokens[number]
        may_be_name = token.capital and not meanings(key_of(token.word))
        least = NEAR_AS_NAME if may_be_name else NEAR
        near[number] = frozenset(
            n for n in usable if cosines[n] >= least and not theirs.tokens[n].is_name
        )


def _of_words(reading: Reading, encoding: Encoding) -> Vectors:
    """A vector of unit length for each word, the mean of its pieces'; zeros past what was read."""
    vectors = np.zeros((len(reading.tokens), encoding.pooled.shape[0]), dtype=np.float32)
    starts, ends = encoding.spans[:, 0], encoding.spans[:, 1]
    for number, token in enumerate(reading.tokens):
        pieces = encoding.tokens[(starts < token.end) & (ends > token.start)]
        if len(pieces):
            mean = pieces.mean(axis=0)
            vectors[number] = mean / max(float(np.linalg.norm(mean)), 1e-12)
    return vectors


def encoder(embedder: Embedder) -> Callable[[str], Encoding]:
    """Encodes one text, remembering the last ones: many sentences are held against a passage."""
    return lru_cache(maxsize=256)(lambda text: embedder.encode([text])[0])
