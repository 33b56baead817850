"""What the engine, the index and the server say in English, told in the language of the page.

Their sentences are those of the English file; one that matches none of them stays as it is.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import get_month_names

from rag.answer.noting import NUMBERS
from ui.web.language import ENGLISH, Texts

_MONTHS = {name: number for number, name in get_month_names(locale="en").items()}
_DAY = rf"\d{{1,2}} (?:{'|'.join(_MONTHS)}) \d{{4}}"
_WORDS = r"“[^”]*”(?: \(taken for [^)]*\))?"
_FORMS = {
    "day": _DAY,
    "month": _DAY.partition(" ")[2],
    "n": r"[\d,]+",
    "number": r"\w+",
    "numbers": r"\d+(?:-\d+)?(?:, \d+(?:-\d+)?)*",
    "name": "[^”]*",
    "within": r"(?: .*?)?",
    "rest": "(?:, .*?)?",
    "words": rf"{_WORDS}(?:(?:, | or | and ){_WORDS})*(?: (?:or|and) [\d,]+ more)?",
    "mark": r"\[\d+\](?: \([^)]*\))?",
    "said": ".+",
    "between": f"(?:(?:on|on or after|on or before) {_DAY}|between {_DAY} and {_DAY}|at any time)",
}
"""How the value of a placeholder looks, by the first part of its name; any other is free."""
_PLACEHOLDER = re.compile(r"\{((\w+?)(?:_\w+)?)\}")
_QUOTED = re.compile(r"“([^“”]*)”(?: \(taken for ([^()]*)\))?")
_MORE = re.compile(r"(or|and) ([\d,]+) more$")
_LONGEST = 2_000
"""Characters; what is longer is no sentence of the program's."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence that is said in English: its key, and how it looks."""

    key: str
    pattern: re.Pattern[str]


def told(texts: Texts, english: str, holds: str = "") -> str | None:
    """What was said in English in the language of the page; None where it is not known.

    `holds` is what the corpus holds, in that language, to stand where that is said.
    """
    if texts.is_english:
        return english
    if len(english) > _LONGEST:
        return None
    return _Teller(texts, holds).sentences(english)


