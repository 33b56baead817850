"""Documents of word processors and tables: no word of a sound one is lost, and parts in any shape
are read or told of."""

import csv
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from index.types import SourceText
from tests.index.documents import (
    HEADINGS,
    cell,
    docx,
    item,
    numbering,
    odt,
    par,
    row,
    table,
    zipped,
)
from tests.outside.sound import hold_understood, parts_of
from tests.outside.words import LINES, PHRASES, damaged, filled, words_in

_CELLS = st.one_of(PHRASES, st.lists(PHRASES.map(par), min_size=1, max_size=2).map("".join)).map(
    cell
)
_TABLES = st.recursive(
    st.lists(st.lists(_CELLS, min_size=1, max_size=3).map(lambda made: row(*made)), min_size=1,
             max_size=3).map(lambda rows: table(*rows)),
    lambda inner: inner.map(lambda made: table(row(cell(made, par("")), cell("x")))),
    max_leaves=2,
)  # fmt: skip
_WORD = st.one_of(
    PHRASES.map(par),
    st.tuples(PHRASES, st.sampled_from(["H1", "H2", "T", "None"])).map(
        lambda made: par(made[0], style=made[1])),
    st.tuples(PHRASES, st.integers(0, 9), st.integers(0, 3)).map(lambda made: item(*made)),
    PHRASES.map(lambda said: f"<w:sdt><w:sdtContent>{par(said)}</w:sdtContent></w:sdt>"),
    PHRASES.map(lambda said: f"<w:p><w:ins><w:r><w:t>{said}</w:t></w:r></w:ins></w:p>"),
    PHRASES.map(lambda said: f"<w:p><w:hyperlink><w:r><w:t>{said}</w:t></w:r></w:hyperlink></w:p>"),
    _TABLES,
)  # fmt: skip
_ODT_LINES = st.one_of(
    PHRASES.map(lambda said: f"<text:p>{said}</text:p>"),
    st.tuples(st.integers(1, 12), PHRASES).map(
        lambda made: f'<text:h text:outline-level="{made[0]}">{made[1]}</text:h>'),
    PHRASES.map(lambda said: f"<text:p><text:span>{said}</text:span><text:tab/></text:p>"),
)  # fmt: skip
_ODT_LISTS = st.recursive(
    _ODT_LINES,
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(
        lambda made: "<text:list>" + "".join(f"<text:list-item>{one}</text:list-item>"
                                             for one in made) + "</text:list>"),
    max_leaves=4,
)  # fmt: skip
_ODT = st.recursive(
    _ODT_LISTS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(
            lambda made: "<table:table><table:table-row>" + "".join(
                f"<table:table-cell>{one}</table:table-cell>" for one in made)
            + "</table:table-row></table:table>"),
        inner.map(lambda made: f"<text:section>{made}</text:section>"),
    ),
    max_leaves=8,
)  # fmt: skip
_XML = filled(
    "<w:p>{}</w:p>", "<w:r><w:t>{}</w:t></w:r>", "<w:tbl>{}</w:tbl>", "<w:tr>{}</w:tr>", "<w:tc/>",
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="-1"/><w:numId w:val="x"/></w:numPr></w:pPr></w:p>',
    '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>', "<w:p/>", "{}",
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999999"/></w:tcPr></w:tc></w:tr></w:tbl>',
    "<w:del><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:del>",
    "<w:p><w:r><w:br/><w:t>{}</w:t></w:r></w:p>",
    '<w:p><w:r><w:footnoteReference w:id="{}"/></w:r></w:p>', "<!-- {} -->", "<?x {}?>",
    '<w:p><w:r><w:fldChar w:fldCharType="end"/><w:instrText>{}</w:instrText></w:r></w:p>',
    '<w:p><w:r><w:sym w:char="{}"/></w:r></w:p>', "<m:oMath><m:r><m:t>{}</m:t></m:r></m:oMath>",
    words=PHRASES,
)  # fmt: skip
_ROWS = st.integers(1, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.one_of(PHRASES, LINES, st.just("12.5")), min_size=columns, max_size=columns),
        min_size=1, max_size=6,
    )
)  # fmt: skip
"""Without empty cells: the head of a column in which nothing stands is not shown."""
_VALUES = st.one_of(
    PHRASES, st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.dates(),
    st.datetimes(), st.times(), st.booleans(), st.timedeltas(),
)  # fmt: skip
_FORMATS = st.one_of(
    st.sampled_from(["General", "0.00%", "#,##0.00;[Red]-#,##0", "yyyy-mm-dd", "[h]:mm", "@",
                     "??/??",
                     '"t" 0', "0.00E+00", "_-* #,##0", "\\", '"', "[$€-407] 0", ";;;", "[>=1]0;0"]),
    st.text("#0,.;[]\"\\_*?/%E+-ymdhsAP@ G", min_size=1, max_size=10),
)  # fmt: skip


