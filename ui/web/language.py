"""The words of the page in the languages that it speaks, each kept in a file of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import yaml
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from ui.console import shown

LANGUAGES = ("en", "de", "fr")
"""The codes of the languages, the first for readers of any other."""
Entry = str | Mapping[str, str]
"""A text, or its forms by the categories that CLDR has for numbers."""
_FORMS = frozenset({"one", "other"})


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of the page in one language; called with a key, it gives a text, filled in."""

    code: str
    entries: Mapping[str, Entry]
    locale: Locale

    @property
    def is_english(self) -> bool:
        """Whether the engine's own words are in this language."""
        return self.code == LANGUAGES[0]

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key; `count` decides its form where there are several.

        Whole numbers and days are written as the language has them. With a value that is markup,
        the text is, too. Raises KeyError for an unknown key or a value that is missing.
        """
        entry = self.entries[key]
        if not isinstance(entry, str):
            form = self.locale.plural_form(int(str(values["count"])))
            entry = entry.get(form, entry["other"])
        if any(isinstance(value, Markup) for value in values.values()):
            return escape(entry).format(**{k: self._safe(v) for k, v in values.items()})
        return entry.format(**{name: self._written(value) for name, value in values.items()})

    def day(self, day: date) -> str:
        """A day in full: 26 December 2024."""
        return self._dated(day, "date.first_of_month" if day.day == 1 else "date.day")

    def short_day(self, day: date) -> str:
        """A day with its month cut short: 26 Dec 2024."""
        return self._dated(day, "date.short_day")

    def month(self, day: date) -> str:
        """The month of a day: December 2024."""
        return self._dated(day, "date.month")

    def short_month(self, day: date) -> str:
        """The month of a day, cut short: Dec 2024."""
        return self._dated(day, "date.short_month")

    def number(self, number: int) -> str:
        """A whole number, its thousands set apart as the language has it."""
        return format_decimal(number, locale=self.locale)

    def language_name(self, code: str) -> str:
        """What a language is called in this one; its code, where it has no name there."""
        return str(self.locale.languages.get(code, code))

    def under(self, *sections: str) -> dict[str, str]:
        """The texts of sections that have one form, by their keys."""
        return {
            key: entry
            for key, entry in self.entries.items()
            if key.partition(".")[0] in sections and isinstance(entry, str)
        }

    def _dated(self, day: date, pattern: str) -> str:
        return format_date(day, self(pattern), locale=self.locale)

    def _written(self, value: object) -> object:
        if isinstance(value, date):
            return self.day(value)
        return self.number(value) if isinstance(value, int) else value

    def _safe(self, value: object) -> object:
        """A value as it may be put into markup: what would reorder the words around it is
        replaced."""
        return shown(value) if type(value) is str else self._written(value)


def texts_of(code: str) -> Texts:
    """The words of the page in a language; in English for any code that is none of `LANGUAGES`."""
    return _read(code if code in LANGUAGES else LANGUAGES[0])


@cache
def _read(code: str) -> Texts:
    source = (files("ui.web") / "languages" / f"{code}.yaml").read_text("utf-8")
    return Texts(code, dict(_flat(yaml.load(source, Loader=yaml.CSafeLoader), "")), Locale(code))


def _flat(section: Mapping[str, object], above: str) -> Iterator[tuple[str, Entry]]:
    """The texts of a section with their keys in full; forms by number stay together."""
    for name, entry in section.items():
        if isinstance(entry, Mapping) and not entry.keys() <= _FORMS:
            yield from _flat(entry, f"{above}{name}.")
        elif isinstance(entry, Mapping):
            yield f"{above}{name}", {form: str(text) for form, text in entry.items()}
        else:
            yield f"{above}{name}", str(entry)


ENGLISH = texts_of("en")
