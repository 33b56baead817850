from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from index.calendar import Period
from index.errors import IndexUnusable
from index.ingestion.chunking import find_passages
from index.storage.catalog import Catalog
from index.storage.catalog_file import CATALOG_FILE
from index.storage.place import Place
from index.types import (
    Block,
    Confidence,
    Coverage,
    DateSource,
    Days,
    Finding,
    Kind,
    Passage,
    Report,
    ReportDate,
    ReportHead,
    Role,
    Scope,
)
from tests.catalogs import KINDS, place_of


def _report(name: str, text: str, day: date | None, publisher: str | None = None) -> Report:
    dated = ReportDate(day, DateSource.BYLINE if day else None, Confidence.HIGH, "why", day)
    head = ReportHead(name, f"{name}.txt", name.title(), publisher, "https://example.org", dated)
    return Report(
        head, text, (Block(0, len(text)), Block(0, 3, Kind.LIST_ITEM, Role.FURNITURE, "because"))
    )


BEES = _report("bees", "Bees dance. The bees of Kupyansk dance again.", date(2024, 5, 24), "ISW")
TANKS = _report("tanks", "Tanks rolled into Kupiansk.", date(2023, 1, 2), "Courier")
NOTES = _report("notes", "Bees and tanks, without a date.", None)


NAMED = Period(1, 5, date(2022, 3, 1), date(2022, 3, 31), edtf="2022-03")


def _add(catalog: Catalog, report: Report) -> list[Passage]:
    passages = find_passages(report.head.id, report.text, [(0, 0, len(report.text), "")])
    hashes = [f"{report.head.id}-0", "shared"]
    catalog.add_report(report, f"/in/{report.head.path}", hashes, report.head.id, {0: [NAMED]})
    catalog.put_passages(report.head.id, report.text, passages)
    return passages


def _made(place: Place) -> Catalog:
    made = Catalog.create(place)
    with made.writing():
        for report in (BEES, TANKS, NOTES):
            _add(made, report)
        made.finish("fingerprint")
    return made


@pytest.fixture
def catalog(place: Place) -> Iterator[Catalog]:
    made = _made(place)
    yield made
    made.close()


@pytest.fixture(scope="module", params=KINDS)
def read(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Catalog]:
    """The same, only to be read."""
    folder = tmp_path_factory.mktemp("catalog") / "data"
    made = _made(place_of(request.param, folder, request, "catalog_read"))
    yield made
    made.close()


def test_a_report_comes_back_as_it_was_put(read: Catalog) -> None:
    assert [read.report(r.head.id) for r in (BEES, TANKS, NOTES)] == [BEES, TANKS, NOTES]
    assert read.report("unknown") is None
    assert read.report_heads() == [TANKS.head, BEES.head, NOTES.head]
    assert read.vocabulary().publishers() == ["Courier", "ISW"]
    assert read.locations() == {
        "/in/bees.txt": "bees", "/in/notes.txt": "notes", "/in/tanks.txt": "tanks",
    }  # fmt: skip


def test_coverage(read: Catalog) -> None:
    snapshot = read.meta()["snapshot"]
    assert read.coverage() == Coverage(3, 3, date(2023, 1, 2), date(2024, 5, 24), snapshot)
    assert len(snapshot) == 12


def test_reports_in_other_languages_are_counted(place: Place) -> None:
    def told(report: Report, language: str | None) -> Report:
        return replace(report, head=replace(report.head, language=language))

    reports = [told(BEES, "fr"), told(TANKS, "de"), told(NOTES, "fr")]
    reports += [told(_report("english", "Bees.", None), "en"), _report("short", "Bees.", None)]
    catalog = Catalog.create(place)
    with catalog.writing():
        for report in reports:
            _add(catalog, report)
        catalog.finish("fingerprint")
    assert [catalog.report(r.head.id) for r in reports] == reports
    assert catalog.coverage().languages == (("fr", 2), ("de", 1))
    assert catalog.vocabulary(date(2023, 12, 31)).coverage.languages == (("de", 1),)
    catalog.close()


def test_findings(read: Catalog) -> None:
    (passage,) = find_passages("tanks", TANKS.text, [(0, 0, len(TANKS.text), "")])
    assert read.passage_ids("tanks") == [passage.id]
    assert read.findings([passage.id, "unknown"]) == {
        passage.id: Finding(passage, TANKS.text, TANKS.head, times=(NAMED,))
    }
    assert read.block_text("tanks", 0) == TANKS.text
    assert read.block_text("tanks", 9) == ""


