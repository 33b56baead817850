"""Tables as files: workbooks (.xlsx, .ods) and rows of cells parted by a mark (.csv, .tsv)."""

from index.reading.sheets.delimited import read_delimited
from index.reading.sheets.ods import read_ods
from index.reading.sheets.workbook import read_workbook

__all__ = ["read_delimited", "read_ods", "read_workbook"]
