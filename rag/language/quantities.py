"""Numbers that a text names, in figures or words, with their unit and what comes close to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from index import language

_WORDS = {word: n for n, word in enumerate(language.in_order("numbers", "cardinals"))} | {
    word: 10 * n for n, word in enumerate(language.in_order("numbers", "tens"), start=2)
}
_ORDINALS = {word: n for n, word in enumerate(language.in_order("numbers", "ordinals"), start=1)}
_MAGNITUDES = {word: float(n) for word, n in language.stated("numbers")["magnitudes"].items()}
_PARTS = {word: int(n) for word, n in language.stated("numbers")["parts"].items()}
_UNITS = language.groups("numbers", "units")
_UNIT_OF = {name: unit for unit, names in _UNITS.items() for name in (*names, unit)}
_NUMBER_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_MAGNITUDE = r"(?:hundred|thousand|million|billion|trillion|dozen)"
_UNIT = "|".join(re.escape(name) for name in sorted(_UNIT_OF, key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?P<currency>(?:US)?\$|€|£)?\s?"
    rf"(?:(?P<digits>(?<![\w.,-])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|(?<![\w.,])(?<![A-Za-z]-)\d+(?:\.\d+)?)"
    rf"(?:[\s-]?(?P<size>{_MAGNITUDE}|bn|mn|[mk](?=\b))\b)?"
    rf"|\b(?P<part>(?:an?|one|two|three|four|nine)[\s-](?:thirds?|quarters?|fifths?|tenths?|half)\b"
    rf"|half\b(?!\s(?:an?\s)?{_MAGNITUDE}))"
    rf"|\b(?P<words>(?:(?:an?\s)?half\sa\s|an?\s)?{_MAGNITUDE}"
    rf"|(?:{_NUMBER_WORD})(?:[\s-](?:and\s)?(?:{_NUMBER_WORD}|{_MAGNITUDE}))*"
    rf"(?:\spoint(?:\s(?:{_NUMBER_WORD}))+)?(?:\s{_MAGNITUDE})?)\b"
    r")"
    rf"(?P<ordinal>(?:st|nd|rd|th)\b)?"
    rf"(?:[\s-]?(?P<unit>{_UNIT})(?![\w]))?",
    re.IGNORECASE,
)
_BEFORE = 36
_QUALIFIERS = (
    ("at least", r"at least|no fewer than|no less than|not less than|a minimum of|minimum of"),
    ("at most", r"at most|no more than|not more than|up to|as many as|as much as|a maximum of"
                r"|maximum of"),
    ("under", r"fewer than|less than|under|below|nearly|almost|close to|just under|approaching"),
    ("over", r"more than|over|above|exceeding|upwards? of|in excess of|greater than|just over"),
    ("about", r"about|around|approximately|roughly|some|circa|estimated|an estimated|or so"
              r"|approx\.?|nearing|in the region of"),
    ("only", r"only|just|merely"),
)  # fmt: skip
_QUALIFIED = tuple(
    (name, re.compile(rf"\b(?:{words})\s(?:of\s|an?\s|the\s|(?:US)?[$€£])?$", re.IGNORECASE))
    for name, words in _QUALIFIERS
)
_AFTERWARDS = re.compile(r"^\s(?:or|and)\s(?P<way>more|fewer|less|so)\b", re.IGNORECASE)
_RANGE = re.compile(r"^\s?(?:to|–|-|or|and|through)\s?(?=[\d$€£])")
_UNMEANT = re.compile(r"(?<=\d),(?=\d{3}\b)|(?<![\w.,:])0+(?=\d)")


class Close(StrEnum):
    """How a number is meant."""

    EXACT = "exactly"
    ABOUT = "about"
    OVER = "more than"
    UNDER = "fewer than"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at `start:end` of a text; the end is that of its unit, where it has one.

    `ends_range` is where a range that it begins ends ("35,000 to 36,000 troops"), else `end`.
    """

    start: int
    end: int
    value: float
    unit: str | None
    close: Close
    ordinal: bool
    written: str
    ends_range: int


