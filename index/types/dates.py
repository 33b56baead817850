"""When a report came out and what it says of time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from index.edtf import span_of


class DateSource(StrEnum):
    """Where a published date was read."""

    FRONT_MATTER = "front_matter"
    HTML_META = "html_meta"
    BYLINE = "byline"
    URL = "url"
    TEXT = "text"
    FILE = "file"
    MAIL = "mail"
    FEED = "feed"
    PROPERTIES = "properties"
    EDITED = "edited"
    CONFIRMED = "confirmed"


class Confidence(StrEnum):
    """How far a published date can be trusted."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class ReportDate:
    """When a report came out, how that is known and how far it can be trusted.

    `page_date` is the date on the page's masthead where that is not the report's own.
    `published_edtf` is what is known where that is no day, in EDTF: a month, a year, or one of two
    days.
    `date_modified` is the last day on which the report is said to have been changed. `not_before`
    is a later day than its date, where the text may be of that one.
    """

    published_on: date | None = None
    source: DateSource | None = None
    confidence: Confidence = Confidence.LOW
    note: str | None = None
    page_date: date | None = None
    published_edtf: str | None = None
    date_modified: date | None = None
    not_before: date | None = None

    @property
    def earliest(self) -> date | None:
        """The first day on which the report may have come out, by its date."""
        return span_of(self.published_edtf)[0] if self.published_edtf else self.published_on

    @property
    def latest(self) -> date | None:
        """The last day on which the report may have come out, by its date."""
        return span_of(self.published_edtf)[1] if self.published_edtf else self.published_on

    @property
    def known_by(self) -> date | None:
        """The day by which the report, as it is, was out for certain.

        A date that was only read from the text is no later than that of the report, and one in
        doubt may be too early, so that these do not tell; the day on which the page was shown does,
        or was changed, if that is after its date.
        """
        doubtful = self.source in (None, DateSource.TEXT) or self.confidence is Confidence.LOW
        if doubtful:
            changed, day = self.date_modified, self.latest
            is_after = changed is not None and (day is None or changed > day)
            return self.page_date or (changed if is_after else None)
        days = [day for day in (self.latest, self.not_before) if day is not None]
        return max(days, default=None)


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says of the time it looks at: until when it gathered data, and the first and
    the last day that it names."""

    data_cutoff: date | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class DateHint:
    """A day given beside a report that need not be its own, as when its file was last changed.

    `said` tells in words what it is the day of.
    """

    day: date
    source: DateSource
    said: str
