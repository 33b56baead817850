"""PDF files as reports: their words in order, their blocks, and where they stand on the pages."""

from datetime import date

import pytest

from index.types import Block, DateHint, DateSource, SourceText
from tests.index.pdf.files import BOLD, ITALIC, Sheet, Text, lines
from tests.index.pdf.pages import FERRY, FERRY_TEXT, LIGHT, LIGHT_TEXT, read


def told(source: SourceText) -> list[str]:
    """The blocks, each as its kind, its role if it is no body, its level, and its words."""
    return [_told(source.text, block) for block in source.blocks]


def _told(text: str, block: Block) -> str:
    role = "" if block.role == "body" else f" {block.role}"
    under = f" <{block.under}>" if block.under else ""
    level = f" {block.level}" if block.level else ""
    return f"{block.kind}{level}{role}{under}: {text[block.start : block.end]}"


def test_lines_of_a_paragraph_are_one_and_a_broken_word_is_put_together() -> None:
    source = read(Sheet(lines(72, 700, LIGHT)))
    assert told(source) == [f"paragraph: {LIGHT_TEXT}"]


def test_a_hyphen_stays_where_the_document_has_the_word_with_it_elsewhere() -> None:
    words = ("A second well-", "known keeper came. He was well-known for his lamp, and no less so")
    source = read(
        Sheet(lines(72, 700, (*words, "for his boat, which he had built himself in a year.")))
    )
    assert source.text.startswith("A second well-known keeper came. He was well-known")


def test_space_between_lines_parts_paragraphs_and_large_type_makes_the_title() -> None:
    sheet = Sheet([
        Text(72, 760, "A lamp fails", 20, BOLD),
        *lines(72, 700, LIGHT),
        Text(72, 640, "The sound is closed", 10, BOLD),
        *lines(72, 620, FERRY),
    ])  # fmt: skip
    assert told(read(sheet)) == [
        "heading 1 title: A lamp fails",
        f"paragraph: {LIGHT_TEXT}",
        "heading 2: The sound is closed",
        f"paragraph: {FERRY_TEXT}",
    ]


def test_columns_are_read_one_after_the_other_and_a_sentence_goes_on_in_the_next() -> None:
    left = [*LIGHT[:3], "ern channel, though nobody there would have it so before the"]
    right = ["spring, when", *FERRY]
    drawn = [Text(60, 760, "A title over both of the columns of this page", 16, BOLD)]
    for n in range(4):  # as some programs write it, line by line over both columns
        drawn += [Text(60, 700 - 12 * n, left[n], 7), Text(320, 700 - 12 * n, right[n], 7)]
    source = read(Sheet(drawn))
    assert told(source)[1:] == [
        f"paragraph: {LIGHT_TEXT[:-1]}, though nobody there would have it so before the spring, "
        "when",
        f"paragraph: {FERRY_TEXT}",
    ]


def test_what_runs_at_the_edges_of_pages_does_not_part_a_sentence() -> None:
    parts = (LIGHT[:2], (*LIGHT[2:],), FERRY)
    sheets = [
        Sheet([
            Text(72, 800, "Letters from the coast", 9),
            *lines(72, 700, part),
            Text(290, 40, f"Page {n} of 3", 9),
        ])
        for n, part in enumerate(parts, 1)
    ]  # fmt: skip
    source = read(*sheets)
    assert told(source) == [
        "paragraph furniture: Letters from the coast",
        "paragraph furniture: Page 1 of 3",
        f"paragraph: {LIGHT_TEXT}",
        f"paragraph: {FERRY_TEXT}",
    ]
    assert source.paged is not None
    start = source.text.index(LIGHT_TEXT)
    on = source.paged.map.boxes(start, start + len(LIGHT_TEXT))
    assert [part.page for part in on] == [1, 2]


