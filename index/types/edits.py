"""What a person puts in the place of what was read of a report."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from index.types.dates import Confidence, DateSource, ReportDate
from index.types.reports import ReportHead


@dataclass(frozen=True, slots=True)
class Edit:
    """Values for a report in the place of those that were read of it; None leaves what was read.

    `collections` are all that it is to belong to, none where they are empty. `by` is who said so,
    where people sign in.
    """

    published_on: date | None = None
    publisher: str | None = None
    title: str | None = None
    collections: tuple[str, ...] | None = None
    by: str = ""

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of what it changes."""
        names = [field.name for field in fields(self) if field.name != "by"]
        return tuple(name for name in names if getattr(self, name) is not None)

    def then(self, later: "Edit") -> "Edit":
        """This edit with a later one over it."""
        put = {name: getattr(later, name) for name in later.changed}
        return replace(self, **put, by=later.by)

    def of_date(self, dated: ReportDate) -> ReportDate:
        """When a report came out by this edit, where it has a day: one that was read too is
        confirmed by it."""
        if self.published_on is None:
            return dated
        as_read = dated.published_on == self.published_on
        source = DateSource.CONFIRMED if as_read else DateSource.EDITED
        return replace(
            dated, published_on=self.published_on, source=source, note=None,
            confidence=Confidence.HIGH, published_edtf=None, not_before=None,
        )  # fmt: skip

    def of(self, head: ReportHead) -> ReportHead:
        """A report as it is by this edit."""
        return replace(
            head,
            dated=self.of_date(head.dated),
            publisher=self.publisher or head.publisher,
            title=self.title or head.title,
            collections=head.collections if self.collections is None else self.collections,
            edited=self.changed,
        )


@dataclass(frozen=True, slots=True)
class AsRead:
    """What was read of a report that a person edited."""

    dated: ReportDate
    publisher: str | None
    title: str | None
    collections: tuple[str, ...]

    @classmethod
    def of(cls, head: ReportHead) -> "AsRead":
        """What is known of a report that was not edited."""
        return cls(head.dated, head.publisher, head.title, head.collections)

    def over(self, head: ReportHead) -> ReportHead:
        """A report as it was read."""
        return replace(
            head, dated=self.dated, publisher=self.publisher, title=self.title,
            collections=self.collections, edited=(), edited_at=None, edited_by="",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a change of a report was: the report before it and after it, which is None where it was
    taken out. `file` is where the report was read from."""

    before: ReportHead
    after: ReportHead | None
    file: str


def edited_in_words(edited: Sequence[str]) -> str:
    """What a person edited of a report, by the names that a report has for it: "date, title"."""
    return ", ".join("date" if name == "published_on" else name for name in edited)
