"""Long texts made from a pattern's own parse tree, and how the time to look through them grows."""

import re
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from time import thread_time
from typing import Any

MANY = 5
"""What may be repeated at least so often is repeated to see what becomes of it."""
SIZES = (1200, 9600)
"""Characters of a text that is timed, and of one for what is still quick with that."""
QUICK, COSTLY = 0.25e-6, 60e-6
"""Seconds for each character: what is not looked at closely, and what is too much in any case."""
MOST = 7
"""How much longer four times the text may take."""
STYLES = (
    "Aa1 -,.’'\"“([{*_#@:/\\\n",
    'aA1 -,."(\n',
    "1aA .,-\n",
    ' \n\t-,.aA1"(',
    "-’',.;:\"“(aA1",
)
"""Characters to choose from for a class of characters, the first that it has."""
EVERYDAY = (
    "A", "a", "1", " ", "\n", "-", ".", '"', "(", "[", "A ", "a ", "1 ", "Aa ", "A-", "A’", "A.",
    "1,", "a, ", "A, ", " \n", "a\n", "“A ” ", "A--", "/", "*",
)  # fmt: skip
"""What a text may repeat, whatever the pattern."""
UNLIKELY = "\x01"
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
GROUPS = (op.ATOMIC_GROUP, op.SUBPATTERN)
CATEGORIES: dict[Any, Callable[[str], bool]] = {
    op.CATEGORY_DIGIT: str.isdigit,
    op.CATEGORY_NOT_DIGIT: lambda char: not char.isdigit(),
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
    op.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    op.CATEGORY_NOT_WORD: lambda char: not (char.isalnum() or char == "_"),
}


@dataclass(frozen=True)
class Attack:
    """A text that repeats something between a beginning and an end."""

    prefix: str
    pump: str
    suffix: str

    def text(self, length: int) -> str:
        """The text with so many characters between its beginning and its end."""
        return self.prefix + self.pump * (length // len(self.pump)) + self.suffix


@dataclass(frozen=True)
class Growth:
    """How much longer a pattern takes for a text four times as long."""

    attack: Attack
    times: float
    seconds: float


class TooLong(Exception):
    """A search that did not end in its time."""


def attacks(pattern: re.Pattern[str]) -> list[Attack]:
    """Texts that repeat what the pattern repeats: behind what leads there and alone, with and
    without an end that nothing matches; none for a pattern that repeats nothing."""
    tree = parser.parse(pattern.pattern, pattern.flags)
    repeats = list(_repeats(tree, ()))
    if not repeats:
        return []
    found = [Attack("", pump, "") for pump in EVERYDAY]
    for leading, body in repeats:
        for style in range(len(STYLES)):
            before = "".join(_sample(part, style) for part in leading)
            once, twice = _sample(body, style), _sample(body, style, 1)
            other = _sample(body, style + 1)
            for pump in dict.fromkeys((once, twice, once + other)):
                found += [Attack(before, pump, UNLIKELY), Attack("", before + pump, UNLIKELY)]
            found.append(Attack("", before, UNLIKELY))
    for style in range(len(STYLES)):
        whole = _sample(tree, style, 1)
        found += [Attack("", whole, ""), Attack("", whole[:-1], "")]
    return [attack for attack in dict.fromkeys(found) if attack.pump]


def growth(search: Callable[[str], object], attack: Attack, limit_s: float) -> Growth | None:
    """How a search grows, where that is by more than it should; None where it grows as the text.

    Twice as long may take twice as long: four times the text at most seven times. What takes less
    than a quarter of a microsecond for each character is not looked at closely.
    """
    try:
        with stopped_after(limit_s):
            size = next((n for n in SIZES if _seconds(search, attack.text(n)) > n * QUICK), None)
            return _growth_at(search, attack, size) if size is not None else None
    except TooLong:
        return Growth(attack, float("inf"), limit_s)


def _growth_at(search: Callable[[str], object], attack: Attack, size: int) -> Growth | None:
    """Twice compared, the second time with texts twice as long, so that noise is not taken for
    growth."""
    for more in (1, 2):
        short = min(_seconds(search, attack.text(size * more // 4)) for _ in range(more))
        long = min(_seconds(search, attack.text(size * more)) for _ in range(more))
        if long < MOST * short and long < size * more * COSTLY:
            return None
    return Growth(attack, long / short, long)


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raises TooLong in the main thread after so much of its time; `re` looks for signals while it
    works."""

    def ring(*_: object) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _seconds(search: Callable[[str], object], text: str) -> float:
    start = thread_time()
    search(text)
    return thread_time() - start


def _repeats(parsed: Any, leading: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """What a parsed pattern repeats, with what must come before it."""
    parts = list(parsed)
    for number, (kind, value) in enumerate(parts):
        before = (*leading, parts[:number])
        if kind in REPEATS:
            if value[1] >= MANY:
                yield before, value[2]
            yield from _repeats(value[2], before)
        for inner in _inside(kind, value):
            yield from _repeats(inner, before)


def _inside(kind: Any, value: Any) -> list[Any]:
    if kind in GROUPS:
        return [value[-1] if kind is op.SUBPATTERN else value]
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return [value[1]]
    if kind is op.BRANCH:
        return list(value[1])
    return [part for part in value[1:] if part] if kind is op.GROUPREF_EXISTS else []


def _sample(parsed: Any, style: int, more: int = 0) -> str:
    """A text that a parsed pattern matches, repeating `more` than it must."""
    return "".join(_of_part(kind, value, style, more) for kind, value in parsed)


def _of_part(kind: Any, value: Any, style: int, more: int) -> str:
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.NOT_LITERAL:
        return _char(lambda char: char != chr(value), style)
    if kind is op.ANY:
        return _char(lambda char: char != "\n", style)
    if kind is op.IN:
        return _char(lambda char: _is_in(value, char), style, _named(value))
    if kind in REPEATS:
        return _sample(value[2], style, more) * min(value[0] + more, int(value[1]))
    if kind in (op.ASSERT, op.ASSERT_NOT):
        return ""
    inside = _inside(kind, value)
    return _sample(inside[style % len(inside)], style, more) if inside else ""


def _is_in(items: Any, char: str) -> bool:
    found = negated = False
    for kind, value in items:
        negated |= kind is op.NEGATE
        found |= kind is op.LITERAL and chr(value) == char
        found |= kind is op.RANGE and value[0] <= ord(char) <= value[1]
        found |= kind is op.CATEGORY and CATEGORIES[value](char)
    return found != negated


def _named(items: Any) -> Iterator[str]:
    """The characters that a class names itself, of a range the first."""
    for kind, value in items:
        if kind in (op.LITERAL, op.RANGE):
            yield chr(value if kind is op.LITERAL else value[0])


def _char(fits: Callable[[str], bool], style: int, named: Iterable[str] = ()) -> str:
    tried = chain(STYLES[style % len(STYLES)], named, map(chr, range(0x10000)))
    return next((char for char in tried if fits(char)), "")
