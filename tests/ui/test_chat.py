"""The chat in the terminal, with what is typed piped in."""

from pathlib import Path

import pytest

from tests.rag.corpus import KESSEL
from tests.ui.conftest import Run

pytestmark = pytest.mark.slow

GREETING = [
    "Dateline. The corpus holds 4 reports, 9 June 2023 to 5 May 2024.",
    "Type a question. /reports lists the reports, /quit or Ctrl-D leaves.",
]
ASKED = "When did engineers reopen the Kessel bridge?"


@pytest.fixture(autouse=True)
def index(harbour_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_DATA_DIR", str(harbour_data))


def test_a_conversation(run: Run) -> None:
    typed = f"{ASKED}\n\n   \nWho is Zaphod Beeblebrox?\n/quit\nnot read\n"
    ran = run("chat", typed=typed)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[:3] == [*GREETING, f"{KESSEL} [1]"]
    refusals = [line for line in lines if line.startswith("No answer. ")]
    assert refusals == [
        "No answer. No report has “Zaphod” or “Beeblebrox” in it. The corpus holds 4 reports, "
        "9 June 2023 to 5 May 2024."
    ]


@pytest.mark.parametrize("typed", ["", "/quit\n", "/exit\n", "QUIT\n"], ids=repr)
def test_leaving(run: Run, typed: str) -> None:
    ran = run("chat", typed=typed)
    assert (ran.code, ran.err) == (0, "")
    assert [line for line in ran.out.splitlines() if line] == GREETING


def test_the_reports(run: Run) -> None:
    ran = run("chat", typed="/reports\n")
    listed = run("reports")
    assert (ran.code, listed.code) == (0, 0)
    assert listed.out in ran.out
    assert all(name in listed.out for name in ("The Old Bridge Reopens", "Notes on a Glacier"))


def test_an_empty_corpus(run: Run, tmp_path: Path) -> None:
    ran = run("--data-dir", tmp_path / "none", "chat", typed="Anything?\n")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0] == "Dateline. The corpus holds no reports."
    assert ran.out.splitlines()[2] == (
        "No answer. There are no reports to answer from yet. Add some with `dateline ingest PATH`."
    )


def test_a_question_that_is_too_long_does_not_end_the_chat(run: Run) -> None:
    ran = run("chat", typed=f"{'x' * 2001}\n{ASKED}\n")
    assert ran.code == 0
    assert ran.out.splitlines()[2].startswith("No answer. The question has 2,001 characters")
    assert f"{KESSEL} [1]" in ran.out.splitlines()
