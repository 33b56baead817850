"""The words and rules by which a language tells times, as its file gives them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain

import yaml

from index.text.terms import FUNCTION_WORDS

UNITS = ("day", "week", "month", "season", "quarter", "half", "year", "decade", "span")
"""How long what a time names is; "span" for anything else."""
_NUMBERS = (
    ("number",), ("number", "cardinal", "day"), ("number", "two_digits"),
    ("number", "cardinal", "day", "two_digits"), ("number", "year"), ("number", "big"), ("big",),
    ("ordinal_day", "day"), ("date",), ("two_readings",), ("month_year",), ("decade",),
    ("quarter_code",), ("fiscal_code",), ("word",), ("word", "plural"), ("word", "past"),
    ("name",), ("function",), ("void",), ("sign",), ("impossible",),
)  # fmt: skip
_TIMES = [
    ("time", f"a_{unit}", *more)
    for unit in UNITS
    for more in ((), ("yearly",), ("stated",))
]  # fmt: skip
_FIRST_CODE = 0xE000
_PIECE = re.compile(
    r"\(\?<[=!]|<(?P<kind>\w+)>|(?P<word>[a-z]+)|\{(?P<part>[a-z_]+)\}|\{\d*+(?:,\d*+)?\}|[^<>{}a-z\s]|\s+"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A rule of the grammar: the switch that it hangs on, what is made of what it finds, and how
    that looks."""

    switch: str
    means: str
    pattern: re.Pattern[str]


class Lexicon:
    """The words of a language that tell times, by their classes, and its rules in order.

    Every set of classes that a word may have is written as one character, so that the rules are
    regular expressions over words.
    """

    def __init__(self, written: str) -> None:
        """Raises ValueError where the language's file names a class or part that it has not."""
        stated = yaml.load(written, Loader=yaml.CSafeLoader)
        self._values: dict[tuple[str, str], object] = {}
        self._kinds: dict[str, set[str]] = {}
        for kind, forms in stated["words"].items():
            meant = forms.items() if isinstance(forms, dict) else ((form, form) for form in forms)
            for form, value in meant:
                if not isinstance(form, str):
                    raise ValueError(f"Put {form!r} among the words of {kind!r} in quotes.")
                self._kinds.setdefault(form, set()).add(kind)
                self._values[kind, form] = value
        self._capitals = frozenset(stated["capitals"])
        self._small = dict(stated["small"])
        for form, kind in self._small.items():
            self._values[kind, form] = self._values["month", form]
        self._parts: dict[str, str] = {}
        for name, pattern in stated["parts"].items():
            self._parts[name] = self._spelt(pattern)
        rows = [(switch, means, self._spelt(pattern)) for switch, means, pattern in stated["rules"]]
        tense = {name: self._spelt(pattern) for name, pattern in stated["tense"].items()}
        self._codes = self._coded()
        self.tense = {name: re.compile(self._compiled(p)) for name, p in tense.items()}
        self.rows = tuple(Row(s, means, re.compile(self._compiled(p))) for s, means, p in rows)
        self.phrases = sorted(
            (f for f in self._kinds if re.search(r"\W", f) and len(f) > 2), key=len, reverse=True
        )

    def kinds(self, form: str, capital: bool) -> frozenset[str]:
        """The classes of a word in small letters that is written with a capital, or not."""
        kinds = self._kinds.get(form)
        if kinds is None:
            return _unknown(form, capital)
        if not capital and form in self._capitals:
            literal = {f"_{form}"} & kinds
            return frozenset(
                {self._small[form]} | literal if form in self._small else literal or {"word"}
            )
        return frozenset(kinds)

    def knows(self, form: str) -> bool:
        """Whether a word or sign is of any class."""
        return form in self._kinds

    def value(self, kind: str, form: str) -> object:
        """What a word means as one of a class."""
        return self._values.get((kind, form), form)

    def code(self, kinds: frozenset[str]) -> str:
        """The character that stands for a set of classes."""
        return self._codes[kinds]

    def _spelt(self, pattern: str) -> str:
        """A pattern with its parts in place, its words entered as classes of their own."""
        spelt: list[str] = []
        for piece in _PIECE.finditer(pattern):
            if piece["part"]:
                if piece["part"] not in self._parts:
                    raise ValueError(
                        f"There is no part {piece['part']!r} for the pattern {pattern!r}."
                    )
                spelt.append(self._parts[piece["part"]])
            elif piece["word"]:
                literal = f"_{piece['word']}"
                self._kinds.setdefault(piece["word"], set()).add(literal)
                spelt.append(f"<{literal}>")
            else:
                spelt.append(piece[0].strip())
        return "".join(spelt)

    def _coded(self) -> dict[frozenset[str], str]:
        sets: Iterable[Iterable[str]] = chain(
            _NUMBERS, _TIMES, self._kinds.values(),
            (self.kinds(form, capital=False) for form in self._capitals),
        )  # fmt: skip
        known = dict.fromkeys(map(frozenset, sets))
        return {kinds: chr(_FIRST_CODE + n) for n, kinds in enumerate(known)}

    def _compiled(self, pattern: str) -> str:
        """A pattern over words as one over the characters that stand for their classes."""

        def of(match: re.Match[str]) -> str:
            codes = "".join(code for kinds, code in self._codes.items() if match[1] in kinds)
            if not codes:
                raise ValueError(f"No word is of the class {match[1]!r}.")
            return f"[{codes}]"

        return re.sub(r"(?<!\(\?)<(\w+)>", of, pattern)


def _unknown(form: str, capital: bool) -> frozenset[str]:
    if form in FUNCTION_WORDS:
        return frozenset({"function"})
    if capital:
        return frozenset({"name"})
    if len(form) > 3 and form.endswith("ed"):
        return frozenset({"word", "past"})
    plural = len(form) > 3 and form.endswith("s") and not form.endswith("ss")
    return frozenset({"word", "plural"} if plural else {"word"})


@cache
def english() -> Lexicon:
    """The lexicon of English."""
    return Lexicon((files("index") / "language" / "en" / "times.yaml").read_text("utf-8"))
