"""The times of a sentence are those of the passage, as the report's day resolves them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from index.calendar import Period
from index.times.periods import periods
from rag.verification.alignment import Pair
from rag.verification.reading import Reading
from rag.verification.types import Fault, FaultKind

_UNDATED = date(2000, 7, 1)
"""The day that both are read by where the report has none: what has no year agrees or does not."""
_RELATION = re.compile(
    r"\b(?P<word>before|until|till|by|after|since|following|prior to|ahead of|from|as of)\s"
    r"(?:\w{1,20}day,?\s|the (?:night|evening|morning) of\s|the\s|about\s|early\s|late\s"
    r"|mid-?\s?)*+$",
    re.IGNORECASE,
)
_RELATIONS = {
    "before": "before", "prior to": "before", "ahead of": "before", "until": "until",
    "till": "until", "by": "until", "after": "after", "following": "after", "since": "since",
    "from": "since", "as of": "on",
}  # fmt: skip
_TELLING = re.compile(
    r"\b(?:report(?:s|ed|ing)?|publish(?:es|ed)?|wrote|writes|article|assess(?:es|ed|ment)"
    r"|post(?:ed)?"
    r"|released?|issued)\b",
    re.IGNORECASE,
)
_BESIDE = 7
"""Words around a time that tell what happened then."""
_AT = re.compile(r"\b(?:in|on|during|since|by|until)\s$", re.IGNORECASE)
_FEWEST = 2
"""Words more that make a clause of the passage clearly the one that is told."""
_BY_TELLING = re.compile(r"\b(?:today|yesterday|tonight|tomorrow|ago|last|this|past|previous)\b")
_CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}\b(?:\s?[ap]\.?m\b)?|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)


def anchor_of(pair: Pair) -> date:
    """The day by which a report's times are resolved."""
    return pair.published_on or _UNDATED


def times(pair: Pair) -> Iterator[Fault]:
    """Times that the passage does not name so exactly, and times of something else in it."""
    anchor = anchor_of(pair)
    mine = periods(pair.sentence.text, anchor)
    theirs = periods(pair.passage.text, anchor)
    for period in mine:
        written = pair.sentence.text[period.start : period.end]
        if _is_of_the_report(pair, period):
            continue
        by_telling = _BY_TELLING.search(written) is not None
        within = [
            p for p in theirs
            if _covers(period, p) and _known_year(pair, period, p)
            and not (by_telling and (p.first, p.last) != (period.first, period.last))
        ]  # fmt: skip
        if not within:
            yield Fault(FaultKind.DATE, f"the passage does not tell of “{written}”")
        elif not any(_same_relation(pair, period, p) for p in within):
            yield Fault(FaultKind.DATE, f"“{written}” is told otherwise: before, after or until it")
        elif _of_another_sentence(pair, period, theirs, within) or _of_another_clause(
            pair, period, theirs, within
        ):
            yield Fault(FaultKind.DATE, f"“{written}” is the time of something else in the passage")
    have = {_plain(m[0]) for m in _CLOCK.finditer(pair.passage.text)}
    for match in _CLOCK.finditer(pair.sentence.text):
        if _plain(match[0]) not in have:
            yield Fault(FaultKind.DATE, f"the passage has no “{match[0]}”")


def _plain(clock: str) -> str:
    return re.sub(r"[\s.]", "", clock.replace(".", ":")).casefold().lstrip("0")


def _covers(mine: Period, theirs: Period) -> bool:
    """Whether a time is told as exactly as in the passage or less so."""
    if theirs.begun is not None or mine.begun is not None:
        return mine.first <= theirs.first and (mine.begun or mine.last) >= (
            theirs.begun or theirs.last
        )
    return mine.first <= theirs.first and theirs.last <= mine.last


def of_one_time(pair: Pair, own: Sequence[int], other: Sequence[int]) -> bool:
    """Whether some words of the sentence are of a time that some of the passage tell as exactly."""
    mine, theirs = _times_at(pair, pair.sentence, own), _times_at(pair, pair.passage, other)
    return bool(mine) and all(any(_covers(m, t) for t in theirs) for m in mine)


def _times_at(pair: Pair, reading: Reading, numbers: Sequence[int]) -> list[Period]:
    told = periods(reading.text, anchor_of(pair))
    return [p for p in told if not set(reading.within(p.start, p.end)).isdisjoint(numbers)]


def _known_year(pair: Pair, mine: Period, theirs: Period) -> bool:
    return pair.published_on is not None or not mine.stated_year or theirs.stated_year


