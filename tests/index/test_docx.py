"""Word documents, as they are read when they are printed with all their changes accepted."""

from datetime import date

import pytest

from index.errors import BadInput
from index.reading.office import read_docx
from index.types import DateHint, DateSource, Kind, Metadata, Role
from tests.index.documents import (
    HEADINGS,
    SENTENCE,
    TEXT,
    docx,
    item,
    numbering,
    par,
    run,
    style,
    under,
    zipped,
)
from tests.index.shown_blocks import kinds

CHANGES = [
    pytest.param("<w:ins>" + run("and sealed ") + "</w:ins>", "and sealed ", id="inserted"),
    pytest.param('<w:del w:id="1"><w:r><w:delText>and sold </w:delText></w:r></w:del>', "",
                 id="deleted"),
    pytest.param("<w:moveFrom>" + run("in May ") + "</w:moveFrom>", "", id="moved away"),
    pytest.param("<w:moveTo>" + run("in May ") + "</w:moveTo>", "in May ", id="moved here"),
    pytest.param("<w:moveTo><w:hyperlink>" + run("in ") + "</w:hyperlink><w:r><w:tab/></w:r>"
                 + run("May ") + "</w:moveTo>", "in May ", id="moved link and tab"),
    pytest.param("<w:r><w:t>on pages 5</w:t><w:noBreakHyphen/><w:t>6 </w:t></w:r>", "on pages 5-6 ",
                 id="hyphen that does not break"),
    pytest.param("<w:r><w:t>re</w:t><w:softHyphen/><w:t>paired </w:t></w:r>", "repaired ",
                 id="hyphen that is not shown"),
    pytest.param('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGEREF x '
                 '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
                 + run("on page 7 ") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "on page 7 ",
                 id="field"),
    pytest.param('<w:fldSimple w:instr="X">' + run("twice ") + "</w:fldSimple>", "twice ",
                 id="simple field"),
    pytest.param('<w:sdt><w:sdtContent>' + run("at noon ") + "</w:sdtContent></w:sdt>", "at noon ",
                 id="content control"),
    pytest.param('<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>' + run("Click here ")
                 + "</w:sdtContent></w:sdt>", "", id="empty content control"),
    pytest.param('<w:r><w:t>a mark </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret </w:t>'
                 "</w:r>", "a mark ", id="hidden text"),
    pytest.param("<m:oMath><m:r><m:t>x=2 </m:t></m:r></m:oMath>", "x=2 ", id="formula"),
    pytest.param('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> </w:t></w:r>', "☑ ",
                 id="symbol"),
    pytest.param("<w:r><w:ruby><w:rt><w:r><w:t>x</w:t></w:r></w:rt><w:rubyBase>" + run("base ")
                 + "</w:rubyBase></w:ruby></w:r>", "base ", id="ruby"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "shown"), CHANGES)
def test_words_of_a_paragraph(inside: str, shown: str) -> None:
    source = read_docx(docx(TEXT, par("The gate was shut ", inside, "by the crew.")))
    assert kinds(source)[1] == ("paragraph", f"The gate was shut {shown}by the crew.")


def test_a_paragraph_whose_end_was_deleted_goes_on() -> None:
    deleted = "<w:rPr><w:del w:id='1'/></w:rPr>"
    source = read_docx(docx(par("The gate ", properties=deleted), par("was shut."), TEXT))
    assert kinds(source)[0] == ("paragraph", "The gate was shut.")


