"""A question that a reader is offered."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.types import ReportHead
from rag.guardrail.wording import name_of


@dataclass(frozen=True, slots=True)
class Try:
    """A question to be pressed: `label` as shown, empty for the same as before;
    `unbounded` where no filter is to hold."""

    label: str
    question: str
    unbounded: bool = False


def summary_of(report: ReportHead, among: Sequence[ReportHead]) -> str:
    """What is asked to have a report summed up: by its title, or by its file where another has the
    same title."""
    alike = [one for one in among if one.title == report.title]
    return f"Summarise “{name_of(report) if len(alike) == 1 else report.path}”"
