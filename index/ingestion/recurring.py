"""What recurs across the reports of a catalog, marked after it has changed."""

from collections.abc import Collection

from index.furniture.recurrence import THRESHOLDS, mark_recurring
from index.storage.catalog import Catalog


def mark_recurring_blocks(
    catalog: Catalog, fresh: set[str], affected: Collection[str], changes: int
) -> set[str]:
    """Marks what recurs across reports; the ids of the reports whose body that changed.

    Besides `fresh` ones that concerns those with a block that became common enough, or is no longer
    so: one of the `affected`, by their hashes, of the reports that were added and dropped, of which
    there were so many `changes`.
    """
    counts = catalog.recurrence(affected)
    crossing = [
        block for block in affected
        if any(abs(counts.get(block, 0) - t) <= changes for t in THRESHOLDS)
    ]  # fmt: skip
    changed: set[str] = set()
    for report_id in sorted(fresh | catalog.reports_with_blocks(crossing)):
        page, now = catalog.blocks(report_id, page=True), catalog.blocks(report_id)
        hashes = catalog.block_hashes(report_id)
        marked = mark_recurring(page, hashes, catalog.recurrence(hashes))
        if marked != now:
            catalog.set_roles(report_id, marked)
            changed.add(report_id)
    return changed
