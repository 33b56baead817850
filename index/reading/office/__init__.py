"""Documents of word processors: Word's (.docx), OpenDocument's (.odt) and rich text (.rtf)."""

from index.reading.office.docx import read_docx
from index.reading.office.odt import read_odt
from index.reading.office.rtf import read_rtf

__all__ = ["read_docx", "read_odt", "read_rtf"]
