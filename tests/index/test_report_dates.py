"""When a report came out: the signals that `date_report` weighs."""

from datetime import date

import pytest

from index.types import DateSource, Metadata, ReportDate
from tests.index.dating.reports import BODY, HIGH, LOW, MEDIUM, date_of


@pytest.mark.parametrize(
    "line",
    [
        "May 24, 2024",
        "24 May 2024",
        "2024-05-24",
        "2024-05-24T18:00:00+02:00",
        "Published: 24 May 2024, 10:30 GMT",
        "Friday, 24 May 2024 5:40 p.m.",
        "Issue 14 – 24 May 2024",
        "Release date: 24 May 2024",
        "PRESS RELEASE | 24 May 2024",
        "1100 AM EDT FRI MAY 24 2024",
        "Velden, 24 May 2024",
        "24/5/24",
        "24-May-2024",
        "24th day of May, 2024",
    ],
)
def test_a_line_with_a_date_alone_is_the_byline(line: str) -> None:
    dated, block = date_of(f"Bridge Closed\n\n{line}\n\n{BODY}")
    assert dated == ReportDate(date(2024, 5, 24), DateSource.BYLINE, HIGH)
    assert block == 1


@pytest.mark.parametrize(
    "line",
    [
        "By Jane Doe and Joe O’Neill, May 24, 2024",
        "May 24, 2024 by the Institute for the Study of War",
    ],
)
def test_a_line_with_an_author_is_a_byline(line: str) -> None:
    dated, block = date_of(f"Bridge Closed\n\n{line}\n\n{BODY}")
    assert dated.confidence in (HIGH, MEDIUM)
    assert (dated.published_on, dated.source) == (date(2024, 5, 24), DateSource.BYLINE)
    assert block == 1


def test_a_line_of_an_update_beside_that_of_publication() -> None:
    line = "Published 24 May 2024 | Updated 26 May 2024"
    dated, block = date_of(f"Bridge Closed\n\n{line}\n\n{BODY}")
    changed = date(2024, 5, 26)
    assert dated == ReportDate(
        date(2024, 5, 24), DateSource.BYLINE, HIGH, date_modified=changed, not_before=changed
    )
    assert (dated.known_by, block) == (changed, 1)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Data as of 24 May 2024", id="data cut-off"),
        pytest.param("As of 24 May 2024", id="as of"),
        pytest.param("Closed on 24 May 2024", id="a statement"),
        pytest.param("24-26 May 2024", id="a span"),
        pytest.param("30 February 2024", id="no day"),
        pytest.param("May 24", id="no year"),
    ],
)
def test_other_lines_with_a_date_do_not_clearly_date_a_report(line: str) -> None:
    dated, block = date_of(f"Bridge Closed\n\n{line}\n\nRepairs are under way.")
    assert (dated.confidence, dated.known_by, block) == (LOW, None, None)
    assert dated.note is not None


@pytest.mark.parametrize("line", ["Dated: 24 May 2024", "Dated this 24th day of May, 2024."])
def test_a_report_may_be_dated_at_its_foot(line: str) -> None:
    told = "\n\n".join(f"The {n} ministers have said that this is so." for n in range(9))
    dated, _ = date_of(f"To the board\n\n{told}\n\n{BODY}\n\n{line}")
    assert (dated.published_on, dated.source) == (date(2024, 5, 24), DateSource.BYLINE)
    assert dated.confidence in (HIGH, MEDIUM)


def test_a_byline_with_nothing_told_to_check_it_by() -> None:
    dated, _ = date_of("Bridge Closed\n\nMay 24, 2024\n\nRepairs are under way.")
    assert dated == ReportDate(date(2024, 5, 24), DateSource.BYLINE, HIGH)


def test_a_byline_long_after_the_events() -> None:
    dated, _ = date_of("Bridge Closed\n\nMay 24, 2024\n\nIt was closed on May 1.")
    assert dated == ReportDate(
        date(2024, 5, 24), DateSource.BYLINE, MEDIUM, "the latest event told is of 1 May 2024"
    )


def test_a_masthead_long_after_the_events_is_the_page_s() -> None:
    dated, block = date_of(f"Tuesday, November 5, 2024\n\nBridge Closed\n\n{BODY}")
    assert dated == ReportDate(
        date(2024, 5, 23),
        DateSource.TEXT,
        LOW,
        "the latest event told is of 23 May 2024, and the 5 November 2024 that heads the page is "
        "166 days later: the page's date, not the report's, which came out on or soon after that "
        "event",
        page_date=date(2024, 11, 5),
    )
    assert block == 0


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("November 5, 2024", id="no weekday"),
        pytest.param("Tuesday, November 5, 2024, 18:00", id="a time of day"),
    ],
)
def test_a_byline_at_the_top_is_no_masthead(line: str) -> None:
    dated, _ = date_of(f"{line}\n\nBridge Closed\n\n{BODY}")
    assert (dated.published_on, dated.source) == (date(2024, 11, 5), DateSource.BYLINE)
    assert (dated.confidence, dated.page_date) == (MEDIUM, None)


