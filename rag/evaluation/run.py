"""Asking an engine questions whose answers are known, and holding what it says against them."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from index.storage.catalog import Catalog
from index.text.normalize import collapsed
from rag.engine.query_engine import QueryEngine
from rag.evaluation.gold import Reports, Span, is_relevant
from rag.evaluation.places import Files
from rag.evaluation.questions import KnownQuestion
from rag.evaluation.record import Record, ranking_of, trail_of
from rag.limit import QuestionTimedOut
from rag.searched import Corpus, Models
from rag.types import Answer, Citation, Outcome, Reason, Refusal


class Examiner:
    """Asks an engine questions whose answers are known, and holds what it says against them."""

    def __init__(self, engine: QueryEngine, catalog: Catalog) -> None:
        self._engine = engine
        self._bold = engine.extractive().with_min_confidence(0.0)
        self._catalog = catalog
        self._reports = Reports(catalog)
        self._files = Files(catalog)

    def record(self, known: KnownQuestion) -> Record:
        """A question asked; one that was given up for its time counts as refused, and says so.

        Raises a DatelineError where the index is unusable.
        """
        try:
            return self._asked(known)
        except QuestionTimedOut as error:
            gold = [span for found in self._places(known) for span in found]
            return Record(
                known=known, outcome=self._given_up(known, error), right=False, confidence=0.0,
                ranking=ranking_of(None, gold, self._reports.relevant(gold)), timed_out=True,
                wrong=("It took too long and was given up.",),
            )  # fmt: skip

    def _given_up(self, known: KnownQuestion, error: QuestionTimedOut) -> Refusal:
        covered, seconds = self._engine.coverage(), self._engine.settings.question_timeout_s
        return Refusal(
            question=known.question, text=str(error), window=None, confidence=0.0,
            corpus=Corpus.of(covered),
            models=Models(embedder=self._engine.settings.embedder),
            timings_ms={"total": seconds * 1000}, reason=Reason.NO_EVIDENCE,
        )  # fmt: skip

    def _asked(self, known: KnownQuestion) -> Record:
        engine, bold = self._engine, self._bold
        if known.asked_on is not None:
            engine, bold = engine.on(known.asked_on), bold.on(known.asked_on)
        outcome, trace = engine.ask_traced(known.query)
        said: Answer | Refusal = outcome
        if not isinstance(outcome, Answer):
            with suppress(QuestionTimedOut):
                said = bold.ask(known.query)
        places = self._places(known)
        gold = [span for found in places for span in found]
        right = isinstance(said, Answer) and known.answerable and self._is_right(known, said, gold)
        total = self._reports.relevant(gold)
        common = {
            "known": known, "outcome": outcome, "right": right,
            "ranking": ranking_of(trace, gold, total),
            "trail": trail_of(known, trace, gold, total), "confidence": outcome.confidence,
            "window_right": _window_right(known, outcome),
        }  # fmt: skip
        if not isinstance(outcome, Answer):
            withheld = ("Refused, though a report answers.",) if known.answerable else ()
            tempted = False if known.nearest else None
            return Record(**common, tempted=tempted, wrong=withheld)
        return Record(**common, **self._of_answer(known, outcome, places))

    def is_right(self, known: KnownQuestion) -> bool:
        """Whether what is said to a question is right: an answer with all that a right one has, or
        a refusal where nothing answers, and none that was given up for its time."""
        return self.marks(known)[0]

    def marks(self, known: KnownQuestion) -> tuple[bool, float | None]:
        """Whether what is said to a question is right, and the share of its citations that answer;
        None for a refusal, and where nothing does."""
        engine = self._engine if known.asked_on is None else self._engine.on(known.asked_on)
        try:
            outcome = engine.ask(known.query)
        except QuestionTimedOut:
            return False, None
        if not isinstance(outcome, Answer) or not known.answerable:
            return not known.answerable and not isinstance(outcome, Answer), None
        gold = [span for found in self._places(known) for span in found]
        cited = [is_relevant(_span(citation), gold) for citation in outcome.citations]
        return self._is_right(known, outcome, gold), _share(cited) if gold else None

    def _places(self, known: KnownQuestion) -> list[list[Span]]:
        """Where each piece of evidence stands, and every place that answers."""
        spans = [self._files.span(place) for place in known.spans]
        sentences = [self._reports.places(sentence) for sentence in known.evidence]
        return [*sentences, *([span] for span in spans if span is not None)]

    def _of_answer(
        self, known: KnownQuestion, answer: Answer, places: Sequence[Sequence[Span]]
    ) -> dict[str, object]:
        """What is measured of an answer, by the field of the record that it is kept in."""
        quoted = [_span(citation) for citation in answer.citations]
        held = {
            "verbatim": _share([
                self._reports.is_verbatim(span, c.quote)
                for span, c in zip(quoted, answer.citations, strict=True)
            ]),
            "furniture": _share([self._reports.is_furniture(span) for span in quoted]),
        }  # fmt: skip
        if not known.answerable:
            return held | self._of_temptation(known, quoted)
        gold = [span for found in places for span in found]
        cited = [is_relevant(span, gold) for span in quoted] if gold or known.spans else []
        measured = {
            "facts_right": known.states_facts(_said(answer)),
            "evidence_found": self._has_evidence(known, answer, gold) if cited else None,
            "citation_precision": _share(cited),
            "citation_recall": _recall(quoted, places) if gold and not known.spans else None,
            "date_right": _date_right(known, answer, cited),
            "first_report_right": self._first_report_right(known, answer),
        }
        if measured["facts_right"] is False and any(cited):
            touched = [span for span, hit in zip(quoted, cited, strict=True) if hit]
            around = "\n".join(map(self._reports.around, touched))
            measured["beside"] = known.states_facts(collapsed(around))
            measured["cut"] = self._is_cut(known, answer, touched, gold)
        wrong = tuple(_what_is_wrong(known, answer, measured, cited))
        return {**held, **measured, "wrong": wrong}

    def _first_report_right(self, known: KnownQuestion, answer: Answer) -> bool | None:
        files = (*known.seeds, *(file for file, _, _ in known.spans))
        right = {self._files.report(file) for file in files}
        return answer.citations[0].report_id in right if right else None

    def _is_cut(
        self, known: KnownQuestion, answer: Answer, quoted: Sequence[Span], gold: Sequence[Span]
    ) -> bool:
        """Whether quotes begin or end within places that have the facts."""
        cut = [
            place for place in gold for span in quoted
            if span.shared(place) and (place.start < span.start or span.end < place.end)
        ]  # fmt: skip
        whole = "\n".join([_said(answer), *(collapsed(self._reports.text(p)) for p in cut)])
        return bool(cut) and known.states_facts(whole) is True

    def _of_temptation(self, known: KnownQuestion, quoted: Sequence[Span]) -> dict[str, object]:
        near = [span for place in known.nearest if (span := self._files.span(place)) is not None]
        tempted = any(is_relevant(span, near) for span in quoted) if known.nearest else None
        wrong = ["Answered, though no report does."]
        if tempted:
            wrong.append("What is quoted looks like an answer, and is none.")
        return {"tempted": tempted, "wrong": tuple(wrong)}

    def _is_right(self, known: KnownQuestion, answer: Answer, gold: Sequence[Span]) -> bool:
        """Whether an answer has the facts of a right one, or else the evidence."""
        stated = known.states_facts(_said(answer))
        return stated if stated is not None else self._has_evidence(known, answer, gold)

    def _has_evidence(self, known: KnownQuestion, answer: Answer, gold: Sequence[Span]) -> bool:
        if known.spans:
            return any(is_relevant(_span(c), gold) for c in answer.citations)
        return has_evidence(known, answer, self._catalog)


def evaluate(engine: QueryEngine, questions: Iterable[KnownQuestion]) -> list[Record]:
    """A record for each question, in order. Raises a DatelineError where the index is unusable."""
    if engine.catalog is None or not engine.coverage().reports:
        return []
    examiner = Examiner(engine, engine.catalog)
    return [examiner.record(known) for known in questions]


def _recall(quoted: Sequence[Span], places: Sequence[Sequence[Span]]) -> float | None:
    """The share of the pieces of evidence that some quote reaches."""
    return _share([any(is_relevant(span, found) for span in quoted) for found in places])


def is_right(known: KnownQuestion, answer: Answer, catalog: Catalog) -> bool:
    """Whether an answer has the facts, or else the evidence, of a right one."""
    stated = known.states_facts(_said(answer))
    return stated if stated is not None else has_evidence(known, answer, catalog)


def has_evidence(known: KnownQuestion, answer: Answer, catalog: Catalog) -> bool:
    """Whether some evidence stands inside a cited quote or its passage."""
    passages = catalog.findings([c.passage_id for c in answer.citations])
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


def _date_right(known: KnownQuestion, answer: Answer, cited: Sequence[bool]) -> bool | None:
    """Whether all expected dates are among the citations'; of places that answer, each of which
    may do, whether the citations of them show a date of these."""
    if not known.dates:
        return None
    if not known.spans:
        return set(known.dates) <= {c.published_on for c in answer.citations}
    shown = [c.published_on for c, hit in zip(answer.citations, cited, strict=True) if hit]
    return set(shown) <= set(known.dates) if shown else None


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
    if measured["date_right"] is False and known.spans:
        wrong.append("The date shown is not that of the report.")
    elif measured["date_right"] is False:
        expected = ", ".join(day.isoformat() for day in known.dates)
        wrong.append(f"Not all of the reports that answer are cited: {expected}.")
    return wrong
