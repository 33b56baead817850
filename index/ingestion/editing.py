"""Putting what a person knows of a report in the place of what was read of it, undoing that, and
taking a report out until it is asked for again."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from index.embedding.embedder import Embedder
from index.errors import BadInput, UnknownReport
from index.ingestion.ingest import Ingest
from index.ingestion.mending import expect_unowned, expects_unowned, tidy
from index.ingestion.passage_indexer import PassageIndexer
from index.ingestion.redating import settle_days
from index.ingestion.told import told_by
from index.ingestion.versions import edit_earlier
from index.settings import IndexSettings
from index.storage.catalog import Catalog
from index.storage.store import check_making
from index.types import AsRead, Edit, Receipt, ReportHead

_LONGEST = 500
"""Characters of a title, or of the name of a publisher or collection."""


class Editor:
    """Changes reports of one index, each change all or nothing. Raises a DatelineError where one
    cannot be made: UnknownReport, or BeingWritten while another process writes."""

    def __init__(
        self,
        settings: IndexSettings,
        embedder: Callable[[], Embedder],
        today: date,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._embedder = embedder
        self._today = today
        self._clock = clock

    def edit(self, report_id: str, edit: Edit) -> Receipt:
        """Puts these values in the place of what was read of a report, over earlier edits of it.
        Raises BadInput for values that cannot be a report's."""
        edit = _cleaned(edit, self._today)

        def change(catalog: Catalog, before: ReportHead, location: str) -> set[str]:
            as_read = catalog.as_read(report_id) or AsRead.of(before)
            whole = (catalog.edit_of(report_id) or Edit()).then(edit)
            catalog.put_edit(report_id, location, whole, as_read, self._clock())
            _put(catalog, whole.of(as_read.over(before)))
            edit_earlier(catalog, report_id, whole)
            return {report_id}

        return self._changed(report_id, change)

    def reset(self, report_id: str) -> Receipt:
        """Undoes all edits of a report. Raises BadInput where there are none."""

        def change(catalog: Catalog, before: ReportHead, _: str) -> set[str]:
            as_read = catalog.as_read(report_id)
            if as_read is None:
                raise BadInput(f"The report {report_id} was not edited.")
            catalog.forget_edit(report_id)
            _put(catalog, as_read.over(before))
            edit_earlier(catalog, report_id, Edit())
            return {report_id} | settle_days(catalog, self._settings.data_dir)

        return self._changed(report_id, change)

    def remove(self, report_id: str) -> Receipt:
        """Takes a report out; its file stays, and what an ingest finds there is left out until the
        ingest is told to restore it."""
        catalog = self._catalog(report_id)
        before, location = _found(catalog, report_id)
        catalog.close()
        done = Ingest(self._settings, self._embedder, self._today, clock=self._clock).run(
            [], removed=[location]
        )
        if not done.removed:
            raise UnknownReport(report_id)  # another process moved it or took it out meanwhile
        return Receipt(before, None, location)

    def _catalog(self, report_id: str) -> Catalog:
        catalog = Catalog.open(self._settings)
        if catalog is None:
            raise UnknownReport(report_id)
        check_making(catalog, self._settings.embedder)
        return catalog

    def _changed(
        self, report_id: str, change: Callable[[Catalog, ReportHead, str], set[str]]
    ) -> Receipt:
        """Makes a change, which is told the report and where it lies as no other process can change
        them meanwhile, and gives the ids of the reports whose passages are to be made anew."""
        catalog, data_dir = self._catalog(report_id), self._settings.data_dir
        indexer = PassageIndexer(self._settings, self._embedder, lambda _: None)
        with catalog.writing():
            before, location = _found(catalog, report_id)
            interrupted = expects_unowned(data_dir)
            expect_unowned(data_dir)
            dropped = indexer.index(catalog, sorted(change(catalog, before, location)))
            catalog.finish(indexer.making(catalog).fingerprint)
        tidy(data_dir, catalog, indexer.stores, None if interrupted else dropped)
        return Receipt(before, catalog.heads([report_id])[report_id], location)


def _found(catalog: Catalog, report_id: str) -> tuple[ReportHead, str]:
    """A report and where it lies. Raises UnknownReport."""
    head = catalog.heads([report_id]).get(report_id)
    if head is None:
        raise UnknownReport(report_id)
    return head, catalog.location(report_id)


def _put(catalog: Catalog, head: ReportHead) -> None:
    """Makes a report of the catalog as it is to be, and what its text tells by its date."""
    report = catalog.report(head.id)
    if report is None:
        raise UnknownReport(head.id)
    catalog.rename(head.id, head.title, head.publisher)
    catalog.collect_anew(head.id, head.collections)
    if head.dated != report.head.dated:
        catalog.redate(head.id, head.dated, *told_by(report, head.dated.published_on))


def _cleaned(edit: Edit, today: date) -> Edit:
    """An edit with its words on one line each. Raises BadInput."""
    if not edit.changed:
        raise BadInput("Nothing is to be edited: name a day, a publisher, a title or a collection.")
    if edit.published_on is not None and edit.published_on > today:
        raise BadInput(f"{edit.published_on} lies in the future; a report has come out.")
    names = edit.collections
    return Edit(
        edit.published_on,
        _line("publisher", edit.publisher),
        _line("title", edit.title),
        None
        if names is None
        else tuple(sorted({_line("collection", name) or "" for name in names})),
        edit.by,
    )


def _line(what: str, words: str | None) -> str | None:
    if words is None:
        return None
    line = " ".join(words.split())
    if not line or len(line) > _LONGEST:
        raise BadInput(f"A {what} has from 1 to {_LONGEST} characters.")
    try:
        line.encode()
    except UnicodeEncodeError as error:
        raise BadInput(f"The {what} {line!r} is no text in UTF-8.") from error
    return line
