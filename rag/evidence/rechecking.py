"""Whether the words of a citation that was given once still stand in its report."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from index.storage.catalog import Catalog
from rag.searched import Frozen


class Standing(StrEnum):
    """What became of quoted words."""

    STANDS = "stands"
    ELSEWHERE = "elsewhere"
    GONE = "gone"
    REMOVED = "removed"
    NEVER = "never"


class Recheck(Frozen):
    """What became of a citation: the words stand in the report as it is now where they stood, or
    elsewhere in it; they stood in an earlier text of it and are gone; the report is not in the
    index any more; or they never stood there, in any text of it that is known."""

    standing: Standing
    report_id: str | None = Field(
        description="The report as it is now, whose id is another where its text has changed; null "
        "where it is not in the index any more."
    )
    start: int | None = Field(description="Where the words stand in it now; null where nowhere.")
    end: int | None
    as_cited: bool | None = Field(
        description="Whether the words stand, at these offsets, in the text that was cited; null "
        "where that was not kept."
    )
    replaced_at: datetime | None = Field(
        description="When another text took the place of the one cited; null where it is the same."
    )
    gone_since: datetime | None = Field(
        description="When the report's file was first missed, where it is not there any more."
    )


def recheck(catalog: Catalog, report_id: str, quote: str, start: int) -> Recheck | None:
    """What became of words that a citation of a report gave, from `start` on in its text; None for
    a report that was never known, or of which nothing was kept."""
    earlier = catalog.earlier(report_id)
    now = catalog.report(earlier.now if earlier is not None else report_id)
    if now is None and earlier is None and catalog.removed(report_id) is None:
        return None
    cited = earlier.text if earlier is not None else now.text if now is not None else None
    at = _place(now.text, quote, start) if now is not None else None
    if now is None:
        standing = Standing.REMOVED
    elif at is None:
        known = cited is not None and quote in cited
        standing = Standing.GONE if known and earlier is not None else Standing.NEVER
    else:
        standing = Standing.STANDS if at == start else Standing.ELSEWHERE
    return Recheck(
        standing=standing,
        report_id=now.head.id if now is not None else None,
        start=at,
        end=at + len(quote) if at is not None else None,
        as_cited=cited.startswith(quote, start) if cited is not None else None,
        replaced_at=earlier.replaced_at if earlier is not None else None,
        gone_since=now.head.gone_since if now is not None else None,
    )


def _place(text: str, quote: str, start: int) -> int | None:
    """Where words stand in a text, the nearest place to `start`; None where nowhere."""
    if text.startswith(quote, start):
        return start
    before, after = text.rfind(quote, 0, max(0, start) + len(quote)), text.find(quote, start)
    return min(
        (at for at in (before, after) if at >= 0), key=lambda at: abs(at - start), default=None
    )
