"""What happened to a question on its way: for measuring, never shown."""

from dataclasses import dataclass

from rag.evidence.evidence import Evidence
from rag.guardrail.verdict import Verdict
from rag.question.parsing import ParsedQuestion
from rag.retrieval.reranking import Ranked


@dataclass(frozen=True, slots=True)
class Trace:
    """A question as read, the passages found, the best first, and the verdict on them.

    `evidence` is how the reader takes these passages, best first, whatever the guardrail's checks
    make of them, and `confidence` the probability that they answer, by the reader alone.
    """

    question: ParsedQuestion
    ranked: tuple[Ranked, ...]
    verdict: Verdict
    evidence: tuple[Evidence, ...]
    confidence: float
