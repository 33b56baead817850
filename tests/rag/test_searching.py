"""What the search gives, once its candidates are ranked."""

from datetime import date
from pathlib import Path

from index.rules import switched_off
from rag.question.parsing import Query
from rag.retrieval.search import apart
from tests.rag.corpus import engine_over, finding, ranked


def test_of_passages_that_share_a_sentence_the_nearer_is_kept() -> None:
    first = ranked(finding(["A ferry sank.", "It was night."]), [0.9, 0.2])
    beside = ranked(finding(["It was night.", "Many drowned."], start=114), [0.5, 0.4])
    after = ranked(finding(["Many drowned.", "Some swam."], start=128), [0.4, 0.3])
    far = ranked(finding(["A mill burned."], start=900), [0.1])
    assert apart([first, beside, after, far]) == [first, after, far]
    with switched_off(["overlapping-passages-apart"]):
        assert apart([first, beside, after, far]) == [first, beside, after, far]


def test_a_sentence_that_is_in_no_passage_kept_brings_its_passage_back() -> None:
    middle = ranked(finding(["It was night.", "Many drowned."], start=114), [0.9, 0.8])
    first = ranked(finding(["A ferry sank.", "It was night."]), [0.5, 0.4])
    last = ranked(finding(["Many drowned.", "Some swam."], start=128), [0.4, 0.3])
    assert apart([middle, first, last]) == [middle, first, last]
    with switched_off(["sentence-between-passages"]):
        assert apart([middle, first, last]) == [middle]


def test_what_does_not_tell_the_time_that_is_asked_about_is_found_behind_what_does(
    tmp_path: Path,
) -> None:
    reports = {
        "tender.txt": "Published: 2024-06-20\n\nPier Seven was repaired by the firm of Berg.",
        "march.txt": "Published: 2024-03-05\n\nIn March 2024 the ferry to Olm lay idle.",
    }
    engine = engine_over(tmp_path, reports)
    asked = Query("Who repaired Pier Seven in March 2024?")
    assert [r.candidate.of_time for r in engine.search(asked)] == [False, True]
    with switched_off(["any-time-searched"]):
        assert [r.candidate.of_time for r in engine.search(asked)] == [True]
    published = engine.search(Query("Who repaired Pier Seven?", last=date(2024, 3, 31)))
    assert [r.finding.report.path for r in published] == ["march.txt"]
