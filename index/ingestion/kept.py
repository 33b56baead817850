"""What an ingest keeps to beyond what stands in the files: what people changed and took out, and
which files were missed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from index.calendar import day_in_words
from index.files import name_of
from index.ingestion.ingest_result import Outcome
from index.ingestion.told import told_by
from index.ingestion.understanding import Understood
from index.ingestion.versions import is_alike
from index.ingestion.whereabouts import Whereabouts
from index.storage.catalog import Catalog
from index.types import AsRead, Edit, Report


def left_out(catalog: Catalog, report_id: str, location: str, path: str) -> Outcome | None:
    """What is said of a report that a person has taken out; None for others."""
    removed = catalog.removed(report_id, location)
    if removed is None:
        return None
    day = day_in_words(removed.removed_at.date())
    return Outcome(path, f"removed on {day}; `dateline ingest --removed` reads it again")


def take_out(catalog: Catalog, known: Whereabouts, locations: Sequence[str], at: datetime) -> None:
    """Notes that a person takes the reports out that lie there."""
    ids = {known.id_at(location): location for location in locations}
    for head in catalog.heads(report_id for report_id in ids if report_id).values():
        catalog.put_removed(head.id, ids[head.id], head.path, at)


def note_gone(
    catalog: Catalog, known: Whereabouts, locations: Sequence[str], at: datetime
) -> list[Outcome]:
    """Notes that the files of the reports that lie there are not there any more, and names those
    that were not found elsewhere."""
    ids = {location: known.id_at(location) for location in locations}
    for report_id in ids.values():
        if report_id is not None:
            catalog.note_gone(report_id, at)
    return [Outcome(name_of(location)) for location, report_id in ids.items() if report_id]


def as_edited(
    catalog: Catalog,
    understood: Understood,
    location: str,
    collections: Sequence[str],
    at: datetime,
    *,
    follows: Callable[[str], bool],
) -> Understood:
    """A report as a person edited it, or the one that lay there before, with what was read of it
    kept; as it was read where nobody did. It is to belong to `collections` otherwise. `follows`
    tells whether it may take the place of the one that lay there, by the id of that; only another
    version of that text does."""
    report = understood.report
    head = replace(report.head, collections=tuple(collections))
    read = replace(understood, report=replace(report, head=head))
    edit, before = catalog.edit_of(head.id), catalog.edit_at(location)
    if (
        edit is None
        and before is not None
        and follows(before[0])
        and _is_of(catalog, before[0], report)
    ):
        catalog.forget_edit(before[0])
        edit = before[1]
    if edit is None:
        return read
    catalog.put_edit(head.id, location, edit, AsRead.of(head), at)
    return edited(read, edit)


def _is_of(catalog: Catalog, before: str, report: Report) -> bool:
    """Whether a report is another version of the one of an id, as far as its text is known."""
    earlier = catalog.report(before) or catalog.earlier(before)
    return earlier is not None and is_alike(earlier.text, report.text)


def edited(understood: Understood, edit: Edit) -> Understood:
    """A report with what a person put in the place of what was read of it, and the times that are
    told by its date."""
    report = understood.report
    head, times = edit.of(report.head), understood.times
    if edit.published_on is not None:
        told, times = told_by(report, edit.published_on)
        head = replace(head, told=told)
    return replace(understood, report=replace(report, head=head), times=times)
