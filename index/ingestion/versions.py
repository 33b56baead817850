"""What becomes of a report's text when another takes its place."""

from datetime import date, datetime

from index.ingestion.told import told_by
from index.ingestion.whereabouts import Whereabouts
from index.storage.catalog import Catalog
from index.storage.store import Stores
from index.storage.version_schema import EARLIER
from index.text.normalize import collapsed
from index.text.terms import runs, words
from index.types import AsRead, Edit, Report, ReportHead, Role

_RUN = 3
"""Words in a row by which two texts are held against each other."""


class Succession:
    """Which texts took the place of which in one ingest."""

    def __init__(self) -> None:
        self._known_from: list[tuple[str, str, date]] = []

    def supersede(
        self, catalog: Catalog, stores: Stores, earlier_id: str, report: Report, at: datetime
    ) -> None:
        """Keeps the text of a report, in the place of which another was read at a time, to check
        citations by and to be searched as of days before the other counts as known. One that says
        the same is known as long as it was."""
        earlier, now = catalog.report(earlier_id), report.head.id
        catalog.keep_earlier(earlier_id, now, at)
        if earlier is None:
            return
        if _said(earlier) == _said(report):
            catalog.keep_known(earlier_id, now)
            return
        stores.keep_earlier(catalog.passage_ids(earlier_id))
        day = known_on(earlier.head, report.head, at)
        catalog.keep_version(earlier_id, now, day)
        catalog.put_as_read(earlier_id, catalog.as_read(earlier_id) or AsRead.of(earlier.head))
        self._known_from.append((earlier_id, now, day))

    def take_back(self, catalog: Catalog, known: Whereabouts) -> None:
        """Takes that back of reports that were found elsewhere meanwhile: nothing took their
        place."""
        for earlier_id, now, day in self._known_from:
            if known.place_of(earlier_id) is not None:
                catalog.never_replaced(earlier_id, now, day)


def edit_earlier(catalog: Catalog, report_id: str, edit: Edit) -> None:
    """Puts the values of an edit of a report in the place of what was read of its earlier texts; an
    empty one gives back what was read. Collections are the report's alone."""
    whole = catalog.with_earlier()
    for earlier_id, as_read in catalog.earlier_as_read(report_id).items():
        report = whole.report(earlier_id)
        if report is None:
            continue
        head = edit.of(as_read.over(report.head))
        told, times = told_by(report, head.dated.published_on)
        catalog.rename(earlier_id, head.title, head.publisher, of=EARLIER)
        catalog.redate(earlier_id, head.dated, told, times, of=EARLIER)


def is_alike(before: str, now: str) -> bool:
    """Whether a text is another version of one, by what both say: half of the shorter one's runs of
    words stand in the other."""
    one, other = _runs(before), _runs(now)
    return 2 * len(one & other) >= min(len(one), len(other))


def _runs(text: str) -> set[tuple[str, ...]]:
    said = words(text)
    return runs(said, _RUN) or {tuple(said)}


def known_on(earlier: ReportHead, head: ReportHead, at: datetime) -> date:
    """The day from which the text of a report counts as known that was read at a time in the place
    of an earlier one: the day on which it was read, or one before that which it states itself, as
    that of its publication or its last change, if the earlier text was read before that day."""
    read = at.date()
    before = earlier.retrieved_at.date() if earlier.retrieved_at is not None else read
    stated = (head.dated.known_by, head.dated.date_modified)
    return min((day for day in stated if day is not None and before < day < read), default=read)


def _said(report: Report) -> list[str]:
    """The words of a report, however they are laid out and whatever the page says around them."""
    spoken = (block for block in report.blocks if block.role in (Role.BODY, Role.HEADING))
    return [collapsed(report.text[block.start : block.end]) for block in spoken]
