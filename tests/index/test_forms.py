"""What lines of a plain text are by their form, and what they stand under."""

import pytest

from index.structure.blocks import split_blocks
from index.types import Kind


def _kinds(text: str) -> list[tuple[str, str, str]]:
    return [
        (b.kind.value, b.under, " ".join(text[b.start : b.end].split())) for b in split_blocks(text)
    ]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Storm report\n============\nIt rained.", 1),
        ("Storm report\n------------\nIt rained.", 2),
        ("...STORM NEARS\nTHE COAST...\n\nIt rained.", 2),
        (".Storm #1...Olm County\n\nIt rained.", 3),
        ("2.1 Storm report\n\nIt rained.", 2),
        ("II. The storm\n\nIt rained.", 1),
        ("STORM REPORT\n\nIt rained.", 1),
        ("***** UPDATE AT 0222 FROM J. LUND *****\nIt rained in Olm.", 1),
        ("* * * Update at 0222 * * *\nIt rained in Olm.", 1),
    ],
    ids=[
        "equals",
        "dashes",
        "dots",
        "dot",
        "number",
        "numeral",
        "capitals",
        "stars",
        "stars apart",
    ],
)
def test_headings(text: str, level: int) -> None:
    first = split_blocks(text)[0]
    assert (first.kind, first.level) == (Kind.HEADING, level)


@pytest.mark.parametrize(
    "text",
    [
        "IT RAINED IN OLM.\n\nIt rained.",
        "18 April 2019\n\nIt rained.",
        "1. Barley\n\n2. Wheat\n\n3. Oats",
        "It rained.\n---\nMore.",
        "7. The board finds that between May and June\n\nit rained in Olm.",
    ],
    ids=["sentence", "day", "list", "rule", "goes on"],
)
def test_what_is_no_heading(text: str) -> None:
    assert all(block.kind is not Kind.HEADING for block in split_blocks(text))


def test_a_heading_broken_over_lines_of_capitals_is_one() -> None:
    text = "ACQUISITION OF SHARES IN\nLUND FERRIES LIMITED\n1. The board approved it.\n"
    assert [(b.kind, text[b.start : b.end]) for b in split_blocks(text)] == [
        (Kind.HEADING, "ACQUISITION OF SHARES IN\nLUND FERRIES LIMITED"),
        (Kind.LIST_ITEM, "The board approved it."),
    ]


def test_headings_that_end_in_a_full_stop_are_some_where_several_do() -> None:
    parts = [f"{name}.\n\n\nIt rained in {name.title()}." for name in ("OLMS", "VARN", "LESK")]
    blocks = split_blocks("\n\n\n".join(parts))
    assert [b.kind is Kind.HEADING for b in blocks] == [True, False] * 3


def test_columns_that_one_blank_parts_are_rows_under_their_heads() -> None:
    rows = "Firm Exports Imports\nLund - 3%\nOlm (North) – 33% 20%\nAll 100% 9%"
    text = f"Shares were:\n{rows}\nSo be it."
    assert [(b.kind, b.under) for b in split_blocks(text)][1:-1] == [
        (Kind.TABLE_ROW, ""),
        *[(Kind.TABLE_ROW, "Firm Exports Imports")] * 3,
    ]


def test_paragraphs_that_are_numbered_in_brackets_begin_anew() -> None:
    told = "[1] On Monday the board met in the old customs\nhouse of Olm.\n[2] It rained."
    text = f"Introduction\n{told}"
    assert [text[b.start : b.end] for b in split_blocks(text)] == [
        "Introduction",
        "[1] On Monday the board met in the old customs\nhouse of Olm.",
        "[2] It rained.",
    ]


@pytest.mark.parametrize("lead", ["A warning is in effect for...", "Warned are:", "Warned"])
def test_items_stand_under_their_lead_in(lead: str) -> None:
    text = f"It blows.\n\n{lead}\n* Barbados\n* St. Vincent\n\n* Tobago\n\nIt means wind."
    assert _kinds(text)[2:] == [
        ("list_item", lead, "Barbados"),
        ("list_item", lead, "St. Vincent"),
        ("list_item", lead, "Tobago"),
        ("paragraph", "", "It means wind."),
    ]


