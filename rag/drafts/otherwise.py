"""Whether a sentence of a report says otherwise than a sentence of a text.

It does only where it tells of the same thing: all of what the text says is in it but for one thing,
and in the place of that it has another. What merely lacks something says nothing against it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.embedding.embedder import Embedder, Encoding
from index.times.periods import periods
from rag.answer.measures import Measures
from rag.drafts.passages import grounds_of, sentences_of
from rag.evidence.citations import Quote
from rag.language.contradiction import says_otherwise
from rag.language.quantities import quantities
from rag.verification.alignment import Pair, align, encoder
from rag.verification.named import TIME_NAMES, is_known
from rag.verification.reading import Token
from rag.verification.times import anchor_of, of_times
from rag.verification.types import FaultKind
from rag.verification.verifier import Verifier

_OF_ONE_MATTER = 0.7
"""The share of a sentence's content words, times and numbers aside, that a report's has."""
_FEWEST = 4
"""Content words that both must have."""
_LOOKED_AT = 5
"""Passages that are looked at, from the nearest on."""
_OF_ALL = FaultKind.UNSUPPORTED
"""A fault of all of a sentence, and of nothing in it."""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A sentence of a report that says otherwise, and what it says, in words."""

    quote: Quote
    what: str


class Contradictions:
    """Finds what contradicts sentences."""

    def __init__(self, verifier: Verifier, embedder: Embedder) -> None:
        """What the verifier's judge holds of a sentence is not looked at: it needs none."""
        self._verifier = verifier
        self._encode: Callable[[str], Encoding] = encoder(embedder)
        self._measures = Measures(embedder)

    def first(self, sentence: str, quotes: Sequence[Quote]) -> Otherwise | None:
        """The first of some sentences of reports that says otherwise; None where none does."""
        return next((found for q in quotes if (found := self._between(sentence, q))), None)

    def _between(self, sentence: str, quote: Quote) -> Otherwise | None:
        grounds = grounds_of(quote.finding, quote.text)
        pair = align(sentence, grounds, self._encode)
        if not _is_of_one_matter(pair):
            return None
        faults = [
            fault for fault in self._verifier.check(sentence, [grounds]).faults
            if fault.kind is not _OF_ALL
        ]  # fmt: skip
        kinds = {fault.kind for fault in faults}
        if len(kinds) == 1 and all(_has_another(kind, pair) for kind in kinds):
            return Otherwise(quote, faults[0].what)
        if not kinds or FaultKind.DATE in kinds or not _names_in_common(pair):
            return None  # it says the same, or may be of another time or somebody else
        if figures := self._measures.differing([sentence], [quote.text]):
            return Otherwise(quote, f"the passage says {figures[1]}, not {figures[0]}")
        if says_otherwise(sentence, quote.text):
            return Otherwise(quote, "the passage says otherwise")
        return None


def candidates(passages: Sequence[Quote]) -> list[Quote]:
    """Each sentence of the nearest passages, once."""
    found: dict[tuple[str, int], Quote] = {}
    for whole in passages[:_LOOKED_AT]:
        for quote in sentences_of(whole.finding):
            found.setdefault((quote.report.id, quote.start), quote)
    return list(found.values())


def _is_of_one_matter(pair: Pair) -> bool:
    timed = of_times(pair)
    content = [n for n, t in enumerate(pair.sentence.tokens) if t.content and n not in timed]
    both = sum(bool(pair.found(n)) or _is_stated(pair, n) for n in content)
    return both >= max(_FEWEST, _OF_ONE_MATTER * len(content))


def _is_stated(pair: Pair, number: int) -> bool:
    return pair.sentence.tokens[number].capital and is_known(pair, number)


def _has_another(kind: FaultKind, pair: Pair) -> bool:
    """Whether the report has something else where the sentence has a fault of a kind."""
    if kind in (FaultKind.NEGATION, FaultKind.ROLES):
        return True
    if kind is FaultKind.NUMBER:
        return _has_another_number(pair)
    if kind is FaultKind.DATE:
        return _has_another_time(pair)
    return kind is FaultKind.NAME and _has_another_name(pair)


def _has_another_number(pair: Pair) -> bool:
    mine, theirs = (quantities(reading.text) for reading in (pair.sentence, pair.passage))
    values, have = {q.value for q in mine}, {q.value for q in theirs}
    units = {q.unit for q in mine if q.value not in have}
    return any(q.value not in values and q.unit in units for q in theirs)


def _has_another_time(pair: Pair) -> bool:
    anchor = anchor_of(pair)
    mine, theirs = (
        {(p.first, p.last) for p in periods(reading.text, anchor)}
        for reading in (pair.sentence, pair.passage)
    )
    return bool(theirs - mine) and bool(mine - theirs)


def _has_another_name(pair: Pair) -> bool:
    taken = {i for n in range(len(pair.sentence.tokens)) for i in pair.found(n)}
    return any(_names(t) and n not in taken for n, t in enumerate(pair.passage.tokens))


def _names_in_common(pair: Pair) -> bool:
    """Whether every name of the sentence is one of the report's, and there is one."""
    names = [n for n, t in enumerate(pair.sentence.tokens) if _names(t) and not t.word[0].isdigit()]
    return bool(names) and all(is_known(pair, n) for n in names)


def _names(token: Token) -> bool:
    """Whether a word is of a name, and of none of a time."""
    return token.is_name and token.content and token.word not in TIME_NAMES
