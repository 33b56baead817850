"""What of the corpus a question may look at, and why there is nothing to be searched."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from index.catalog import Catalog
from index.errors import UnknownReport
from index.normalize import well_formed
from index.types import Coverage, ReportHead, Scope
from index.vocabulary import Vocabulary
from rag import wording
from rag.question import Query
from rag.settings import Settings
from rag.timewindow import TimeWindow, read_window
from rag.types import Reason


class Corpus(Protocol):
    """What is asked of an engine to tell that."""

    @property
    def catalog(self) -> Catalog | None: ...
    @property
    def settings(self) -> Settings: ...
    @property
    def today(self) -> Callable[[], date]: ...
    def coverage(self) -> Coverage: ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """A question with its time window, and what may be looked at for it.

    Nothing published after its `as_of`, set or read from it, counts: words, coverage and publishers
    are without it too. `publishers` are None where none is set, and `only` is the one report that
    may be looked at, None where all may, and where there is no such.
    """

    query: Query
    window: TimeWindow
    vocabulary: Vocabulary | None
    publishers: tuple[str, ...] | None
    only: ReportHead | None
    coverage: Coverage

    @property
    def scope(self) -> Scope:
        """The same as the stores ask for it."""
        query = self.query
        return Scope(
            query.first, query.last, query.as_of, self.publishers, self.window.days, query.report
        )


def bounds_of(corpus: Corpus, query: Query) -> Bounds:
    """The bounds of a question, with those that it names itself."""
    query = replace(query, question=well_formed(query.question))
    vocabulary, query, window = _read(corpus, query)
    coverage = vocabulary.coverage if vocabulary else corpus.coverage()
    only = _report(corpus.catalog, query.report)
    return Bounds(query, window, vocabulary, _publishers(vocabulary, query), only, coverage)


def problem(corpus: Corpus, bounds: Bounds) -> tuple[Reason, str] | None:
    """Why nothing is to be searched, as a reason and in words; None where something is.

    Only where there is no report at all within the bounds, the words say what the whole corpus
    covers. Raises UnknownReport where the one report that may be looked at is not there.
    """
    query, coverage, limit = bounds.query, bounds.coverage, corpus.settings.max_question
    if len(query.question) > limit:
        return Reason.QUESTION_TOO_LONG, wording.too_long(len(query.question), limit)
    if not any(c.isalpha() for c in query.question):
        return Reason.NOT_A_QUESTION, wording.not_a_question()
    if corpus.catalog is None or not corpus.coverage().passages or bounds.vocabulary is None:
        return Reason.EMPTY_CORPUS, wording.empty_corpus()
    if query.report is not None and bounds.only is None:
        raise UnknownReport(query.report)
    if bounds.window.impossible:
        text = wording.no_such_day(bounds.window.impossible, coverage, query.as_of)
        return Reason.OUT_OF_WINDOW, text
    if bounds.publishers == ():
        known = bounds.vocabulary.publishers()
        text = wording.unknown_publisher(query.publisher or "", known, coverage, query.as_of)
        return Reason.NO_EVIDENCE, text
    if corpus.catalog.in_scope(bounds.scope) == 0:
        covers = corpus.coverage()
        text = wording.outside_window(bounds.scope, covers, query.publisher, bounds.only)
        return Reason.OUT_OF_WINDOW, text
    return None


def _read(corpus: Corpus, query: Query) -> tuple[Vocabulary | None, Query, TimeWindow]:
    """The question's time window, and the corpus as it was on the day that it is asked as of."""
    if corpus.catalog is None:
        return None, query, TimeWindow()
    today, vocabulary = corpus.today(), corpus.catalog.vocabulary(query.as_of)
    asked = query.question[: corpus.settings.max_question]
    window = read_window(asked, today, vocabulary.coverage.last)
    known = [day for day in (query.as_of, window.as_of) if day is not None]
    if known and min(known) != query.as_of:
        query = replace(query, as_of=min(known))
        vocabulary = corpus.catalog.vocabulary(query.as_of)
        window = replace(read_window(asked, today, query.as_of), as_of=window.as_of)
    return vocabulary, query, window


def _publishers(vocabulary: Vocabulary | None, query: Query) -> tuple[str, ...] | None:
    """Publishers whose name has the one that is set in it, whatever the case; None where none
    is set."""
    if vocabulary is None or query.publisher is None:
        return None
    named = query.publisher.strip().casefold()
    return tuple(p for p in vocabulary.publishers() if named in p.casefold())


def _report(catalog: Catalog | None, report_id: str | None) -> ReportHead | None:
    """The one report that may be looked at; None where all may, and where there is no such."""
    named = [well_formed(report_id)] if report_id is not None else []
    return next(iter(catalog.heads(named).values()), None) if catalog is not None else None
