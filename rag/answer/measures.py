"""Figures of one measure in two texts, whatever their values.

What a figure measures is told by the vectors of its tokens where it stands and of its sentence, not
by words that are listed: the 19 of “killing at least 19” is nearer to the 21 of “the dead rose to
21” than the 143 of “carrying 143 people” is. Two figures are of one measure where each is the
nearest to the other among those of both texts, near enough, and of one unit.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import isclose

import numpy as np

from index.embedding.embedder import Embedder, Encoding, Vectors, unit
from index.text.normalize import aligned
from index.text.terms import stem
from index.times.periods import periods
from rag.language.attribution import said_by
from rag.language.quantities import Close, Quantity, quantities
from rag.verification.named import TIME_NAMES

OF_FIGURES, OF_SENTENCES, CONSTANT = 3.15, 5.6, -5.76
"""Weights of the cosines of two figures' tokens and of their sentences in the logit that the
figures are of one measure, of the shipped encoder's vectors. `bench/measures.py` fitted them."""
ONE_MEASURE = 0.0
"""The logit from which they are."""
_ROUNDED = 0.1
"""Figures of which one is said to be rounded, and is, are the same within so much of the larger."""
_ANY_DAY = date(2000, 1, 1)
"""That days without a year are told from: which one it is does not matter."""
_FIGURES = re.compile(r"\W*(?P<figures>\d(?:[\d.,]*\d)?)")
_NAME = re.compile(r"(?<=[\w,;:’'] )[A-Z][\w’'-]+")


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """A figure in a sentence, with the vectors of its tokens there and of the sentence."""

    quantity: Quantity
    vector: Vectors
    sentence: Vectors

    def nearness(self, other: "Figure") -> tuple[float, float]:
        """The cosines of two figures' tokens and of their sentences."""
        return float(self.vector @ other.vector), float(self.sentence @ other.sentence)

    def of_one_measure(self, other: "Figure") -> float:
        """The logit that two figures are of one measure."""
        return _logit(*self.nearness(other))

    def is_worth(self, other: "Figure") -> bool:
        """Whether both give one value, as closely as they are meant and written."""
        mine, theirs = self.quantity, other.quantity
        apart = abs(mine.value - theirs.value)
        places = _step(mine), _step(theirs)
        if apart <= (max(places) / 2 if places[0] != places[1] else 0.0) or isclose(
            mine.value, theirs.value
        ):
            return True
        return any(
            quantity.close is not Close.EXACT and _is_round(quantity.value)
            for quantity in (mine, theirs)
        ) and apart <= _ROUNDED * max(mine.value, theirs.value)


