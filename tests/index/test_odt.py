"""OpenDocument texts and rich text, as they are read when they are printed."""

from datetime import date

import pytest

from index.errors import BadInput
from index.reading.office import read_odt, read_rtf
from index.types import DateHint, DateSource, SourceText
from tests.index.documents import odt, zipped

SENTENCE = "The harbour board met on the east quay and heard engineers for two hours."
TEXT = f"<text:p>{SENTENCE}</text:p>"


def told(source: SourceText) -> list[tuple[str, str, str]]:
    return [(str(b.kind), source.text[b.start : b.end], b.under) for b in source.blocks]


WORDS = [
    pytest.param("at<text:s text:c='3'/>noon<text:tab/>or<text:line-break/>later",
                 "at noon or later", id="blanks"),
    pytest.param("<text:span>at </text:span><text:a>noon</text:a>", "at noon", id="spans"),
    pytest.param("<text:change-start/>at noon<text:change-end/>", "at noon", id="inserted"),
    pytest.param("at noon<text:ruby><text:ruby-base>!</text:ruby-base><text:ruby-text>x"
                 "</text:ruby-text></text:ruby>", "at noon!", id="ruby"),
    pytest.param("at noon<text:span text:style-name='H'> secret</text:span>", "at noon",
                 id="hidden"),
    pytest.param("at noon<office:annotation><text:p>Sure?</text:p></office:annotation>", "at noon",
                 id="comment"),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "shown"), WORDS)
def test_words_of_a_paragraph(inside: str, shown: str) -> None:
    hidden = (
        '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    )
    deleted = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone.</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    source = read_odt(odt(deleted, TEXT, f"<text:p>It shut {inside}.</text:p>", automatic=hidden))
    words = " ".join(source.text.split("\n\n")[1:]).replace("\n", " ")
    assert words == f"It shut {shown}."


LIST = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1"'
    ' style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2"'
    ' style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>'
    '<text:list-level-style-bullet text:level="3"/></text:list-style>'
)


def _item(*inside: str) -> str:
    blocks = (part if part.startswith("<") else f"<text:p>{part}</text:p>" for part in inside)
    return f"<text:list-item>{''.join(blocks)}</text:list-item>"


def _list(*items: str, more: str = "") -> str:
    return f'<text:list text:style-name="L" {more}>{"".join(items)}</text:list>'


def test_lists_count_and_stand_under_what_leads_into_them() -> None:
    source = read_odt(
        odt(
            "<text:p>The board asked for:</text:p>",
            _list(_item("piles", f"<text:list>{_item('of oak')}{_item('of steel')}</text:list>")),
            TEXT, _list(_item("gates"), more='text:continue-numbering="true"'),
            TEXT, _list(_item("ropes")), styles=LIST,
        )
    )  # fmt: skip
    assert [line for line in source.text.split("\n\n") if line != SENTENCE] == [
        "The board asked for:", "1. piles", "(a) of oak", "(b) of steel", "2. gates", "1. ropes",
    ]  # fmt: skip
    assert told(source)[1:4] == [
        ("list_item", "piles", "The board asked for:"), ("list_item", "of oak", "piles"),
        ("list_item", "of steel", "piles"),
    ]  # fmt: skip


def test_headings_notes_boxes_and_contents() -> None:
    note = (
        "<text:note><text:note-citation>4</text:note-citation><text:note-body>"
        "<text:p>Log of the watch.</text:p></text:note-body></text:note>"
    )
    box = "<draw:frame><draw:text-box><text:p>Mind the gate.</text:p></draw:text-box></draw:frame>"
    source = read_odt(
        odt(
            "<text:table-of-content><text:index-body><text:p>Gates 3</text:p></text:index-body>"
            "</text:table-of-content>",
            '<text:p text:style-name="Title">The Board</text:p>',
            '<text:h text:outline-level="1">Gates</text:h>',
            f"<text:p>The pumps failed{note} at dawn.</text:p>", f"<text:p>It rose.{box}</text:p>",
            "<text:p><draw:frame><draw:image/></draw:frame></text:p>",
            automatic='<style:style style:name="Title"/>',
        )
    )  # fmt: skip
    assert [(str(b.role), source.text[b.start : b.end]) for b in source.blocks] == [
        ("furniture", "Gates 3"), ("title", "The Board"), ("heading", "Gates"),
        ("body", "The pumps failed at dawn."), ("body", "Log of the watch."), ("body", "It rose."),
        ("body", "Mind the gate."),
    ]  # fmt: skip
    assert "\n\n4 Log of the watch.\n\n" in source.text
    assert source.unread == ("1 picture",)
    assert source.metadata.title == "The Board"


