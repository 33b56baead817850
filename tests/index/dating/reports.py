"""Reports that are dated in tests, and how."""

from datetime import date

from index.dating import date_report
from index.structure.blocks import split_blocks
from index.types import Confidence, Metadata, ReportDate

TODAY = date(2025, 6, 1)
HIGH, MEDIUM, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW
BODY = "The bridge was closed on May 23. Repairs are under way, the ministry said."


def date_of(
    text: str, metadata: Metadata | None = None, path: str = "report.txt"
) -> tuple[ReportDate, int | None]:
    return date_report(text, split_blocks(text), metadata or Metadata(), path, TODAY)
