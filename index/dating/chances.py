"""How likely each date of a report's head and foot is to be the report's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp

from index.dating.candidates import Candidate
from index.dating.fitted import fitted


@dataclass(frozen=True, slots=True)
class Chance:
    """A date with the probability that it is the report's, and the likeliest of its lines."""

    candidate: Candidate
    probability: float


def chances(found: Sequence[Candidate]) -> list[Chance]:
    """The dates, the likeliest first. A softmax over all lines, with one more for "none"; what the
    lines of one date have is added up."""
    weights = fitted().own
    scores = [exp(_score(candidate, weights)) for candidate in found]
    total = 1.0 + sum(scores)
    lines: dict[tuple[date, date], list[tuple[float, Candidate]]] = {}
    for score, candidate in zip(scores, found, strict=True):
        span = (candidate.expression.first, candidate.expression.last)
        lines.setdefault(span, []).append((score, candidate))
    made = [
        Chance(max(some, key=lambda one: one[0])[1], sum(score for score, _ in some) / total)
        for some in lines.values()
    ]
    return sorted(made, key=lambda chance: -chance.probability)


def _score(candidate: Candidate, weights: Mapping[str, float]) -> float:
    return weights.get("", 0.0) + sum(weights.get(sign, 0.0) for sign in candidate.signs)