def test_notes_stand_behind_the_paragraph_that_goes_on_over_them() -> None:
    first = Sheet(
        [
            *lines(72, 300, LIGHT[:2]),
            Text(351, 288, "1", 6, rise=4),
            Text(72, 100, "1", 5, rise=3),
            Text(76, 100, "The harbour master was then one Anna Vik.", 7),
        ],
        strokes=[(72, 112, 160, 112)],
    )
    source = read(first, Sheet(lines(72, 700, LIGHT[2:])))
    assert told(source) == [
        f"paragraph: {LIGHT_TEXT}",
        "note: The harbour master was then one Anna Vik.",
    ]


def test_lists_lose_their_bullets_and_stand_under_what_leads_into_them() -> None:
    sheet = Sheet([
        Text(72, 700, "The keeper asks for:"),
        Text(80, 686, "•"),
        Text(92, 686, "a second lamp of the same make as the first, with glass"),
        Text(92, 674, "and oil for a year;"),
        Text(80, 662, "•"), Text(92, 662, "a boat."),
    ])  # fmt: skip
    assert told(read(sheet))[1:] == [
        "list_item <The keeper asks for:>: a second lamp of the same make as the first, with glass "
        "and oil for a year;",
        "list_item <The keeper asks for:>: a boat.",
    ]


def test_rows_of_a_table_stand_under_the_heads_of_their_columns() -> None:
    rows = (
        ("Harbour", "Ships", "Lost"), ("Olm", "412", "3"), ("Rask", "97", "0"), ("Vik", "15", "1"),
    )  # fmt: skip
    sheet = Sheet([
        *lines(72, 760, FERRY),
        *(
            Text(x, 700 - 14 * n, cell, 10, BOLD if n == 0 else "Helvetica")
            for n, row in enumerate(rows) for x, cell in zip((72, 250, 400), row, strict=True)
        ),
    ])  # fmt: skip
    assert told(read(sheet)) == [
        f"paragraph: {FERRY_TEXT}",
        "table_row <Harbour; Ships; Lost>: Olm; 412; 3",
        "table_row <Harbour; Ships; Lost>: Rask; 97; 0",
        "table_row <Harbour; Ships; Lost>: Vik; 15; 1",
    ]


def test_keys_and_values_in_two_pairs_of_columns() -> None:
    rows = (("Place:", "Olm", "Keeper:", "Anna Vik"), ("Date:", "12/12/2007", "Lamp:", ""))
    sheet = Sheet([
        *lines(72, 760, FERRY),
        *(
            Text(x, 700 - 14 * n, cell)
            for n, row in enumerate(rows) for x, cell in zip((72, 160, 320, 420), row, strict=True)
            if cell
        ),
    ])  # fmt: skip
    assert told(read(sheet))[1:] == [
        "key_value: Place: Olm",
        "key_value: Keeper: Anna Vik",
        "key_value: Date: 12/12/2007",
        "key_value furniture: Lamp:",
    ]


def test_values_of_form_fields_are_read() -> None:
    sheet = Sheet([Text(100, 700, "Name:")], fields=[("n", "Anna Vik", (140, 697, 300, 711))])
    assert told(read(sheet)) == ["paragraph: Name: Anna Vik"]


def test_bookmarks_name_headings_and_their_levels() -> None:
    sheet = Sheet([
        Text(72, 740, "On the lamp"), *lines(72, 715, LIGHT), Text(72, 650, "On the ferry"),
        *lines(72, 625, FERRY),
    ])  # fmt: skip
    source = read(sheet, bookmarks=[("On the lamp", 0), ("On the ferry", 0)])
    assert [line for line in told(source) if line.startswith("heading")] == [
        "heading 1 heading: On the lamp",
        "heading 1 heading: On the ferry",
    ]


def test_a_table_of_contents_is_no_text() -> None:
    entries = [f"Chapter {n} {'.' * 60} {3 * n}" for n in range(1, 6)]
    source = read(Sheet(lines(72, 700, entries)), Sheet(lines(72, 700, LIGHT)))
    assert [block.role for block in source.blocks] == ["furniture"] * 5 + ["body"]


