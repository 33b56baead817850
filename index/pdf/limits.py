"""What a PDF may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """Seconds for a file, all of its pages together, and the memory of the process that reads it
    in millions of bytes."""

    seconds: float = 60.0
    megabytes: int = 2000
