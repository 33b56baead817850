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
    """A letter as it is written, and the `word` that it is written beside, with its stem; `first`
    where the letter comes before the word. It may belong to any word of the stems `of`: “vitamin D
    deficiency” is also “deficiency in vitamin D”."""

    letter: str
    word: str
    key: str
    first: bool
    of: frozenset[str]

    @property
    def written(self) -> str:
        """Both, as they stand behind each other."""
        return " ".join((self.letter, self.word) if self.first else (self.word, self.letter))

    def said_in(self, text: str) -> bool:
        """Whether a text has the letter before or behind such a word, with nothing between them but
        further letters and words without content."""
        found = list(_WORD.finditer(text))
        return any(
            (beside := _beside(found, at, forward=forward)) is not None
            and _key(found[beside]) in self.of
            for at, match in enumerate(found)
            if _is(match.group(), self.letter)
            for forward in (True, False)
        )


def lettered(text: str) -> Iterator[Lettered]:
    """The letters of a text that are part of a name: capitals that stand alone, are no initials,
    and have a word beside them; “A” and “I” only where that has a capital too."""
    found = list(_WORD.finditer(text))
    for at, match in enumerate(found):
        letter = match.group()
        if len(letter) != 1 or not letter.isupper() or _abbreviates(text, match):
            continue
        places = [_beside(found, at, forward=first) for first in (True, False)]
        beside = [
            (found[place], place > at) for place in places if place is not None
            and (letter.lower() not in FUNCTION_WORDS or found[place].group()[:1].isupper())
        ]  # fmt: skip
        touching = [one for one in beside if _touch(text, one[0], match)]
        if len(touching) > 1 and all(word.group()[0].isupper() for word, _ in touching):
            continue  # the middle of a person's name
        if own := touching or beside:
            # a letter is written behind what it tells apart: “hepatitis B”, but “G Line”
            word, first = own[-1]
            keys = frozenset(_key(one) for one, _ in own)
            yield Lettered(letter, word.group(), _key(word), first, keys)


def _touch(text: str, word: re.Match[str], letter: re.Match[str]) -> bool:
    """Whether nothing but a blank or a hyphen stands between a word and a letter."""
    one, other = sorted((word.span(), letter.span()))
    return text[one[1] : other[0]] in (" ", "-")


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
