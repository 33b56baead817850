"""Passages raised by what stands beside them.

What completes a good passage often has none of a question's words, and stands right by it. That the
sentences around one tell of its worth is known from the retrieval of sentences (Fernández, Losada &
Azzopardi 2011).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from index.rules import Stage, declare
from rag.retrieval.reranking import Ranked

BESIDE_A_BETTER = declare(
    "beside-a-better-passage",
    Stage.SEARCH,
    "Raises a passage towards the best of those that stand beside it in its report.",
)
TOWARDS = 0.5
"""How far a passage is raised, as a share of what a passage beside it is better by."""
BESIDE = 600
"""Characters between two passages that stand beside each other, at most."""


@BESIDE_A_BETTER.governs(without=list)
def raised(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The passages in a new order, each with a score between its own and that of the best passage
    that stands beside it and shares nothing with it, if that is better; ties by id."""
    of_report: defaultdict[str, list[Ranked]] = defaultdict(list)
    for one in ranked:
        of_report[one.finding.passage.report_id].append(one)
    higher = [
        replace(one, score=one.score + TOWARDS * max(0.0, best - one.score))
        for some in of_report.values()
        for one, best in _with_best_beside(sorted(some, key=lambda r: r.finding.passage.start))
    ]
    return sorted(higher, key=lambda r: (-r.score, r.finding.passage.id))


def _with_best_beside(in_order: Sequence[Ranked]) -> list[tuple[Ranked, float]]:
    """Passages of one report, in its order, each with the best score beside it, its own if there is
    no passage beside it."""
    best = [one.score for one in in_order]
    for n, one in enumerate(in_order):
        end = one.finding.passage.end
        for m in range(n + 1, len(in_order)):
            other = in_order[m]
            if other.finding.passage.start > end + BESIDE:
                break
            if other.finding.passage.start >= end:
                best[n], best[m] = max(best[n], other.score), max(best[m], one.score)
    return list(zip(in_order, best, strict=True))