def _read(name: str, content: bytes) -> SourceText:
    [part] = parts_of(name, content)
    assert isinstance(part.read, SourceText)
    hold_understood(part.read, name)
    return part.read


def _shown(source: SourceText) -> str:
    """All that is searched of a report: its blocks, and what they stand under."""
    return "\n".join(f"{b.under}\n{source.text[b.start : b.end]}" for b in source.blocks)


@given(st.lists(_WORD, min_size=1, max_size=6))
def test_no_word_of_a_word_document_is_lost(body: list[str]) -> None:
    content = docx(*body, styles=HEADINGS, numbering=numbering(("decimal", "%1."), ("x", "%9%1")))
    written = words_in("".join(body))
    for part in parts_of("a.docx", content):
        if written:
            assert isinstance(part.read, SourceText)
            assert written <= words_in(_shown(part.read))
            hold_understood(part.read, "a.docx")


@given(st.lists(_ODT, min_size=1, max_size=5))
def test_no_word_of_an_opendocument_text_is_lost(body: list[str]) -> None:
    source = _read("a.odt", odt(*body))
    assert words_in("".join(body)) <= words_in(_shown(source))


@given(_XML, _XML, _XML, _XML)
def test_word_parts_of_any_shape_are_read_or_told_of(
    body: str, styles: str, lists: str, notes: str
) -> None:
    parts_of("a.docx", docx(body, styles=styles, numbering=lists, footnotes=notes))


@given(st.data())
def test_a_damaged_part_costs_no_more_than_its_report(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([
        ("a.docx", docx(par("The board met."), styles=HEADINGS)),
        ("a.odt", odt("<text:p>A.</text:p>")),
        ("a.xlsx", _book([["Port", "May"], ["Lesk", 12]])),
    ]))  # fmt: skip
    with zipfile.ZipFile(BytesIO(whole[1])) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    part = parts[name]
    parts[name] = data.draw(damaged(part if isinstance(part, bytes) else part.encode()))
    parts_of(whole[0], zipped(parts))


@given(_ROWS, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["a.csv", "a.tsv"]))
def test_no_cell_of_a_table_is_lost(rows: list[list[str]], sign: str, name: str) -> None:
    made = StringIO()
    csv.writer(made, delimiter=sign, lineterminator="\n").writerows(rows)
    for part in parts_of(name, made.getvalue().encode()):
        if isinstance(part.read, SourceText):
            assert words_in(made.getvalue()) <= words_in(_shown(part.read))
            hold_understood(part.read, name)
        else:
            assert not words_in(made.getvalue())


def _book(rows: Sequence[Sequence[object]], shown_as: Mapping[int, str] | None = None) -> bytes:
    book, out = openpyxl.Workbook(), BytesIO()
    sheet = book.active
    for number, line in enumerate(rows, 1):
        for column, value in enumerate(line, 1):
            made = sheet.cell(number, column, value)
            if shown_as and column in shown_as:
                made.number_format = shown_as[column]
    book.save(out)
    return out.getvalue()


@given(
    st.lists(st.lists(_VALUES, min_size=3, max_size=3), min_size=1, max_size=5),
    st.dictionaries(st.integers(1, 4), _FORMATS, max_size=4),
)
def test_no_cell_of_a_workbook_is_lost(rows: list[list[object]], shown_as: dict[int, str]) -> None:
    written = words_in(" ".join(str(value) for line in rows for value in line))
    for part in parts_of("a.xlsx", _book(rows, shown_as)):
        if isinstance(part.read, SourceText):
            assert written <= words_in(_shown(part.read))
            hold_understood(part.read, "a.xlsx")
        else:
            assert not written