def _is_of_the_report(pair: Pair, period: Period) -> bool:
    """Whether it is the day of the report, said of its reporting by those whose report it is."""
    if pair.published_on is None or not period.first <= pair.published_on <= period.last:
        return False
    text = pair.sentence.text
    if not _TELLING.search(text):
        return False
    owners = {t.word for t in pair.owners.tokens if t.capital}
    owners |= {"".join(t.word[0] for t in pair.owners.tokens if t.capital)}
    named = any(t.word in owners for t in pair.sentence.tokens if t.capital)
    return named or re.search(r"\b(?:the|this) (?:report|article)\b", text) is not None


def _relation(text: str, period: Period) -> str:
    before = _RELATION.search(text[max(0, period.start - 40) : period.start])
    return _RELATIONS[re.sub(r"\s+", " ", before["word"].casefold())] if before else "on"


def _same_relation(pair: Pair, mine: Period, theirs: Period) -> bool:
    one = _relation(pair.sentence.text, mine)
    return one == _relation(pair.passage.text, theirs)


def _of_another_sentence(
    pair: Pair, mine: Period, theirs: list[Period], within: list[Period]
) -> bool:
    """Whether the passage tells what the sentence tells, or what stands around the time in it, in
    sentences with other times alone."""
    at = pair.sentence.within(mine.start, mine.end)
    around = range(max(0, at[0] - _BESIDE), at[-1] + 1 + _BESIDE) if at else None
    told = {best_sentence(pair), best_sentence(pair, around)}
    of_best = [p for p in theirs if _sentence_at(pair.passage, p.start) in told]
    return bool(of_best) and not any(_sentence_at(pair.passage, p.start) in told for p in within)


def _of_another_clause(
    pair: Pair, mine: Period, theirs: list[Period], within: list[Period]
) -> bool:
    """Whether the words of the clause that a time stands in are clearly rather those of a clause of
    the passage which has another time than of those that have this one."""
    at = pair.sentence.within(mine.start, mine.end)
    if not at or _AT.search(pair.sentence.text[: mine.start]) is None:
        return False  # "the 1994 treaty" tells of no time at which something is done
    clause, sentence = (getattr(pair.sentence.tokens[at[0]], of) for of in ("clause", "sentence"))
    counts: dict[tuple[int, int], int] = {}
    for number, token in enumerate(pair.sentence.tokens):
        counts_here = token.content and not token.word[0].isdigit()
        if counts_here and (token.clause, token.sentence) == (clause, sentence):
            for place in {_clause_of(pair.passage, i) for i in pair.found(number)}:
                counts[place] = counts.get(place, 0) + 1
    have = {_clause_at(pair.passage, p.start) for p in within}
    others = {_clause_at(pair.passage, p.start) for p in theirs if p not in within} - have
    best = max(counts, key=lambda place: counts[place], default=None)
    least = _FEWEST + max((counts.get(place, 0) for place in have), default=0)
    return best in others and counts[best] >= least


def _clause_of(reading: Reading, number: int) -> tuple[int, int]:
    return reading.tokens[number].sentence, reading.tokens[number].clause


def _clause_at(reading: Reading, at: int) -> tuple[int, int]:
    number = max((n for n, t in enumerate(reading.tokens) if t.start <= at), default=0)
    return _clause_of(reading, number)


def best_sentence(pair: Pair, numbers: range | None = None) -> int:
    """The sentence of the passage that shares most of its words with the written one, or with some
    of its words."""
    counts: dict[int, int] = {}
    for number, token in enumerate(pair.sentence.tokens):
        if numbers is not None and number not in numbers:
            continue
        if token.content and not token.word.isdigit():
            for sentence in {pair.passage.tokens[i].sentence for i in pair.found(number)}:
                counts[sentence] = counts.get(sentence, 0) + 1
    return max(counts, key=lambda sentence: (counts[sentence], -sentence), default=0)


def _sentence_at(reading: Reading, at: int) -> int:
    return next((t.sentence for t in reversed(reading.tokens) if t.start <= at), 0)


def of_times(pair: Pair) -> frozenset[int]:
    """Words of a sentence that name times or numbers, which are looked at elsewhere."""
    figures = {n for n, t in enumerate(pair.sentence.tokens) if t.word[0].isdigit()}
    return naming_times(pair) | figures


def naming_times(pair: Pair) -> frozenset[int]:
    """Words of a sentence that name times."""
    spans = [(p.start, p.end) for p in periods(pair.sentence.text, anchor_of(pair))]
    return frozenset(n for start, end in spans for n in pair.sentence.within(start, end))
