"""What was changed of a report, in words: what was, and what is now."""

from index.types import Receipt, ReportHead
from ui.rendering import date_words
from ui.report_schemas import ReportSummary


def receipt_lines(receipt: Receipt) -> list[str]:
    """The report, and a line for each thing that is otherwise now. Not yet made safe to show."""
    before, after = receipt.before, receipt.after
    if after is None:
        return [f"Removed {before.title or before.path} ({before.path}, {before.id})."]
    was, now = _told(before), _told(after)
    changed = [f"{name}: {was[name]} → {now[name]}" for name in was if was[name] != now[name]]
    return [f"{after.path} ({after.id})", *(changed or ["nothing is otherwise than before"])]


def _told(head: ReportHead) -> dict[str, str]:
    return {
        "published": date_words(ReportSummary.of(head)),
        "publisher": head.publisher or "not stated",
        "title": head.title or "none",
        "collections": ", ".join(head.collections) or "none",
    }
