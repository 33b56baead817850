"""What a rule of the grammar has matched, asked for by the classes of its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.times.lexicon import english
from index.times.rules import NAMES_AN_EVENT
from index.times.tokens import Token
from index.times.values import Time


@dataclass(frozen=True, slots=True)
class Match:
    """The tokens `start:end` of a text's."""

    tokens: Sequence[Token]
    start: int
    end: int

    def all(self, kind: str) -> list[Any]:
        """What each word of a class means."""
        return [_meant(t, kind) for t in self.tokens[self.start : self.end] if kind in t.kinds]

    def first(self, kind: str, otherwise: Any = None) -> Any:
        """What the first word of a class means."""
        return next(iter(self.all(kind)), otherwise)

    def first_of(self, *kinds: str) -> tuple[str, Any]:
        """The first word of any of the classes: which class, and what it means."""
        found = (
            (kind, _meant(token, kind))
            for token in self.tokens[self.start : self.end]
            for kind in kinds
            if kind in token.kinds
        )
        return next(found, ("", None))

    def has(self, kind: str) -> bool:
        """Whether there is a word of a class."""
        return bool(self.all(kind))

    @property
    def times(self) -> list[Time]:
        """The times that were read already."""
        return self.all("time")

    def beside(self, by: int) -> Token | None:
        """The token so many before what was matched, or after it; None beyond the text's ends."""
        at = self.start + by if by < 0 else self.end + by - 1
        return self.tokens[at] if 0 <= at < len(self.tokens) else None

    def led_by(self, *kinds: str) -> bool:
        """Whether the word before is of one of the classes."""
        before = self.beside(-1)
        return before is not None and not before.kinds.isdisjoint(kinds)

    @property
    def names_an_event(self) -> bool:
        """Whether the time at the end tells which of several is meant: "the March election"."""
        return NAMES_AN_EVENT.applies(_names_an_event(self.tokens, self.end - 1))


def names_an_event(tokens: Sequence[Token], number: int) -> bool:
    """Whether the time that is the token of that number tells which of several is meant."""
    return NAMES_AN_EVENT.applies(_names_an_event(tokens, number))


def _names_an_event(tokens: Sequence[Token], number: int) -> bool:
    before, after = tokens[max(0, number - 1)], tokens[number + 1 : number + 3]
    if "the" not in before.kinds or not after:
        return False
    noun = after[1] if len(after) > 1 and "name" in after[0].kinds else after[0]
    return not noun.kinds.isdisjoint(("word", "plural"))


def _meant(token: Token, kind: str) -> Any:
    if isinstance(token.meant, str):
        return english().value(kind, token.meant)
    return token.meant
