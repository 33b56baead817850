"""How well passages support a claim: the judge's logit weighed with the words that they share.

`bench/grounding_fit.py` fitted the weights, to pairs of claims and passages that neither the
judge was trained on nor the verifier is measured by.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from index.terms import FUNCTION_WORDS, stem, words


@dataclass(frozen=True, slots=True)
class Signals:
    """What tells of support, of all passages beside a claim.

    `judged` is the best logit of the judge. `best` and `all` are the shares of the claim's content
    words that the passage of that logit has and that all together have, and `figures` the share of
    its numbers that no passage has, 0 without numbers.
    """

    judged: float
    best: float
    all: float
    figures: float


WEIGHTS = (-1.5, 1.0, 1.0, 1.0, -0.5)
"""Of a constant and the signals in their order."""


def signals(claim: str, passages: Sequence[str], logits: Sequence[float]) -> Signals:
    """The signals of a claim beside passages, with the judge's logit of each."""
    wanted = _content(claim)
    have = [wanted & _content(passage) for passage in passages]
    together = set[str]().union(*have)
    best = max(range(len(passages)), key=lambda n: logits[n])
    figures = {term for term in wanted if any(c.isdigit() for c in term)}
    return Signals(
        judged=logits[best],
        best=len(have[best]) / max(1, len(wanted)),
        all=len(together) / max(1, len(wanted)),
        figures=len(figures - together) / max(1, len(figures)),
    )


def logit(measured: Signals) -> float:
    """The logit that a claim is supported."""
    values: tuple[float, ...] = astuple(measured)
    return WEIGHTS[0] + sum(w * s for w, s in zip(WEIGHTS[1:], values, strict=True))


def _content(text: str) -> set[str]:
    return {stem(word) for word in words(text) if word not in FUNCTION_WORDS}
