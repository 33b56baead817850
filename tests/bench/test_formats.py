"""Questions on PDF, Word files, mail and feeds: their places and days, found and counted."""

import json
from datetime import date
from pathlib import Path

import pytest

from bench.formats import dates, places
from bench.formats.dates import Marked, Read, days_read, share_of_files
from bench.formats.places import questions_over, sum_of_words
from index.types import ReportDate
from tests.rag.corpus import engine_over

RICH = r"{\rtf1\ansi %s The pilings at Lesk are rotten.\par Divers found worms in 40 of them.\par}"
WORDS = "Divers found worms in 40 of them"


def _question(path: str, start: int, **more: object) -> dict[str, object]:
    count, wanted = len(WORDS.split()), sum_of_words(WORDS.split())
    return {
        "id": "q", "question": "What did divers find?", "drawn": True,
        "sums": [[count, wanted]], **more,
        ("spans" if more["answerable"] else "nearest"): [[path, start, start + len(WORDS)]],
    }  # fmt: skip


def _asked_over(
    folder: Path, question: dict[str, object], monkeypatch: pytest.MonkeyPatch, head: str = ""
) -> tuple[list[str], list[str]]:
    """The words at the places of a question as a text is read now, and the ids of those lost."""
    catalog = engine_over(folder, {"rich.rtf": RICH % head}).catalog
    assert catalog is not None
    (folder / "questions.jsonl").write_text(json.dumps(question), "utf-8")
    monkeypatch.setattr(places, "QUESTIONS", folder / "questions.jsonl")
    (asked,), lost = questions_over(catalog)
    report = catalog.report(catalog.report_heads()[0].id)
    assert report is not None
    return [report.text[a:b] for _, a, b in (*asked.spans, *asked.nearest)], lost


@pytest.mark.parametrize("answerable", [True, False])
def test_a_place_is_where_its_words_stand_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answerable: bool
) -> None:
    question = _question("rich.rtf", 3, answerable=answerable)
    assert _asked_over(tmp_path, question, monkeypatch, "Once more.") == ([WORDS], [])


def test_words_that_are_read_no_more_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = _question("rich.rtf", 0, answerable=True, sums=[[3, sum_of_words(["No", "such"])]])
    assert _asked_over(tmp_path, question, monkeypatch)[1] == ["q"]


DAY, LATER = date(2024, 5, 3), date(2024, 5, 9)


@pytest.mark.parametrize(
    ("days", "or_none", "dated", "right"),
    [
        pytest.param([DAY], False, ReportDate(DAY), True, id="the day"),
        pytest.param([DAY], False, ReportDate(LATER), False, id="another day"),
        pytest.param([DAY], False, ReportDate(), False, id="none read"),
        pytest.param([DAY, LATER], False, ReportDate(date(2024, 5, 5)), True, id="between two"),
        pytest.param([], True, ReportDate(), True, id="none told"),
        pytest.param([], True, ReportDate(DAY), False, id="one read where none is told"),
        pytest.param([date(2024, 5, 1), date(2024, 5, 31)], False,
                     ReportDate(published_edtf="2024-05"), True, id="the month"),
    ],
)  # fmt: skip
def test_whether_a_day_is_right(
    days: list[date], or_none: bool, dated: ReportDate, right: bool
) -> None:
    marked = Marked(id="a.pdf", days=tuple(days), or_none=or_none)
    assert Read("a.pdf", marked, dated).right is right


def test_a_file_of_several_reports_counts_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = engine_over(tmp_path, {"rich.rtf": RICH % "May 3, 2024"}).catalog
    assert catalog is not None
    (tmp_path / "dates.jsonl").write_text('{"id": "rich.rtf", "or_none": true}\n', "utf-8")
    monkeypatch.setattr(dates, "MARKED", tmp_path / "dates.jsonl")
    (read,) = days_read(catalog.report_heads())
    assert read.marked.or_none
    some = [
        Read(path, Marked(id="x", days=(DAY,)), ReportDate(day))
        for path, day in (("a.mbox#1", DAY), ("a.mbox#2", LATER), ("b.pdf", DAY))
    ]
    assert share_of_files(some) == 0.75


def test_the_questions_that_are_kept() -> None:
    lines = [json.loads(line) for line in places.QUESTIONS.read_text("utf-8").splitlines()]
    assert len(lines) == 60
    assert sum(line["answerable"] for line in lines) == 40
    assert sum(line["drawn"] for line in lines) >= 30
