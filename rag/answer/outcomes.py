"""What the engine found put into an `Answer` or a `Refusal`."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from index.calendar import day_in_words
from index.rules import Stage, declare
from index.types import Coverage
from rag.answer.composing import Composition
from rag.clock import Clock
from rag.evidence.citations import nearest, without_overlaps
from rag.evidence.evidence import Evidence
from rag.evidence.leading import asks_by_now
from rag.guardrail import wording
from rag.question.kinds import asks_for_course, asks_for_latest
from rag.question.parsing import Query
from rag.question.time_window import Order, TimeWindow
from rag.retrieval.gaps import Gaps
from rag.searched import Corpus, Models, Window
from rag.settings import NO_JUDGE, SHIPPED_JUDGE, Settings
from rag.types import Answer, Citation, DatedPassage, Dropped, Reason, Refusal, Sentence

STALE_NOTE = declare(
    "stale-note",
    Stage.SELECTION,
    "Says that the newest evidence is old where it is asked how things stand.",
)

NEAREST = 3
"""Passages shown with a refusal, at most."""
STALE = timedelta(days=180)
"""Evidence that is so much older than the newest report is said to be."""


class Outcomes:
    """Makes the outcome of one question. Timings are those of the moment it is made."""

    def __init__(
        self,
        query: Query,
        window: TimeWindow,
        coverage: Coverage,
        settings: Settings,
        clock: Clock,
        gaps: Gaps,
    ) -> None:
        self._gaps = gaps
        self._query = query
        self._window = window
        self._coverage = coverage
        self._settings = settings
        self._clock = clock
        self._llm: str | None = None
        self._dropped: tuple[Dropped, ...] = ()

    def wrote(self, llm: str, dropped: Sequence[Dropped] = ()) -> None:
        """Tells of the language model that took part, and of what it wrote and is not shown."""
        self._llm, self._dropped = llm, tuple(dropped)

    def answer(self, said: Composition, confidence: float, notes: Sequence[str] = ()) -> Answer:
        """What was composed; a course of events by the dates of its reports, a line a citation.

        `notes` come before those on the age of the evidence.
        """
        citations, sentences = said.citations(), tuple(said.sentences)
        course = asks_for_course(self._query.question)
        if course:
            sentences = tuple(sorted(sentences, key=lambda s: _published(s, citations)))
        text = _as_course(sentences, citations) if course else _in_lines(sentences, citations)
        return Answer(
            sentences=sentences,
            citations=citations,
            notes=(*notes, *self._unjudged(said), *self._notes(citations), *self._missed()),
            series=said.series(),
            **self._common(text, confidence),
        )

    def refusal(
        self,
        reason: Reason,
        text: str,
        near: Sequence[Evidence] = (),
        confidence: float = 0.0,
    ) -> Refusal:
        """A refusal in words, with the passages that are nearest."""
        text = " ".join((text, *self._missed()))
        return Refusal(reason=reason, nearest=_nearest(near), **self._common(text, confidence))

    def _unjudged(self, said: Composition) -> list[str]:
        """What to be said of quotes in a language that the judge does not know, or has not been
        chosen for; whoever names another judge knows what it reads."""
        english_alone = self._settings.judge in (SHIPPED_JUDGE, NO_JUDGE)
        return [wording.IN_ANOTHER_LANGUAGE] if english_alone and said.in_another_language else []

    def _missed(self) -> list[str]:
        """What was not searched for the question, to be said beside its outcome."""
        return [self._gaps.words] if self._gaps.words is not None else []

    def _common(self, text: str, confidence: float) -> dict[str, Any]:
        coverage, settings = self._coverage, self._settings
        return {
            "question": self._query.question,
            "text": text,
            "window": _window(self._query, self._window),
            "confidence": round(confidence, 4),
            "corpus": Corpus.of(coverage, self._gaps.words),
            "models": models_of(settings, self._llm),
            "timings_ms": self._clock.read(),
            "dropped": self._dropped,
        }

    @STALE_NOTE.governs(without=lambda *_: [])
    def _notes(self, citations: Sequence[Citation]) -> list[str]:
        """What a reader should know of the age of the evidence."""
        told_on = (day for c in citations for day in (c.published_on, *_days_of_copies(c)))
        days = [day for day in told_on if day is not None]
        last = self._coverage.last
        bounded = self._window.last is not None or self._query.last is not None
        question = self._query.question
        by_now = asks_by_now(question) or asks_for_latest(question)
        if (
            not (by_now or self._window.order is Order.LATEST)
            or not days
            or last is None
            or bounded
        ):
            return []
        if last - max(days) < STALE:
            return []
        return [wording.stale(max(days), last)]


def models_of(settings: Settings, llm: str | None = None) -> Models:
    """The models that take part under these settings, with the language model that wrote."""
    return Models(
        embedder=settings.embedder,
        reranker=settings.reranker,
        judge=None if settings.judge == NO_JUDGE else settings.judge,
        llm=llm,
    )


def _days_of_copies(citation: Citation) -> list[date | None]:
    return [copy.published_on for copy in citation.also_in]


def _published(sentence: Sentence, citations: Sequence[Citation]) -> date:
    """When the report came out that a sentence rests on; none counts as last."""
    return citations[sentence.citations[0] - 1].published_on or date.max


def _as_text(sentences: Sequence[Sentence]) -> str:
    return " ".join(f"{s.text} {''.join(f'[{n}]' for n in s.citations)}" for s in sentences)


def _in_lines(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> str:
    """The text of sentences, on a line of its own what is one in its report: items, heads, rows."""
    text, last, told = "", 0, 0
    for sentence in sentences:
        number = sentence.citations[0]
        quote = citations[number - 1].quote
        begin = quote.find(sentence.text, told if last == number else 0)
        ended = begin > 0 and quote[:begin].rstrip(" ").endswith("\n")
        text += ("\n" if ended else " ") + _as_text([sentence])
        last, told = number, max(begin, 0) + len(sentence.text)
    return text.strip()


def _as_course(sentences: Sequence[Sentence], citations: Sequence[Citation]) -> str:
    """A line for each citation: its published date, what it says, and what says otherwise."""
    lines: list[str] = []
    for n in dict.fromkeys(sentence.citations[0] for sentence in sentences):
        cited = citations[n - 1]
        said = _as_text([s for s in sentences if cited.n in s.citations])
        day = day_in_words(cited.published_on) if cited.published_on else "Undated"
        lines.append(f"{day}: {said}{_otherwise(cited)}")
    return "\n".join(lines)


def _otherwise(citation: Citation) -> str:
    """What says otherwise than a line does, to end it with; empty where nothing does."""
    told = (
        ("corrected, it seems, by", citation.corrected_by),
        ("otherwise at the same time", citation.contradicts),
        ("later reported otherwise", citation.later_otherwise),
    )
    said = [f"{how}: {''.join(f'[{n}]' for n in markers)}" for how, markers in told if markers]
    return f" ({'; '.join(said)})" if said else ""


def _window(query: Query, read: TimeWindow) -> Window | None:
    """The bounds set beside the question, and those read from it; `query.as_of` is of both."""
    first = max((day for day in (query.first, read.first) if day is not None), default=None)
    last = min((day for day in (query.last, read.last) if day is not None), default=None)
    options: Mapping[str, object] = {
        "from": query.first, "to": query.last,
        "as of": query.as_of if query.as_of != read.as_of else None,
    }  # fmt: skip
    words = [f"{name} {day}" for name, day in options.items() if day is not None]
    words += [f"“{said}”" for said in read.reading]
    if not words:
        return None
    of = read.of.value if read.periods else "published"
    ways = f" ({wording.LOOKED_AT[of]})" if read.periods else ""
    reading = f"{', '.join(words)}{ways}"
    return Window(first=first, last=last, as_of=query.as_of, reading=reading, of=of)


def _nearest(found: Sequence[Evidence]) -> tuple[DatedPassage, ...]:
    """The best passages, no two that overlap."""
    findings = (evidence.ranked.finding for evidence in found)
    return tuple(nearest(quote) for quote in without_overlaps(findings, NEAREST))
