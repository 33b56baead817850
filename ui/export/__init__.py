"""Answers and conversations to be handed in or kept: as documents with footnotes, as pages, and the
reports that they cite as references."""

from ui.export.formats import FORMATS, Exported, export, format_of
from ui.export.kept import Kept

__all__ = ["FORMATS", "Exported", "Kept", "export", "format_of"]