def _cells(*words: str) -> str:
    made = "".join(
        word
        if word.startswith("<")
        else f"<table:table-cell><text:p>{word}</text:p></table:table-cell>"
        for word in words
    )
    return f"<table:table-row>{made}</table:table-row>"


def test_rows_stand_under_the_heads_of_their_columns() -> None:
    wide = (
        '<table:table-cell table:number-columns-spanned="2"><text:p>Tonnes</text:p>'
        "</table:table-cell><table:covered-table-cell/>"
    )
    tall = (
        '<table:table-cell table:number-rows-spanned="2"><text:p>Lesk</text:p></table:table-cell>'
    )
    made = (
        f"<table:table><table:table-header-rows>{_cells('Port', wide)}{_cells('', '2023', '2024')}"
        f"</table:table-header-rows>{_cells(tall, '12', '14')}"
        f"{_cells('<table:covered-table-cell/>', '3', '5')}</table:table>"
    )
    assert told(read_odt(odt(made, TEXT)))[:2] == [
        ("table_row", "Lesk; 12; 14", "Port; Tonnes 2023; Tonnes 2024"),
        ("table_row", "Lesk; 3; 5", "Port; Tonnes 2023; Tonnes 2024"),
    ]


def test_properties_are_hints() -> None:
    meta = (
        "<dc:date>2018-06-27T18:55:00</dc:date>"
        "<meta:creation-date>2018-06-26T21:37:00.5</meta:creation-date>"
    )
    assert read_odt(odt(TEXT, meta=meta)).metadata.hints == (
        DateHint(date(2018, 6, 27), DateSource.PROPERTIES, "last saved"),
        DateHint(date(2018, 6, 26), DateSource.PROPERTIES, "made"),
    )


def test_another_kind_of_document() -> None:
    with pytest.raises(BadInput, match="is no ODT file: it holds no text document"):
        read_odt(zipped({"content.xml": "<x/>"}))


def test_rich_text() -> None:
    source = read_rtf(
        rb"{\rtf1\ansi{\info{\creatim\yr2019\mo4\dy1}{\revtim\yr2019\mo4\dy15}}"
        rb"The caf\'e9 is shut.\par They chose:\par 1.\tab Ann\par 2.\tab Bo\par "
        rb"\trowd Port\cell Tonnes\cell\row \trowd Lesk\cell 12\cell\row "
        rb"The pumps failed{\footnote By the log.} at dawn.\par}"
    )
    assert told(source) == [
        ("paragraph", "The café is shut.", ""), ("paragraph", "They chose:", ""),
        ("list_item", "Ann", "They chose:"), ("list_item", "Bo", "They chose:"),
        ("table_row", "Lesk; 12", "Port; Tonnes"), ("paragraph", "The pumps failed at dawn.", ""),
    ]  # fmt: skip
    assert source.unread == ("1 note",)
    assert [hint.day for hint in source.metadata.hints] == [date(2019, 4, 15), date(2019, 4, 1)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"text", "is no RTF file"),
     (rb"{\rtf1 kept {\deleted gone}}", "holds deletions that are tracked")],
    ids=["another format", "deletions"],
)  # fmt: skip
def test_rich_text_that_cannot_be_read(content: bytes, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        read_rtf(content)
