"""A catalog in PostgreSQL: that it is the one that a file would be, whoever is killed or out."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

import psycopg
import pytest

from index.errors import BeingWritten, CatalogOut
from index.settings import IndexSettings
from index.storage.catalog import Catalog
from index.storage.place import Place
from index.storage.server_schema import CATALOG_SCHEMA
from index.types import Days, Scope
from tests.catalogs import emptied
from tests.index.corpus import Corpus, write_report
from tests.postgres import PASSWORD, Server

_LONG = "z" * 5000
"""A word that no index of PostgreSQL would take."""


@dataclass
class Twins:
    """The same reports in a catalog of each kind."""

    file: Catalog
    server: Catalog
    settings: IndexSettings


@pytest.fixture(scope="module")
def twins(
    postgresql: Server, tmp_path_factory: pytest.TempPathFactory, seeds: Path
) -> Iterator[Twins]:
    folder = tmp_path_factory.mktemp("twins")
    for number in range(4):
        write_report(folder / "in" / ("board" if number % 2 else "press"), number, [_LONG])
    url = emptied(postgresql, "twins")
    found: list[Catalog] = []
    for kind, chosen in (("file", {}), ("server", {"catalog_url": url})):
        corpus = Corpus(folder / kind)
        corpus.ingest(folder / "in", min(seeds.iterdir()), **chosen)
        place: Place = IndexSettings.model_validate({"data_dir": corpus.data_dir, **chosen})
        catalog = Catalog.open(place)
        assert catalog is not None
        found.append(catalog)
    yield Twins(*found, place)
    for catalog in found:
        catalog.close()


_ASKED = [["russian", "forces"], ["drone strike"], ["bridge"], ["it"], ["unheardof"], [_LONG]]
_SCOPES = {
    "all": Scope(),
    "from a day": Scope(first=date(2024, 5, 2)),
    "as of": Scope(as_of=date(2024, 12, 31)),
    "a collection": Scope(collections=("board",)),
    "of no publisher": Scope(publishers=()),
    "of a time": Scope(times=(Days(date(2024, 5, 1), date(2024, 12, 31)),)),
}


@pytest.mark.parametrize("scope", _SCOPES.values(), ids=_SCOPES)
def test_the_same_passages_in_the_same_order_with_the_same_scores(
    twins: Twins, scope: Scope
) -> None:
    for parts in (None, ["board", "press"], ["nowhere"]):
        here, there = (
            one if parts is None else one.part(parts) for one in (twins.file, twins.server)
        )
        assert there.search(_ASKED, 200, scope) == here.search(_ASKED, 200, scope)
        for asked in ([["attack", "strike"], ["russian"]], [["drone strike"]]):
            assert there.passages_with_all(asked, scope) == here.passages_with_all(asked, scope)
        assert there.passages_in(scope) == here.passages_in(scope)
        assert there.in_scope(scope) == here.in_scope(scope)
    assert len(twins.file.search(_ASKED, 200, Scope())) > 9


def test_the_same_reports_and_words(twins: Twins) -> None:
    here, there = twins.file, twins.server
    ids = here.passage_ids()
    assert there.passage_ids() == ids
    assert there.findings(ids) == here.findings(ids)
    assert there.report_heads() == here.report_heads()
    assert there.coverage() == here.coverage()
    words, theirs = there.vocabulary(), here.vocabulary()
    assert words.beginning("k") == theirs.beginning("k") != []
    assert words.passages_with("air defense") == theirs.passages_with("air defense")
    assert there.check_integrity() == []


def test_a_change_and_the_text_of_before(postgresql: Server, tmp_path: Path) -> None:
    """A report that says something else is found by its old words as of the day before."""
    found: list[tuple[list[str], list[str], list[str], bool]] = []
    for name, url in (("a", None), ("b", postgresql.database("changed"))):
        corpus, folder = Corpus(tmp_path / name), tmp_path / "in" / name
        place = IndexSettings.model_validate({"data_dir": corpus.data_dir, "catalog_url": url})
        file = write_report(folder, 3, name="one.txt")
        corpus.ingest(folder, catalog_url=url)
        file.write_text(file.read_text("utf-8").replace("little", "no"), "utf-8")
        corpus.ingest(folder, catalog_url=url)
        catalog = Catalog.open(place)
        assert catalog is not None
        then, words = catalog.known_on(date(2025, 5, 31)), [["little"], ["railway"]]
        texts = [one.sha256 for one in catalog.with_earlier().report_heads()]
        passages = [found for found, _ in then.search(words, 9, Scope())]
        bound = then.past_passages_in(Scope(last=date(2024, 12, 31)))
        found.append((sorted(texts), passages, bound, then.has_past))
        catalog.close()
    assert found[0] == found[1]
    assert len(found[0][0]) == 2
    assert found[0][2] != []


def test_the_tables_have_the_same_columns(twins: Twins) -> None:
    """Statements name tables alone where they put whole rows in."""
    in_file = "SELECT m.name, c.name FROM main.sqlite_schema m, pragma_table_info(m.name) c"
    here = twins.file._db.rows(f"{in_file} WHERE m.type = 'table' ORDER BY m.name, c.cid")
    there = twins.server._db.rows(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = ?"
        " ORDER BY table_name, ordinal_position", [CATALOG_SCHEMA],
    )  # fmt: skip
    by_name = {name: [column for table, column in there if table == name] for name, _ in there}
    own = ("_words", "_vocabulary", "_instances", "vocabulary", "instances")
    tables = {name for name, _ in here if "_words_" not in name and not name.endswith(own)}
    assert tables <= set(by_name)
    for table in tables:
        assert by_name[table] == [column for name, column in here if name == table], table


def _begin(settings: IndexSettings, told: Connection) -> None:
    catalog = Catalog.create(settings)
    with catalog.writing():
        catalog.remove_report(catalog.report_heads()[0].id)
        told.send("begun")
        signal.pause()


def test_who_is_killed_while_it_writes_has_changed_nothing(twins: Twins) -> None:
    before = twins.server.report_heads()
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(
        target=_begin, args=(twins.settings, theirs)
    )
    process.start()
    assert ours.recv() == "begun"
    assert process.pid is not None
    with pytest.raises(BeingWritten, match=r"^Another process is writing to the catalog in the da"):
        twins.server.writing().__enter__()
    assert twins.server.report_heads() == before
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with twins.server.writing():
        assert twins.server.report_heads() == before


def test_one_that_a_later_version_made(twins: Twins) -> None:
    url = twins.settings.catalog_url
    assert url is not None
    made = f"UPDATE {CATALOG_SCHEMA}.layout SET version = version"
    with psycopg.connect(url.get_secret_value(), autocommit=True) as connection:
        connection.execute(f"{made} + 1".encode())
        try:
            for use in (Catalog.open, Catalog.create):
                with pytest.raises(CatalogOut, match=r"^The tables in .* made by a later version"):
                    use(twins.settings)
        finally:
            connection.execute(f"{made} - 1".encode())


def test_what_is_said_where_it_is_out(postgresql: Server, tmp_path: Path) -> None:
    wrong = postgresql.url("postgres", f"wrong-{PASSWORD}")
    for url, said in (
        (wrong, "password authentication failed"),
        (postgresql.url("none_such"), "does not exist"),
        (wrong.replace(f":{postgresql.port}/", ":1/"), "onnection refused"),
    ):
        settings = IndexSettings.model_validate({"data_dir": tmp_path, "catalog_url": url})
        with pytest.raises(CatalogOut, match=said) as told:
            Catalog.open(settings)
        assert str(told.value).endswith(
            "Start PostgreSQL, or correct DATELINE_CATALOG_URL; `dateline doctor` tries it."
        )
        assert PASSWORD not in str(told.value)


def test_nothing_there_yet(postgresql: Server, tmp_path: Path) -> None:
    settings = IndexSettings.model_validate(
        {"data_dir": tmp_path, "catalog_url": postgresql.url("postgres")}
    )
    assert Catalog.open(settings) is None
