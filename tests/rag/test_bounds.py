"""Bounds on dates and publishers."""

from datetime import date

import pytest

from index.errors import UnknownReport
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from rag.searched import Window
from rag.types import Reason
from tests.rag.corpus import KESSEL, TOLD_WHOLE, answered, refused

ASKED = "When did engineers reopen the Kessel bridge?"
GLACIER = "How much ice does the Hald glacier lose each summer?"
MAY_3, MAY_4, MAY_5, MAY_6 = (date(2024, 5, day) for day in (3, 4, 5, 6))
COVERS = "The corpus holds 4 reports, 9 June 2023 to 5 May 2024."


@pytest.mark.parametrize(
    ("query", "path", "copies"),
    [
        (Query(ASKED), "bridge.txt", ["crossing.md"]),
        (Query(ASKED, first=MAY_3), "bridge.txt", ["crossing.md"]),
        (Query(ASKED, first=MAY_4), "crossing.md", []),
        (Query(ASKED, first=MAY_5, last=MAY_5), "crossing.md", []),
        (Query(ASKED, last=MAY_4), "bridge.txt", []),
        (Query(ASKED, as_of=MAY_4), "bridge.txt", []),
        (Query(ASKED, as_of=MAY_4, last=MAY_6), "bridge.txt", []),
        (Query(ASKED, last=MAY_4, as_of=MAY_6), "bridge.txt", []),
        (Query(ASKED, publisher="Valley Courier"), "crossing.md", []),
        (Query(ASKED, publisher=" courier "), "crossing.md", []),
        (Query(ASKED, publisher="GAZETTE", last=MAY_6), "bridge.txt", []),
        (Query(ASKED, top_k=1), "bridge.txt", ["crossing.md"]),
    ],
    ids=[
        "none", "from its day", "from after the first", "one day", "to", "as of",
        "as of before to", "to before as of", "publisher", "part of its name", "both", "top k",
    ],
)  # fmt: skip
def test_what_is_looked_at(
    harbour: QueryEngine, query: Query, path: str, copies: list[str]
) -> None:
    outcome = answered(harbour.ask(query))
    assert outcome.text == (f"{KESSEL} [1]" if path == "bridge.txt" else TOLD_WHOLE)
    (cited,) = outcome.citations
    assert (cited.path, [copy.path for copy in cited.also_in]) == (path, copies)


@pytest.mark.parametrize(
    ("query", "window"),
    [
        (Query(ASKED), None),
        (Query(ASKED, publisher="Gazette", top_k=2), None),
        (Query(ASKED, first=MAY_3), Window(first=MAY_3, last=None, as_of=None,
                                           reading="from 2024-05-03")),
        (Query(ASKED, MAY_3, MAY_4, MAY_5),
         Window(first=MAY_3, last=MAY_4, as_of=MAY_5,
                reading="from 2024-05-03, to 2024-05-04, as of 2024-05-05")),
    ],
    ids=["none", "no dates", "from", "all"],
)  # fmt: skip
def test_the_window_is_told(harbour: QueryEngine, query: Query, window: Window | None) -> None:
    assert harbour.ask(query).window == window


@pytest.mark.parametrize(
    ("query", "reason", "text"),
    [
        (Query(ASKED, first=MAY_6), Reason.OUT_OF_WINDOW,
         f"No report was published on or after 6 May 2024. {COVERS}"),
        (Query(ASKED, last=date(2020, 1, 1)), Reason.OUT_OF_WINDOW,
         f"No report was published on or before 1 January 2020. {COVERS}"),
        (Query(ASKED, MAY_4, MAY_4), Reason.OUT_OF_WINDOW,
         f"No report was published on 4 May 2024. {COVERS}"),
        (Query(ASKED, as_of=date(2023, 1, 1)), Reason.OUT_OF_WINDOW,
         f"No report is known to have been out by 1 January 2023. {COVERS}"),
        (Query(ASKED, first=MAY_4, publisher="Gazette"), Reason.OUT_OF_WINDOW,
         f"No report of “Gazette” was published on or after 4 May 2024. {COVERS}"),
        (Query(ASKED, publisher="Nobody Post"), Reason.NO_EVIDENCE,
         "No report is from “Nobody Post”. Publishers of these reports: Harbour Gazette; Valley "
         f"Courier. {COVERS}"),
        (Query("Did Zaphod come?", last=date(2023, 12, 31)), Reason.NO_EVIDENCE,
         f"No report published on or before 31 December 2023 has “Zaphod” in it. {COVERS}"),
    ],
    ids=["after all", "before all", "between two", "as of", "of the publisher",
         "unknown publisher", "name within"],
)  # fmt: skip
def test_what_is_refused(harbour: QueryEngine, query: Query, reason: Reason, text: str) -> None:
    outcome = refused(harbour.ask(query))
    assert (outcome.reason, outcome.text) == (reason, text)


