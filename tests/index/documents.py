"""Documents of word processors, put together for the tests of how they are read."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from index.types import SourceText

_OFFICE = "http://schemas.openxmlformats.org"
_SPACES = {
    "w": f"{_OFFICE}/wordprocessingml/2006/main",
    "r": f"{_OFFICE}/officeDocument/2006/relationships",
    "mc": f"{_OFFICE}/markup-compatibility/2006",
    "m": f"{_OFFICE}/officeDocument/2006/math",
    "pic": f"{_OFFICE}/drawingml/2006/picture",
    "c": f"{_OFFICE}/drawingml/2006/chart",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
_CORE = f"{_OFFICE}/package/2006/metadata/core-properties"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP of these parts."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def run(words: str, properties: str = "") -> str:
    """A run of words; `properties` are the insides of its w:rPr."""
    set_so = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{set_so}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def par(*inside: str, style: str = "", properties: str = "") -> str:
    """A paragraph of words or of elements, which begin with a bracket."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(part if part.startswith("<") else run(part) for part in inside)
    return f"<w:p><w:pPr>{styled}{properties}</w:pPr>{runs}</w:p>"


def item(words: str, level: int = 0, list_id: int = 1) -> str:
    """A paragraph that is numbered in a list."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return par(words, properties=numbered)


def cell(*inside: str, properties: str = "") -> str:
    """A cell of a table, of paragraphs or of words."""
    blocks = "".join(part if part.startswith("<") else par(part) for part in inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    made = "".join(part if part.startswith("<w:tc>") else cell(part) for part in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def docx(*body: str, core: str = "", **parts: str) -> bytes:
    """A Word document. `parts` are the insides of further parts by the kind of their relation, as
    `styles`, whose ids are the same; `core` those of its properties."""
    roots = {
        "styles": "styles", "numbering": "numbering", "footnotes": "footnotes",
        "endnotes": "endnotes", "comments": "comments", "header": "hdr", "footer": "ftr",
    }  # fmt: skip
    type_of = f"{_OFFICE}/officeDocument/2006/relationships"
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{type_of}/{kind}" Target="{kind}.xml"/>' for kind in parts
    )
    spaced = f'xmlns="{_OFFICE}/package/2006/relationships"'
    return zipped({
        "_rels/.rels": (
            f'<Relationships {spaced}>'
            f'<Relationship Id="a" Type="{type_of}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="b" Type="{_CORE}" Target="/docProps/core.xml"/></Relationships>'
        ),
        "word/_rels/document.xml.rels": f"<Relationships {spaced}>{relations}</Relationships>",
        "word/document.xml": (
            f"<w:document {_DECLARED}><w:body>{''.join(body)}</w:body></w:document>"
        ),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            f' xmlns:dcterms="http://purl.org/dc/terms/">{core}</cp:coreProperties>'
        ),
        **{
            f"word/{kind}.xml": f"<w:{roots[kind]} {_DECLARED}>{inside}</w:{roots[kind]}>"
            for kind, inside in parts.items()
        },
    })  # fmt: skip


def style(identity: str, name: str, inside: str = "", kind: str = "paragraph") -> str:
    """A style by its id and its name; `inside` are its properties."""
    named = f'<w:name w:val="{name}"/>{inside}'
    return f'<w:style w:type="{kind}" w:styleId="{identity}">{named}</w:style>'


HEADINGS = "".join(
    style(f"H{n}", f"heading {n}", f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr>')
    for n in (1, 2)
) + style("T", "Title")
"""Styles of a title and of headings of two levels."""


def numbering(*levels: tuple[str, str], more: str = "") -> str:
    """A list whose levels have these formats and texts, as list 1; `more` are further lists."""
    defined = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{defined}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{more}'
    )


_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF = " ".join(
    f'xmlns:{prefix}="{_OASIS}{space}:1.0"'
    for prefix, space in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("meta", "meta"),
    )
)  # fmt: skip


def odt(*body: str, styles: str = "", automatic: str = "", meta: str = "") -> bytes:
    """An OpenDocument text. `styles` are the insides of its part for styles, `automatic` the styles
    of its content, `meta` its properties."""
    return _open_document("text", "".join(body), styles, automatic, meta)


def ods(*body: str, automatic: str = "", meta: str = "") -> bytes:
    """An OpenDocument spreadsheet of these sheets, `automatic` the styles of its content."""
    return _open_document("spreadsheet", "".join(body), "", automatic, meta)


def row_of(*cells: str, more: str = "") -> str:
    """A row of a sheet; what is no element is the text of a cell."""
    made = (c if c.startswith("<") else f"<table:table-cell><text:p>{c}</text:p></table:table-cell>"
            for c in cells)  # fmt: skip
    return f"<table:table-row {more}>{''.join(made)}</table:table-row>"


def sheet_of(*rows: str, name: str = "Q3", more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{"".join(rows)}</table:table>'


def _open_document(kind: str, body: str, styles: str, automatic: str, meta: str) -> bytes:
    dublin = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return zipped({
        "content.xml": (
            f"<office:document-content {_ODF}><office:automatic-styles>{automatic}"
            f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
            "</office:body></office:document-content>"
        ),
        "styles.xml": f"<office:document-styles {_ODF}>{styles}</office:document-styles>",
        "meta.xml": (
            f"<office:document-meta {_ODF} {dublin}><office:meta>{meta}</office:meta>"
            "</office:document-meta>"
        ),
    })  # fmt: skip


SENTENCE = "The harbour board met on the east quay and heard engineers for two hours."
TEXT = par(SENTENCE)


def under(source: SourceText) -> list[tuple[str, str]]:
    """The words of the blocks and what they stand under."""
    return [(source.text[b.start : b.end], b.under) for b in source.blocks]
