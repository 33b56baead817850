"""Reports read plainly: words without case and marks, days and numbers by their looks.

Nothing here is of `index` or `rag`, so that what Dateline says can be held against it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_NO_DECOMPOSITION = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_LINE_ENDS_WITHIN = re.compile(r"-[ \t]*\r?\n[ \t]*(?=[a-z])")
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DAYS = re.compile(
    rf"\b(?P<y0>{_YEAR})-(?P<n0>\d\d)-(?P<d0>\d\d)\b"
    rf"|\b(?P<d1>{_DAY}) (?:of )?(?P<m1>{_MONTH})(?:,? (?P<y1>{_YEAR})\b)?"
    rf"|\b(?P<y4>{_YEAR}),? (?P<m4>{_MONTH}) (?P<d4>{_DAY})\b"
    rf"|\b(?P<m2>{_MONTH}) (?P<d2>{_DAY})\b(?!:)(?:,? (?P<y2>{_YEAR})\b)?"
    rf"|\b(?P<m3>{_MONTH}),? (?:of )?(?P<y3>{_YEAR})\b"
    rf"|(?<![\w.,/$€£-])(?P<y5>{_YEAR})(?:[-–/](?P<to>\d\d(?:\d\d)?))?(?![\w%]|[.,:]\d|-\w)"
)
_ENDINGS = ("ies", "es", "s", "ied", "ed", "ing", "y", "e", "ly", "er", "ers")
HALF_A_YEAR = timedelta(days=183)
A_MONTH, LONGEST_OF_A_DAY = 31, 62


def folded(text: str) -> str:
    """Text without case, accents and kinds of quotes and dashes."""
    plain = text.replace("\u00ad", "").replace("\u2010", "-").replace("\u2011", "-")
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in apart if not unicodedata.combining(c))
    return plain.casefold().translate(_NO_DECOMPOSITION)


def in_order(text: str) -> list[str]:
    """The words of a text, folded."""
    return _WORD.findall(folded(text))


def words_of(text: str) -> frozenset[str]:
    """All words of a text, folded: those parted by the end of a line, and initials, whole too."""
    plain = folded(text)
    joined = _LINE_ENDS_WITHIN.sub("", plain)
    initials = (found[0].replace(".", "") for found in _INITIALS.finditer(plain))
    return frozenset([*_WORD.findall(plain), *_WORD.findall(joined), *initials])


def root(word: str) -> str:
    """A word without its ending, roughly: what its forms have in common."""
    plain = folded(word)
    endings = [end for end in _ENDINGS if plain.endswith(end) and len(plain) - len(end) > 2]
    return plain[: -len(max(endings, key=len))] if endings else plain


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that a text names, from the first to the last, and where in it; `stated` tells whether
    it names their year."""

    start: int
    end: int
    first: date
    last: date
    stated: bool = True

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def meets(self, first: date, last: date) -> bool:
        """Whether any of the days is within these."""
        return self.first <= last and first <= self.last

    def is_of(self, first: date, last: date) -> bool:
        """Whether it tells of a day within these; a year tells of no month, and a month of one."""
        asked = (last - first).days + 1
        return self.meets(first, last) and self.days <= max(asked, LONGEST_OF_A_DAY)


def stretches(text: str, written_on: date | None = None) -> Iterator[Stretch]:
    """Days, months and years that a text names; a day without its year is the one nearest to the
    day of writing."""
    plain = " ".join(text.split(" ")).translate({10: " ", 13: " ", 9: " ", 0xA0: " "}).lower()
    for found in _DAYS.finditer(plain):
        named = {key.rstrip("012345"): value for key, value in found.groupdict().items() if value}
        days = _days_named(named, written_on)
        if days is not None:
            yield Stretch(*found.span(), *days, "y" in named)


def _days_named(named: dict[str, str], written_on: date | None) -> tuple[date, date] | None:
    month = int(named["n"]) if "n" in named else _month(named["m"]) if "m" in named else None
    year = int(named["y"]) if "y" in named else None
    if "d" in named and month is not None:
        number = int(re.sub(r"\D", "", named["d"]))
        day = _nearest(month, number, written_on) if year is None else _day(year, month, number)
        return (day, day) if day is not None else None
    if year is None:
        return None
    if month is not None:
        following = date(year + month // 12, month % 12 + 1, 1)
        return date(year, month, 1), following - timedelta(days=1)
    through = named.get("to")
    last = int(through) if through and len(through) == 4 else year
    if through and len(through) == 2:
        last = year // 100 * 100 + int(through)
    return date(year, 1, 1), date(last if year <= last <= year + 20 else year, 12, 31)


def _month(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _nearest(month: int, number: int, written_on: date | None) -> date | None:
    if written_on is None:
        return None
    days = (_day(written_on.year + by, month, number) for by in (-1, 0, 1))
    return next((d for d in days if d is not None and abs(d - written_on) <= HALF_A_YEAR), None)


def is_a_day(words: str) -> bool | None:
    """Whether what is written as a day of the calendar is one; None for what is written as none."""
    for found in _DAYS.finditer(words.lower()):
        named = {key.rstrip("012345"): value for key, value in found.groupdict().items() if value}
        if "d" in named:
            return _days_named({"y": "2000"} | named, None) is not None
    return None