def test_items_without_a_lead_in_stand_under_nothing() -> None:
    blocks = split_blocks("- one gate is open\n- two are shut\n- a third was sold\n")
    assert [block.under for block in blocks] == ["", "", ""]


def test_items_without_bullets_stand_under_their_lead_in() -> None:
    text = "Present were:\nAnna Lund\nBo Rask\n\nThey met at six."
    assert _kinds(text) == [
        ("paragraph", "", "Present were:"),
        ("list_item", "Present were:", "Anna Lund"),
        ("list_item", "Present were:", "Bo Rask"),
        ("paragraph", "", "They met at six."),
    ]


def test_of_a_long_lead_in_its_last_sentence_is_kept() -> None:
    text = f"{'It blows in the north. ' * 20}Warned are these:\n- Tobago"
    assert _kinds(text)[-1] == ("list_item", "Warned are these:", "Tobago")


def test_a_list_below_a_sentence_stands_under_nothing() -> None:
    assert _kinds("It blows.\n- Tobago")[-1] == ("list_item", "", "Tobago")


def test_keys_and_values_stand_under_their_heading() -> None:
    text = ".Storm #1...Olm\n\nRating:      EF2\nPeak wind:   115 mph\nDead:        0\n\nIt fell."
    head = "Storm #1...Olm"
    assert _kinds(text)[1:] == [
        ("key_value", head, "Rating: EF2"),
        ("key_value", head, "Peak wind: 115 mph"),
        ("key_value", head, "Dead: 0"),
        ("paragraph", "", "It fell."),
    ]


def test_keys_and_values_stand_under_no_list_of_names() -> None:
    text = "Present: Lund, Vey, Aldery, Brandt\n\nLate: Orme\nAbsent: Kumar"
    assert _kinds(text)[1:] == [("key_value", "", "Late: Orme"), ("key_value", "", "Absent: Kumar")]


def test_a_label_before_a_sentence_is_no_key() -> None:
    text = "RAIN:  Ten inches of rain are expected in Olm and the\nvalley by Friday."
    assert [kind for kind, _, _ in _kinds(text)] == ["paragraph"]


TABLE = """Deliveries of the mills.

Quarter     Wheat     Barley
Q3 2023    15,660      4,480
Q4 2023    14,950      4,310
"""


def test_a_lead_in_leads_to_no_paragraphs_that_are_numbered_behind_its_list() -> None:
    long = "The board has looked at the accounts of the harbour for the year, " * 4
    text = (
        f"1. The accounts are these:\nPiles 30\nShips 12\n2. {long}and agreed.\n3. It was late.\n"
    )
    assert [under for _, under, _ in _kinds(text)] == [
        "", "The accounts are these:", "The accounts are these:", "", "",
    ]  # fmt: skip


def test_a_list_goes_on_over_a_page() -> None:
    pages = ["It rained in Olm, and the ferries lay still. " * 4] * 3
    text = (
        f"{pages[0]}\n\n1\n\n{pages[1]}\n\n{pages[2]}\n\nThe accounts are these:\nPiles 30\n"
        f"Ships 12\n\n2\n\nFerries 4\nBoats 9\n\nClosing remarks\n\n{pages[2]}\n"
    )
    lead = "The accounts are these:"
    assert [(under, words) for kind, under, words in _kinds(text) if kind == "list_item"] == [
        (lead, "Piles 30"), (lead, "Ships 12"), (lead, "Ferries 4"), (lead, "Boats 9"),
    ]  # fmt: skip


def test_a_key_and_its_value_lead_to_no_list() -> None:
    text = "Survey\n\nDate:     3 May\nResult:   poor\n1. The pier is old.\n2. It is long.\n"
    assert [under for kind, under, _ in _kinds(text) if kind == "list_item"] == ["", ""]


