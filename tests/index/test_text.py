"""Plain text of printed pages: paragraphs go on over page breaks, which are not shown."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.text import read_text
from index.types import Role, SourceText

PROSE = (
    "The harbour board of Olm met on Monday in the Old Customs House. Mr. Lund asked how many of "
    "the piles had been looked at since the storm of 2019. The Chief Engineer answered that 214 "
    "of 300 had been, and that Pier Seven was the worst of them. Repairs are to begin in May, "
    "before the Dutch ferries come back. The Board thanked her and went on to the accounts."
)
LINES = textwrap.wrap(PROSE, 60)
OTHER = textwrap.wrap(
    "The accounts of the year were read by the Treasurer, who said that the dues had risen by a "
    "tenth and that the loan of the Dutch bank would be paid back by the end of the summer.",
    40,
)


def _body(source: SourceText) -> list[str]:
    return [
        " ".join(source.text[b.start : b.end].split()) for b in source.blocks if b.role is Role.BODY
    ]


def _paged(foot: str, head: str) -> str:
    """A paragraph over two pages, beside whose break stands what is given."""
    return "\n".join(LINES[:3]) + foot + "\f" + head + "\n".join(LINES[3:]) + "\n"


@pytest.mark.parametrize(
    ("foot", "head"),
    [
        pytest.param("\n", "", id="a form feed"),
        pytest.param("\n\n", "\n", id="blank lines"),
        pytest.param("", "", id="no line end"),
        pytest.param("\n", "2\n", id="number"),
        pytest.param("\n\n- 1 -\n", "\n", id="number between dashes"),
        pytest.param("\n\n[Page 1]\n", "\n", id="page in brackets"),
        pytest.param("\n\n1 | Page\n", "\n", id="page behind a bar"),
        pytest.param("\n\np. 1\n", "\n", id="page for short"),
        pytest.param("\n\niv\n", "\n", id="numeral"),
    ],
)
def test_a_paragraph_goes_on_over_a_page_break_that_is_not_shown(foot: str, head: str) -> None:
    source = read_text(_paged(foot, head))
    assert _body(source) == [PROSE]
    assert "\f" not in source.text


@pytest.mark.parametrize(
    ("foot", "head"),
    [
        pytest.param("\n\nHarbour Board, page {}\n", "\n", id="foot"),
        pytest.param("\n", "Harbour Board, minutes of 3 May\n\n", id="head"),
        pytest.param("\n\n{}\nHarbour Board\n", "\nMinutes of 3 May\n", id="head, foot and number"),
        pytest.param("\n\nLund                [Page {}]\n", "OLM-7     Minutes     May 2020\n\n\n",
                     id="memorandum"),
    ],
)  # fmt: skip
def test_what_stands_at_the_edges_of_pages_is_left_out_of_a_sentence(foot: str, head: str) -> None:
    pages = ["\n".join(lines) for lines in (LINES[:3], LINES[3:], OTHER[:2], OTHER[2:])]
    text = head.lstrip("\n") + "\f".join(
        (head if number > 1 else "") + page + foot.format(number)
        for number, page in enumerate(pages, 1)
    )
    body = _body(read_text(text))
    assert PROSE in body
    assert " ".join(OTHER) in body


def test_a_line_that_comes_back_once_is_left_out_within_a_sentence_alone() -> None:
    head = "Harbour Board of Olm"
    text = f"{head}\n\n{chr(10).join(LINES[:3])}\n\f{head}\n\n{chr(10).join(LINES[3:])}\n"
    assert _body(read_text(text)) == [head, PROSE]
    ended = f"{head}\n\n{chr(10).join(LINES)}\n\f{head}\n\n{chr(10).join(OTHER)}\n"
    assert _body(read_text(ended)) == [head, PROSE, head, " ".join(OTHER)]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("The letter was signed by the Secretary and by the", "Department of Harbours in the end."),
        ("The costs of the new pier were told by the able Mr.", "Lund of Quay Street, who knew."),
        ("All of it was said before and will be said by the har-", "bour board of the town again."),
    ],
    ids=["function word", "abbreviation", "hyphen"],
)  # fmt: skip
def test_a_sentence_goes_on_over_a_page_in_any_letters(above: str, below: str) -> None:
    page = "\n".join([*LINES, "", "", above])
    [_, last] = _body(read_text(f"{page}\n\n\f7\n{below}\n"))
    assert last == f"{above} {below}"


def test_a_line_of_a_narrow_column_that_is_full_goes_on() -> None:
    narrow = textwrap.wrap(PROSE.replace("Seven", "Sevenoaks"), 46)
    wide = textwrap.wrap(PROSE, 80)
    cut = next(n for n, line in enumerate(narrow) if n > 2 and line[0].isupper())
    text = "\n".join([*narrow[:cut], "\f2", *textwrap.wrap(" ".join(narrow[cut:]), 80), "", *wide])
    assert _body(read_text(text))[0] == " ".join(narrow)


@pytest.mark.parametrize(
    "below",
    ["Recent events and actions", "• the second pier of Olm", "a) the second pier of Olm"],
    ids=["heading", "bullet", "letter"],
)
def test_what_begins_on_a_new_page_is_not_joined(below: str) -> None:
    page = "\n".join(LINES)
    body = _body(read_text(f"{page}\n\f{below}\n\n{page}\n"))
    assert body[0] == body[-1] == PROSE
    assert len(body) == 3


def test_a_line_that_comes_back_in_a_copy_is_no_running_head() -> None:
    page = "\n".join(LINES[:3]) + "\n\f" + "\n".join(LINES[3:])
    assert _body(read_text(f"{page}\n\f{page}\n")) == [PROSE, PROSE]


def test_a_sentence_that_begins_on_a_new_page_does_not_go_on_its_number() -> None:
    page = "\n".join(LINES)
    text = f"{page}\n\fpage 7 of\n\fof the harbour it is told here that it was full of ships.\n"
    assert _body(read_text(text))[0] == PROSE


def test_places_in_the_file_are_known_beside_a_page_break() -> None:
    text = _paged("\n\n", "2\n")
    source = read_text(text)
    assert source.source is not None
    [block] = source.blocks
    span = source.source.to_source(block.start, block.end)
    assert span == (0, len(text) - 1)
    for words in ("The harbour board", "accounts.", LINES[3]):
        start = source.text.index(words)
        at = text.index(words)
        assert source.source.to_source(start, start + len(words)) == (at, at + len(words))
        assert source.source.to_shown(at, at + len(words)) == (start, start + len(words))
    number = text.index("2\n", text.index("\f"))
    assert source.source.to_shown(number, number + 1) is None


def test_a_text_without_page_breaks_is_shown_as_it_is() -> None:
    text = "---\ntitle: Piers\n---\n" + "\r\n".join(LINES)
    source = read_text(text)
    assert (source.text, source.source) == (text, None)


_PARTS = st.lists(
    st.sampled_from(
        ["\n", "\n\n", "\r\n", "\f", "\n\f", " ", "7\n", "Page 8\n", "HEAD\n", "- ", "Word", "and ",
         "so.", "x" * 45, "| a | b |\n", "| c ", "+--+==+\n", "|---|\n", "\\| ", "|", "3 ", "Mr."]
    )
).map("".join)  # fmt: skip


@given(_PARTS)
def test_blocks_are_in_order_trimmed_and_the_words_of_the_file(text: str) -> None:
    source = read_text(text)
    ends = [0, *(block.end for block in source.blocks)]
    assert all(a <= b.start < b.end for a, b in zip(ends, source.blocks, strict=False))
    shown = [source.text[b.start : b.end] for b in source.blocks]
    assert all(words == words.strip() for words in shown)
    assert "\f" not in source.text
    runs = source.source.runs if source.source else ()
    assert all(
        source.text[r.shown : r.shown + r.length] == text[r.source : r.source + r.length]
        for r in runs
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The CO<sub>2</sub> tank &amp; the <i>Ida</i> lay.", "The CO2 tank & the Ida lay."),
        ("The _Ida_ lay in =Olm=, the _old Ivo_ =b=.", "The Ida lay in Olm, the old Ivo b."),
        ("The _Ida_ lay; a_b, c_d and x == y.", "The Ida lay; a_b, c_d and x == y."),
        ("It lay at __init__, a_b_, x =y= z.", "It lay at __init__, a_b_, x =y= z."),
        ("The _Ida_ had n =12 men, n= 9 oars, p =0.03 and q= 0.2.",
         "The Ida had n =12 men, n= 9 oars, p =0.03 and q= 0.2."),
        ("It is x<y and y>z & more.", "It is x<y and y>z & more."),
        ("The <b> tag is not closed.", "The <b> tag is not closed."),
    ],
    ids=["marks", "signs of books", "one sign", "no words", "equations", "signs", "not closed"],
)  # fmt: skip
def test_marks_of_html_within_lines_are_not_shown(text: str, shown: str) -> None:
    source = read_text(f"The pier\n\n{text}\n")
    assert _body(source) == ["The pier", shown]
    block = source.blocks[1]
    places = (
        source.source.to_source(block.start, block.end) if source.source else (10, len(text) + 10)
    )
    assert places == (10, len(text) + 10)


def test_the_sign_that_mailboxes_put_before_a_line_is_not_shown() -> None:
    assert read_text("Hello.\n\n>From Olm it went, > as told.\n").text.endswith(
        "\n\nFrom Olm it went, > as told.\n"
    )


def test_marks_are_not_shown_over_page_breaks() -> None:
    pages = "\n".join(LINES[:3]), "\n".join(LINES[3:])
    text = f"<b>Pier</b>\n\n{pages[0]}\n\n1\n\f\n{pages[1]}\n"
    source = read_text(text)
    assert _body(source) == ["Pier", PROSE]
    at = source.text.index("May, before")
    assert source.source is not None
    start, end = source.source.to_source(at, at + 11) or (0, 0)
    assert " ".join(text[start:end].split()) == "May, before"
