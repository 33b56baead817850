"""What happened to a question on its way: for measuring, never shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from rag.evidence import Evidence
from rag.question import ParsedQuestion
from rag.reranking import Ranked
from rag.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Trace:
    """A question as read, the passages found, the best first, and the verdict on them.

    `evidence` is how the reader takes these passages, best first, whatever the guardrail's checks
    make of them, `confidence` the probability that they answer, by the reader alone, and `lacking`
    are the signals of what they lack of the question.
    """

    question: ParsedQuestion
    ranked: tuple[Ranked, ...]
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    confidence: float
    lacking: Mapping[str, float]
