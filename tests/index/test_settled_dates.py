"""Dates that reports settle for each other, and those that are no day."""

from datetime import date
from pathlib import Path

import pytest

from index.dating import as_named, naming_of
from index.dating.names import Naming
from index.structure.place import place_of_report
from index.types import Confidence, DateSource, ReportDate
from tests.index.corpus import Corpus


def _write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def test_figures_are_read_as_the_other_reports_write_them(tmp_path: Path) -> None:
    folder, corpus = tmp_path / "in", Corpus(tmp_path / "index")
    _write(folder, "a.txt", "Quay closed\n\n5/7/22\n\nThe quay was closed after a storm, they say.")
    corpus.ingest(folder)
    dated = corpus.heads()["a.txt"].dated
    assert (dated.published_on, dated.published_edtf) == (None, "[2022-07-05,2022-05-07]")
    assert (dated.earliest, dated.known_by) == (date(2022, 5, 7), date(2022, 7, 5))
    assert dated.note == "its figures can be read as 5 July 2022 and as 7 May 2022"
    _write(folder, "b.txt", "Quay opened\n\n25/7/22\n\nThe quay was opened after the repairs.")
    corpus.ingest(folder)
    dated = corpus.heads()["a.txt"].dated
    assert (dated.published_on, dated.published_edtf) == (date(2022, 7, 5), None)
    assert dated.note == (
        "its figures can also be read as 7 May 2022; they are read as dates elsewhere are"
    )


def test_a_month_bounds_a_search_and_what_was_known(tmp_path: Path) -> None:
    folder, corpus = tmp_path / "in", Corpus(tmp_path / "index")
    _write(folder, "a.md", "---\ntitle: Quays\ndate: 2024-05\n---\nThe quay was closed.\n")
    corpus.ingest(folder)
    catalog = corpus.catalog()
    (head,) = catalog.report_heads()
    assert (head.dated.published_on, head.dated.published_edtf) == (None, "2024-05")
    assert head.dated.known_by == date(2024, 5, 31)
    coverage = catalog.coverage()
    assert (coverage.first, coverage.last) == (date(2024, 5, 1), date(2024, 5, 31))


@pytest.mark.parametrize(
    ("stated", "text", "day", "edtf"),
    [
        ("date: 2024", "The quay was closed.", None, "2024"),
        ("date: '2024'", "The quay was closed.", None, "2024"),
        ("published: 2024\ndate: 2024-05-03", "The quay was closed.", date(2024, 5, 3), None),
        ("published: 2024\ncreated: 2023-05-03", "The quay was closed.", None, "2024"),
        ("date: 2024", "3 May 2024\n\nThe quay was closed.", date(2024, 5, 3), None),
        ("date: 2024", "3 May 2022\n\nThe quay was closed.", None, "2024"),
        ("date: 2055", "The quay was closed.", None, None),
        ("date: 0024", "The quay was closed.", None, None),
        ("issue: 2024", "The quay was closed.", None, None),
    ],
    ids=["alone", "in quotes", "beside a day", "beside a day of another year", "above a day",
         "above a day of another year", "to come", "no year", "a number"],
)  # fmt: skip
def test_a_year_in_a_named_field_is_a_year(
    tmp_path: Path, stated: str, text: str, day: date | None, edtf: str | None
) -> None:
    folder, corpus = tmp_path / "in", Corpus(tmp_path / "index")
    _write(folder, "a.md", f"---\ntitle: Quays\n{stated}\n---\n{text}\n")
    corpus.ingest(folder)
    catalog = corpus.catalog()
    (head,) = catalog.report_heads()
    assert (head.dated.published_on, head.dated.published_edtf) == (day, edtf)
    if edtf is not None:
        assert head.dated.note == "the file gives only the year, 2024"
        assert head.dated.known_by == date(2024, 12, 31)
        assert place_of_report(head) == "Quays, a, 2024"


