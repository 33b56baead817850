"""Whether a written sentence may be shown with one of the passages at hand, and with which."""

from collections.abc import Sequence

from index.embedding import Embedder
from index.terms import terms
from rag.grounding.alignment import align, encoder, is_verbatim
from rag.grounding.edits import edits
from rag.grounding.hedges import hedges
from rag.grounding.markup import markup
from rag.grounding.named import names
from rag.grounding.numbers import numbers
from rag.grounding.polarity import polarity
from rag.grounding.quotes import quotes
from rag.grounding.roles import roles
from rag.grounding.speech import speech
from rag.grounding.times import times
from rag.grounding.types import Checked, Fault, FaultKind, Grounds
from rag.grounding.wording import wording
from rag.judge import Judge

_CHECKS = (numbers, times, names, polarity, hedges, speech, roles, edits, wording)


class Verifier:
    """Checks written sentences against passages. May be called from several threads."""

    def __init__(self, judge: Judge | None, embedder: Embedder, nli: None = None) -> None:
        self._judge = judge
        self._encode = encoder(embedder)
        self._nli = nli

    def check(self, sentence: str, grounds: Sequence[Grounds]) -> Checked:
        """The best-supporting grounds without faults, else the best-supporting with theirs."""
        support = [0.0] * len(grounds)
        if self._judge is not None:
            support = self._judge.support(sentence, [g.text for g in grounds])
        order = sorted(
            range(len(grounds)), key=lambda n: (-support[n], -_cover(sentence, grounds[n].text), n)
        )
        found = [(n, tuple(self._faults(sentence, grounds[n]))) for n in order]
        if not found:
            nothing = Fault(FaultKind.UNSUPPORTED, "there is no passage to rest on")
            return Checked(0, 0.0, (nothing,))
        number, faults = next((f for f in found if not f[1]), found[0])
        return Checked(number, support[number], faults)

    def _faults(self, sentence: str, grounds: Grounds) -> list[Fault]:
        pair = align(sentence, grounds, self._encode)
        found = list(markup(sentence, grounds.text))
        if is_verbatim(pair):
            return found
        found += quotes(sentence, grounds.text)
        return found + [fault for check in _CHECKS for fault in check(pair)]


def _cover(sentence: str, passage: str) -> float:
    mine = set(terms(sentence))
    return len(mine & set(terms(passage))) / max(1, len(mine))