def _id(engine: QueryEngine, path: str) -> str:
    assert engine.catalog is not None
    return next(head.id for head in engine.catalog.report_heads() if head.path == path)


@pytest.mark.parametrize(
    ("asked", "path", "bounds", "said"),
    [
        (ASKED, "crossing.md", {}, TOLD_WHOLE),
        (ASKED, "crossing.md", {"publisher": "courier", "as_of": MAY_6}, TOLD_WHOLE),
        (f"{ASKED[:-1]} in May 2024?", "bridge.txt", {}, f"{KESSEL} [1]"),
        (GLACIER, "glacier.txt", {},
         "The Hald glacier loses a metre of ice each summer. [1] Farmers below it draw their water "
         "from its stream. [1]"),
    ],
    ids=["alone", "with other bounds", "with a time", "without a date"],
)  # fmt: skip
def test_one_report_alone_is_asked(
    harbour: QueryEngine, asked: str, path: str, bounds: dict[str, object], said: str
) -> None:
    query = Query(asked, report=_id(harbour, path), **bounds)  # type: ignore[arg-type]
    outcome = answered(harbour.ask(query))
    assert outcome.text == said
    assert [(c.path, c.also_in) for c in outcome.citations] == [(path, ())]
    assert {found.finding.report.path for found in harbour.search(query)} == {path}


@pytest.mark.parametrize(
    ("asked", "path", "bounds", "text"),
    [
        ("Did Zaphod come?", "bridge.txt", {},
         "No passage in the report “The Old Bridge Reopens” has “Zaphod” in it."),
        ("What do rockets burn?", "glacier.txt", {},
         "No passage in the report “Notes on a Glacier” is near to this question."),
        (ASKED, "bridge.txt", {"first": MAY_4},
         "The report “The Old Bridge Reopens” is not among those published on or after 4 May "
         "2024."),
        (ASKED, "glacier.txt", {"publisher": "Gazette"},
         "The report “Notes on a Glacier” is not among those of “Gazette”."),
    ],
    ids=["a name", "off topic", "outside the dates", "of another publisher"],
)  # fmt: skip
def test_what_one_report_does_not_answer(
    harbour: QueryEngine, asked: str, path: str, bounds: dict[str, object], text: str
) -> None:
    query = Query(asked, report=_id(harbour, path), **bounds)  # type: ignore[arg-type]
    outcome = refused(harbour.ask(query))
    assert outcome.text == f"{text} {COVERS}"
    assert {passage.path for passage in outcome.nearest} <= {path}


@pytest.mark.parametrize("named", ["nothing", "", "x" * 5000, "\ud800"], ids=ascii)
def test_a_report_that_is_not_there(harbour: QueryEngine, named: str) -> None:
    with pytest.raises(UnknownReport, match="There is no report with the id “") as raised:
        harbour.ask(Query(ASKED, report=named))
    assert len(str(raised.value)) < 300


def test_undated_reports_are_outside_of_every_window(harbour: QueryEngine) -> None:
    assert answered(harbour.ask(Query(GLACIER))).citations[0].path == "glacier.txt"
    bounded = harbour.ask(Query(GLACIER, date(1900, 1, 1), date(2100, 1, 1)))
    assert "glacier.txt" not in {passage.path for passage in refused(bounded).nearest}


@pytest.mark.parametrize(
    "query",
    [
        Query("Who attended in Torvik?", first=MAY_3),
        Query("Who attended in Torvik?", last=MAY_4),
        Query("Who attended in Torvik?", publisher="Gazette"),
    ],
    ids=["from", "to", "publisher"],
)
def test_nothing_out_of_bounds_is_found(harbour: QueryEngine, query: Query) -> None:
    found = harbour.search(query)
    assert found
    for ranked in found:
        report = ranked.finding.report
        day = report.dated.published_on
        assert query.first is None or (day is not None and day >= query.first)
        assert query.last is None or (day is not None and day <= query.last)
        assert query.publisher is None or report.publisher == "Harbour Gazette"
