"""Names with a part of one letter, as “G Line” and “hepatitis B”: no index of words tells that
letter from an article or an initial, so a text is looked at for it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.text.terms import FUNCTION_WORDS, stem, words

_WORD = re.compile(r"[^\W_]+")
_REACH = 6
"""Words between a letter and that which it belongs to, at most: “the A, B and G lines”."""


@dataclass(frozen=True, slots=True)
class Lettered:
    """A letter as it is written, and the `word` that it belongs to, with its stem; `first` where
    the letter comes before the word."""

    letter: str
    word: str
    key: str
    first: bool

    @property
    def written(self) -> str:
        """Both, as they stand behind each other."""
        return " ".join((self.letter, self.word) if self.first else (self.word, self.letter))

    def said_in(self, text: str) -> bool:
        """Whether a text has the letter beside the word, with nothing between them but further
        letters and words without content."""
        found = list(_WORD.finditer(text))
        return any(
            (beside := _beside(found, at, forward=self.first)) is not None
            and _key(found[beside]) == self.key
            for at, match in enumerate(found)
            if _is(match.group(), self.letter)
        )


def lettered(text: str) -> Iterator[Lettered]:
    """The letters of a text that are part of a name: capitals that stand alone, are no initials,
    and have a word beside them; “A” and “I” only where that has a capital too."""
    found = list(_WORD.finditer(text))
    for at, match in enumerate(found):
        letter = match.group()
        if len(letter) != 1 or not letter.isupper() or _abbreviates(text, match):
            continue
        for first in (True, False):
            beside = _beside(found, at, forward=first)
            if beside is None:
                continue
            word = found[beside].group()
            if letter.lower() not in FUNCTION_WORDS or word[:1].isupper():
                yield Lettered(letter, word, _key(found[beside]), first)
                break


def _beside(found: Sequence[re.Match[str]], at: int, *, forward: bool) -> int | None:
    """Where the next word with content stands, before or behind a letter."""
    step = 1 if forward else -1
    for place in range(at + step, at + step * (_REACH + 1), step):
        if not 0 <= place < len(found):
            return None
        word = found[place].group()
        if len(word) > 1 and word.lower() not in FUNCTION_WORDS:
            return place
    return None


def _key(match: re.Match[str]) -> str:
    return stem(next(iter(words(match.group())), ""))


def _is(word: str, letter: str) -> bool:
    """Whether a word is the letter; an article or a pronoun is none."""
    return word == letter or (letter.lower() not in FUNCTION_WORDS and word == letter.lower())


def _abbreviates(text: str, match: re.Match[str]) -> bool:
    """Whether a letter is an initial, or one of “U.S.”."""
    before, behind = text[: match.start()][-1:], text[match.end() :][:1]
    return "." in (before, behind) and bool(text[match.end() + 1 :].strip() or before == ".")