def plain_figures(text: str) -> str:
    """A text whose numerals have no commas between thousands and no noughts before them."""
    return _UNMEANT.sub("", text)


def quantities(text: str) -> list[Quantity]:
    """The numbers in a text with plain quotes and spaces, in order of place."""
    found = list(_found(text))
    for number in range(len(found) - 2, -1, -1):
        this, following = found[number], found[number + 1]
        if _RANGE.fullmatch(text[this.end : following.start]) and not this.ordinal:
            unit = this.unit or following.unit
            close = this.close
            found[number] = Quantity(
                this.start, this.end, this.value, unit, close, False, this.written,
                following.ends_range,
            )  # fmt: skip
            if close is not Close.EXACT and following.close is Close.EXACT:
                found[number + 1] = Quantity(
                    following.start, following.end, following.value, following.unit, close,
                    False, following.written, following.ends_range,
                )  # fmt: skip
    return found


def _found(text: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(text):
        value = _value(match)
        if value is None:
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        unit = _UNIT_OF.get((match["unit"] or "").casefold())
        currency = match["currency"]
        unit = currency[-1] if currency else unit
        if unit is None and (match["size"] or "").casefold() == "m":
            unit = "m"
        number_ends = match.end()
        yield Quantity(
            start, number_ends, value, unit, _close(text, start, number_ends),
            bool(match["ordinal"]), match[0].strip(), number_ends,
        )  # fmt: skip


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        value = float(match["digits"].replace(",", ""))
        size = (match["size"] or "").casefold()
        if size == "m" and not match["currency"]:
            return value  # metres
        return value * _MAGNITUDES.get(size, 1.0)
    if match["part"]:
        return _part(match["part"].casefold())
    return in_words(match["words"].casefold())


def _part(written: str) -> float:
    words = re.split(r"[\s-]", written)
    parts = _PARTS.get(words[-1].rstrip("s"), 2)
    return (_WORDS.get(words[0], 1) if len(words) > 1 else 1) / parts


def in_words(written: str) -> float | None:
    """The value of a number in words: "two and a half" is beyond it, "twenty-five thousand" not."""
    total: float = 0.0
    current: float = 0.0
    decimals: list[int] = []
    after_point = False
    words = re.split(r"[\s-]+", written)
    if words[0] in ("a", "an", "half") and len(words) > 1:
        halves = "half" in words[:2]
        return _MAGNITUDES[words[-1]] * (0.5 if halves else 1)
    for word in words:
        if word == "and":
            continue
        if word == "point":
            after_point = True
        elif word in _MAGNITUDES:
            size = _MAGNITUDES[word]
            value = current + _decimal(decimals)
            decimals, after_point = [], False
            if word in ("hundred", "dozen"):
                current = (value or 1) * size
            else:
                total, current = total + (value or 1) * size, 0.0
        elif after_point:
            decimals.append(_WORDS[word])
        else:
            current += _WORDS[word]
    return total + current + _decimal(decimals)


def _decimal(digits: list[int]) -> float:
    return sum(digit * 0.1 ** (place + 1) for place, digit in enumerate(digits))


def _close(text: str, start: int, end: int) -> Close:
    before = text[max(0, start - _BEFORE) : start]
    after = _AFTERWARDS.match(text[end : end + 16])
    if after:
        way = after["way"].casefold()
        return {"more": Close.AT_LEAST, "so": Close.ABOUT}.get(way, Close.AT_MOST)
    names = {
        "at least": Close.AT_LEAST, "at most": Close.AT_MOST, "under": Close.UNDER,
        "over": Close.OVER, "about": Close.ABOUT, "only": Close.EXACT,
    }  # fmt: skip
    return next((names[n] for n, way in _QUALIFIED if way.search(before)), Close.EXACT)


def ordinal_of(word: str) -> int | None:
    """The place that a word names, third or 3rd; None where it names none."""
    if word in _ORDINALS:
        return _ORDINALS[word]
    figures = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", word)
    return int(figures[1]) if figures else None


def number_word(word: str) -> int | None:
    """What a word such as "ten" counts; None where it does not."""
    return _WORDS.get(word)
