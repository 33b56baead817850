"""The passages of the reports that a sentence may rest on."""

from collections.abc import Sequence
from dataclasses import replace

from index.storage.catalog import Catalog
from index.storage.vocabulary import Vocabulary
from index.text.normalize import collapsed
from index.types import Finding, Scope
from rag.clock import Clock
from rag.engine.loaded import Loaded
from rag.evidence.citations import Quote, nearest
from rag.question.parsing import parse_question
from rag.question.time_window import TimeWindow
from rag.retrieval.gaps import Gaps
from rag.retrieval.search import Search
from rag.settings import Settings
from rag.types import Copy, DatedPassage
from rag.verification.types import Grounds

MOST = 12
"""Passages that a sentence is held against."""
CANDIDATES = 60
"""Passages taken from each first-stage retriever: what bears a claim out has most of its words."""


class Passages:
    """The search for passages of one corpus, within a scope."""

    def __init__(
        self,
        loaded: Loaded,
        catalog: Catalog,
        settings: Settings,
        scope: Scope,
        vocabulary: Vocabulary,
    ) -> None:
        self._loaded, self._catalog, self._scope = loaded, catalog, scope
        self._settings = settings.model_copy(update={"candidates": CANDIDATES})
        self._vocabulary = vocabulary
        self.gaps = Gaps(may_be_said=settings.chroma_missing == "say")

    def near(self, sentence: str, report_id: str | None = None) -> list[Finding]:
        """The passages nearest to a sentence, of one report if it is named; first those that have
        it word for word."""
        scope = replace(self._scope, report=report_id) if report_id else self._scope
        asked = parse_question(sentence, self._loaded.embedder, self._vocabulary)
        search = Search(
            self._loaded, self._catalog, self._settings, scope, TimeWindow(), Clock(lambda _: None),
            self.gaps,
        )  # fmt: skip
        found = [ranked.finding for ranked in search.ranked(asked, [scope])[:MOST]]
        same = self._same(sentence, scope)
        ids = {finding.passage.id for finding in same}
        return [*same, *(finding for finding in found if finding.passage.id not in ids)]

    def _same(self, sentence: str, scope: Scope) -> list[Finding]:
        """A passage of each report, of so many at most, that has a sentence word for word."""
        ids: list[str] = []
        for report_id, span in self._catalog.same_sentences(sentence, scope).items():
            ids += self._catalog.passages_around(report_id, *span)[:1]
        found = self._catalog.findings(ids[:MOST])
        return sorted(found.values(), key=lambda f: (f.published_on is None, str(f.published_on)))

    def cited(self, quote: Quote) -> DatedPassage:
        """A quote with its report and date, and the other reports that have the same words."""
        mine = quote.report.id
        copies = {
            report_id
            for sentence in quote.sentences[:1]
            for report_id in self._catalog.same_sentences(sentence, self._scope)
            if report_id != mine
        }
        heads = self._catalog.heads(sorted(copies)).values()
        also = tuple(
            Copy(report_id=h.id, path=h.path, published_on=h.dated.published_on) for h in heads
        )
        return nearest(quote).model_copy(update={"also_in": also})

    def with_wording(self, report_id: str, parts: Sequence[str]) -> Finding | None:
        """The passage of a report in which the first of some words stands that the report has, all
        of them, one behind the other; None where it has not."""
        report = self._catalog.report(report_id)
        if report is None or not has_in_order(report.text, parts):
            return None
        ids = self._catalog.passage_ids(report_id)
        found = self._catalog.findings(ids)
        begins = " ".join(parts[0].split()[:_BEGINNING])
        having = (found[i] for i in ids if i in found)
        return next((f for f in having if begins in collapsed(f.text)), None)


def has_in_order(text: str, parts: Sequence[str]) -> bool:
    """Whether a text has all of some words, one behind the other."""
    line, at = collapsed(text), 0
    for part in parts:
        at = line.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


_BEGINNING = 5
"""Words by which the passage is found in which a longer wording begins."""


def grounds_of(finding: Finding, text: str | None = None) -> Grounds:
    """What a sentence may rest on of a passage: all of it, or a `text` of its own."""
    head = finding.report
    return Grounds(
        text if text is not None else finding.text,
        head.dated.published_on, head.title, head.publisher, head.originator,
    )  # fmt: skip


def sentences_of(finding: Finding) -> list[Quote]:
    """Each sentence of a passage as a quote; all of it where it holds none whole."""
    spans = finding.passage.sentences
    whole = (finding.passage.start, finding.passage.end)
    return [Quote(finding, *span) for span in spans or [whole]]
