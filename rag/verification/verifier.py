"""Whether a written sentence may be shown with one of the passages at hand, and with which."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.embedding.embedder import Embedder
from index.text.terms import terms
from rag.reader.judge import Judge
from rag.verification import support
from rag.verification.alignment import align, encoder, is_verbatim
from rag.verification.causes import causes
from rag.verification.edits import edits
from rag.verification.exact import exact
from rag.verification.extents import extents
from rag.verification.hedges import hedges
from rag.verification.markup import markup
from rag.verification.named import names
from rag.verification.nli import NliModel
from rag.verification.numbers import numbers
from rag.verification.polarity import polarity
from rag.verification.quotes import quotes
from rag.verification.roles import roles
from rag.verification.speech import speech
from rag.verification.subjects import subjects
from rag.verification.times import times
from rag.verification.types import Checked, Fault, FaultKind, Grounds
from rag.verification.wording import wording

CHECKS = (
    numbers, times, names, exact, polarity, hedges, speech, roles, subjects, causes, extents, edits,
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
        for check in CHECKS:
            yield from check(pair)


def _cover(sentence: str, passage: str) -> float:
    """The share of a sentence's content words that a passage has."""
    mine = set(terms(sentence))
    return len(mine & set(terms(passage))) / max(1, len(mine))
