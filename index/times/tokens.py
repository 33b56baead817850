"""A text as words and numbers, each with the classes that it may have in telling a time."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from index.times.lexicon import english
from index.times.values import Time, fixed_day

_DOTLESS = str.maketrans({"\u0131": "i", "\u0130": "I", "\u017f": "s", "\u212a": "K"})
"""Letters that count as others where case does not matter."""
_FIGURES = r"""
  (?P<iso>(?<![\w.=/-])\d{4}(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2})(?![\d/]))
| (?P<dotted>(?<![\w./-])\d{1,2}\.\d{1,2}\.\d{4}(?![\w/-]|\.\d))
| (?P<slashed>(?<![\w./-])\d{1,2}/\d{1,2}/\d{4}(?![\w/-]|\.\d))
| (?P<month_year>(?<![\w./-])\d{1,2}/\d{4}(?![\w/-]|\.\d))
| (?P<decade>(?<![\w.,/-])(?:1[89]|20)\d0['’]?s\b)
| (?P<quarter>\b[QH][1-4]\b(?![.:]))
| (?P<fiscal>\bFY\s?['’]?\d{2}(?:\d{2})?(?:[-–/]\d{2,4})?\b)
| (?P<hour>(?<![\w.,:])\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?m(?!\w)\.?)
| (?P<beside_time>\b(?:1[789]|20)\d{2}(?=\d{1,2}:\d{2}))
| (?P<amount>\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)+|\d{1,2}(?::\d{2})+)
| (?P<number>\d+)(?P<suffix>(?:st|nd|rd|th|(?<=[23])d)(?![A-Za-z0-9]))?
"""
_WORDS = r"""
| (?P<phrase>\b(?:{phrases})\b)
| (?P<own>'s\b)
| (?P<word>[^\W\d_]+)
| (?P<sign>[^\w\s.,;:!?&/()\[\]'"–—-]+|[^\w\s])
"""
_MARKS = frozenset({"sign", "own"})
_FORMS = _MARKS | {"word", "phrase"}
"""Groups that are read by how they are written alone."""
_LAST_DAY, _BIG = 31, 4
_YEARS = range(1700, 2200)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, sign or time at `start:end` of a text; `code` stands for its classes."""

    start: int
    end: int
    kinds: frozenset[str]
    code: str
    meant: "str | int | Time"


def tokens_of(text: str) -> list[Token]:
    """The words, numbers and signs of a text, in order."""
    lexicon = english()
    text = text.translate(_DOTLESS)
    found: list[Token] = []
    for match in _pattern().finditer(text):
        kinds, meant = (
            _of_word(match[0], marks=match.lastgroup in _MARKS)
            if match.lastgroup in _FORMS
            else _of_number_or_time(match, text, found)
        )
        found.append(Token(match.start(), match.end(), kinds, lexicon.code(kinds), meant))
    return found


@lru_cache(maxsize=65_536)  # a text is read several times, and has the same words again and again
def _of_word(said: str, *, marks: bool) -> tuple[frozenset[str], str]:
    """The classes of a word, a phrase or, where it `marks`, a sign, and its form."""
    lexicon, form = english(), re.sub(r"\s+", " ", said.casefold())
    if marks and not lexicon.knows(form):
        return frozenset({"sign"}), form
    return lexicon.kinds(form, said[0].isupper()), form


@cache
def _pattern() -> re.Pattern[str]:
    phrases = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in english().phrases)
    return re.compile(_FIGURES + _WORDS.format(phrases=phrases), re.IGNORECASE | re.VERBOSE)


def _of_number_or_time(
    match: re.Match[str], text: str, before: list[Token]
) -> tuple[frozenset[str], "str | int | Time"]:
    """The classes of what was matched, and what it means."""
    kind, said = match.lastgroup or "", match[0]
    if kind in ("iso", "dotted", "slashed"):
        return _of_figures(kind, [int(n) for n in re.findall(r"\d+", said)])
    if kind in ("month_year", "decade"):
        return frozenset({kind}), said
    if kind in ("quarter", "fiscal"):
        coded = frozenset({f"{kind}_code"}), said
        return coded if said[0].isupper() else _of_word(said, marks=False)
    if kind in ("hour", "amount"):
        return frozenset({"sign"}), kind
    if kind == "beside_time":
        return frozenset({"number", "year"}), int(said)
    return _of_number(match, text, before), int(match["number"])


def _of_figures(kind: str, parts: list[int]) -> tuple[frozenset[str], "str | Time"]:
    """A day in figures; two where day and month may be the one or the other."""
    year, month, day = parts if kind == "iso" else (parts[2], parts[1], parts[0])
    read = _day(year, month, day)
    other = _day(year, day, month) if kind == "slashed" and day != month else None
    if read is not None and other is not None:
        return frozenset({"two_readings"}), fixed_day(read)
    known = read or other
    if known is None or known.year not in _YEARS:
        return frozenset({"impossible" if kind == "iso" and month <= 12 else "sign"}), kind
    return frozenset({"date"}), fixed_day(known)


def _of_number(match: re.Match[str], text: str, before: list[Token]) -> frozenset[str]:
    """The classes of a number; none where it is a part of something else: Su-35, $20, 3.5."""
    number, figures = int(match["number"]), match["number"]
    if not _stands_alone(match, text, before):
        return frozenset({"sign"})
    day = 1 <= number <= _LAST_DAY and len(figures) <= 2
    if match["suffix"]:
        return frozenset({"ordinal_day", "day"}) if day else frozenset({"big"})
    if len(figures) >= _BIG:
        year = number in _YEARS and len(figures) == _BIG
        return frozenset({"number", "year" if year else "big"})
    kinds = {"number"} | ({"cardinal", "day"} if day else set())
    return frozenset(kinds | ({"two_digits"} if len(figures) == 2 else set()))


def _stands_alone(match: re.Match[str], text: str, before: list[Token]) -> bool:
    start, end = match.span()
    left, right = text[max(0, start - 2) : start] or " ", text[end : end + 2] or " "
    if left[-1].isalpha() or left[-1] in "$€£#%=~" or right[0].isalpha() or right[0] == "%":
        return False
    if (left[-1] == "_" and left[:-1].isalnum()) or (right[0] == "_" and right[1:].isalnum()):
        return False
    if left[-1] in ".,:" and left[:-1].isdigit() and not _A_YEAR.match(text, start - 1):
        return False
    if right[0] in ".,:" and right[1:].isdigit() and not _A_YEAR.match(text, end):
        return False
    if left[-1] in "-/":
        return len(before) > 1 and bool(before[-2].kinds & _BEFORE_A_HYPHEN)
    return not (right[0] == "-" and right[1:].isalpha() and not _MONTH.match(text, end + 1))


_BEFORE_A_HYPHEN = frozenset({"number", "month", "short_month", "early", "day", "season"})
_A_YEAR = re.compile(r",(?:1[7-9]|20)\d{2}(?!\d)")
"""Set against a day without a space: May 3,2024."""
_MONTH = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec|to\b|and\b|or\b)", re.IGNORECASE
)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
