"""Whether a written sentence may be shown with one of the passages at hand, and with which."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.embedding import Embedder
from index.terms import terms
from rag.grounding import support
from rag.grounding.alignment import Pair, align, encoder, is_verbatim
from rag.grounding.causes import causes
from rag.grounding.edits import edits
from rag.grounding.exact import exact
from rag.grounding.extents import extents
from rag.grounding.forms import by_short_names, one_form, without_its_day
from rag.grounding.hedges import hedges
from rag.grounding.markup import markup
from rag.grounding.named import names
from rag.grounding.nli import NliModel
from rag.grounding.numbers import numbers
from rag.grounding.polarity import polarity
from rag.grounding.quotes import quotes
from rag.grounding.roles import roles
from rag.grounding.speech import speech
from rag.grounding.times import times
from rag.grounding.types import Checked, Fault, FaultKind, Grounds
from rag.grounding.wording import wording
from rag.judge import Judge

_CHECKS = (
    numbers, times, names, exact, polarity, hedges, speech, roles, causes, extents, edits,
    wording,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Support:
    """How well a passage supports a sentence, what it is ordered by, and whether that is enough."""

    logit: float
    order: float
    enough: bool


_OTHERWISE = (FaultKind.NEGATION, FaultKind.ROLES)
"""Faults of a sentence that say otherwise than its passage, in the passage's own place."""


class Verifier:
    """Checks written sentences against passages. May be called from several threads."""

    def __init__(
        self, judge: Judge | None, embedder: Embedder, nli: NliModel | None = None
    ) -> None:
        """With `nli`, the judge is not asked."""
        self._judge = judge
        self._encode = encoder(embedder)
        self._nli = nli

    def check(self, sentence: str, grounds: Sequence[Grounds]) -> Checked:
        """The best-supporting grounds that show no fault, else the best-supporting with theirs.

        Where those that support it best say otherwise, no others do in their stead: what is nearest
        is what the sentence was made of.
        """
        if not grounds:
            nothing = Fault(FaultKind.UNSUPPORTED, "there is no passage to rest on")
            return Checked(0, 0.0, (nothing,))
        found = self._supports(sentence, [g.text for g in grounds])
        best: Checked | None = None
        for number in sorted(range(len(grounds)), key=lambda n: (-found[n].order, n)):
            supported = found[number]
            faults = tuple(self._faults(sentence, grounds[number], enough=supported.enough))
            checked = Checked(number, supported.logit, faults)
            if not faults:
                return checked
            best = best or checked
            if any(fault.kind in _OTHERWISE for fault in best.faults):
                break
        return best or Checked(0, 0.0, ())

    def _supports(self, sentence: str, texts: Sequence[str]) -> list[_Support]:
        if self._nli is not None:
            entailed = self._nli.entailed(sentence, texts)
            return [_Support(logit, logit, follows) for logit, follows in entailed]
        if self._judge is None:
            return [_Support(0.0, _cover(sentence, text), enough=True) for text in texts]
        logits = self._judge.support(sentence, texts)
        weighed = [
            support.logit(support.signals(sentence, [text], [logit]))
            for text, logit in zip(texts, logits, strict=True)
        ]
        return [_Support(logit, logit, logit >= support.LEAST) for logit in weighed]

    def _faults(self, sentence: str, grounds: Grounds, *, enough: bool) -> Iterator[Fault]:
        yield from markup(sentence, grounds.text)
        pair = align(sentence, grounds, self._encode)
        if is_verbatim(pair):
            return
        if not enough:
            yield Fault(FaultKind.UNSUPPORTED, "the passage is judged not to support it")
        yield from quotes(sentence, grounds.text)
        yield from self._said_otherwise(pair, grounds)

    def _said_otherwise(self, pair: Pair, grounds: Grounds) -> list[Fault]:
        """What a sentence says that the passage does not, in whichever of its forms is nearest."""
        fewest = _faults_of(pair)
        sentence, told = pair.sentence.text, grounds.text
        said = one_form(without_its_day(sentence, grounds.published_on))
        others = dict.fromkeys((one_form(told), one_form(by_short_names(told))))
        for text in others:
            if not fewest:
                break
            faults = _faults_of(align(said, replace(grounds, text=text), self._encode))
            fewest = min(fewest, faults, key=len)
        return fewest


def _faults_of(pair: Pair) -> list[Fault]:
    return [fault for check in _CHECKS for fault in check(pair)]


def _cover(sentence: str, passage: str) -> float:
    """The share of a sentence's content words that a passage has."""
    mine = set(terms(sentence))
    return len(mine & set(terms(passage))) / max(1, len(mine))
