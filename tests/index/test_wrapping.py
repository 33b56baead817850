"""Lines broken by width are put together; lines that end on purpose are not."""

import textwrap

import pytest

from index.rules import switched_off
from index.structure.blocks import split_blocks
from index.structure.unwrapping import BRACKETED
from index.types import Role

PROSE = (
    "The harbour board of Olm met on Monday in the Old Customs House. Mr. Lund asked how many of "
    "the piles had been looked at since the storm of 2019. The Chief Engineer answered that 214 "
    "of 300 had been, and that Pier Seven was the worst of them. Repairs are to begin in May, "
    "before the Dutch ferries come back. The Board thanked her and went on to the accounts."
)


def _shown(text: str) -> list[str]:
    return [" ".join(text[b.start : b.end].split()) for b in split_blocks(text)]


@pytest.mark.parametrize("width", [44, 60, 72, 96, 120])
@pytest.mark.parametrize("capitals", [False, True], ids=["as written", "capitals"])
def test_a_wrapped_paragraph_is_one_block_at_any_width(width: int, capitals: bool) -> None:
    prose = PROSE.upper() if capitals else PROSE
    assert _shown("\n".join(textwrap.wrap(prose, width))) == [prose]


@pytest.mark.parametrize("width", [60, 72])
def test_paragraphs_without_blank_lines_end_where_the_next_word_would_have_fitted(
    width: int,
) -> None:
    ending = PROSE + " So it ended."
    text = "\n".join("\n".join(textwrap.wrap(p, width)) for p in [ending] * 3)
    assert _shown(text) == [ending] * 3


def test_double_spaced_pages() -> None:
    lines = textwrap.wrap(PROSE, 60)
    text = "\n\n".join(lines) + "\n\n\n" + "\n\n".join(lines)
    assert _shown(text) == [PROSE, PROSE]


def test_pages_with_heads_and_numbers_are_read_over() -> None:
    lines = textwrap.wrap(PROSE, 50)
    pages = [lines[:3], lines[3:5], lines[5:]]
    text = "\f".join(
        "Harbour Board of Olm, minutes\n\n" + "\n".join(page) + f"\n\n{number}\n"
        for number, page in enumerate(pages, 1)
    )
    blocks = split_blocks(text)
    shown = [(" ".join(text[b.start : b.end].split()), b.role) for b in blocks]
    assert shown[0] == ("Harbour Board of Olm, minutes", Role.BODY)
    assert shown[-1] == ("3", Role.FURNITURE)
    body = [words for words, role in shown[1:] if role is Role.BODY]
    assert not any(words[0].islower() for words in body)
    assert all(words.endswith(".") for words in body)


def test_a_page_number_does_not_part_a_sentence() -> None:
    above, below = textwrap.wrap(PROSE, 60)[:3], textwrap.wrap(PROSE, 60)[3:]
    text = "\n".join([*above, "\f12", *below])
    assert len(split_blocks(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The accident cost the port 2.3 mil-\nlion euros and injured seven people.",
        "A surge may cause life-\nthreatening floods.",
        f"{PROSE[:66]}\n{PROSE[67:]}",
    ],
    ids=["word", "compound", "two lines"],
)
def test_two_lines(text: str) -> None:
    assert len(split_blocks(text)) == 1 or PROSE[:20] in text


def test_two_lines_where_the_text_shows_its_width() -> None:
    pairs = [
        "The pilot of the tanker had come aboard at the outer buoy of\nOlm at two in the morning.",
        "Nobody on the bridge had seen the light of the pier until it\nwas too late to turn away.",
        "The master said that he had been told by radio to wait until\nSunday and had not done so.",
    ]
    assert _shown("\n\n".join(pairs)) == [" ".join(pair.split()) for pair in pairs]


