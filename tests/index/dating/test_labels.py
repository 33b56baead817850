"""What the words before a date say of it."""

import pytest

from index.dating.labels import BEGINS_WITH_CLOCK, label, preposition


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        ("Published: ", "publication"),
        ("Release date: ", "publication"),
        ("Date: ", "publication"),
        ("The date: ", "publication"),
        ("Last updated ", "update"),
        ("Effective date: ", "else"),
        ("Date of judgment: ", "publication"),
        ("Judgment Rendered: ", "publication"),
        ("Date of last submissions: ", "else"),
        ("Date of birth: ", "else"),
        ("Report Date: ", "publication"),
        ("Date of report: ", "publication"),
        ("Publication Date: ", "publication"),
        ("End Date: ", "else"),
        ("released prior to ", "else"),
        ("Hearing date: ", "named"),
        ("# Incident date: ", "named"),
        ("EMBARGOED UNTIL 00:01 Thursday ", "publication"),
        ("EMBARGOED UNTIL 00:01 on ", "publication"),
        ("Strictly embargoed for publication until Thursday ", "publication"),
        ("The embargo ended on ", "else"),
        ("The arms embargo was extended until ", "else"),
        ("Embargo on arms to run until ", "else"),
        ("Velden, ", ""),
        ("", ""),
    ],
)
def test_what_it_is_the_day_of(ahead: str, expected: str) -> None:
    assert label(ahead) == expected


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [("It closed on ", "on"), ("from 3 to ", "to"), ("Velden ", "a word"), ("", "nothing")],
)
def test_what_leads_to_it(ahead: str, expected: str) -> None:
    assert preposition(ahead) == expected


@pytest.mark.parametrize(
    ("line", "begins"),
    [
        ("13:35", True),
        ("2024-05-24 10:48; the pumps stopped", True),
        ("- **16:58 UTC** the pumps ran", True),
        ("1.10 Of the quay", False),
        ("They stopped at 13:35.", False),
    ],
)
def test_an_entry_of_a_log_begins_with_the_time_of_day(line: str, begins: bool) -> None:
    assert (BEGINS_WITH_CLOCK.match(line) is not None) is begins
