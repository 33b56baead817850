"""What a search may look at, and when a passage is of a time."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from index.rules import Stage, declare
from index.types.dates import Confidence
from index.types.reports import ReportHead

TELLS_OF = timedelta(days=31)
"""A report that names no other time tells of so long before it was published, at most."""
COARSE = 62
"""Days; a longer time that a passage names says little of a day or a month within it."""

SOON_AFTER = declare(
    "window-soon-after", Stage.SEARCH,
    f"A report of the {TELLS_OF.days} days after a time may tell of that time without naming it.",
)  # fmt: skip
TOO_LONG = declare(
    "window-long-times", Stage.SEARCH,
    "A passage that names a long time, such as a year, is not of a day or month within it.",
)  # fmt: skip


def _however_long(asked: int) -> int:
    return date.max.toordinal()


@TOO_LONG.governs(without=_however_long)
def longest_told(asked: int) -> int:
    """How many days a time may have to be taken for one of so many days within it."""
    return max(COARSE, asked)


@dataclass(frozen=True, slots=True)
class Days:
    """The days from `first` to `last` that a question asks about.

    With `published`, reports of that time are meant, and no others; else what is told of it.
    """

    first: date
    last: date
    published: bool = False

    @property
    def out_by(self) -> date:
        """Until when a report came out that may tell of these days without naming them."""
        told = not self.published and self.first != date.min and self.last <= date.max - TELLS_OF
        return self.last + TELLS_OF if SOON_AFTER.applies(told) else self.last

    def told_by(self, published_on: date) -> bool:
        """Whether a report of that day may tell of these days without naming them."""
        return self.first <= published_on <= self.out_by


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be looked at, by published date, publisher, report and the time told of; None is no
    bound.

    `first` and `last` bound the published date, `as_of` the day by which a report was out for
    certain. With any of them, reports without a date are left out. `publishers` are exact names,
    and `report` is an id. Where there are `times`, a passage must be of one of them. A report must
    belong to one of the `collections`, which are exact names too. With `dated_for_sure`, reports
    whose date is in any doubt are left out.
    """

    first: date | None = None
    last: date | None = None
    as_of: date | None = None
    publishers: tuple[str, ...] | None = None
    times: tuple[Days, ...] = ()
    report: str | None = None
    collections: tuple[str, ...] | None = None
    dated_for_sure: bool = False

    @property
    def bounds_dates(self) -> bool:
        """True where reports without a date are out of scope."""
        return any(day is not None for day in (self.first, self.last, self.as_of))

    def narrowed(self, first: date, last: date) -> "Scope":
        """The scope with the reports of these days alone."""
        return replace(
            self,
            first=max(first, self.first) if self.first else first,
            last=min(last, self.last) if self.last else last,
        )

    def holds(self, report: ReportHead) -> bool:
        """Whether a report is within these bounds."""
        first, last, known_by = report.dated.earliest, report.dated.latest, report.dated.known_by
        return (
            (not self.bounds_dates or first is not None)
            and (self.first is None or (first is not None and first >= self.first))
            and (self.last is None or (last is not None and last <= self.last))
            and (self.as_of is None or (known_by is not None and known_by <= self.as_of))
            and (self.publishers is None or report.publisher in self.publishers)
            and (self.report is None or report.id == self.report)
            and (not self.dated_for_sure or report.dated.confidence is Confidence.HIGH)
            and (
                self.collections is None or not set(self.collections).isdisjoint(report.collections)
            )
        )
