"""What flows through ingest: report, block, passage.

All offsets are 0-based character offsets into the text of the report, end exclusive.
"""

from index.types.blocks import Block, Kind, Role
from index.types.dates import Confidence, DateHint, DateSource, ReportDate, Told
from index.types.edits import AsRead, Edit, Receipt, edited_in_words
from index.types.passages import CHUNKING, WINDOW, Finding, Passage
from index.types.reports import Abbreviation, Coverage, Report, ReportHead
from index.types.scope import COARSE, TELLS_OF, Days, Scope, longest_told
from index.types.source import Metadata, Paged, Run, SourceMap, SourceText

__all__ = [
    "CHUNKING",
    "COARSE",
    "TELLS_OF",
    "WINDOW",
    "Abbreviation",
    "AsRead",
    "Block",
    "Confidence",
    "Coverage",
    "DateHint",
    "DateSource",
    "Days",
    "Edit",
    "Finding",
    "Kind",
    "Metadata",
    "Paged",
    "Passage",
    "Receipt",
    "Report",
    "ReportDate",
    "ReportHead",
    "Role",
    "Run",
    "Scope",
    "SourceMap",
    "SourceText",
    "Told",
    "edited_in_words",
    "longest_told",
]
