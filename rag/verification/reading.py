"""A text as the checks read it: words in order, with their clauses and sentences."""

import re
from dataclasses import dataclass
from functools import lru_cache

from index import language
from index.text.normalize import collapsed
from index.text.terms import FUNCTION_WORDS, stem, words

_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_TOKEN = re.compile(r"[^\W_]+(?:'(?!s\b)[^\W_]+)?")
_SENTENCE = re.compile(
    r"(?<!\b[A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bGen)(?<!\bLt)(?<!\bCol)(?<!\bSt)(?<!\bNo)"
    r"[.!?][\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9])"
)
_BREAK = re.compile(r"[.;:,()!?–—•]|\s-\s")
_BREAKING = language.words("checking", "breaks")
LIGHT = language.words("checking", "light")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text, at `start:end` of `Reading.text`.

    `word` is without case and diacritics and `key` its stem. `heads` is set for the first word of
    a sentence or quotation, where a capital means nothing.
    """

    start: int
    end: int
    word: str
    key: str
    capital: bool
    heads: bool
    content: bool
    clause: int
    sentence: int

    @property
    def is_name(self) -> bool:
        """Whether it has a capital, and not for standing first."""
        return self.capital and not self.heads


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with plain quotes and spaces, and its words."""

    text: str
    tokens: tuple[Token, ...]

    def gap(self, number: int) -> str:
        """What stands before a token, after the one before it."""
        before = self.tokens[number - 1].end if number else 0
        return self.text[before : self.tokens[number].start]

    def written(self, number: int) -> str:
        """A token as it is written."""
        token = self.tokens[number]
        return self.text[token.start : token.end]

    def within(self, start: int, end: int) -> range:
        """The numbers of the tokens that stand in `text[start:end]`."""
        inside = [n for n, t in enumerate(self.tokens) if t.start < end and t.end > start]
        return range(inside[0], inside[-1] + 1) if inside else range(0)


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """The words of a text."""
    plain = _INITIALS.sub(lambda m: m[0].replace(".", ""), collapsed(text))
    ends = [match.end() for match in _SENTENCE.finditer(plain)]
    tokens: list[Token] = []
    clause = sentence = at = 0
    for match in _TOKEN.finditer(plain):
        word = "".join(words(match[0].replace("'", "’"))) if "'" not in match[0] else match[0]
        word = word.casefold()
        gap = plain[at : match.start()]
        opened = not tokens or '"' in gap or "•" in gap or bool(re.search(r":\s", gap))
        while sentence < len(ends) and match.start() >= ends[sentence]:
            sentence, opened = sentence + 1, True
        if tokens and (_BREAK.search(gap) or word in _BREAKING):
            clause += 1
        tokens.append(
            Token(
                start=match.start(),
                end=match.end(),
                word=word,
                key=stem(word),
                capital=match[0][0].isupper(),
                heads=opened,
                content=word not in FUNCTION_WORDS and word not in LIGHT and "'" not in word,
                clause=clause,
                sentence=sentence,
            )
        )
        at = match.end()
    return Reading(plain, tuple(tokens))
