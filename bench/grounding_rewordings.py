"""True sentences reworded by rule, and those reworded by hand."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.grounding_true import Told, true_sentences
from index.times.dates import day_mentions
from rag.verification.types import Grounds

PAIRS = Path(__file__).parent / "grounding_pairs.jsonl"
_OWNER = "Institute for the Study of War"
_PUBLISHED = {
    "000": date(2024, 12, 26), "001": date(2024, 1, 26), "003": date(2023, 12, 23),
    "004": date(2024, 11, 1),
}  # fmt: skip
"""Of the seed reports, by the number that their files begin with; one states no day."""
_ASIDE = re.compile(r"\s\([^()]*\)")
_WORDS = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_SMALL = re.compile(r"(?<![\w.,$-])(?P<number>[2-9]|1[0-2])(?= [a-z]{4,}s\b)")
_AFTER_MONTH = re.compile(r"[A-Z]\w+ (?:\d+(?: and |-|, ))?$")
_SPOKEN = re.compile(r"\b(?:claimed|stated|noted)(?= that\b)")
_DAY = re.compile(r" on (?P<day>(?P<month>[A-Z][a-z]+) \d{1,2})(?=[ ,.](?! \d{4}|\d|and|to))")
_LEAST = 8
"""Words that are left."""


def _without_asides(told: Told) -> str | None:
    return _ASIDE.sub("", told.sentence)


def _without_last_clause(told: Told) -> str | None:
    """Cut before the last comma with a participle, a relative or a contrast behind it."""
    found = list(re.finditer(
        r", (?:which|following|including|citing|while|according to|despite|amid)\b[^,“”\"]*\.$",
        told.sentence,
    ))  # fmt: skip
    cut = told.sentence[: found[-1].start()] + "." if found else None
    return cut if cut and len(cut.split()) >= _LEAST else None


def _day_with_year(told: Told) -> str | None:
    day = _DAY.search(told.sentence)
    mentions = day_mentions(told.sentence, told.grounds.published_on)
    of_it = [m for m in mentions if day and m.start == day.start("day")]
    if day is None or not of_it:
        return None
    named = of_it[0].days[0]
    written = f"{named.day} {named:%B} {named.year}"
    return told.sentence[: day.start("day")] + written + told.sentence[day.end("day") :]


def _day_in_front(told: Told) -> str | None:
    whole = _day_with_year(told)
    day = re.search(r" on (\d{1,2} [A-Z][a-z]+ \d{4})(?= that\b|\.)", whole or "")
    if whole is None or day is None or "”" in whole[day.start() :]:
        return None
    rest = whole[: day.start()] + whole[day.end() :]
    first = rest if rest.split()[0] != "The" else "the" + rest[3:]
    return f"On {day[1]}, {first}"


def _number_in_words(told: Told) -> str | None:
    number = _SMALL.search(told.sentence)
    if number is None or _AFTER_MONTH.search(told.sentence[: number.start()]):
        return None
    word = _WORDS[int(number[0]) - 2]
    return told.sentence[: number.start()] + word + told.sentence[number.end() :]


def _said(told: Told) -> str | None:
    return _SPOKEN.sub("said", told.sentence)


RULES: dict[str, Callable[[Told], str | None]] = {
    "asides left out": _without_asides,
    "last clause left out": _without_last_clause,
    "day with its year": _day_with_year,
    "day put in front": _day_in_front,
    "number in words": _number_in_words,
    "said for claimed": _said,
}


def reworded(rule: str, seed: int, most: int) -> Iterator[tuple[str, Grounds]]:
    """True sentences reworded by a rule, at most so many, with their grounds."""
    made = 0
    for told in true_sentences(seed, 20_000):
        sentence = RULES[rule](told)
        if sentence is None or sentence == told.sentence:
            continue
        yield sentence, told.grounds
        made += 1
        if made == most:
            return


@dataclass(frozen=True, slots=True)
class Reworded:
    """A sentence of a seed report as a fluent writer would put it. `part` tells those written
    before the checks were tuned from those written after."""

    sentence: str
    grounds: Grounds
    part: str


def by_hand() -> list[Reworded]:
    """The rewordings written by hand."""
    rows = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    return [
        Reworded(
            row["sentence"],
            Grounds(row["passage"], _PUBLISHED.get(row["report"][:3]), None, None, _OWNER),
            row["part"],
        )
        for row in rows
    ]
