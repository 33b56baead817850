"""Every expression of time in the bodies of the five reports, and the days it comes to."""

from pathlib import Path

import pytest

from index.storage.catalog import Catalog
from index.text.normalize import aligned
from tests.index.corpus import Corpus

REPORTS = Path(__file__).parents[2] / "seeds" / "reports"
TIMES = {
    "000_631bd8b393d3a37f.txt": [
        ("early November 2024", "2024-11-01", "2024-11-10"),
        ("December 26", "2024-12-26", "2024-12-26"),
        ("early November", "2024-11-01", "2024-11-10"),
        ("today", "2024-12-26", "2024-12-26"),
        ("tomorrow", "2024-12-27", "2024-12-27"),
        ("December 26", "2024-12-26", "2024-12-26"),
        ("late 2021", "2021-09-01", "2021-12-31"),
        ("early 2022", "2022-01-01", "2022-04-30"),
        ("December 26", "2024-12-26", "2024-12-26"),
        ("December 24 and 25", "2024-12-24", "2024-12-25"),
        ("mid-October 2024", "2024-10-11", "2024-10-20"),
        ("late October 2024", "2024-10-21", "2024-10-31"),
        ("over the last two months", "2024-10-26", "2024-12-26"),
        ("early November 2024", "2024-11-01", "2024-11-10"),
        ("December 24 to 25", "2024-12-24", "2024-12-25"),
        ("December 25", "2024-12-25", "2024-12-25"),
        ("December 25 and 26", "2024-12-25", "2024-12-26"),
        ("December 25", "2024-12-25", "2024-12-25"),
        ("September 2024", "2024-09-01", "2024-09-30"),
    ],
    "001_6001c5903cbb15bc.txt": [
        ("January 25", "2024-01-25", "2024-01-25"),
        ("December 2023", "2023-12-01", "2023-12-31"),
        ("late December 2023", "2023-12-21", "2023-12-31"),
        ("January 26", "2024-01-26", "2024-01-26"),
        ("January 19", "2024-01-19", "2024-01-19"),
        ("January 26", "2024-01-26", "2024-01-26"),
        ("January 24", "2024-01-24", "2024-01-24"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("January 26", "2024-01-26", "2024-01-26"),
    ],
    "002_eff72fc49af38b3f.txt": [
        ("May 24", "2024-05-24", "2024-05-24"),
        ("December 2023", "2023-12-01", "2023-12-31"),
        ("January", "2024-01-01", "2024-01-31"),
        ("February 2024", "2024-02-01", "2024-02-29"),
        ("December 2023", "2023-12-01", "2024-05-24"),
        ("January", "2024-01-01", "2024-01-31"),
        ("2014", "2014-01-01", "2014-12-31"),
        ("1991", "1991-01-01", "1991-12-31"),
        ("1994", "1994-01-01", "1994-12-31"),
        ("December 2022", "2022-12-01", "2022-12-31"),
        ("Winter 2023-2024", "2023-12-01", "2024-02-29"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
    ],
    "003_ba82293b8337f960.txt": [
        ("September 2023", "2023-09-01", "2023-12-23"),
        ("March 2024", "2024-03-01", "2024-03-31"),
        ("winter 2022-2023", "2022-12-01", "2023-02-28"),
        ("September 2022", "2022-09-01", "2022-09-30"),
        ("December 23", "2023-12-23", "2023-12-23"),
        ("December 19", "2023-12-19", "2023-12-19"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2025", "2025-01-01", "2025-12-31"),
    ],
    "004_7635a7e0255b355a.txt": [
        ("30 October", "2024-10-30", "2024-10-30"),
        ("early October 2024", "2024-10-01", "2024-10-10"),
        ("5 July", "2024-07-05", "2024-07-05"),
        ("30 October", "2024-10-30", "2024-10-30"),
        ("31 October", "2024-10-31", "2024-10-31"),
        ("20 October", "2024-10-20", "2024-10-20"),
    ],
}


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    corpus = Corpus(tmp_path_factory.mktemp("times") / "data")
    corpus.ingest(REPORTS)
    return corpus.catalog()


@pytest.mark.parametrize("path", TIMES)
def test_times_of_a_seed_report(catalog: Catalog, path: str) -> None:
    head = next(head for head in catalog.report_heads() if head.path == path)
    report = catalog.report(head.id)
    assert report is not None
    text = aligned(report.text)
    assert [
        (text[t.start : t.end], t.first.isoformat(), t.last.isoformat())
        for some in catalog.times(head.id).values()
        for t in some
    ] == TIMES[path]
