"""Inputs that once went wrong, asked again and held against patterns."""

import json
from pathlib import Path

import pytest

from bench.cases import Check, main

BRIDGE = "The bridge at Kessel\n\n3 May 2024\n\nThe work cost 3.2 million crowns and took a year.\n"
CASE = {
    "kind": "a cost is not found",
    "questions": [
        {"check": "ingest", "expected": "1 added"},
        {"check": "reports", "expected": "3 May 2024"},
        {"question": "What did the work cost?", "expected": "3.2 million crowns"},
        {"question": "What did it cost?", "as_of": "2023-01-01", "expected": "a refusal"},
    ],
}
CHECKS = {
    "07": [
        {"has": ["added 1 rejected \\[\\]"]},
        {"has": ["bridge.txt 2024-05-03 \\(byline, high\\)"]},
        {"has": ["^ANSWER: The work cost 3\\.2 million crowns"], "never": ["REFUSAL"]},
    ]
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("cases")
    for name in ("07-cost", "08-other"):
        (made / name).mkdir()
        (made / name / "bridge.txt").write_text(BRIDGE, "utf-8")
        (made / name / "case.json").write_text(json.dumps(CASE), "utf-8")
    (made / "checks.json").write_text(json.dumps(CHECKS), "utf-8")
    return made


def test_what_comes_of_a_case_is_held_against_its_patterns(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(folder), "--only", "07", "--checks", str(folder / "checks.json")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.rpartition(": ")[2] for line in said if line.startswith("07")] == [
        "holds", "holds", "holds", "to be read",
    ]  # fmt: skip
    assert said[-1] == "1 of 1 cases hold; 1 of 4 questions are to be read"


def test_what_does_not_hold_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = folder / "wrong.json"
    wrong.write_text(json.dumps({"08": [{"has": ["added 2"]}]}), "utf-8")
    assert main([str(folder), "--checks", str(wrong)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == "1 of 2 cases hold: not 08-other; 7 of 8 questions are to be read"


@pytest.mark.parametrize(
    ("check", "holds"),
    [
        (Check(has=("fell", "may 1")), True),
        (Check(has=("fell", "june")), False),
        (Check(has=("fell",), never=("olm",)), False),
        (Check(), True),
    ],
    ids=["all", "one is not there", "one must not be", "nothing to hold"],
)
def test_a_check_asks_for_all_of_some_patterns_and_none_of_others(
    check: Check, holds: bool
) -> None:
    assert check.holds("ANSWER: Olm fell\non May 1.") is holds