@pytest.mark.parametrize(
    ("asked", "scope", "found"),
    [
        pytest.param([["bee"]], Scope(), ["bees", "notes"], id="any case and number"),
        pytest.param([["kupyansk", "kupiansk"]], Scope(), ["bees", "tanks"], id="spellings"),
        pytest.param([["bee"], ["tank"]], Scope(), ["bees", "notes", "tanks"], id="either word"),
        pytest.param([["bee"]], Scope(first=date(2024, 1, 1)), ["bees"], id="dated from"),
        pytest.param([["tank"]], Scope(last=date(2023, 1, 1)), [], id="dated to"),
        pytest.param([["tank"]], Scope(last=date(2023, 1, 2)), ["tanks"], id="to that day"),
        pytest.param([["tank"]], Scope(publishers=("Courier",)), ["tanks"], id="publisher"),
        pytest.param([["tank"]], Scope(publishers=()), [], id="of no publisher"),
        pytest.param([["rosatom"]], Scope(), [], id="unknown word"),
        pytest.param([], Scope(), [], id="nothing asked"),
    ],
)
def test_search(read: Catalog, asked: list[list[str]], scope: Scope, found: list[str]) -> None:
    hits = read.search(asked, 10, scope)
    assert sorted(hit.rsplit("-", 1)[0] for hit, _ in hits) == found
    scores = [score for _, score in hits]
    assert scores == sorted(scores, reverse=True)


def test_search_is_cut_at_its_limit(read: Catalog) -> None:
    assert (
        read.search([["bee"], ["tank"]], 2, Scope())
        == read.search([["bee"], ["tank"]], 10, Scope())[:2]
    )


def test_in_scope(read: Catalog) -> None:
    scopes = [Scope(), Scope(first=date(2023, 1, 1)), Scope(publishers=("ISW",))]
    assert [read.in_scope(scope) for scope in scopes] == [3, 2, 1]


def test_vocabulary(read: Catalog) -> None:
    vocabulary = read.vocabulary()
    asked = ["bee", "danc", "zebra"]
    assert vocabulary.document_frequency(asked) == {"bee": 2, "danc": 1, "zebra": 0}
    assert vocabulary.alike("kupyansk") == ["kupiansk", "kupyansk"]
    assert vocabulary.alike("zebra") == []
    assert vocabulary.beginning("ku") == ["kupiansk", "kupyansk"]


def test_the_vocabulary_as_of_a_day_is_that_of_the_reports_out_by_then(read: Catalog) -> None:
    then = read.vocabulary(date(2023, 12, 31))
    assert then.document_frequency(["bee", "tank"]) == {"bee": 0, "tank": 1}
    assert then.alike("kupyansk") == ["kupiansk"]
    assert then.beginning("ku") == ["kupiansk"]
    assert then.publishers() == ["Courier"]
    assert (then.stands_in_a_report("tanks"), then.stands_in_a_report("bees")) == (True, False)
    day = date(2023, 1, 2)
    assert then.coverage == Coverage(1, 1, day, day, read.coverage().snapshot)


MARCH = (date(2022, 3, 1), date(2022, 3, 31))


@pytest.mark.parametrize(
    ("days", "held"),
    [
        (Days(*MARCH), {"bees", "tanks", "notes"}),
        (Days(date(2022, 3, 31), date(2022, 3, 31)), {"bees", "tanks", "notes"}),
        (Days(date(2022, 4, 1), date(2022, 11, 30)), set()),
        (Days(date(2022, 12, 1), date(2022, 12, 1)), set()),
        (Days(date(2022, 12, 1), date(2022, 12, 3)), {"tanks"}),
        (Days(date(2023, 1, 2), date(2023, 1, 2), published=True), {"tanks"}),
        (Days(*MARCH, published=True), set()),
        (Days(date.min, date(2022, 2, 28)), set()),
        (Days(date.min, date(2022, 3, 1)), {"bees", "tanks", "notes"}),
        (Days(date(2024, 1, 1), date.max), {"bees"}),
    ],
    ids=["named", "its last day", "not named", "out too late", "out soon after", "published then",
         "not published then", "before", "until", "since"],
)  # fmt: skip
def test_passages_of_a_time(read: Catalog, days: Days, held: set[str]) -> None:
    scope = Scope(times=(days,))
    within = read.within(read.passage_ids(), scope)
    assert {passage_id.partition("-")[0] for passage_id in within} == held
    found = read.search([["bee"], ["tank"], ["kupyansk"]], 9, scope)
    assert {passage_id for passage_id, _ in found} <= within


