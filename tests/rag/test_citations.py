"""Spans of reports become citations, or nothing does."""

from datetime import date

import pytest

from index.types import Confidence, DateSource, Finding
from rag.evidence.citations import Quote, UnresolvedCitation, cite, nearest, whole_passage
from rag.types import Citation, Copy, DatedPassage
from tests.rag.corpus import finding, head

FOUND = finding(["It reopened on May 2.", "It cost 3 crowns."])


def test_a_citation() -> None:
    copies = [head("r2", date(2024, 5, 5), "in/copy.txt"), head("r3", None)]
    assert cite(1, Quote(FOUND, 100, 121), copies) == Citation(
        n=1,
        report_id="r1",
        passage_id="r1-p100",
        path="r1.txt",
        title="A Title",
        publisher=None,
        url=None,
        published_on=date(2024, 5, 3),
        date_source=DateSource.BYLINE,
        date_confidence=Confidence.HIGH,
        date_note=None,
        event_dates=(date(2024, 5, 2),),
        event_times=("2024-05-02",),
        quote="It reopened on May 2.",
        start=100,
        end=121,
        source_start=100,
        source_end=121,
        also_in=(
            Copy(report_id="r2", path="in/copy.txt", published_on=date(2024, 5, 5)),
            Copy(report_id="r3", path="r3.txt", published_on=None),
        ),
    )


def test_a_passage_shown_as_near_is_no_citation() -> None:
    near = nearest(whole_passage(FOUND))
    assert type(near) is DatedPassage
    assert (near.quote, near.start, near.end) == (FOUND.text, 100, 139)


def test_a_day_without_year_in_an_undated_report_is_left_open() -> None:
    undated = finding(["It reopened on May 2.", "It cost 3 crowns."], head(day=None))
    citation = cite(1, Quote(undated, 100, 121))
    assert (citation.event_dates, citation.event_times) == ((), ())
    assert (citation.published_on, citation.date_note) == (None, "the report gives no date")


@pytest.mark.parametrize(
    ("start", "end"),
    [(99, 121), (100, 140), (139, 150), (0, 21), (121, 100), (100, 100), (-5, 3)],
    ids=["before", "past the end", "after", "of the text alone", "backwards", "empty", "negative"],
)
def test_a_span_outside_its_passage_is_refused(start: int, end: int) -> None:
    with pytest.raises(UnresolvedCitation, match=r"r1\.txt"):
        cite(1, Quote(FOUND, start, end))
    with pytest.raises(UnresolvedCitation, match="is outside its passage"):
        nearest(Quote(FOUND, start, end))


def test_a_passage_whose_text_is_cut_short_is_refused() -> None:
    short = Finding(FOUND.passage, FOUND.text[:10], FOUND.report)
    with pytest.raises(UnresolvedCitation):
        cite(1, whole_passage(short))
