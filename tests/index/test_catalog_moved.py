"""A catalog in PostgreSQL and the data folder that has its vectors: one belongs to the other."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from index.errors import OtherFolder, UnknownReport
from index.ingestion.editing import Editor
from index.ingestion.erasing import erase, prove
from index.ingestion.ingest import Ingest
from index.settings import IndexSettings
from index.storage.catalog import Catalog
from index.storage.place import adopt
from index.types import Edit, ReportHead
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus, write_report
from tests.postgres import Server

_TODAY = date(2025, 6, 1)


def _settings(corpus: Corpus, url: str | None) -> IndexSettings:
    chosen = {"data_dir": corpus.data_dir, "embedder": corpus.name, "catalog_url": url}
    return IndexSettings.model_validate(chosen)


def _heads(settings: IndexSettings) -> dict[str, ReportHead]:
    catalog = Catalog.open(settings)
    assert catalog is not None
    found = {head.path: head for head in catalog.report_heads()}
    catalog.close()
    return found


def test_one_catalog_is_of_one_folder(postgresql: Server, tmp_path: Path) -> None:
    url, first, second = postgresql.database("owned"), Corpus(tmp_path / "a"), tmp_path / "b"
    file = write_report(tmp_path / "in", 0)
    first.ingest(file, catalog_url=url)
    other = _settings(Corpus(second), url)
    refused = (
        rf"^The catalog in the database owned at .* belongs to another data folder than {second}\."
    )
    with pytest.raises(OtherFolder, match=refused):
        Corpus(second).ingest(write_report(tmp_path / "in", 1), catalog_url=url)
    with pytest.raises(OtherFolder, match="`dateline doctor --rebuild` makes the vectors in this"):
        Catalog.open(other)
    assert not second.exists() or list(second.iterdir()) == []
    shutil.copytree(first.data_dir, tmp_path / "copy")
    assert list(_heads(_settings(Corpus(tmp_path / "copy"), url))) == ["000.txt"]
    adopt(other)
    assert Ingest(other, HashingEmbedder, _TODAY).rebuild().embedded > 0
    assert list(_heads(other)) == ["000.txt"]
    with pytest.raises(OtherFolder):
        first.ingest(file, catalog_url=url)


def test_what_people_changed_moves_along_and_can_be_changed_there(
    postgresql: Server, tmp_path: Path
) -> None:
    folder, corpus, url = tmp_path / "in", Corpus(tmp_path / "data"), postgresql.database("moved")
    files = [write_report(folder, number) for number in range(4)]
    corpus.ingest(folder)
    here, there = _settings(corpus, None), _settings(corpus, url)
    ids = {path: head.id for path, head in _heads(here).items()}
    Editor(here, HashingEmbedder, _TODAY).edit(ids["000.txt"], Edit(title="The bridge"))
    Editor(here, HashingEmbedder, _TODAY).remove(ids["001.txt"])
    files[2].write_text(files[2].read_text("utf-8").replace("little", "no"), "utf-8")
    corpus.ingest(folder)
    before = _heads(here)
    assert corpus.ingest(folder, catalog_url=url).embedded == 0
    assert {path: (h.id, h.title) for path, h in _heads(there).items()} == {
        path: (h.id, h.title) for path, h in before.items()
    }
    catalog = Catalog.open(there)
    assert catalog is not None
    assert [one.report_id for one in catalog.earlier_of(before["002.txt"].id)] == [ids["002.txt"]]
    catalog.close()
    editor = Editor(there, HashingEmbedder, _TODAY)
    editor.reset(ids["000.txt"])
    editor.edit(ids["003.txt"], Edit(published_on=date(2024, 4, 2)))
    heads = _heads(there)
    assert heads["000.txt"].title == "News of the bridge 0"
    assert heads["003.txt"].dated.published_on == date(2024, 4, 2)
    editor.remove(ids["000.txt"])
    for file in corpus.data_dir.glob("catalog.sqlite*"):  # once all is moved
        file.unlink()
    for report_id in (ids["003.txt"], before["002.txt"].id):
        assert not prove(corpus.data_dir, erase(there, report_id)).found
    assert _heads(there) == {}
    with pytest.raises(UnknownReport):
        erase(there, ids["003.txt"])
