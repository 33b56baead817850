"""Making an index of an earlier version anew, from the files that it was made from."""

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from shutil import copyfile

from index.embedding.embedder import Embedder
from index.errors import IndexUnusable, VectorsOut
from index.files import FoundFile, file_of, part_of
from index.ingestion.ingest import Ingest
from index.ingestion.ingest_result import IngestResult
from index.ingestion.mending import expect_unowned
from index.settings import IndexSettings
from index.sources import is_address
from index.storage.catalog import Catalog
from index.storage.catalog_file import CATALOG_FILE
from index.storage.chroma import NAME_FILE, VECTORS_FOLDER
from index.storage.database import Database
from index.storage.kept_tables import all_kept
from index.storage.scan import SCAN_FILES
from index.storage.store import Stores, recorded_making

_BESIDE = "renewing"
"""The folder within a data folder in which its new index is made before it takes the old one's
place."""


def renew(
    settings: IndexSettings, embedder: Callable[[], Embedder], today: date
) -> tuple[IngestResult, list[str]]:
    """Reads the files of an index that an earlier version made again, and puts the new index in the
    place of the old one, the catalog last: what is cut short is done again from the beginning.
    Whatever else is in the data folder stays, and what people changed or took out is kept to.

    Gives what the ingest did and the paths of files that are not there any more, whose reports are
    left out. Raises IndexUnusable where none is there, and leaves the old index as it was.
    """
    known = _files(settings.data_dir)
    there = [file for file in known if file.location.is_file()]
    gone = [file.path for file in known if not file.location.is_file()]
    if not there:
        raise IndexUnusable(
            f"None of the files that the index in {settings.data_dir} was made from is there any "
            "more. Ingest them from where they are into another folder, with --data-dir."
        )
    beside = settings.data_dir / _BESIDE
    shutil.rmtree(beside, ignore_errors=True)
    _take_over(settings.data_dir, beside)
    made = Ingest(settings.model_copy(update={"data_dir": beside}), embedder, today).run(there)
    catalog = Catalog.create(beside)
    making = recorded_making(catalog)
    catalog.settle()
    _take_the_place(beside, settings.data_dir)
    if making is not None:
        stores = Stores.of(settings, making.fingerprint, again=True)
        if stores.vectors.server is not None:
            expect_unowned(settings.data_dir)  # it has those of the old index too
            with suppress(VectorsOut):
                stores.vectors.drop_others()
    return made, gone


def _take_over(data_dir: Path, beside: Path) -> None:
    """Keeps what people changed and took out, and what reports said before, for the new index."""
    old, new = _old(data_dir), Catalog.create(beside)
    with new.writing():
        new.take_over(all_kept(old))
    name = data_dir / NAME_FILE
    if name.exists():  # its vectors on a server are the new index's too
        copyfile(name, beside / NAME_FILE)
    old.close()
    new.close()


def _old(data_dir: Path) -> Database:
    return Database(data_dir / CATALOG_FILE, "Move it away and run `dateline ingest` again.")


def _files(data_dir: Path) -> list[FoundFile]:
    """The files of the reports of a catalog of any layout so far."""
    old = _old(data_dir)
    rows = old.rows("SELECT location, path FROM reports ORDER BY path")
    old.close()
    files = {file_of(location): path.removesuffix(part_of(location)) for location, path in rows}
    return [
        FoundFile(Path(location), path, path if is_address(path) else None)
        for location, path in files.items()
    ]


def _take_the_place(beside: Path, data_dir: Path) -> None:
    olds = ("tokens-*.sqlite*", f"{CATALOG_FILE}-*", SCAN_FILES)
    for old in (file for pattern in olds for file in data_dir.glob(pattern)):
        old.unlink()
    shutil.rmtree(data_dir / VECTORS_FOLDER, ignore_errors=True)
    moved = ("tokens-*.sqlite*", VECTORS_FOLDER, NAME_FILE)
    for new in (found for pattern in moved for found in beside.glob(pattern)):
        new.rename(data_dir / new.name)
    (beside / CATALOG_FILE).replace(data_dir / CATALOG_FILE)
    shutil.rmtree(beside)