def test_what_nobody_sees_is_not_read() -> None:
    sheet = Sheet([
        *lines(72, 700, LIGHT),
        Text(72, 600, "anchor-9156819c", 1),
        Text(-400, 500, "Off the page"),
    ])  # fmt: skip
    assert told(read(sheet)) == [f"paragraph: {LIGHT_TEXT}"]


@pytest.mark.parametrize(
    ("words", "read_as"),
    [
        pytest.param("naïve", "naïve", id="accented"),
        pytest.param("na¨ve", "na¨ve", id="an accent alone"),
    ],
)
def test_letters_as_they_are_meant(words: str, read_as: str) -> None:
    sheet = Sheet([Text(72, 700, f"{words} wrote to the harbour master of Olm.")])
    assert told(read(sheet)) == [f"paragraph: {read_as} wrote to the harbour master of Olm."]


def test_a_value_that_is_set_apart_does_not_make_the_blanks_of_its_label_look_narrow() -> None:
    label = [Text(72, 700, "Publication"), Text(122.95, 700, "Date:"), Text(153, 700, "2022-07-01")]
    assert read(Sheet(label)).text == "Publication Date: 2022-07-01"


def test_letters_that_are_set_wide_are_one_word() -> None:
    wide = Text(72, 700, "LIGHTS OF THE NORTH", spacing=4)
    assert told(read(Sheet([wide, *lines(72, 660, FERRY)])))[0].endswith("LIGHTS OF THE NORTH")


def test_slanted_letters_that_hang_over_do_not_swallow_blanks() -> None:
    words = "of the lamp of Olm and of the ferry of Rask, of which the keeper of Vik wrote of late"
    source = read(Sheet([Text(72, 700, words, 10, ITALIC), *lines(72, 640, FERRY)]))
    assert told(source)[0].endswith(words)


def test_both_dates_of_the_file_are_hints_alone() -> None:
    info = {"CreationDate": "D:20240503121500+02'00'", "ModDate": "D:20250101"}
    metadata = read(Sheet(lines(72, 700, LIGHT)), info=info).metadata
    assert metadata.hints == (
        DateHint(date(2024, 5, 3), DateSource.PROPERTIES, "made"),
        DateHint(date(2025, 1, 1), DateSource.PROPERTIES, "last saved"),
    )
    assert metadata.published_on is None


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        pytest.param(
            "The keeper of the lighthouse", "The keeper of the lighthouse", id="on the page"
        ),
        pytest.param("Microsoft Word - draft7.docx", None, id="not on the page"),
    ],
)
def test_a_title_that_the_file_states_is_believed_if_the_page_has_its_words(
    title: str, read_as: str | None
) -> None:
    assert read(Sheet(lines(72, 700, LIGHT)), info={"Title": title}).metadata.title == read_as


def test_what_is_not_read_is_said() -> None:
    source = read(
        Sheet(lines(72, 700, LIGHT), pictures=[(72, 300, 300, 500)]),
        Sheet(pictures=[(0, 0, 595, 842)]),
        Sheet([Text(40, 300, "Up the margin of the page", turn=1), *lines(72, 700, FERRY)]),
    )
    assert source.paged is not None
    assert source.unread == (
        "no text on 1 of 3 pages (2); OCR: the setting ocr has tesseract read it, such as "
        "DATELINE_OCR=eng",
        "not read: 1 picture on page 1",
        "shown and not quoted: turned text on page 3",
    )


def test_a_column_that_is_longer_than_the_other_is_read_to_its_end_first() -> None:
    left = [*LIGHT[:3], "ern channel, for", *FERRY, "so the book has it."]
    drawn = [Text(60, 700 - 12 * n, line, 7) for n, line in enumerate(left)]
    drawn += [Text(320, 694 - 12 * n, line, 7) for n, line in enumerate(FERRY)]
    source = read(Sheet(drawn))
    assert source.text.index("so the book has it.") < source.text.index(FERRY_TEXT, 300)
