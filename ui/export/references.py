"""The reports that are cited as references for other programs: BibTeX (biblatex), CSL-JSON and RIS.

Each says where its date was read and how far it can be trusted: a format that has no field for
that has it in a note.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from index.edtf import is_either, span_of
from rag.types import Citation
from ui.console import on_one_line
from ui.links import followable
from ui.rendering import date_words, day_words

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#",
    "%": r"\%", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
}  # fmt: skip
_IN_ADDRESS = re.compile(r"[{}\\%\s]")


def as_bibtex(reports: Iterable[Citation]) -> str:
    """Entries of biblatex, whose `date` takes EDTF; UTF-8."""
    return "\n".join(map(_entry, reports))


def as_csl_json(reports: Iterable[Citation]) -> str:
    """Items of CSL-JSON, an array."""
    items = [_item(report) for report in reports]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def as_ris(reports: Iterable[Citation]) -> str:
    """Records of RIS, one behind the other."""
    return "".join(f"{_record(report)}\r\n" for report in reports)


def key_of(report: Citation) -> str:
    """A name for a report within a list of references: of its id, which is the same everywhere."""
    return f"dateline-{report.report_id}"


def note_of(report: Citation) -> str:
    """Where the date was read and what is doubtful about it, and which file was read."""
    doubt = f"; {report.date_note}" if report.date_note else ""
    sha = f"; sha256 {report.sha256}" if report.sha256 else ""
    return on_one_line(f"Date: {date_words(report)}{doubt}; file {report.path}{sha}")


def _title(report: Citation) -> str:
    return on_one_line(report.title or report.path)


def _entry(report: Citation) -> str:
    url = followable(report.url)
    fields: dict[str, str] = {"title": f"{{{_latex(_title(report))}}}"}
    who = report.originator or report.publisher
    if who:
        fields["author"] = f"{{{_latex(on_one_line(who))}}}"
    if report.publisher:
        fields["organization"] = _latex(on_one_line(report.publisher))
    if (date := _edtf(report)) is not None:
        fields["date"] = date
    if url:
        fields["url"] = _IN_ADDRESS.sub(lambda m: f"%{ord(m[0]):02X}", url)
    if report.retrieved_at:
        fields["urldate"] = report.retrieved_at.date().isoformat()
    fields["note"] = _latex(note_of(report))
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@{'online' if url else 'misc'}{{{key_of(report)},\n{lines}}}\n"


def _latex(text: str) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in text)


def _edtf(report: Citation) -> str | None:
    """The day or the month; an interval where it is one of two days, and None for no date."""
    if report.published_on is not None:
        return report.published_on.isoformat()
    if report.published_edtf is None or not is_either(report.published_edtf):
        return report.published_edtf
    first, last = span_of(report.published_edtf)
    return f"{first.isoformat()}/{last.isoformat()}"


def _item(report: Citation) -> Mapping[str, object]:
    url = followable(report.url)
    item: dict[str, object] = {
        "id": key_of(report), "type": "webpage" if url else "report", "title": _title(report),
    }  # fmt: skip
    who = report.originator or report.publisher
    if who:
        item["author"] = [{"literal": on_one_line(who)}]
    if report.publisher:
        item["publisher"] = on_one_line(report.publisher)
    if (issued := _issued(report)) is not None:
        item["issued"] = issued
    if url:
        item["URL"] = url
    if report.retrieved_at:
        item["accessed"] = {"date-parts": [_parts(report.retrieved_at.date().isoformat())]}
    return {**item, "note": note_of(report)}


def _issued(report: Citation) -> Mapping[str, object] | None:
    """The date in parts; in words where it is one of two days, and None for none."""
    if report.published_on is not None:
        return {"date-parts": [_parts(report.published_on.isoformat())]}
    if report.published_edtf is None:
        return None
    if is_either(report.published_edtf):
        return {"literal": day_words(report)}
    return {"date-parts": [_parts(report.published_edtf)]}


def _parts(day: str) -> Sequence[int]:
    return [int(part) for part in day.split("-")]


def _record(report: Citation) -> str:
    url, who = followable(report.url), report.originator or report.publisher
    lines = [("TY", "ELEC" if url else "RPRT"), ("ID", key_of(report)), ("TI", _title(report))]
    if who:
        lines.append(("AU", on_one_line(who)))
    if report.publisher:
        lines.append(("PB", on_one_line(report.publisher)))
    date = report.published_on.isoformat() if report.published_on else report.published_edtf
    if date is not None and not is_either(date):
        year, month, day = (*date.split("-"), "", "")[:3]
        lines += [("PY", year), ("DA", f"{year}/{month}/{day}/")]
    if url:
        lines.append(("UR", on_one_line(url)))
    if report.retrieved_at:
        lines.append(("Y2", f"{report.retrieved_at:%Y/%m/%d/}"))
    lines += [("N1", note_of(report)), ("ER", "")]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines)