def test_a_masthead_without_events_is_doubted() -> None:
    dated, _ = date_of("Tuesday, November 5, 2024\n\nBridge Closed\n\nRepairs are under way.")
    assert (dated.source, dated.confidence) == (DateSource.BYLINE, MEDIUM)
    assert dated.note == "the page is headed with this date, as mastheads are"


QUOTED = (
    "Last month the following letter was sent to all members of the harbour board.\n\n"
    "From: Ines Aldery\n\nDate: Fri, 24 May 2024 18:12 UTC\n\nSubject: The east quay\n\n"
    "The piles of the quay have rotted through. We ask you to close it."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            QUOTED,
            ReportDate(
                date(2024, 6, 7), DateSource.URL, MEDIUM,
                "read from the address; the text has 24 May 2024",
            ),
            id="a letter that it quotes",
        ),
        pytest.param(
            f"The east quay, inspected on 24 May 2024\n\n{BODY}",
            ReportDate(date(2024, 6, 7), DateSource.URL, MEDIUM, "read from the address"),
            id="its title",
        ),
        pytest.param(
            f"The east quay\n\nPublished: 24 May 2024\n\n{BODY}",
            ReportDate(
                date(2024, 5, 24), DateSource.BYLINE, HIGH, not_before=date(2024, 6, 7)
            ),
            id="when it says it was published",
        ),
    ],
)  # fmt: skip
def test_a_later_day_in_the_report_s_own_address(text: str, expected: ReportDate) -> None:
    dated, _ = date_of(text, Metadata(own_path="news/2024/06/07/quay"))
    assert dated == expected
    assert dated.known_by == date(2024, 6, 7)


def test_a_heading_that_ends_in_a_stop_is_a_heading() -> None:
    stated = Metadata(title="Ferries of the harbour. Situation report 2024-05-24.")
    dated, _ = date_of(BODY, stated)
    assert (dated.published_on, dated.source) == (date(2024, 5, 24), DateSource.BYLINE)


LOG = """Pump failure on the east quay

The pumps failed for an hour. Nobody was hurt, and no ship was held up by it.

24 May 2024 13:06

A new pump was put in. It ran well at first, and stopped on the second try.

13:35

The pumps ran again, and the crew went home.

15:10

The watch heard water in the hold. Both pumps had stopped.

16:55

The pumps were made to run by hand, and the quay was shut for the night.
"""


def test_the_first_entry_of_a_log_is_no_sure_date_of_it() -> None:
    dated, _ = date_of(LOG)
    assert dated == ReportDate(date(2024, 5, 24), DateSource.BYLINE, MEDIUM)
    dated, _ = date_of(LOG.replace("13:35", "Second try").replace("15:10", "Third try"))
    assert dated == ReportDate(date(2024, 5, 24), DateSource.BYLINE, HIGH)


def test_a_byline_that_is_still_to_come_is_passed_over() -> None:
    dated, block = date_of("Bridge Closed\n\nMay 24, 2034\n\nRepairs are under way.")
    assert (dated, block) == (ReportDate(note="the report gives no date"), None)


MASTHEAD = (
    "Tuesday, November 5, 2024\n\nTown Taken\n\n"
    "The town was captured on February 17, officials said in Kyiv."
)


@pytest.mark.parametrize(
    "more",
    [
        pytest.param("Aid depends on the November 5 election there, he said.", id="a coming day"),
        pytest.param("Latest article\n\nFlood in Valencia\n\nNov 4, 2024", id="a teaser"),
        pytest.param("© November 5, 2024 Daily Star. All rights reserved.", id="copyright"),
        pytest.param("https://ads.example.com/2024/11/05/win", id="an advertisement"),
    ],
)
def test_page_text_does_not_confirm_a_masthead(more: str) -> None:
    dated, _ = date_of(f"{MASTHEAD}\n\n{more}")
    assert (dated.published_on, dated.source) == (date(2024, 2, 17), DateSource.TEXT)
    assert (dated.confidence, dated.page_date) == (LOW, date(2024, 11, 5))


def test_a_masthead_over_news_of_the_day_before() -> None:
    dated, _ = date_of("Tuesday, November 5, 2024\n\nBridge Closed\n\nIt was shut on November 4.")
    assert dated == ReportDate(date(2024, 11, 5), DateSource.BYLINE, HIGH)


def test_a_date_line_before_what_the_text_tells() -> None:
    told = "On 25 April 2024 survivors met in Kyiv."
    dated, _ = date_of(f"Remembering Chernobyl\n\n26 April 1986\n\n{told}")
    assert (dated.published_on, dated.source) == (date(2024, 4, 25), DateSource.TEXT)
    assert dated.confidence is LOW
    assert dated.note is not None
    both = f"Remembering Chernobyl\n\n26 April 1986\n\nPublished 26 April 2024\n\n{told}"
    assert date_of(both) == (ReportDate(date(2024, 4, 26), DateSource.BYLINE, HIGH), 2)