@pytest.mark.parametrize(
    "lines",
    [
        ["Anna Lund", "Olm Harbour Board", "12 Quay Street", "4400 Olm"],
        ["Barbados", "Saint Lucia", "Tobago"],
        ["Farmers Protest Against New Rules on Water Usage",
         "Museum Opens Its Doors After Ten Years of Works",
         "Rivers Rise in the North After a Week of Rainfall"],
    ],
    ids=["address", "list", "headlines"],
)  # fmt: skip
@pytest.mark.parametrize("beside", [False, True], ids=["alone", "below a wrapped paragraph"])
def test_what_is_no_paragraph_is_not_joined(lines: list[str], beside: bool) -> None:
    above = textwrap.wrap(PROSE, 80) if beside else []
    text = "\n".join([*above, "", *lines])
    assert _shown(text) == [*([PROSE] if beside else []), *lines]


def test_a_heading_below_a_full_line_is_not_joined() -> None:
    lines = textwrap.wrap(PROSE, 72)
    full = "The Board thanked all who had come and closed the meeting at six p.m."
    text = "\n".join([*lines[:-1], full, "Next meeting", *lines])
    assert "Next meeting" in _shown(text)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("The Secretary and the representatives of the", "Department of Harbours signed it."),
        ("A campaign on radio and a “Save", "Our Piers” push are in the works."),
        ("The third way was to draw on Operations and", "Maintenance (O&M)."),
    ],
    ids=["function word", "quotation", "conjunction"],
)
def test_a_line_that_hangs_goes_on_in_capitals(above: str, below: str) -> None:
    text = f"{above}\n{below}"
    assert _shown(text) == [f"{above} {below}"]


def test_what_hangs_is_not_gone_on_with_by_the_items_of_a_list() -> None:
    text = "The board agreed, at the end of it, to\n- Repair Pier Seven\n- Sell it"
    assert len(_shown(text)) == 3


def test_links_that_stand_on_lines_of_their_own_are_of_their_sentences() -> None:
    text = (
        "The board has\nits own guideline\n, HB7, on\npiles\nand\nships. It reads\nThe Gazette\n"
        "\nSee the\nfull report\n. It is long.\nThe board thanked all.\n"
    )
    assert _shown(text) == [
        "The board has its own guideline , HB7, on piles and ships. It reads", "The Gazette",
        "See the full report . It is long.", "The board thanked all.",
    ]  # fmt: skip


def test_a_line_that_does_not_end_goes_on_though_a_little_short_of_the_width() -> None:
    text = (
        "The harbour board of Olm met on Monday in the hall, and asked what the\n"
        "piles of the old pier would cost. It was told by engineers of the town and\n"
        "others that nine of them had rotted since the winter of 2019, and that Mr\n"
        "Lund, who knows it, has seen that they must all be replaced before the\n"
        "spring. The board thanked him.\n"
    )
    assert len(split_blocks(text)) == 1


def test_a_name_goes_on_behind_a_title() -> None:
    assert _shown("It was told by Mr.\nLund. It rained.\n") == [
        "It was told by Mr. Lund. It rained."
    ]


STANZA = (
    "There lay the ship below the town,\n    Her masts were old and hoary;\n"
    "The men went up, the men went down\n    And nobody told her story.\n"
)


def test_the_lines_of_a_stanza_are_one_block() -> None:
    stanza = " ".join(STANZA.split())
    assert _shown(f"He wrote this.\n\n{STANZA}\n{STANZA}\nIt is long.") == [
        "He wrote this.", stanza, stanza, "It is long.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ["Harbour Board", "Old Customs House", "Olm 2100"],
        ["Piles, nine", "Ships, two", "Ferries, one"],
        ["- Piles,", "- ships,", "- ferries."],
    ],
    ids=["an address", "no end", "bullets"],
)
def test_short_lines_are_no_verse(lines: list[str]) -> None:
    assert len(split_blocks("\n".join(["It rained.", "", *lines]))) == 1 + len(lines)


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["lines", "blank lines"])
def test_what_stands_in_brackets_is_one_block_to_their_end(between: str) -> None:
    note = between.join(['[Note: "Olm,"', "Lower Lesk Festival,", "Lesk.=", "_May 22, 1902._]"])
    prose = textwrap.fill(PROSE, 72)
    text = f"{note}\n\n{prose}\n\n[Open\n\n{prose}"
    assert [text[b.start : b.end] for b in split_blocks(text)] == [note, prose, "[Open", prose]
    with switched_off([BRACKETED.name]):
        assert text[: split_blocks(text)[0].end] == '[Note: "Olm,"'