def test_recurrence_counts_copies_once(catalog: Catalog) -> None:
    assert catalog.recurrence(["shared", "bees-0"]) == {"shared": 3, "bees-0": 1}
    with catalog.writing():
        copy = _report("copy", BEES.text, None)
        catalog.add_report(copy, "/in/copy.txt", ["bees-0", "shared"], "bees", {})
    assert catalog.recurrence(["shared", "bees-0"]) == {"shared": 3, "bees-0": 1}
    assert catalog.reports_with_blocks(["bees-0"]) == {"bees", "copy"}


def test_roles_are_set_and_the_page_s_kept(catalog: Catalog) -> None:
    marked = (Block(0, len(TANKS.text), role=Role.FURNITURE, reason="stands"), TANKS.blocks[1])
    with catalog.writing():
        catalog.set_roles("tanks", marked)
    assert catalog.blocks("tanks") == marked
    assert catalog.blocks("tanks", page=True) == TANKS.blocks


def test_removing_a_report_removes_all_of_it(catalog: Catalog) -> None:
    before = catalog.coverage().snapshot
    with catalog.writing():
        catalog.remove_report("bees")
        catalog.finish("fingerprint")
    assert catalog.report("bees") is None
    assert catalog.passage_ids("bees") == catalog.block_hashes("bees") == []
    assert catalog.vocabulary().document_frequency(["bee"]) == {"bee": 1}
    assert catalog.coverage().snapshot != before


def _fail(catalog: Catalog, error: type[BaseException]) -> None:
    with catalog.writing():
        catalog.remove_report("bees")
        raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_change_that_fails_is_undone(catalog: Catalog, error: type[BaseException]) -> None:
    with pytest.raises(error):
        _fail(catalog, error)
    assert catalog.report("bees") == BEES


def test_two_writers(catalog: Catalog, place: Place) -> None:
    other = Catalog.create(place)
    with catalog.writing(), pytest.raises(IndexUnusable, match="Another process is writing"):
        other.writing().__enter__()
    other.close()


def test_nothing_to_open(tmp_path: Path) -> None:
    assert Catalog.open(tmp_path) is None
    assert Catalog.open(tmp_path / "missing") is None


def test_a_damaged_catalog(tmp_path: Path) -> None:
    (tmp_path / CATALOG_FILE).write_bytes(b"This is no database at all. " * 100)
    for use in (Catalog.open, Catalog.create):
        with pytest.raises(IndexUnusable, match=r"is damaged .*Move the folder away"):
            use(tmp_path)


def test_a_folder_where_the_catalog_should_be(tmp_path: Path) -> None:
    (tmp_path / CATALOG_FILE).mkdir()
    with pytest.raises(IndexUnusable, match=r"cannot be written to .*--data-dir"):
        Catalog.create(tmp_path)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x", "utf-8")
    with pytest.raises(IndexUnusable, match=r"cannot be written to .*--data-dir"):
        Catalog.create(tmp_path / "data")


def test_a_layout_of_another_version(tmp_path: Path) -> None:
    catalog = Catalog.create(tmp_path / "data")
    with catalog.writing():
        catalog.set_meta({"schema": "999"})
    with pytest.raises(IndexUnusable, match="has layout 999, and this version"):
        Catalog.open(tmp_path / "data")


def test_passages_beside_another(catalog: Catalog) -> None:
    text = " ".join(
        f"Bee number {n} danced for the others in the garden of Olm." for n in range(40)
    )
    passages = _add(catalog, _report("many", text, None))
    ids = [p.id for p in sorted(passages, key=lambda p: p.start)]
    assert len(ids) > 5
    assert catalog.passages_beside(ids[0], 2) == ids[:3]
    assert catalog.passages_beside(ids[3], 1) == ids[2:5]
    assert catalog.passages_beside(ids[-1], 2) == ids[-3:]
    assert catalog.passages_beside(ids[3], 0) == [ids[3]]
    assert catalog.passages_beside("nowhere", 2) == []