def test_a_date_line_shortly_before_what_the_text_tells_is_doubted() -> None:
    dated, _ = date_of("Bridge Closed\n\n24 May 2024\n\nIt was opened on 3 June 2024.")
    assert dated == ReportDate(
        date(2024, 5, 24), DateSource.BYLINE, LOW,
        "the text tells of 3 June 2024, which is after the date that heads it",
    )  # fmt: skip


def test_a_day_to_come_does_not_make_a_date_line_doubtful() -> None:
    dated, _ = date_of(f"Bridge Closed\n\n24 May 2024\n\n{BODY} It will open on 3 June 2024.")
    assert dated == ReportDate(date(2024, 5, 24), DateSource.BYLINE, HIGH)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param("The treaty was signed. It expires on 5 February 2025.", id="expires"),
        pytest.param("The plan runs until 5 February 2025.", id="until"),
        pytest.param("All must pay by 5 February 2025.", id="by"),
        pytest.param("The talks are due on 5 February 2025.", id="due"),
        pytest.param("© 5 February 2025 News Corp. All rights reserved.", id="copyright"),
    ],
)
def test_deadlines_and_copyright_are_no_sign(told: str) -> None:
    assert date_of(told)[0] == ReportDate(note="the report gives no date")


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("15 April 2024 | Updated 16 April 2024 | 6 min read", 15),
        ("15 April 2024 · 6 min read", 15),
        ("Updated 4:15 PM GMT+2, published April 15, 2024", 15),
        ("Mon 15 Apr 2024 01.43 BST", 15),
        ("15/04/2024", 15),
        ("4/15/2024 4:00 PM", 15),
        ("02.04.2024, 10:15 Uhr", 2),
        ("Apr 15th 2024|KYIV", 15),
        ("April 15, 20243:45 PM GMT+1Updated 5 days ago", 15),
    ],
)
def test_more_date_lines(line: str, day: int) -> None:
    dated, block = date_of(f"War enters its second year\n\n{line}\n\nIt began on April 1.")
    assert (dated.published_on, dated.source) == (date(2024, 4, day), DateSource.BYLINE)
    assert block == 1


def test_first_published_comes_before_updated() -> None:
    head = "Results\n\nUpdated: 6 Nov 2024 23:59\n\nFirst published: 5 Nov 2024 06:00\n\nAll in."
    dated, block = date_of(head)
    assert (dated.published_on, block) == (date(2024, 11, 5), 2)


def test_an_update_alone_is_no_certain_date() -> None:
    dated, block = date_of("Results\n\nUpdated: 6 Nov 2024\n\nCounted on November 5.")
    assert block == 1
    assert dated == ReportDate(
        date(2024, 11, 6), DateSource.BYLINE, MEDIUM, "the page gives only the day of an update",
        date_modified=date(2024, 11, 6),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("head", "day", "block"),
    [
        pytest.param("KYIV, March 14 (Reuters) - The town fell on 13 March 2024, officials said in"
                     " the capital.", 14, None, id="wire"),
        pytest.param("Ministers meet\n\n14 MAR, 13:05\n\nIt was so on 13 March 2024.", 14, 1,
                     id="a line without a year"),
    ],
)  # fmt: skip
def test_date_lines_without_a_year(head: str, day: int, block: int | None) -> None:
    dated, found = date_of(head)
    assert (dated.published_on, dated.confidence) == (date(2024, 3, day), MEDIUM)
    assert found == block
    assert dated.note is not None


def test_a_menu_above_the_head_is_passed_over() -> None:
    menu = "Skip to content\nHome\nNews\nWorld\nPolitics\nSport\n"
    dated, block = date_of(f"{menu}Minister quits over leak\nPublished 3 March 2024\n\nSo it is.")
    assert (dated.published_on, block) == (date(2024, 3, 3), 7)


def test_a_judgment_is_of_its_day_and_not_of_the_hearings() -> None:
    days = (("hearing", "2 November 2020"), ("last submissions", "9 November 2020"),
            ("judgment", "5 February 2021"))  # fmt: skip
    head = "\n\n".join(f"Date of {what}:\n{day}" for what, day in days)
    told = "The appellant was employed by the company until 12 July 2018. It dismissed him then."
    dated, _ = date_of(f"Smith v Commissioner\n\n{head}\n\n{told}")
    assert (dated.published_on, dated.source) == (date(2021, 2, 5), DateSource.BYLINE)


LATER = "Dockets released prior to June 1, 2009 are available from the records division."


def test_a_date_line_that_the_name_of_the_file_bears_out() -> None:
    text = f"Quay Fire\n\n{BODY}\n\nReport Date: 31 January 2008\n\n{LATER}"
    named, _ = date_of(text, path="2008-01-31-quay.pdf")
    assert (named.published_on, named.source) == (date(2008, 1, 31), DateSource.BYLINE)
    assert date_of(text)[0].published_on != date(2008, 1, 31)


def test_a_line_that_is_of_something_else_is_not_borne_out_by_the_name() -> None:
    text = f"Quay Fire\n\nDate of birth: 31 January 2008\n\n{BODY}"
    assert date_of(text, path="2008-01-31-quay.pdf")[0].source is DateSource.FILE