class Measures:
    """The figures of texts held against each other. Each sentence is encoded once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, tuple[Figure, ...]] = {}
        self._encoded: dict[str, Encoding] = {}

    def paired(self, one: Sequence[str], other: Sequence[str]) -> list[tuple[Figure, Figure]]:
        """The figures of the sentences of two texts that are of one measure, in the order of the
        first; none where the texts name different things only."""
        mine, theirs = self.figures(one), self.figures(other)
        if not mine or not theirs or _of_others(" ".join(one), " ".join(other)):
            return []
        alike = np.array([[f.of_one_measure(g) for g in theirs] for f in mine])
        pairs = []
        for n, row in enumerate(alike):
            m = int(row.argmax())
            nearest = int(alike[:, m].argmax()) == n and float(row[m]) >= ONE_MEASURE
            if nearest and mine[n].quantity.unit == theirs[m].quantity.unit:
                pairs.append((mine[n], theirs[m]))
        return pairs

    def differing(self, one: Sequence[str], other: Sequence[str]) -> tuple[str, str] | None:
        """The first figures of one measure that have different values, as written; None for
        none."""
        for mine, theirs in self.paired(one, other):
            if not mine.is_worth(theirs):
                return mine.quantity.written, theirs.quantity.written
        return None

    def agree(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """Whether two texts give figures of one measure, and no different values."""
        pairs = self.paired(one, other)
        return bool(pairs) and all(mine.is_worth(theirs) for mine, theirs in pairs)

    def repeated(self, earlier: Sequence[str], later: Sequence[str]) -> bool:
        """Whether all figures of the later of two texts are of one measure with, and worth, one of
        the earlier, in the same order: “4 out of 10” says more than “3 out of 10”, though the 10 is
        the same, and “from 20 to 10” than “from 10 to 20”."""
        pairs, figures = self.paired(earlier, later), self.figures(later)
        every = len(pairs) == len(figures) > 0
        in_order = [theirs for _, theirs in pairs] == figures
        return every and in_order and all(mine.is_worth(theirs) for mine, theirs in pairs)

    def of_one_measure(
        self, one: str, place: tuple[int, int], other: str, other_place: tuple[int, int]
    ) -> float:
        """The logit that what stands at a place of each of two sentences, such as a time, is of one
        measure."""
        mine, theirs = self._encoding(aligned(one)), self._encoding(aligned(other))
        vector, other_vector = _vector_at(mine, *place), _vector_at(theirs, *other_place)
        if vector is None or other_vector is None:
            return float("-inf")
        return _logit(float(vector @ other_vector), float(mine.pooled @ theirs.pooled))

    def figures(self, sentences: Sequence[str]) -> list[Figure]:
        """The figures of sentences, in order."""
        return [figure for sentence in sentences for figure in self._of_sentence(sentence)]

    def _of_sentence(self, sentence: str) -> tuple[Figure, ...]:
        if sentence not in self._known:
            plain = aligned(sentence)
            found = _counting(plain)
            self._known[sentence] = self._with_vectors(plain, found) if found else ()
        return self._known[sentence]

    def _encoding(self, text: str) -> Encoding:
        if text not in self._encoded:
            (self._encoded[text],) = self._embedder.encode([text])
        return self._encoded[text]

    def _with_vectors(self, text: str, found: Sequence[Quantity]) -> tuple[Figure, ...]:
        encoding = self._encoding(text)
        figures = []
        for quantity in found:
            end = quantity.start + _figure_alone(text[quantity.start : quantity.end])
            vector = _vector_at(encoding, quantity.start, end)
            if vector is not None:
                figures.append(Figure(quantity, vector, encoding.pooled))
        return tuple(figures)


def _logit(figures: float, sentences: float) -> float:
    """That of the cosines of two figures and of their sentences."""
    return OF_FIGURES * figures + OF_SENTENCES * sentences + CONSTANT


def _vector_at(encoding: Encoding, start: int, end: int) -> Vectors | None:
    """That of the tokens of a text between two places; None where none was read there."""
    starts, ends = encoding.spans[:, 0], encoding.spans[:, 1]
    inside = (starts < end) & (start < ends) & (starts < ends)
    return unit(encoding.tokens[inside].mean(axis=0)) if inside.any() else None


def _figure_alone(written: str) -> int:
    """Characters of a quantity without its unit, where it is written in figures."""
    match = _FIGURES.match(written)
    return match.end() if match else len(written)


def _is_round(value: float) -> bool:
    """Whether a number has one figure other than naught, or two of which the second is a five."""
    figures = f"{value:.5e}".partition("e")[0].replace(".", "").rstrip("0")
    return len(figures) == 1 or (len(figures) == 2 and figures[1] == "5")


def _step(quantity: Quantity) -> float:
    """The place to which a figure is written: 0.1 of 3.2, 0.1 million of 3.2 million."""
    match = _FIGURES.match(quantity.written)
    if match is None or not quantity.value:
        return 0.0
    written = match["figures"].replace(",", "")
    decimals = len(written.partition(".")[2])
    return quantity.value / float(written) * 10**-decimals if float(written) else 0.0


def _counting(text: str) -> list[Quantity]:
    """The quantities of a text that are no part of a time or of a name such as 2FA, and no
    ordinals."""
    times = [(p.start, p.end) for p in periods(text, _ANY_DAY)]
    return [
        q for q in quantities(text)
        if not q.ordinal and not text[q.end : q.end + 1].isalpha()
        and not any(start < q.end and q.start < end for start, end in times)
    ]  # fmt: skip


def _of_others(one: str, other: str) -> bool:
    """Whether both texts have names, but for those that speak and for times, and none in common:
    the deaths in Ghana are not those in Congo."""
    mine, theirs = _names(one), _names(other)
    return bool(mine and theirs) and not mine & theirs


def have_own_names(one: str, other: str) -> bool:
    """Whether each of two texts has a name that the other has not, but for those that speak and for
    times."""
    mine, theirs = _names(one), _names(other)
    return bool(mine - theirs and theirs - mine)


def _names(text: str) -> set[str]:
    plain = aligned(text)
    spoken = {word for name in said_by(plain) for word in name.split()}
    return {
        stem(name.lower())
        for name in _NAME.findall(plain)
        if name not in spoken and name.lower() not in TIME_NAMES
    }