def test_a_month_with_a_slash_in_a_named_field_is_a_month(tmp_path: Path) -> None:
    """As publishers of journals write HighWire's tag where an issue has no day. What else is made
    of a month: findings/partial-dates-become-todays-day.sh."""
    folder, corpus = tmp_path / "in", Corpus(tmp_path / "index")
    told = "<p>The quay was closed after a storm, and it stays closed, the harbour board said.</p>"
    stated = {"a": "2024/05", "b": "2024/5", "c": "2024/05/13", "d": "2024/13"}
    for name, value in stated.items():
        head = f'<title>Quays</title><meta name="citation_publication_date" content="{value}">'
        page = f"<html><head>{head}</head><body><h1>Quay {name}</h1>{told}</body></html>"
        _write(folder, f"{name}.html", page)
    corpus.ingest(folder)
    dated = [head.dated for _, head in sorted(corpus.heads().items())]
    assert [(one.published_on, one.published_edtf) for one in dated] == [
        (None, "2024-05"),
        (None, "2024-05"),
        (date(2024, 5, 13), None),
        (None, None),
    ]


def _named(folder: Path, days: dict[str, str]) -> None:
    """Reports by the days in their files' names, each with its date line."""
    for name, line in days.items():
        text = f"Notice of the board\n\n{line}\n\nThe quay of {name} must be repaired. It is old."
        _write(folder, f"{name}_notice.txt", text)


def test_names_that_others_of_the_folder_bear_out_outrank_an_earlier_line(tmp_path: Path) -> None:
    folder, corpus = tmp_path / "in", Corpus(tmp_path / "index")
    _named(folder, {"2024-05-28": "24 April 2024"})
    corpus.ingest(folder)
    dated = corpus.heads()["2024-05-28_notice.txt"].dated
    assert (dated.published_on, dated.known_by) == (date(2024, 4, 24), date(2024, 5, 28))
    _named(folder, {"2024-03-02": "2 March 2024", "2024-04-11": "11 April 2024"})
    corpus.ingest(folder)
    dated = corpus.heads()["2024-05-28_notice.txt"].dated
    assert (dated.published_on, dated.source) == (date(2024, 5, 28), DateSource.FILE)
    assert dated.note == (
        "read from the file name, as other files of the folder are named by the days of their "
        "reports; the text has 24 April 2024"
    )


def test_names_after_most_lines_of_the_folder_are_of_saving(tmp_path: Path) -> None:
    folder, corpus = tmp_path / "in", Corpus(tmp_path / "index")
    _named(folder, {"2024-05-28": "24 April 2024", "2024-05-29": "2 March 2024",
                    "2024-05-30": "30 May 2024"})  # fmt: skip
    corpus.ingest(folder)
    dated = {path[:10]: head.dated for path, head in corpus.heads().items()}
    assert {day: (d.published_on, d.known_by) for day, d in dated.items()} == {
        "2024-05-28": (date(2024, 4, 24), date(2024, 4, 24)),
        "2024-05-29": (date(2024, 3, 2), date(2024, 3, 2)),
        "2024-05-30": (date(2024, 5, 30), date(2024, 5, 30)),
    }


def _days(corpus: Corpus) -> dict[str, tuple[date | None, date | None]]:
    """The day of each report and that from which it is known."""
    return {
        path: (head.dated.published_on, head.dated.known_by)
        for path, head in corpus.heads().items()
    }


def test_a_diary_in_a_folder_of_days_of_saving_is_known_from_its_last_entry(tmp_path: Path) -> None:
    folder, corpus = tmp_path / "in", Corpus(tmp_path / "index")
    _named(folder, {"2024-05-28": "24 April 2024", "2024-05-29": "2 March 2024"})
    told = {day: [f"It rained on hill {day * n}, and nobody came." for n in range(1, 16)]
            for day in (2, 3, 5)}  # fmt: skip
    entries = "\n\n".join(
        "\n\n".join([f"{day} April 2024", *paragraphs]) for day, paragraphs in told.items()
    )
    _write(folder, "2024-05-30_diary.txt", entries)
    corpus.ingest(folder)
    assert _days(corpus)["2024-05-30_diary.txt"] == (date(2024, 4, 2), date(2024, 4, 5))


