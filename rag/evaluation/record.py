"""What is kept of a question that was asked: what was said, and how it stands to what is known."""

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from rag.engine.trace import Trace
from rag.evaluation.gold import Span, is_relevant
from rag.evaluation.metrics import ndcg, recall_at, reciprocal_rank
from rag.evaluation.questions import KnownQuestion
from rag.guardrail.verdict import Lack
from rag.retrieval.reranking import Ranked
from rag.types import Answer, Outcome

RECALL_AT = (1, 5, 10)


class Ranking(BaseModel):
    """Measures of the search alone; None where a question has no evidence to find."""

    model_config = ConfigDict(frozen=True)

    recall: tuple[float | None, ...]
    reciprocal_rank: float | None
    ndcg: float | None


class Trail(BaseModel):
    """Where the right passages were on the way to the answer; ranks count from 1, and are None
    where there was none.

    `in_passages` tells whether any passage of the corpus is right, None where no place of the
    answer is known, `found_at` is the rank of the
    first right one in the search, `read_at` that among those which the reader read, by its own
    order. `confidence` is the reader's alone, whatever the guardrail's checks made of it. `lack`
    says what was held to be lacking.
    """

    model_config = ConfigDict(frozen=True)

    in_passages: bool | None
    found_at: int | None
    read_at: int | None
    confidence: float
    lack: Lack


class Record(BaseModel):
    """One question, what was said, and how that stands to what is known.

    Measures of answers are None for a refusal and where they have no meaning. `right` tells
    whether the evidence that was found answers the question, whatever was decided; it is what
    `confidence` should be the probability of. A question that was given up for its time
    (`timed_out`) has a refusal as outcome, and is counted as no right one. `tempted` tells of a
    question without an answer whether a place was quoted that only looks like one. Of right
    evidence that lacks facts, `cut` tells whether a quote was cut off before them, and `beside`
    whether they stand around it. `wrong` says in words what went wrong, and `trail` is None where
    nothing was searched.
    """

    model_config = ConfigDict(frozen=True)

    known: KnownQuestion
    outcome: Outcome
    right: bool
    confidence: float
    facts_right: bool | None = None
    evidence_found: bool | None = None
    citation_precision: float | None = None
    citation_recall: float | None = None
    date_right: bool | None = None
    first_report_right: bool | None = None
    window_right: bool | None = None
    timed_out: bool = False
    tempted: bool | None = None
    cut: bool | None = None
    beside: bool | None = None
    verbatim: float | None = None
    furniture: float | None = None
    ranking: Ranking
    trail: Trail | None = None
    wrong: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether nothing was answered, for whatever reason."""
        return not isinstance(self.outcome, Answer)


def ranking_of(trace: Trace | None, gold: Sequence[Span], total: int) -> Ranking:
    """Measures of the search, where `total` passages of the corpus are right."""
    if not gold:
        return Ranking(recall=(None,) * len(RECALL_AT), reciprocal_rank=None, ndcg=None)
    hits = [_is_right_one(r, gold) for r in trace.ranked] if trace else []
    return Ranking(
        recall=tuple(recall_at(hits, total, k) for k in RECALL_AT),
        reciprocal_rank=reciprocal_rank(hits),
        ndcg=ndcg(hits, total),
    )


def trail_of(
    known: KnownQuestion, trace: Trace | None, gold: Sequence[Span], total: int
) -> Trail | None:
    """Where right passages were on the way; None where nothing was searched."""
    if trace is None:
        return None
    read = [e.ranked for e in trace.evidence if e.judgement is not None]
    return Trail(
        in_passages=total > 0 if known.spans or known.evidence else None,
        found_at=_first(_is_right_one(r, gold) for r in trace.ranked),
        read_at=_first(_is_right_one(r, gold) for r in read or trace.ranked),
        confidence=trace.confidence,
        lack=trace.verdict.lack,
    )


def _first(hits: Iterable[bool]) -> int | None:
    """The rank of the first hit, from 1."""
    return next((rank for rank, hit in enumerate(hits, 1) if hit), None)


def _is_right_one(ranked: Ranked, gold: Sequence[Span]) -> bool:
    found = ranked.finding.passage
    return is_relevant(Span(found.report_id, found.start, found.end), gold)
