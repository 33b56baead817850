"""The formats of an export, by the ending of a file's name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.errors import BadInput
from ui.export.kept import Kept, cited
from ui.export.markdown import as_markdown
from ui.export.page import as_html
from ui.export.references import as_bibtex, as_csl_json, as_ris


@dataclass(frozen=True, slots=True)
class Exported:
    """A file to be saved."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an export: its `label` for a reader, and what makes it of what was kept."""

    label: str
    media_type: str
    write: Callable[[Sequence[Kept], date], bytes]


def _word(kept: Sequence[Kept], today: date) -> bytes:
    from ui.export.word import as_word  # noqa: PLC0415 - a moment to import

    return as_word(kept, today)


FORMATS = {
    "docx": Format(
        "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _word
    ),
    "md": Format("Markdown", "text/markdown", lambda kept, day: as_markdown(kept, day).encode()),
    "html": Format("HTML", "text/html", lambda kept, day: as_html(kept, day).encode()),
    "bib": Format(
        "BibTeX", "application/x-bibtex", lambda kept, _: as_bibtex(cited(kept)).encode()
    ),
    "json": Format(
        "CSL-JSON",
        "application/vnd.citationstyles.csl+json",
        lambda kept, _: as_csl_json(cited(kept)).encode(),
    ),
    "ris": Format(
        "RIS",
        "application/x-research-info-systems",
        lambda kept, _: as_ris(cited(kept)).encode(),
    ),
}
"""By the ending, without its dot."""


def export(kept: Sequence[Kept], ending: str, today: date) -> Exported:
    """What was kept as a file of this format. Raises BadInput for an unknown one."""
    chosen = FORMATS.get(ending)
    if chosen is None:
        raise BadInput(f"There is no export as “{ending}”. Formats: {', '.join(FORMATS)}.")
    return Exported(f"dateline.{ending}", chosen.media_type, chosen.write(kept, today))


def format_of(file: Path) -> str:
    """The format that a file's name asks for. Raises BadInput."""
    ending = file.suffix.removeprefix(".").lower()
    if ending not in FORMATS:
        raise BadInput(
            f"{file} has no ending that names a format. Endings: "
            f"{', '.join(f'.{name}' for name in FORMATS)}."
        )
    return ending