def test_what_names_are_of_is_told_by_the_reports_of_their_own_folder(tmp_path: Path) -> None:
    """Neither by those of another folder nor by those that were uploaded; those that state no day
    contradict no name."""
    corpus = Corpus(tmp_path / "index")
    here, there, kept = tmp_path / "here", tmp_path / "there", tmp_path / "index" / "uploads"
    undated = tmp_path / "undated"
    _named(here, {"2024-05-28": "24 April 2024"})
    _named(undated, {"2024-07-28": "24 June 2024"})
    for day in (3, 4, 5):
        _write(undated, f"2024-05-0{day}_list.txt", f"Nets of boat {day} are torn. They are old.")
    _named(there, {"2024-03-02": "2 March 2024", "2024-04-11": "11 April 2024"})
    (tmp_path / "index").mkdir()
    _named(kept, {"2024-06-28": "24 May 2024", "2024-06-02": "2 June 2024",
                  "2024-06-11": "11 June 2024"})  # fmt: skip
    corpus.ingest(here, there, undated, *sorted(kept.iterdir()))
    days = _days(corpus)
    assert days["2024-05-28_notice.txt"] == (date(2024, 4, 24), date(2024, 5, 28))
    assert days["2024-06-28_notice.txt"] == (date(2024, 5, 24), date(2024, 6, 28))
    assert days["2024-07-28_notice.txt"] == (date(2024, 7, 28), date(2024, 7, 28))
    assert days["2024-05-03_list.txt"] == (date(2024, 5, 3), date(2024, 5, 3))


def _of_line(day: int | None) -> ReportDate:
    """What is read of a report that states a day of May 2024, or none."""
    if day is None:
        return ReportDate(date(2024, 5, 20), DateSource.FILE, Confidence.MEDIUM)
    return ReportDate(date(2024, 5, day), DateSource.BYLINE, Confidence.HIGH)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((20, 20, 20, 4), Naming.PUBLISHED),
        ((None, None, None, 4), Naming.PUBLISHED),
        ((None, None, None, None), Naming.PUBLISHED),
        ((19, 19, 19, 4), Naming.PUBLISHED),
        ((27, 28, 29, 4), Naming.PUBLISHED),
        ((4, 7, 9, 2), Naming.SAVED),
        ((4, 7, 9, 20), Naming.SAVED),
        ((4, 7, 20, 20), Naming.SAVED),
        ((4, 20, None, 20, 7), Naming.PUBLISHED),
        ((4,), None),
        ((4, 20), None),
        ((), None),
    ],
    ids=["publication", "publication, most state no day", "publication, none states a day",
         "a day of another zone", "an event before what tells of it", "saving",
         "saving, one on its day", "as many of each", "mixed, most on their day", "one alone",
         "two", "none"],
)  # fmt: skip
def test_what_the_names_of_a_folder_are_of(
    lines: tuple[int | None, ...], expected: Naming | None
) -> None:
    """Files that are all named by 20 May."""
    folder = [(f"2024-05-20_{n}.txt", _of_line(line)) for n, line in enumerate(lines)]
    assert naming_of(folder) is expected


def test_a_report_that_its_folder_has_dated_is_no_sign_that_names_are_of_publication() -> None:
    line = ReportDate(date(2024, 4, 24), DateSource.BYLINE, Confidence.HIGH,
                      not_before=date(2024, 5, 28))  # fmt: skip
    settled = as_named(line, Naming.PUBLISHED, None)
    assert (settled.published_on, settled.page_date) == (date(2024, 5, 28), date(2024, 4, 24))
    on_time = ("2024-03-02.txt", ReportDate(date(2024, 3, 2), DateSource.BYLINE, Confidence.HIGH))
    folder = [("2024-05-28.txt", settled), on_time]
    assert naming_of([*folder, on_time]) is Naming.PUBLISHED
    assert naming_of(folder) is None
    assert naming_of([*folder, ("2024-05-28.txt", line)]) is Naming.SAVED
