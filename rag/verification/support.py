"""How well passages support a claim: the judge's logit weighed with the runs of words they share.

`bench/grounding_fit.py` fitted the weights to 4,005 claims of published sets beside passages that
the judge was not trained on: DocNLI, Fool Me Twice, FEVEROUS, Factcheck-GPT, Climate-FEVER,
SufficientFacts, SciTail, RTE and ClapNQ. AttributionBench and WiCE were no part of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from index.text.terms import runs, terms

CONSTANT, JUDGED, RUNS = 0.314, 0.88, 0.616
"""The fitted weights: of no signal, of `Signals.judged` and of `Signals.runs`."""
LEAST = -2.0
"""The logit under which a sentence is not shown with a passage, whatever else holds. Faithful
rewordings of the seed reports lie above it; it is low because the judge is unsure of shortened
sentences, and the checks of what is said tell more."""
_RUN = 2
"""Terms in a row that a claim and a passage may share."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What tells of support, of all passages beside a claim.

    `judged` is the best logit of the judge and `runs` the share of the claim's content words in
    pairs, as they follow one another, that one passage has.
    """

    judged: float
    runs: float


def signals(claim: str, passages: Sequence[str], logits: Sequence[float]) -> Signals:
    """The signals of a claim beside passages, at least one, with the judge's logit of each."""
    wanted = runs(terms(claim), _RUN)
    shared = max(len(wanted & runs(terms(passage), _RUN)) for passage in passages)
    return Signals(judged=max(logits), runs=shared / max(1, len(wanted)))


def logit(measured: Signals) -> float:
    """The logit that a claim is supported."""
    return CONSTANT + JUDGED * measured.judged + RUNS * measured.runs
