"""A conversation as a Word document with real footnotes."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from index.calendar import day_in_words
from rag.guardrail.wording import covers
from rag.types import Answer, Refusal
from ui.console import on_one_line
from ui.export.footnotes import Footnotes
from ui.export.kept import TITLE, Kept, cited
from ui.rendering import dated_line, written_by

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SEPARATORS = (("separator", "-1"), ("continuationSeparator", "0"))
_NOTE_TEXT, _NOTE_MARK = "footnote text", "footnote reference"


def as_word(kept: Sequence[Kept], today: date) -> bytes:
    """A document of the questions with their answers, each citation a footnote, and the list of
    the reports cited."""
    document = Document()
    notes = _Notes(document)
    document.core_properties.title = TITLE
    document.core_properties.author = "Dateline"
    document.add_heading(TITLE, 0)
    first = next((one.outcome for one in kept if one.outcome is not None), None)
    held = f" {covers(first.corpus.coverage)}." if first is not None else ""
    document.add_paragraph(f"Exported on {day_in_words(today)}.{held}")
    numbered = Footnotes()
    for one in kept:
        document.add_heading(on_one_line(one.question), 1)
        for line in one.heads:
            document.add_paragraph(on_one_line(line)).runs[0].italic = True
        if isinstance(one.outcome, Answer):
            _add_answer(document, one.outcome, numbered, notes)
        elif isinstance(one.outcome, Refusal):
            document.add_paragraph(f"No answer. {on_one_line(one.outcome.text)}")
        else:
            document.add_paragraph(on_one_line(one.problem or "Not answered."))
    reports = list(cited(kept))
    if reports:
        document.add_heading("Reports cited", 1)
        for report in reports:
            address = f" {on_one_line(report.url)}" if report.url else ""
            document.add_paragraph(f"{dated_line(report)}.{address}", style="List Bullet")
    notes.keep()
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _add_answer(document: Doc, answer: Answer, numbered: Footnotes, notes: "_Notes") -> None:
    for noted in numbered.of(answer):
        paragraph = document.add_paragraph(noted.text)
        for note in noted.notes:
            notes.add(paragraph, note)
    written = written_by(answer)
    for line in (*answer.notes, *((written,) if written else ())):
        document.add_paragraph(on_one_line(line)).runs[0].italic = True


class _Notes:
    """The part of a document that holds its footnotes, which python-docx has none for."""

    def __init__(self, document: Doc) -> None:
        self._document = document
        self._root = parse_xml(f"<w:footnotes {nsdecls('w')}/>")
        for kind, number in _SEPARATORS:
            self._root.append(_separator(kind, number))
        text = document.styles.add_style(_NOTE_TEXT, WD_STYLE_TYPE.PARAGRAPH)
        text.font.size = Pt(9)
        mark = document.styles.add_style(_NOTE_MARK, WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True
        self._ids = {"text": text.style_id, "mark": mark.style_id}
        self._made = 0

    def add(self, paragraph: Paragraph, text: str) -> None:
        """A footnote at the end of a paragraph."""
        self._made += 1
        run = paragraph.add_run()
        run.style = self._document.styles[_NOTE_MARK]
        run._r.append(_element("w:footnoteReference", id=str(self._made)))
        note = _element("w:footnote", id=str(self._made))
        within = OxmlElement("w:p")
        style = OxmlElement("w:pPr")
        style.append(_element("w:pStyle", val=self._ids["text"]))
        within.append(style)
        within.append(self._mark())
        within.append(_run(f" {text}"))
        note.append(within)
        self._root.append(note)

    def _mark(self) -> BaseOxmlElement:
        run, style = OxmlElement("w:r"), OxmlElement("w:rPr")
        style.append(_element("w:rStyle", val=self._ids["mark"]))
        run.append(style)
        run.append(OxmlElement("w:footnoteRef"))
        return run

    def keep(self) -> None:
        """Puts the part into the document, and into its settings what separates notes from text."""
        main = self._document.part
        from lxml import etree  # noqa: PLC0415 - what python-docx writes XML with

        xml = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        main.relate_to(Part(PackURI("/word/footnotes.xml"), _TYPE, xml, main.package), _RELATION)
        settings = self._document.settings.element
        named = OxmlElement("w:footnotePr")
        for _, number in _SEPARATORS:
            named.append(_element("w:footnote", id=number))
        compat = settings.find(qn("w:compat"))
        if compat is not None:
            compat.addprevious(named)


def _separator(kind: str, number: str) -> BaseOxmlElement:
    note = _element("w:footnote", type=kind, id=number)
    paragraph, run = OxmlElement("w:p"), OxmlElement("w:r")
    run.append(OxmlElement(f"w:{kind}"))
    paragraph.append(run)
    note.append(paragraph)
    return note


def _run(text: str) -> BaseOxmlElement:
    run, words = OxmlElement("w:r"), OxmlElement("w:t")
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    return run


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    made = OxmlElement(name)
    for attribute, value in attributes.items():
        made.set(qn(f"w:{attribute}"), value)
    return made
