"""The times of a report, placed by its date, by date lines in it and by what was told before."""

from datetime import date

import pytest

from index.structure.blocks import split_blocks
from index.times.report import report_times


def _told(text: str, published_on: date | None) -> list[tuple[str, str]]:
    found = report_times(text, split_blocks(text), published_on)
    return [(text[p.start : p.end], p.edtf) for some in found.values() for p in some]


@pytest.mark.parametrize(
    ("text", "published_on", "expected"),
    [
        pytest.param(
            "Spraying ended last Friday.", date(2024, 4, 5), [("last Friday", "2024-03-29")],
            id="last Friday, in a report of a Friday",
        ),
        pytest.param(
            "The ferry sank on Saturday night.", date(2025, 3, 9),
            [("Saturday night", "2025-03-08")], id="the day before",
        ),
        pytest.param(
            "They will meet on Monday.", date(2024, 12, 26), [("Monday", "2024-12-30")],
            id="a weekday to come",
        ),
        pytest.param(
            "The court on Monday refused; it planned to.", date(2024, 12, 26),
            [("Monday", "2024-12-23")], id="right before a verb of the past",
        ),
        pytest.param(
            "A webinar on 23 September explains it.", date(2021, 9, 20),
            [("23 September", "2021-09-23")], id="much nearer ahead than behind",
        ),
        pytest.param(
            "The dam broke in May.", date(2024, 2, 3), [("May", "2023-05")],
            id="a month, mostly behind",
        ),
        pytest.param(
            "On 26 January 2017 he learned of it. On January 27 he dined with them.",
            date(2019, 4, 18), [("26 January 2017", "2017-01-26"), ("January 27", "2017-01-27")],
            id="a narrative of an earlier year",
        ),
        pytest.param(
            "In May 2019 the plant opened. On March 3 a fire broke out.", date(2024, 3, 5),
            [("May 2019", "2019-05"), ("March 3", "2024-03-03")],
            id="what is just past is not of that narrative",
        ),
        pytest.param(
            "On 9 May 2017 it was signed.\n\nThe next day he spoke. Two days later he left.",
            date(2019, 4, 18),
            [("9 May 2017", "2017-05-09"), ("The next day", "2017-05-10"),
             ("Two days later", "2017-05-12")],
            id="told from what was spoken of",
        ),
        pytest.param(
            "It fell. The next day it rose.", date(2019, 4, 18), [],
            id="from nothing that was spoken of",
        ),
        pytest.param(
            "It peaked on 30 November. Last winter it peaked at 8.8 GW, on 22 January.",
            date(2020, 12, 3),
            [("30 November", "2020-11-30"), ("Last winter", "2019-24"),
             ("22 January", "2020-01-22")],
            id="of the time that begins its sentence",
        ),
        pytest.param(
            "VELDEN, March 9 (NW) - It sank on Saturday.", date(2025, 3, 10),
            [("March 9", "2025-03-09"), ("Saturday", "2025-03-08")], id="under a wire's date",
        ),
        pytest.param(
            "_November 29, 1899._\n\nA soldier was cut down to-day.", date(1899, 11, 28),
            [("November 29, 1899", "1899-11-29"), ("to-day", "1899-11-29")],
            id="under a diary's date",
        ),
        pytest.param(
            "[Friday, 10th June]\n\nTo-day the wind was light.", date(1808, 6, 23),
            [("Friday, 10th June", "1808-06-10"), ("To-day", "1808-06-10")],
            id="a date with its weekday",
        ),
        pytest.param(
            "This morning (Jan. 7th) we went on board, and yesterday too.", date(1846, 12, 31),
            [("This morning", "1846-01-07"), ("Jan. 7th", "1846-01-07"),
             ("yesterday", "1846-01-06")], id="where the text says which day today is",
        ),
        pytest.param(
            "On Jan. 21st I was appointed. It began on Apr. 5th, on May 2nd came the first, and on "
            "July 21st it ended.", date(1845, 12, 31),
            [("Jan. 21st", "1845-01-21"), ("Apr. 5th", "1845-04-05"), ("May 2nd", "1845-05-02"),
             ("July 21st", "1845-07-21")], id="a chronicle of a year",
        ),
        pytest.param(
            "On Jan. 1st we began. In April it was halted, in July resumed, and on August 9th, as "
            "in 1843, ended. On Jan. 9th I went home.", date(1845, 12, 31),
            [("Jan. 1st", "1845-01-01"), ("April", "1845-04"), ("July", "1845-07"),
             ("August 9th", "1845-08-09"), ("1843", "1843"), ("Jan. 9th", "1845-01-09")],
            id="a chronicle of months, with a day next to its end",
        ),
        pytest.param(
            "It was halted in April, in July and on 9 August. It will begin again on 9 January.",
            date(2024, 12, 20),
            [("April", "2024-04"), ("July", "2024-07"), ("9 August", "2024-08-09"),
             ("9 January", "2025-01-09")], id="a chronicle, and what is to come",
        ),
        pytest.param(
            "In epi week 13 of 2024, in fiscal year 2024, in the third quarter of 2023.", None,
            [("epi week 13 of 2024", "2024-03-25/2024-03-31"),
             ("fiscal year 2024", "2023-10~/2024-09~"), ("the third quarter of 2023", "2023-35")],
            id="weeks, fiscal years and quarters",
        ),
        pytest.param(
            "Sales rose in the year to December 2024, six months ended 30 June 2024 and the week "
            "ending 5 May 2024.", None,
            [("in the year to December 2024", "2024"), ("six months ended 30 June 2024",
             "2024-01/2024-06"), ("the week ending 5 May 2024", "2024-04-29/2024-05-05")],
            id="what ended at a time",
        ),
        pytest.param(
            "On the 3rd the 20th and 150th rifle brigades met; on the 7th and the 9th they rested.",
            date(2024, 5, 24), [("3rd", "2024-05-03"), ("7th", "2024-05-07"),
                                ("9th", "2024-05-09")], id="numbered things are no days",
        ),
        pytest.param(
            "A spring-summer crop was sown in spring 2024 and stood from spring to autumn 2025.",
            date(2024, 5, 24), [("spring 2024", "2024-21"),
                                ("from spring to autumn 2025", "2025-03/2025-11")],
            id="seasons of any year",
        ),
        pytest.param(
            "On 3 May 1915 we marched; on the 5th, 6th and 7th we rested, and from the 27th to the "
            "28th.", date(1916, 12, 29),
            [("3 May 1915", "1915-05-03"), ("5th, 6th and 7th", "1915-05-05/1915-05-07"),
             ("from the 27th to the 28th", "1915-05-27/1915-05-28")],
            id="days by their numbers alone",
        ),
        pytest.param(
            "The 27th and 28th Brigades, the 1st, 5th and 9th Corps and the 3rd and 4th rounds of "
            "talks; the 5th round, the 2nd half.", date(2024, 5, 24), [],
            id="lists of numbered things",
        ),
        pytest.param(
            "The leaders of today and tomorrow said today that as of yesterday they knew.",
            date(2024, 5, 24), [("today", "2024-05-24"), ("yesterday", "2024-05-23")],
            id="what is of today is of no day",
        ),
        pytest.param(
            "It was closed between 3 and 5 May, and from November to February.", date(2024, 5, 24),
            [("3 and 5 May", "2024-05-03/2024-05-05"),
             ("from November to February", "2023-11/2024-02")], id="from one to another",
        ),
        pytest.param(
            "Shut since 2021, it was to open in late May, a few days ago.", date(2024, 6, 1),
            [("2021", "2021/.."), ("late May", "2024-05-21~/2024-05-31~"),
             ("a few days ago", "2024-05-27~/2024-05-30~")], id="vague and open",
        ),
    ],
)  # fmt: skip
def test_where_a_time_lies(
    text: str, published_on: date | None, expected: list[tuple[str, str]]
) -> None:
    assert _told(text, published_on) == expected


def test_a_wire_s_date_line_is_the_day_of_telling() -> None:
    text = "VELDEN, March 9 (NW) - It sank on Saturday."
    [[line, sank]] = report_times(text, split_blocks(text), date(2025, 3, 10)).values()
    assert (line.of_telling, sank.of_telling) == (True, False)


def test_the_ends_of_an_interval_are_times_too() -> None:
    text = "It was shut from May 2022 to 3 June 2023."
    [[shut]] = report_times(text, split_blocks(text), None).values()
    assert [(text[p.start : p.end], p.edtf) for p in shut.ends] == [
        ("May 2022", "2022-05"), ("3 June 2023", "2023-06-03"),
    ]  # fmt: skip