def test_notes_stand_below_what_refers_to_them() -> None:
    source = read_docx(
        docx(
            par("The pumps failed", '<w:r><w:footnoteReference w:id="2"/></w:r>', " at dawn."),
            par("All was dry", '<w:r><w:endnoteReference w:id="5"/></w:r>', " by noon."),
            footnotes='<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
            f'<w:footnote w:id="2">{par("<w:r><w:footnoteRef/></w:r>", " Log of the watch.")}'
            "</w:footnote>",
            endnotes=f'<w:endnote w:id="5">{par("By the gauge.")}</w:endnote>',
        )
    )
    assert kinds(source) == [
        ("paragraph", "The pumps failed at dawn."), ("note", "Log of the watch."),
        ("paragraph", "All was dry by noon."), ("note", "By the gauge."),
    ]  # fmt: skip
    assert source.text.split("\n\n") == [
        "The pumps failed at dawn.", "1 Log of the watch.", "All was dry by noon.",
        "i By the gauge.",
    ]  # fmt: skip


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{par('Sandbags are at the gate.')}</w:txbxContent>"
    drawn = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    source = read_docx(docx(par("The river rose.", drawn), TEXT))
    assert [words for _, words in kinds(source)][:2] == [
        "The river rose.", "Sandbags are at the gate.",
    ]  # fmt: skip


def test_styles_tell_title_headings_captions_and_quotes() -> None:
    source = read_docx(
        docx(
            par("Report of the Harbour Board", style="T"), par("Findings", style="H1"), TEXT,
            par("Piles", style="Mine"), TEXT, par("The quay", style="C"),
            par("It creaks.", style="Q"), TEXT,
            styles=HEADINGS + style("Mine", "My own", '<w:basedOn w:val="H2"/>')
            + style("C", "caption") + style("Q", "Quote"),
        )
    )  # fmt: skip
    assert [(str(b.kind), str(b.role), b.level) for b in source.blocks] == [
        ("heading", "title", 1), ("heading", "heading", 1), ("paragraph", "body", 0),
        ("heading", "heading", 2), ("paragraph", "body", 0), ("caption", "body", 0),
        ("quote", "body", 0), ("paragraph", "body", 0),
    ]  # fmt: skip
    assert source.metadata.title == "Report of the Harbour Board"


def test_a_long_paragraph_that_is_set_as_a_heading_is_text() -> None:
    long = par(
        "The board shall see to it that " + "every pile is looked at again, " * 6, style="H1"
    )
    source = read_docx(docx(TEXT, long, styles=HEADINGS))
    assert source.blocks[1].kind is Kind.PARAGRAPH


BOLD = "<w:b/>"


def test_what_is_set_apart_heads_what_follows() -> None:
    source = read_docx(
        docx(
            par(run("Harbour Board", "<w:b/><w:sz w:val='32'/>")),
            par(run("ROADS", BOLD)), TEXT, par(run("Bridges", BOLD)), TEXT,
            par(run("RAILWAYS", BOLD)), TEXT,
            par(run("Note well: ", BOLD), "the gates are shut."),
        )
    )  # fmt: skip
    assert [(b.level, source.text[b.start : b.end]) for b in source.blocks if b.level] == [
        (1, "Harbour Board"), (2, "ROADS"), (3, "Bridges"), (2, "RAILWAYS"),
    ]  # fmt: skip
    assert source.blocks[-1].kind is Kind.PARAGRAPH


def test_the_head_of_a_memo_is_no_heading() -> None:
    large = "<w:sz w:val='32'/>"
    source = read_docx(
        docx(par(run("TO:\t\tThe Board", large)), par(run("DATE:\tApril 11, 2019", large)), TEXT)
    )
    assert [kind for kind, _ in kinds(source)] == ["key_value", "key_value", "paragraph"]


def test_what_is_bold_throughout_has_no_headings() -> None:
    source = read_docx(docx(par(run("The quay was shut", BOLD)), par(run("It is open", BOLD))))
    assert [b.kind for b in source.blocks] == [Kind.PARAGRAPH, Kind.PARAGRAPH]


def test_words_in_bold_below_a_picture_tell_of_it() -> None:
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    source = read_docx(docx(TEXT, par(picture), par(run("The new gate", BOLD)), TEXT))
    assert kinds(source)[1] == ("caption", "The new gate")
    assert source.unread == ("1 picture",)


