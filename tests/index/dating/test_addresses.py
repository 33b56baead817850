"""The day in a report's address or in the name of its file, beside what it says."""

from datetime import date

import pytest

from index.types import DateSource, Metadata, ReportDate
from tests.index.dating.reports import HIGH, LOW, MEDIUM, date_of


def test_the_report_s_own_address_confirms_a_byline() -> None:
    text = (
        "Tuesday, November 5, 2024\n\nBridge Closed\n\n"
        "It was closed on May 1.\n\nFull report: https://example.org/2024/11/05/bridge"
    )
    assert date_of(text)[0] == ReportDate(date(2024, 11, 5), DateSource.BYLINE, HIGH)


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
    assert date_of(text, Metadata(url=address))[0] == ReportDate(
        date(2024, 5, 24), DateSource.URL, MEDIUM, "read from the address"
    )


def test_an_address_in_the_text_is_a_weak_sign() -> None:
    dated, _ = date_of("The bridge is closed. Full text: https://example.org/2024/05/24/bridge")
    assert dated == ReportDate(
        date(2024, 5, 24), DateSource.URL, LOW,
        "read from the only address with a date that the report gives",
    )  # fmt: skip


def test_an_address_older_than_what_the_report_tells_is_a_source_of_it() -> None:
    text = "Closed on 23 May 2024, as https://example.org/2019/01/02/plan had foreseen."
    assert date_of(text)[0] == ReportDate(
        date(2024, 5, 23), DateSource.TEXT, LOW,
        "the report gives no date; this is the latest day, with its year, that it names: the "
        "report may be later",
    )  # fmt: skip


@pytest.mark.parametrize(
    "path",
    ["2024-05-24.txt", "in/bridge_20240524.md", "bridge-24-may-2024.txt", "2024.05.24 bridge.txt"],
)
def test_the_file_s_name(path: str) -> None:
    assert date_of("The bridge is closed.", path=path)[0] == ReportDate(
        date(2024, 5, 24), DateSource.FILE, MEDIUM, "read from the file name"
    )


def test_a_file_s_name_of_another_century() -> None:
    found, _ = date_of("The bridge is closed.", path="1863-11-14_to-the-board.txt")
    assert (found.published_on, found.source) == (date(1863, 11, 14), DateSource.FILE)


@pytest.mark.parametrize(
    "path", ["bridge.txt", "18631114.txt", "20249999.txt", "2034-05-24.txt", "123.txt"]
)
def test_no_date_at_all(path: str) -> None:
    assert date_of("The bridge is closed.", path=path) == (
        ReportDate(note="the report gives no date"),
        None,
    )