@pytest.mark.parametrize("rule", ["", "-------   -------   -------\n"], ids=["bare", "ruled"])
def test_rows_stand_under_the_heads_of_their_columns(rule: str) -> None:
    text = TABLE.replace("Barley\n", f"Barley\n{rule}")
    rows = [row for row in _kinds(text) if row[0] == "table_row"]
    assert rows == [
        ("table_row", "", "Quarter Wheat Barley"),
        ("table_row", "Quarter | Wheat | Barley", "Q3 2023 15,660 4,480"),
        ("table_row", "Quarter | Wheat | Barley", "Q4 2023 14,950 4,310"),
    ]


def test_sentences_two_spaces_apart_are_no_table() -> None:
    text = "It rained in Olm.  It fell in Tarn.\nIt blew in Karo.  It froze in Vey.\n" * 2
    assert all(kind == "paragraph" for kind, _, _ in _kinds(text))


@pytest.mark.parametrize(
    ("labels", "speakers"),
    [
        (["MR ORME: ", "QUESTION: ", "MR ORME: "], ["MR ORME", "QUESTION", "MR ORME"]),
        (["Tom Vey: ", "Ines Aldery, Minister for Ports: ", "Ines Aldery: "],
         ["Tom Vey", "Ines Aldery, Minister for Ports", "Ines Aldery"]),
        (["HON. P. KUMAR.- ", "MR. LUND.- ", "HON. P. KUMAR.- "],
         ["HON. P. KUMAR", "MR. LUND", "HON. P. KUMAR"]),
        (["THE PRESIDENT. ", "Q. ", "THE PRESIDENT. ", "Q. "],
         ["THE PRESIDENT", "Q", "THE PRESIDENT", "Q"]),
        (["Q. ", "A. ", "Q. ", "A. "], ["Q", "A", "Q", "A"]),
        (["CC: ", "CDR: ", "CC: "], ["CC", "CDR", "CC"]),
        (["Mr. Lund. ", "The Chair. ", "Dr. J. B. Vey. ", "Mr. Lund. One thing: ", "The Chair. "],
         ["Mr. Lund", "The Chair", "Dr. J. B. Vey", "Mr. Lund", "The Chair"]),
    ],
    ids=["capitals", "names", "dashes", "stops", "letters", "short", "like sentences"],
)  # fmt: skip
def test_turns_stand_under_who_speaks(labels: list[str], speakers: list[str]) -> None:
    text = "House of Assembly\n\n" + "\n\n".join(f"{one}I do not say so." for one in labels)
    assert [(kind, under) for kind, under, _ in _kinds(text)] == [
        ("paragraph", ""), *(("turn", speaker) for speaker in speakers)
    ]  # fmt: skip


def test_a_turn_goes_on_until_another_speaks() -> None:
    text = "MR ORME: It is so.\n\nIt was so too.\n\nQUESTION: Is it?\n\nMR ORME: Yes.\n\n[It ends.]"
    assert [under for _, under, _ in _kinds(text)] == [
        "MR ORME", "MR ORME", "QUESTION", "MR ORME", ""
    ]  # fmt: skip


def test_turns_that_hang_below_the_time_are_whole() -> None:
    text = (
        "[05:18]\nCC: Roger. The bell,\n     Houston, rang.\n\n[05:19]\nCDR: Okay.\n\n"
        "[05:20]\nCC: Good.\n"
    )
    assert _kinds(text) == [
        ("paragraph", "", "[05:18]"), ("turn", "CC", "CC: Roger. The bell, Houston, rang."),
        ("paragraph", "", "[05:19]"), ("turn", "CDR", "CDR: Okay."),
        ("paragraph", "", "[05:20]"), ("turn", "CC", "CC: Good."),
    ]  # fmt: skip


def test_initials_are_of_the_name_that_they_stand_in() -> None:
    text = "JOHN P. LUND. It is so.\n\nANN VEY. Is it?\n\nJOHN P. LUND. Yes, it is.\n\nANN VEY. No."
    assert [under for _, under, _ in _kinds(text)] == ["JOHN P. LUND", "ANN VEY"] * 2


