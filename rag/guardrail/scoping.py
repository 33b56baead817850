"""What of the corpus a question may look at, and why there is nothing to be searched."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from index.calendar import Period
from index.errors import UnknownReport
from index.storage.catalog import Catalog
from index.storage.vocabulary import Vocabulary
from index.text.normalize import well_formed
from index.types import Coverage, Days, ReportHead, Scope
from rag.guardrail import wording
from rag.question.kinds import asks_for_latest
from rag.question.parsing import Query
from rag.question.time_window import Order, TimeWindow, read_window
from rag.settings import Settings
from rag.types import Reason

_APART, _LATE = timedelta(days=400), 9990
"""Between two days on which a question may be asked, and a year that has none so much later."""


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
    are without it too. `publishers` are None where none is set, `collections` where none is named,
    and empty where one that is named is not there. `only` is the one report that may be looked at,
    None where all may, and where there is no such. `catalog` has of each report the text that was
    known then.
    """

    query: Query
    window: TimeWindow
    catalog: Catalog | None
    vocabulary: Vocabulary | None
    publishers: tuple[str, ...] | None
    collections: tuple[str, ...] | None
    only: ReportHead | None
    coverage: Coverage

    @property
    def scope(self) -> Scope:
        """The same as the stores ask for it."""
        query = self.query
        return Scope(
            query.first, query.last, query.as_of, self.publishers, self.window.days, query.report,
            self.collections, query.dated_for_sure,
        )  # fmt: skip

    def vocabulary_in(self, catalog: Catalog) -> Vocabulary:
        """The words of what may be looked at, also where the catalog came later."""
        return self.vocabulary or catalog.vocabulary(None, self.collections)


def bounds_of(corpus: Corpus, query: Query) -> Bounds:
    """The bounds of a question, with those that it names itself."""
    query = replace(query, question=well_formed(query.question))
    collections = _collections(corpus.catalog, query)
    catalog, vocabulary, query, window = _read(corpus, query, collections)
    coverage = vocabulary.coverage if vocabulary else corpus.coverage()
    if catalog and query.report is not None:
        known = catalog.text_known_for(well_formed(query.report))
        query = replace(query, report=known or query.report)
    only = _report(catalog, query.report) or _report(corpus.catalog, query.report)
    publishers = _publishers(vocabulary, query)
    return Bounds(query, window, catalog, vocabulary, publishers, collections, only, coverage)


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
    catalog = bounds.catalog
    if catalog is None or not corpus.coverage().passages or bounds.vocabulary is None:
        return Reason.EMPTY_CORPUS, wording.empty_corpus()
    if bounds.collections == ():
        known = list(catalog.collections())
        return Reason.NO_EVIDENCE, wording.unknown_collection(query.collections, known)
    if query.report is not None and bounds.only is None:
        raise UnknownReport(query.report)
    if bounds.window.impossible:
        text = wording.no_such_day(bounds.window.impossible, coverage, query.as_of)
        return Reason.OUT_OF_WINDOW, text
    if bounds.publishers == ():
        known = bounds.vocabulary.publishers()
        text = wording.unknown_publisher(query.publisher or "", known, coverage, query.as_of)
        return Reason.NO_EVIDENCE, text
    if catalog.in_scope(bounds.scope) == 0:
        covers = (corpus.catalog or catalog).vocabulary(None, bounds.collections).coverage
        text = wording.outside_window(bounds.scope, covers, query.publisher, bounds.only)
        return Reason.OUT_OF_WINDOW, text
    return None


def _collections(catalog: Catalog | None, query: Query) -> tuple[str, ...] | None:
    """The collections that are looked at, whatever the case of their names: None for all, and none
    where one that is named is not there."""
    if catalog is None or not query.collections:
        return None
    known = {name.casefold(): name for name in catalog.collections()}
    found = [known.get(well_formed(name).strip().casefold()) for name in query.collections]
    return tuple(name for name in found if name is not None) if all(found) else ()


def _read(
    corpus: Corpus, query: Query, collections: tuple[str, ...] | None
) -> tuple[Catalog | None, Vocabulary | None, Query, TimeWindow]:
    """The question's time window, and the corpus as it was on the day that it is asked as of, of
    the collections that are looked at."""
    if corpus.catalog is None:
        return None, None, query, TimeWindow()
    today, catalog = corpus.today(), corpus.catalog.known_on(query.as_of)
    vocabulary = catalog.vocabulary(query.as_of, collections)
    asked = query.question[: corpus.settings.max_question]
    told = told_in(catalog, query.as_of, collections)
    day = query.asked_on(today)
    window = read_window(asked, day, vocabulary.coverage.last, told)
    if window.as_of is not None and (query.as_of is None or window.as_of < query.as_of):
        query = replace(query, as_of=window.as_of)
        catalog = corpus.catalog.known_on(query.as_of)
        vocabulary = catalog.vocabulary(query.as_of, collections)
        told = told_in(catalog, query.as_of, collections)
        again = read_window(asked, _told_from(asked, day, window.as_of), query.as_of, told)
        window = replace(again, as_of=window.as_of)
    if window.order is Order.RELEVANCE and asks_for_latest(asked):
        window = replace(window, order=Order.LATEST)
    return catalog, vocabulary, query, window


def _told_from(asked: str, day: date, as_of: date) -> date:
    """The day from which “last week” is told beside an “as of”: from today in “as of yesterday”,
    from 3 May in “as of 3 May 2024”, which is the same day whenever it is asked."""
    another = day + (_APART if day.year < _LATE else -_APART)
    stated = read_window(asked, another, as_of).as_of == as_of
    return min(day, as_of) if stated else day


def told_in(
    catalog: Catalog, as_of: date | None, collections: tuple[str, ...] | None
) -> Callable[[Period], bool]:
    """Tells whether a report that is looked at tells of a time; with `as_of`, one that was out by
    then."""
    scope = Scope(as_of=as_of, collections=collections)
    return lambda period: catalog.tells_of(Days(period.first, period.last), scope)


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