class _Teller:
    """Tells sentences in one language. Each method takes what stands for a placeholder."""

    def __init__(self, texts: Texts, holds: str) -> None:
        self._texts = texts
        self._holds = holds
        self._heard: dict[str, str | None] = {}
        self._ways: Mapping[str, Callable[[str], str | None]] = {
            "day": self._day, "month": self._month, "n": self._number, "number": self._number,
            "within": self._within, "between": lambda said: self._phrase("between", said),
            "words": self._words, "listed": self._listed, "mark": self._marked,
            "said": self.sentences, "time": self._time, "holds": lambda said: self._holds or None,
        }  # fmt: skip

    def sentences(self, english: str) -> str | None:
        """Sentences one behind the other, or apart by semicolons; None where one is not known."""
        if english not in self._heard:
            self._heard[english] = self._read(english)
        return self._heard[english]

    def _read(self, english: str) -> str | None:
        for sentence in _known("told"):
            found = sentence.pattern.match(english)
            said = found and self._filled(sentence.key, found)
            if found is None or said is None:
                continue
            rest = english[found.end() :]
            if not rest:
                return said
            further = self.sentences(rest.lstrip("; "))
            if further is not None:
                return self._joined(said, further, apart=rest.startswith(";"))
        return None

    def _joined(self, said: str, further: str, *, apart: bool) -> str:
        if apart:
            return self._texts("phrases.joined", said=said, further=further)
        return f"{said} {further}"

    def _filled(self, key: str, found: re.Match[str]) -> str | None:
        values: dict[str, str] = {}
        for name, value in found.groupdict().items():
            way = self._ways.get(name.partition("_")[0])
            said = way(value) if way is not None else value
            if said is None:
                return None
            values[name] = said
        return self._texts(key, **values)

    def _phrase(self, section: str, said: str) -> str | None:
        for phrase in _known(f"phrases.{section}"):
            found = phrase.pattern.fullmatch(said)
            if found is not None:
                return self._filled(phrase.key, found)
        return None

    def _within(self, said: str) -> str | None:
        """Bounds, one behind the other: " of “Reuters” published on 1 May 2024"."""
        told, rest = "", said
        while rest:
            for phrase in _known("phrases.within"):
                found = phrase.pattern.match(rest)
                if found is not None:
                    break
            else:
                return None
            filled = self._filled(phrase.key, found)
            if filled is None:
                return None
            told, rest = told + filled, rest[found.end() :]
        return told

    def _day(self, said: str) -> str:
        return self._texts.day(_day_of(said))

    def _month(self, said: str) -> str:
        return self._texts.month(_day_of(f"1 {said}"))

    def _number(self, said: str) -> str | None:
        word = said.casefold()
        if word in NUMBERS:
            return str(NUMBERS.index(word))
        figures = said.replace(",", "")
        return self._texts.number(int(figures)) if figures.isdecimal() else None

    def _marked(self, said: str) -> str:
        """A marker with who speaks and the day: "[2] (Ilse Brandt, 5 May 2024)"."""
        return re.sub(_DAY, lambda found: self._day(found[0]), said)

    def _listed(self, said: str) -> str | None:
        """Things that are listed: "2 pictures and 1 chart"."""
        listed = [self.sentences(thing) for thing in said.split(" and ")]
        known = [thing for thing in listed if thing is not None]
        if len(known) < len(listed):
            return None
        if len(known) == 1:
            return known[0]
        return self._texts("phrases.and", words=", ".join(known[:-1]), last=known[-1])

    def _words(self, said: str) -> str:
        """Words in quotation marks: "“a”, “b” or 3 more"."""
        listed = [self._quoted(*found.groups()) for found in _QUOTED.finditer(said)]
        more = _MORE.search(said)
        if more is not None:
            listed.append(self._texts("phrases.more", n=int(more[2].replace(",", ""))))
        if len(listed) < 2:
            return "".join(listed)
        joint = "and" if re.search(r"” and |\) and ", said) or (more and more[1] == "and") else "or"
        return self._texts(f"phrases.{joint}", words=", ".join(listed[:-1]), last=listed[-1])

    def _quoted(self, name: str, time: str | None) -> str:
        quoted = self._texts("phrases.quoted", name=name)
        if time is None:
            return quoted
        return self._texts("phrases.taken", words=quoted, time=self._time(time))

    def _time(self, said: str) -> str:
        """The days that words were taken for."""
        if re.fullmatch(_DAY, said):
            return self._day(said)
        for key in ("span", "from", "until"):
            found = _compiled(f"phrases.{key}").pattern.fullmatch(said)
            if found is not None:
                return self._filled(f"phrases.{key}", found) or said
        return said


def _day_of(said: str) -> date:
    day, month, year = said.split()
    return date(int(year), _MONTHS[month], int(day))


@cache
def _known(section: str) -> tuple[_Sentence, ...]:
    """The sentences of a section, those with the most words of their own first."""
    keys = [key for key in ENGLISH.entries if key.startswith(f"{section}.")]
    return tuple(sorted(map(_compiled, keys), key=lambda s: -_own_length(s.key)))


def _own_length(key: str) -> int:
    return len(_PLACEHOLDER.sub("", str(ENGLISH.entries[key])))


@cache
def _compiled(key: str) -> _Sentence:
    return _Sentence(key, re.compile("".join(_pattern(str(ENGLISH.entries[key]))) + "(?=[ ;]|$)"))


def _pattern(template: str) -> Iterator[str]:
    at = 0
    for found in _PLACEHOLDER.finditer(template):
        yield re.escape(template[at : found.start()])
        at = found.end()
        free = ".+" if at == len(template) else ".+?"
        yield f"(?P<{found[1]}>{_FORMS.get(found[2], free)})"
    yield re.escape(template[at:])