def test_numbers_are_counted_as_word_does() -> None:
    levels = numbering(
        ("decimal", "%1."), ("lowerLetter", "(%2)"), ("upperRoman", "%1.%3"), ("bullet", "·"),
        more='<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="7"/></w:lvlOverride></w:num>',
    )  # fmt: skip
    source = read_docx(
        docx(
            par("The board asked for:"), item("piles"), item("of oak", 1), item("of steel", 1),
            item("rusted", 2), item("gates"), item("of oak", 1), item("bullets", 3), TEXT,
            item("ropes", 0, 2), numbering=levels,
        )
    )  # fmt: skip
    assert source.text.split("\n\n") == [
        "The board asked for:", "1. piles", "(a) of oak", "(b) of steel", "1.I rusted", "2. gates",
        "(a) of oak", "bullets",
        SENTENCE,
        "7. ropes",
    ]  # fmt: skip
    assert under(source)[1:7] == [
        ("piles", "The board asked for:"), ("of oak", "piles"), ("of steel", "piles"),
        ("rusted", "of steel"), ("gates", "The board asked for:"), ("of oak", "gates"),
    ]  # fmt: skip


def test_items_that_were_numbered_by_hand() -> None:
    source = read_docx(docx(par("They chose:"), par("1.<w:tab/>".replace("<w:tab/>", "\t") + "Ann"),
                            par("2. \tBo"), par("• Cy"), TEXT))  # fmt: skip
    assert under(source)[1:4] == [(name, "They chose:") for name in ("Ann", "Bo", "Cy")]


def test_contents_and_the_edges_of_pages_are_furniture() -> None:
    section = '<w:sectPr><w:headerReference r:id="header"/><w:footerReference r:id="footer"/>'
    source = read_docx(
        docx(
            par("1 Findings 3", style="TOC1"), TEXT, f"{section}</w:sectPr>",
            styles=style("TOC1", "toc 1"), header=par("Port of Lesk"), footer=par("Draft of May"),
        )
    )  # fmt: skip
    assert [(str(b.role), source.text[b.start : b.end], b.reason) for b in source.blocks] == [
        ("furniture", "Port of Lesk", "at the edge of the pages"),
        ("furniture", "1 Findings 3", "table of contents"),
        ("body", SENTENCE, ""),
        ("furniture", "Draft of May", "at the edge of the pages"),
    ]  # fmt: skip


def test_what_is_not_read_is_said() -> None:
    objects = "<w:r><w:drawing><pic:pic/></w:drawing><w:drawing><c:chart/></w:drawing></w:r>"
    source = read_docx(docx(par("Quay.", objects, objects), comments="<w:comment/>"))
    assert source.unread == ("2 charts", "1 comment", "2 pictures")


def test_properties_are_hints() -> None:
    core = (
        "<dc:title>Report of the Board</dc:title><dc:creator>Ann</dc:creator>"
        "<dcterms:created>2019-04-01T23:30:00-05:00</dcterms:created>"
        "<dcterms:modified>2019-04-15T02:00:00Z</dcterms:modified>"
    )
    source = read_docx(docx(par("Report of the board"), TEXT, core=core))
    assert source.metadata == Metadata(
        title="Report of the board",
        hints=(
            DateHint(date(2019, 4, 15), DateSource.PROPERTIES, "last saved"),
            DateHint(date(2019, 4, 1), DateSource.PROPERTIES, "made"),
        ),
    )
    assert source.blocks[0].role is Role.TITLE
    assert read_docx(docx(TEXT, core=core)).metadata.title is None


BAD = [
    pytest.param(b"PK\x03\x04 no", "is no DOCX file, or is cut off", id="no archive"),
    pytest.param(zipped({"a.txt": "x"}), "is no DOCX file: it holds no document", id="another"),
    pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 x",
                 "is encrypted, or older than DOCX; save it as DOCX without a key", id="encrypted"),
    pytest.param(docx("<w:p>"), "is damaged: its part word/document.xml is no XML", id="no XML"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), BAD)
def test_what_cannot_be_read(content: bytes, reason: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_docx(content)
    assert str(raised.value).startswith(reason)
