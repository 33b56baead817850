"""Documents of word processors: Word's (.docx) and OpenDocument's (.odt)."""

from index.reading.office.docx import read_docx

__all__ = ["read_docx"]
