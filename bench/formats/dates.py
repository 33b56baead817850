"""The days of the reports, as marked by hand, beside those that were read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean

from pydantic import ConfigDict, Field

from index.types import ReportDate, ReportHead
from rag.evaluation.questions import Identified, read_lines

MARKED = Path(__file__).parent / "dates.jsonl"
_PART = "#"


class Marked(Identified):
    """The day of a report by its path, or of the items of a feed that are not named themselves.

    Of `days` there is one, or the first and the last that are right, or none, where no day is told.
    With `or_none` that no day is read is right.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    days: tuple[date, ...] = Field(default=(), max_length=2)
    or_none: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A report beside the day that it has."""

    path: str
    marked: Marked
    dated: ReportDate

    @property
    def file(self) -> str:
        return self.path.partition(_PART)[0]

    @property
    def right(self) -> bool:
        day = self.dated.published_on
        if day is not None:
            return bool(self.marked.days) and self.marked.days[0] <= day <= self.marked.days[-1]
        if self.marked.or_none:
            return True
        known = self.dated.earliest, self.dated.latest
        return known == (self.marked.days[0], self.marked.days[-1])


def days_read(heads: Iterable[ReportHead]) -> list[Read]:
    """Each report beside its day. Raises KeyError for one whose day is not marked."""
    marked = {one.id: one for one in read_lines(MARKED, Marked, "days")}
    return [
        Read(head.path, marked.get(head.path) or marked[head.path.partition(_PART)[0]], head.dated)
        for head in heads
    ]


def share_of_files(read: Sequence[Read]) -> float:
    """The share of right days, in which a file of several reports counts as one."""
    files: dict[str, list[bool]] = {}
    for one in read:
        files.setdefault(one.file, []).append(one.right)
    return mean(mean(rights) for rights in files.values())
