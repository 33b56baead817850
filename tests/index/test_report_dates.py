"""When a report came out: the signals that `date_report` weighs."""

from datetime import date

import pytest

from index.blocks import split_blocks
from index.dating import date_report
from index.types import Confidence, DateSource, Metadata, ReportDate

TODAY = date(2025, 6, 1)
HIGH, MEDIUM, LOW = Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW
BODY = "The bridge was closed on May 23. Repairs are under way, the ministry said."


def _date(
    text: str, metadata: Metadata | None = None, path: str = "report.txt"
) -> tuple[ReportDate, int | None]:
    return date_report(text, split_blocks(text), metadata or Metadata(), path, TODAY)


@pytest.mark.parametrize(
    "line",
    [
        "May 24, 2024",
        "24 May 2024",
        "2024-05-24",
        "2024-05-24T18:00:00+02:00",
        "Published: 24 May 2024, 10:30 GMT",
        "Published 24 May 2024 | Updated 26 May 2024",
        "Friday, 24 May 2024 5:40 p.m.",
        "By Jane Doe and Joe O’Neill, May 24, 2024",
        "May 24, 2024 by the Institute for the Study of War",
    ],
)
def test_a_line_with_a_date_alone_is_the_byline(line: str) -> None:
    dated, block = _date(f"Bridge Closed\n\n{line}\n\n{BODY}")
    assert dated == ReportDate(date(2024, 5, 24), DateSource.BYLINE, HIGH)
    assert block == 1


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
def test_other_lines_with_a_date_are_none(line: str) -> None:
    dated, block = _date(f"Bridge Closed\n\n{line}\n\nRepairs are under way.")
    assert block is None
    assert dated.source in (DateSource.TEXT, None)
    assert dated.confidence is LOW


def test_a_byline_is_looked_for_at_the_head_only() -> None:
    paragraphs = "\n\n".join(f"Paragraph {n} says this." for n in range(6))
    dated, block = _date(f"{paragraphs}\n\nMay 24, 2024\n\nThe end.")
    assert (dated.source, block) == (DateSource.TEXT, None)


def test_a_byline_with_nothing_told_to_check_it_by() -> None:
    dated, _ = _date("Bridge Closed\n\nMay 24, 2024\n\nRepairs are under way.")
    assert dated == ReportDate(date(2024, 5, 24), DateSource.BYLINE, MEDIUM)


def test_a_byline_long_after_the_events() -> None:
    dated, _ = _date("Bridge Closed\n\nMay 24, 2024\n\nIt was closed on May 1.")
    assert dated == ReportDate(
        date(2024, 5, 24), DateSource.BYLINE, MEDIUM, "the latest event told is of 1 May 2024"
    )


def test_a_masthead_long_after_the_events_is_the_page_s() -> None:
    dated, block = _date(f"Tuesday, November 5, 2024\n\nBridge Closed\n\n{BODY}")
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
    dated, _ = _date(f"{line}\n\nBridge Closed\n\n{BODY}")
    assert (dated.published_on, dated.source) == (date(2024, 11, 5), DateSource.BYLINE)
    assert (dated.confidence, dated.page_date) == (MEDIUM, None)


def test_a_masthead_without_events_is_doubted() -> None:
    dated, _ = _date("Tuesday, November 5, 2024\n\nBridge Closed\n\nRepairs are under way.")
    assert (dated.source, dated.confidence) == (DateSource.BYLINE, MEDIUM)
    assert dated.note == "the page is headed with this date, as mastheads are"


def test_an_address_confirms_a_byline() -> None:
    text = (
        "Tuesday, November 5, 2024\n\nBridge Closed\n\n"
        "It was closed on May 1. See https://example.org/2024/11/05/bridge for more."
    )
    assert _date(text)[0] == ReportDate(date(2024, 11, 5), DateSource.BYLINE, HIGH)


def test_a_byline_that_is_still_to_come_is_passed_over() -> None:
    dated, block = _date("Bridge Closed\n\nMay 24, 2034\n\nRepairs are under way.")
    assert (dated, block) == (ReportDate(note="the report gives no date"), None)


def test_the_file_s_own_statement_comes_first() -> None:
    stated = Metadata(published_on=date(2024, 5, 20), date_source=DateSource.FRONT_MATTER)
    dated, block = _date(f"May 24, 2024\n\n{BODY}", stated)
    assert dated == ReportDate(date(2024, 5, 20), DateSource.FRONT_MATTER, HIGH)
    assert block is None


def test_a_statement_that_is_still_to_come_is_no_date() -> None:
    stated = Metadata(published_on=date(2034, 5, 20), date_source=DateSource.HTML_META)
    assert _date(BODY, stated)[0] == ReportDate(
        note="the file gives 20 May 2034, which is still to come", page_date=date(2034, 5, 20)
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/2024/05/24/bridge",
        "https://example.org/bridge-may-24-2024",
        "https://example.org/bridge-24-may-2024",
        "https://example.org/20240524-bridge",
    ],
)
def test_the_report_s_own_address(address: str) -> None:
    text = "The bridge is closed. It was built on 3 June 1999."
    assert _date(text, Metadata(url=address))[0] == ReportDate(
        date(2024, 5, 24), DateSource.URL, MEDIUM, "read from the address"
    )


def test_an_address_in_the_text_is_a_weak_sign() -> None:
    dated, _ = _date("The bridge is closed. Full text: https://example.org/2024/05/24/bridge")
    assert dated == ReportDate(
        date(2024, 5, 24), DateSource.URL, LOW,
        "read from the only address with a date that the report gives",
    )  # fmt: skip


def test_an_address_older_than_what_the_report_tells_is_a_source_of_it() -> None:
    text = "Closed on 23 May 2024, as https://example.org/2019/01/02/plan had foreseen."
    assert _date(text)[0] == ReportDate(
        date(2024, 5, 23), DateSource.TEXT, LOW,
        "the report gives no date; this is the latest day, with its year, that it names",
    )  # fmt: skip


@pytest.mark.parametrize(
    "path",
    ["2024-05-24.txt", "in/bridge_20240524.md", "bridge-24-may-2024.txt", "2024.05.24 bridge.txt"],
)
def test_the_file_s_name(path: str) -> None:
    assert _date("The bridge is closed.", path=path)[0] == ReportDate(
        date(2024, 5, 24), DateSource.FILE, MEDIUM, "read from the file name"
    )


@pytest.mark.parametrize("path", ["bridge.txt", "20249999.txt", "2034-05-24.txt", "123.txt"])
def test_no_date_at_all(path: str) -> None:
    assert _date("The bridge is closed.", path=path) == (
        ReportDate(note="the report gives no date"),
        None,
    )
