"""Reports edited and removed on the page of the chat."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from index.errors import BadInput, UnknownReport
from index.types import DateSource, Edit, Receipt, ReportHead
from ui.days import read_day
from ui.service import Service
from ui.web.language import ENGLISH


async def edit(service: Service, report_id: str, given: Mapping[str, str], by: str = "") -> Receipt:
    """Edits a report as its form was filled in `by` whoever is signed in; with `reset`, undoes all
    edits of it, and with `right`, confirms its date. Raises a DatelineError, with nothing changed,
    where that cannot be done."""
    return await asyncio.to_thread(_edit, service, report_id, given, by)


async def remove(service: Service, report_id: str) -> Receipt:
    """Takes a report out of the index. Raises a DatelineError as `edit` does."""

    def removed() -> Receipt:
        with service.editor() as editor:
            return editor.remove(report_id)

    return await asyncio.to_thread(removed)


def _edit(service: Service, report_id: str, given: Mapping[str, str], by: str) -> Receipt:
    with service.editor() as editor:
        if given.get("reset"):
            return editor.reset(report_id)
        head = service.heads([report_id]).get(report_id)
        if head is None:
            raise UnknownReport(report_id)
        if given.get("right") and is_confirmed(head, given.get("published", "")):
            return Receipt(head, head, head.path)  # somebody was quicker
        put = confirming(head, given) if given.get("right") else differing(head, given)
        return editor.edit(report_id, replace(put, by=by))


def is_confirmed(head: ReportHead, shown: str) -> bool:
    """Whether the day that was shown is confirmed by now."""
    day = head.dated.published_on
    confirmed = head.dated.source is DateSource.CONFIRMED
    return confirmed and day is not None and day.isoformat() == shown


def confirming(head: ReportHead, given: Mapping[str, str]) -> Edit:
    """That the date which was shown is right. Raises BadInput where the report has another by now,
    or none that is in doubt."""
    shown = given.get("published", "")
    day = head.dated.published_on
    if day is None or head.dated.note is None or day.isoformat() != shown:
        raise BadInput(ENGLISH("told.error.date_changed"))
    return Edit(day)


def differing(head: ReportHead, given: Mapping[str, str]) -> Edit:
    """What a form that was filled in with a report has otherwise than the report; a field that was
    emptied, but for the collections, is as it was, and so is one that the form does not have.
    Raises BadInput where that is nothing."""
    published = read_day(ENGLISH("list.published"), given.get("published") or None)
    publisher, title = (given.get(name, "").strip() or None for name in ("publisher", "title"))
    listed = given.get("collections", ", ".join(head.collections))
    names = tuple(sorted({name.strip() for name in listed.split(",")} - {""}))
    edit = Edit(
        None if published == head.dated.published_on else published,
        None if publisher == head.publisher else publisher,
        None if title == head.title else title,
        None if listed == ", ".join(head.collections) else names,
    )
    if not edit.changed:
        raise BadInput(ENGLISH("told.error.form_unchanged"))
    return edit