@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["right above", "above"])
def test_a_name_alone_on_its_line_stands_with_what_is_said(between: str) -> None:
    text = f"MR ORME:{between}It is so.\n\nQUESTION:{between}Is it?\n\nMR ORME:{between}Yes.\n"
    assert _kinds(text) == [
        ("turn", "MR ORME", "MR ORME: It is so."),
        ("turn", "QUESTION", "QUESTION: Is it?"),
        ("turn", "MR ORME", "MR ORME: Yes."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "A. Call to order\n\nIt began.\n\nB. Minutes\n\nThey were read.\n\nC. Accounts\n\nNone.",
        "Rain: It fell.\n\nWind: It blew.\n\nSnow: It lay.\n\nAnd more.",
        "RAIN: It fell.\n\nWIND: It blew.\n\nRAIN (LATER): It fell.\n\nSNOW: It lay.\n\n"
        + "It was a bad year.\n\n" * 12,
        "Rain: It fell.\n\nWind: It blew.\n\nHail: It broke.\n\nRain: It fell.\n\n"
        "Snow: It lay.\n\nFrost: It bit.\n\nFog: It hung.",
        "MOVER:\nJo Lund\n\nABSENT:\nAl Vey\n\nMOVER:\nAl Vey\n\nABSENT:\nJo Lund\n\nIt ended.",
        "Old Bridge. It fell.\n\nSpring Show. It began.\n\nSpring Show. It ended.\n\nIt rained.",
        "U.S. ships came.\n\nU.S. ships left.\n\nU.S. crews sang.\n\nU.S. crews ate.",
        "But if I say: come.\n\nMR. Lund.\n\nBut if I say: go.\n\nBut if I say: stay.",
        "SEC. 1. Ports. They open.\n\nSEC. 2. Dues. They rise.\n\nSEC. 3. Ships. They sail.",
    ],
    ids=[
        "letters",
        "topics",
        "few in capitals",
        "few come back",
        "forms",
        "one topic comes back",
        "initials",
        "clauses",
        "sections",
    ],
)
def test_what_is_no_transcript(text: str) -> None:
    assert all(kind != "turn" for kind, _, _ in _kinds(text))


def test_rows_with_an_empty_cell_between_tabs_stand_in_their_table() -> None:
    text = "Port\tPiles\tShip\nOlm\t34\tIda\nLesk\t\tRoss\nVelden\t30\tUla\n"
    assert _kinds(text) == [
        ("table_row", "", "Port Piles Ship"),
        ("table_row", "Port | Piles | Ship", "Olm 34 Ida"),
        ("table_row", "Port | Piles | Ship", "Lesk Ross"),
        ("table_row", "Port | Piles | Ship", "Velden 30 Ula"),
    ]


def test_lettered_lines_are_items_and_keep_their_letters() -> None:
    lead = "The board of the harbour agreed on these points and told the press of all of them:"
    first = (
        "repair of the northern wall which was damaged by the waves over the winter\n    and autumn"
    )
    text = f"{lead}\n\na) {first}\nb) payment of the crews\n\n{lead}\n(i) {first}\n(ii) a light\n"
    shown = " ".join(first.split())
    assert _kinds(text) == [
        ("paragraph", "", lead),
        ("list_item", lead, f"a) {shown}"),
        ("list_item", lead, "b) payment of the crews"),
        ("paragraph", "", lead),
        ("list_item", lead, f"(i) {shown}"),
        ("list_item", lead, "(ii) a light"),
    ]


def test_a_letter_at_the_begin_of_a_line_of_running_text_begins_no_item() -> None:
    text = (
        "In that year, which was the worst that anybody could remember, the board of the\n"
        "harbour of Olm (a) met on the quay with all the people who had come and\n"
        "(b) agreed to build it, which was more than anybody had thought to be possible.\n"
    )
    assert [kind for kind, _, _ in _kinds(text)] == ["paragraph"]
