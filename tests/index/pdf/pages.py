"""Words for pages of PDF files in tests, and how they are read."""

from index.pdf.limits import PdfLimits
from index.reading.pdf import read_pdf
from index.types import SourceText
from tests.index.pdf.files import Sheet, pdf

LIGHT = (
    "The keeper of the lighthouse wrote on Monday that the lamp had",
    "failed twice in the night, and that the harbour master had asked",
    "for a second keeper before the winter storms begin in the north-",
    "ern channel.",
)
LIGHT_TEXT = (
    "The keeper of the lighthouse wrote on Monday that the lamp had failed twice in the night, and "
    "that the harbour master had asked for a second keeper before the winter storms begin in the "
    "northern channel."
)
FERRY = (
    "The ferry to the islands did not sail for three days, since the",
    "ice had closed the sound. The post was brought over on sledges",
    "by men of the village, who were paid four crowns for each trip.",
)
FERRY_TEXT = " ".join(FERRY)


def read(*sheets: Sheet, **how: object) -> SourceText:
    return read_pdf(pdf(*sheets, **how), PdfLimits())  # type: ignore[arg-type]
