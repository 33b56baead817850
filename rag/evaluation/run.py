"""Asking an engine questions whose answers are known, and holding what it says against them."""

from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from index.normalize import collapsed
from index.types import Finding
from rag.engine import QueryEngine
from rag.evaluation.gold import Reports, Span, is_relevant
from rag.evaluation.metrics import ndcg, recall_at, reciprocal_rank
from rag.evaluation.questions import KnownQuestion
from rag.types import Answer, Citation, Outcome

RECALL_AT = (1, 5, 10)


class Ranking(BaseModel):
    """Measures of the search alone; None where a question has no evidence to find."""

    model_config = ConfigDict(frozen=True)

    recall: tuple[float | None, ...]
    reciprocal_rank: float | None
    ndcg: float | None


class Record(BaseModel):
    """One question, what was said, and how that stands to what is known.

    Measures of answers are None for a refusal and where they have no meaning. `right` tells
    whether the evidence that was found answers the question, whatever was decided; it is what
    `confidence` should be the probability of. `wrong` says in words what went wrong.
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
    verbatim: float | None = None
    furniture: float | None = None
    ranking: Ranking
    wrong: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        return not isinstance(self.outcome, Answer)


def evaluate(engine: QueryEngine, questions: Iterable[KnownQuestion]) -> list[Record]:
    """A record for each question, in order. Raises a DatelineError where the index is unusable."""
    if engine.catalog is None or not engine.coverage().reports:
        return []
    reports = Reports(engine.catalog)
    bold = engine.extractive().with_min_confidence(0.0)
    return [_record(engine, bold, reports, known) for known in questions]


def _record(
    engine: QueryEngine, bold: QueryEngine, reports: Reports, known: KnownQuestion
) -> Record:
    if known.asked_on is not None:
        engine, bold = engine.on(known.asked_on), bold.on(known.asked_on)
    outcome = engine.ask(known.query)
    said = outcome if isinstance(outcome, Answer) else bold.ask(known.query)
    places = [reports.places(sentence) for sentence in known.evidence]
    gold = [span for found in places for span in found]
    passages = {}
    if isinstance(said, Answer) and engine.catalog is not None:
        passages = engine.catalog.findings([c.passage_id for c in said.citations])
    right = isinstance(said, Answer) and known.answerable and is_right(known, said, passages)
    ranking = _ranking(engine, reports, known, gold)
    common = {
        "known": known, "outcome": outcome, "right": right, "ranking": ranking,
        "window_right": _window_right(known, outcome),
    }  # fmt: skip
    confidence = outcome.confidence
    if not isinstance(outcome, Answer):
        withheld = ("Refused, though a report answers.",) if known.answerable else ()
        return Record(**common, confidence=confidence, wrong=withheld)
    verbatim = [reports.is_verbatim(_span(c), c.quote) for c in outcome.citations]
    furniture = [reports.is_furniture(_span(c)) for c in outcome.citations]
    held = {"verbatim": _share(verbatim), "furniture": _share(furniture)}
    if not known.answerable:
        unfounded = ("Answered, though no report does.",)
        return Record(**common, **held, confidence=confidence, wrong=unfounded)
    cited = [is_relevant(_span(c), gold) for c in outcome.citations] if gold else []
    reached = [any(is_relevant(_span(c), found) for c in outcome.citations) for found in places]
    measured = {
        "facts_right": known.states_facts(_said(outcome)),
        "evidence_found": _has_evidence(known, outcome, passages) if gold else None,
        "citation_precision": _share(cited),
        "citation_recall": _share(reached) if gold else None,
        "date_right": _dates_right(known, outcome) if known.dates else None,
        "first_report_right": outcome.citations[0].path in known.seeds if known.seeds else None,
    }
    wrong = tuple(_what_is_wrong(known, outcome, measured, cited))
    return Record(**common, **held, **measured, confidence=confidence, wrong=wrong)


def _ranking(
    engine: QueryEngine, reports: Reports, known: KnownQuestion, gold: Sequence[Span]
) -> Ranking:
    if not gold:
        return Ranking(recall=(None,) * len(RECALL_AT), reciprocal_rank=None, ndcg=None)
    found = [ranked.finding.passage for ranked in engine.search(known.query)]
    hits = [is_relevant(Span(p.report_id, p.start, p.end), gold) for p in found]
    total = reports.relevant(gold)
    return Ranking(
        recall=tuple(recall_at(hits, total, k) for k in RECALL_AT),
        reciprocal_rank=reciprocal_rank(hits),
        ndcg=ndcg(hits, total),
    )


def is_right(known: KnownQuestion, answer: Answer, passages: dict[str, Finding]) -> bool:
    """Whether an answer has the facts, or else the evidence, of a right one.

    `passages` are those that it cites, by their id.
    """
    stated = known.states_facts(_said(answer))
    return stated if stated is not None else _has_evidence(known, answer, passages)


def _has_evidence(known: KnownQuestion, answer: Answer, passages: dict[str, Finding]) -> bool:
    """Whether some evidence stands inside a cited quote or its passage."""
    texts = [c.quote for c in answer.citations] + [f.text for f in passages.values()]
    read = [collapsed(text) for text in texts]
    return any(collapsed(sentence) in text for sentence in known.evidence for text in read)


def _window_right(known: KnownQuestion, outcome: Outcome) -> bool | None:
    """Whether the time window was read as it should be; None where that is not known."""
    if known.window is None:
        return None
    wanted = (known.window.first, known.window.last, known.window.as_of)
    read = outcome.window
    return wanted == ((read.first, read.last, read.as_of) if read else (None, None, None))


def _dates_right(known: KnownQuestion, answer: Answer) -> bool:
    return set(known.dates) <= {c.published_on for c in answer.citations}


def _said(answer: Answer) -> str:
    """What a reader is told: the text and its quotes, and of a written answer the text alone, so
    that a quote does not say what was left unsaid."""
    if not all(sentence.verbatim for sentence in answer.sentences):
        return answer.text
    return "\n".join([answer.text, *(collapsed(c.quote) for c in answer.citations)])


def _span(citation: Citation) -> Span:
    return Span(citation.report_id, citation.start, citation.end)


def _share(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None


def _what_is_wrong(
    known: KnownQuestion, answer: Answer, measured: Mapping[str, object], cited: Sequence[bool]
) -> list[str]:
    wrong = []
    if measured["facts_right"] is False:
        wrong.append("The answer lacks a fact that a right one has.")
    if measured["evidence_found"] is False:
        wrong.append("No citation has the evidence.")
    beside = [f"[{c.n}]" for c, hit in zip(answer.citations, cited, strict=bool(cited)) if not hit]
    if beside:
        wrong.append(f"Cited beside the evidence: {' '.join(beside)}.")
    if _window_right(known, answer) is False:
        wrong.append("The time window was read otherwise.")
    if measured["date_right"] is False:
        expected = ", ".join(day.isoformat() for day in known.dates)
        wrong.append(f"Not all of the reports that answer are cited: {expected}.")
    return wrong
