"""What a passage stands under."""

from datetime import date

import pytest

from index.furniture.marking import lay_out
from index.rules import switched_off
from index.structure.blocks import split_blocks
from index.structure.place import (
    BEFORE,
    TELLING,
    file_words,
    place_of_report,
    places,
    read_after,
    reading_place,
)
from index.types import (
    Block,
    Confidence,
    DateSource,
    Finding,
    Kind,
    Metadata,
    Passage,
    ReportDate,
    ReportHead,
    Role,
)

DATED = ReportDate(date(2024, 5, 3), DateSource.BYLINE, Confidence.HIGH)


def _head(title: str | None, path: str, dated: ReportDate = DATED) -> ReportHead:
    return ReportHead("r", path, title, None, None, dated)


def _places(*told: tuple[str, Role, int, str]) -> list[str]:
    """The places of blocks given as their text, role, level and what they stand under."""
    text, blocks = "", []
    for words, role, level, under in told:
        blocks.append(Block(len(text), len(text) + len(words), Kind.PARAGRAPH, role, "", level,
                            under))  # fmt: skip
        text += f"{words}\n\n"
    return places(text, blocks)


def test_headings_hold_until_one_of_their_level_or_above() -> None:
    body = ("It rained.", Role.BODY, 0, "")
    found = _places(
        ("A Title", Role.TITLE, 1, ""), body,
        ("Weather", Role.HEADING, 2, ""), body,
        ("In May:", Role.HEADING, 3, ""), body,
        ("Harvest", Role.HEADING, 2, ""), ("It was poor.", Role.BODY, 0, "By the mill"),
    )  # fmt: skip
    assert found == [
        "", "", "", "Weather", "Weather", "Weather › In May", "", "Harvest: By the mill",
    ]  # fmt: skip


def test_headings_without_a_level_hold_until_the_next_and_together_where_nothing_is_between() -> (
    None
):
    body = ("It rained.", Role.BODY, 0, "")
    found = _places(
        ("Weather", Role.HEADING, 0, ""), ("In May", Role.HEADING, 0, ""), body,
        ("Harvest", Role.HEADING, 0, ""), body,
    )  # fmt: skip
    assert found == ["", "Weather", "Weather › In May", "", "Harvest"]


def _read(text: str) -> list[tuple[str, str]]:
    """The roles and the places of the blocks of a plain text below its title."""
    blocks = lay_out(text, split_blocks(text), Metadata(), None).blocks
    return [
        (b.role.value, under) for b, under in zip(blocks, places(text, blocks), strict=True)
        if b.role is not Role.FURNITURE
    ]  # fmt: skip


def test_a_heading_with_a_figure_is_text_and_stands_over_its_section_all_the_same() -> None:
    text = "Storm survey\n\n41 SHIPS LOST\n\nMost were of wood.\n\nWHO PAYS?\n\nThe port pays."
    assert _read(text)[1:] == [
        ("body", ""), ("body", "41 SHIPS LOST"), ("body", "41 SHIPS LOST"),
        ("body", "41 SHIPS LOST"),
    ]  # fmt: skip
    with switched_off([TELLING.name]):
        assert {under for _, under in _read(text)} == {""}


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("SITE #2 - OLM", "SITE #2 - OLM"),
        (".Storm #2...Olm County", "Storm #2...Olm County"),
        ("No. 2, Olm County\n-----------------", "No. 2, Olm County"),
        ("2.1 Olm County", "2.1 Olm County"),
    ],
    ids=["a mark", "in dots", "a word", "a section"],
)
def test_a_number_that_only_counts_headings_tells_nothing(heading: str, place: str) -> None:
    text = f"Storm survey\n\n{heading}\n\nThe storm broke most of the trees.\n\nRating:    high"
    assert _read(text)[1:] == [("heading", ""), ("body", place), ("body", place)]


def test_what_is_said_twice_is_told_once_and_what_is_long_is_cut() -> None:
    (_, under) = _places(("The mills:", Role.HEADING, 0, ""), ("Two.", Role.BODY, 0, "The mills:"))
    assert under == "The mills"
    (_, under) = _places(("word " * 40, Role.HEADING, 0, ""), ("Two.", Role.BODY, 0, ""))
    assert under == "word " * 17 + "word…"


@pytest.mark.parametrize(
    ("title", "path", "place"),
    [
        ("Ferry Sinks", "in/2024-05-03-ferry-sinks.txt", "Ferry Sinks, 3 May 2024"),
        (None, "2024-05-03_quay-news.md", "quay news, 3 May 2024"),
        ("Bulletin", "michael-adv-07.txt", "Bulletin, michael adv 07, 3 May 2024"),
        (None, "20240503.txt", "3 May 2024"),
    ],
)
def test_what_all_of_a_report_stands_under(title: str | None, path: str, place: str) -> None:
    assert place_of_report(_head(title, path)) == place


def test_what_a_model_reads() -> None:
    assert reading_place("Ferry Sinks, 3 May 2024", "Rescue") == "Ferry Sinks, 3 May 2024: Rescue:"
    assert reading_place("", "Rescue") == "Rescue:"
    assert reading_place("", "") == ""


def test_the_day_in_a_files_name_is_none_of_its_words() -> None:
    assert file_words("a/2017-08-17-harvey-adv-01.txt") == "harvey adv 01"
    assert file_words("Łódź_20240503_Report.md") == "lodz report"
    assert file_words("old.zip!deep/in.zip!Board Minutes.docx") == "board minutes"
    assert file_words("mail.mbox#3!Board Minutes.docx") == "board minutes"
    assert file_words("mail.mbox#3") == "mail"
    assert file_words("Go! Now.txt") == "go now"


def _found(before: str, text: str = "He was flown to Olm.") -> Finding:
    passage = Passage("p", "r", 0, len(before), len(before) + len(text), (), "Rescue")
    return Finding(passage, text, _head("Notes", "notes.txt"), before)


def test_a_reader_is_given_what_stands_before_a_passage() -> None:
    assert read_after(_found("")) == "Notes, 3 May 2024: Rescue:"
    assert read_after(_found("Roe fell.\n\n")) == "Notes, 3 May 2024: Rescue: Roe fell. |"


def test_what_stands_before_is_cut_at_a_word_and_gives_way_to_the_passage() -> None:
    begin = "Notes, 3 May 2024: Rescue: "
    words = "ament voted. " + "Roe fell on Monday. " * 20
    cut = read_after(_found(words[:BEFORE])).removeprefix(begin)
    assert 100 < len(cut) < BEFORE
    assert not cut.startswith("ament")
    assert words.find(cut[:-2]) > 0
    assert read_after(_found(words, "word " * 200)) == begin.strip()


def test_a_heading_stands_over_its_section_without_its_stars() -> None:
    text = "*** UPDATE FROM OLM ***\n\nIt rained."
    assert places(text, split_blocks(text))[-1] == "UPDATE FROM OLM"
