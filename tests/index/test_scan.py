"""The file of vectors that are compared one by one."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.files import find_files
from index.ingestion.erasing import erase
from index.ingestion.ingest import Ingest
from index.settings import IndexSettings
from index.storage.catalog import Catalog
from index.storage.scan import SCAN_FILES
from index.storage.store import Stores, recorded_making
from index.types import Days, Scope
from tests.doubles import HashingEmbedder

TODAY = date(2024, 6, 1)
TEXT = (
    "---\ndate: {day}\npublisher: {publisher}\n---\n\n# {title}\n\nThe {word} stood at the quay."
    " The crew saw {word} on {told}.\n\nNobody counted the {word} again.\n"
)  # fmt: skip
SCOPES = {
    "all": Scope(),
    "a month": Scope(first=date(2024, 2, 1), last=date(2024, 2, 29)),
    "nothing": Scope(first=date(1990, 1, 1), last=date(1990, 1, 2)),
    "as of": Scope(as_of=date(2024, 2, 15)),
    "a publisher": Scope(publishers=("Port Office",)),
    "no publisher": Scope(publishers=()),
    "told": Scope(times=(Days(date(2024, 1, 3), date(2024, 1, 3)),)),
    "told or published": Scope(
        times=(Days(date(2024, 3, 1), date(2024, 3, 31), published=True),), as_of=TODAY
    ),
    "a collection": Scope(collections=("harbour",)),
    "for sure": Scope(dated_for_sure=True),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Reports of three months, ingested."""
    reports = tmp_path / "harbour"
    reports.mkdir()
    for n, word in enumerate(("barrels", "cranes", "lanterns", "ropes", "sails", "whales"), 1):
        day, told = date(2024, 1 + n // 2 % 3, 10 + n), f"{2 + n} January 2024"
        publisher = "Port Office" if n % 2 else "Coast Watch"
        text = TEXT.format(day=day, publisher=publisher, title=f"Report {n}", word=word, told=told)
        (reports / f"{n}.md").write_text(text, "utf-8")
    _ingest(tmp_path)
    return tmp_path


def _ingest(folder: Path) -> None:
    settings = IndexSettings(data_dir=folder / "data", embedder="hashing")
    gone = []
    catalog = Catalog.open(settings.data_dir)
    if catalog is not None:
        gone = [place for place in catalog.locations() if not Path(place).is_file()]
    Ingest(settings, HashingEmbedder, TODAY).run(find_files([folder / "harbour"]), gone)


def _opened(folder: Path) -> tuple[Catalog, Stores]:
    catalog = Catalog.open(folder / "data")
    assert catalog is not None
    making = recorded_making(catalog)
    assert making is not None
    return catalog, Stores(folder / "data", making.fingerprint)


def _files(folder: Path) -> list[str]:
    return [file.name for file in (folder / "data").glob(SCAN_FILES)]


def _asked(word: str) -> np.ndarray:
    return HashingEmbedder().encode([f"the {word} at the quay"])[0].pooled


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
def test_it_finds_what_comparing_all_passages_of_a_scope_finds(folder: Path, scope: Scope) -> None:
    catalog, stores = _opened(folder)
    held = catalog.passages_in(scope)
    assert set(held) == catalog.within(catalog.passage_ids(), scope)
    for word in ("ropes", "whales"):
        expected = stores.tokens.nearest(_asked(word), held, 3)
        assert stores.scan.nearest(_asked(word), 3, scope, catalog, stores.tokens) == expected


def test_an_ingest_leaves_one_private_file_for_the_catalog_as_it_is(folder: Path) -> None:
    (first,) = _files(folder)
    (folder / "harbour" / "1.md").unlink()
    (folder / "harbour" / "7.md").write_text(
        TEXT.format(day="2024-03-09", publisher="Port Office", title="Report 7", word="seals",
                    told="8 March 2024"), "utf-8",
    )  # fmt: skip
    _ingest(folder)
    (second,) = _files(folder)
    assert second != first
    assert (folder / "data" / second).stat().st_mode & 0o077 == 0
    catalog, stores = _opened(folder)
    found = stores.scan.nearest(_asked("seals"), 99, Scope(), catalog, stores.tokens)
    assert found is not None
    assert {one for one, _ in found} == set(catalog.passage_ids())
    assert found == stores.tokens.nearest(_asked("seals"), catalog.passage_ids(), 99)


@pytest.mark.parametrize(
    "damage", ["missing", "cut short", "left half-written", "of another state"]
)
def test_a_file_that_is_not_the_catalogs_is_made_again(folder: Path, damage: str) -> None:
    (name,) = _files(folder)
    file = folder / "data" / name
    whole = file.read_bytes()
    if damage == "cut short":
        file.write_bytes(whole[:-100])
    elif damage == "of another state":
        file.rename(file.with_name(name.replace(".npy", "0.npy")))
    else:
        file.unlink()
        if damage == "left half-written":
            file.with_suffix(".part").write_bytes(whole[:300])
    catalog, stores = _opened(folder)
    stores.scan.renew(catalog, stores.tokens)
    assert _files(folder) == [name]
    assert file.read_bytes() == whole


def test_without_a_file_there_is_nothing_to_scan(folder: Path) -> None:
    catalog, stores = _opened(folder)
    stores.scan.remove()
    assert stores.scan.nearest(_asked("ropes"), 3, Scope(), catalog, stores.tokens) is None
    writer, _ = _opened(folder)
    with writer.writing():
        stores.scan.renew(catalog, stores.tokens)
        assert stores.scan.nearest(_asked("ropes"), 3, Scope(), catalog, stores.tokens) is None
    stores.scan.renew(catalog, stores.tokens)
    assert stores.scan.nearest(_asked("ropes"), 3, Scope(), catalog, stores.tokens)


def test_what_holds_too_much_is_not_scanned(folder: Path) -> None:
    catalog, stores = _opened(folder)
    assert stores.scan.holds_all(catalog)
    stores = Stores(folder / "data", stores.fingerprint, scan_at_most=6)
    assert not stores.scan.holds_all(catalog)
    assert stores.scan.nearest(_asked("ropes"), 3, Scope(), catalog, stores.tokens) is None
    month = SCOPES["a month"]
    assert stores.scan.nearest(_asked("ropes"), 3, month, catalog, stores.tokens)


def test_what_is_erased_is_in_no_file(folder: Path) -> None:
    catalog, stores = _opened(folder)
    report = next(h.id for h in catalog.report_heads() if h.path.endswith("4.md"))
    erase(folder / "data", report)
    assert _files(folder) == []
    catalog, stores = _opened(folder)
    stores.scan.renew(catalog, stores.tokens)
    (name,) = _files(folder)
    assert report.encode() not in (folder / "data" / name).read_bytes()


def test_of_a_part_no_other_passages_are_found(folder: Path) -> None:
    """Neither by a scan nor by words, however near the others are."""
    catalog, stores = _opened(folder)
    reports = sorted(head.id for head in catalog.report_heads())
    for report in reports[:2]:
        catalog.collect(report, ["quiet"])
    part, (name,) = catalog.part(["quiet"]), _files(folder)
    own = {one for report in reports[:2] for one in catalog.passage_ids(report)}
    for scope in (Scope(), Scope(as_of=TODAY), SCOPES["told"]):
        found = stores.scan.nearest(_asked("ropes"), 99, scope, part, stores.tokens)
        assert found is not None
        assert {one for one, _ in found} == own & set(catalog.passages_in(scope))
    assert {one for one, _ in part.search([["quay"]], 1, Scope())} <= own
    assert {one for one, _ in part.search([["quay"]], 99, Scope())} < own
    again = Stores(folder / "data", stores.fingerprint)
    again.scan.remove()
    again.scan.renew(part, again.tokens)
    assert _files(folder) == []
    again.scan.renew(catalog, again.tokens)
    assert _files(folder) == [name]
