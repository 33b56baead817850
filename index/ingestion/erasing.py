"""Erasing a report for good: what it says is taken out of everything in the data folder, and the
folder is searched for it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path

from index.errors import BadInput, BeingWritten, DatelineError, IndexUnusable, UnknownReport
from index.files import file_of, part_of
from index.ingestion.mending import expect_unowned, remove_unowned
from index.ingestion.traces import Proof, search, sought_of_report, sought_of_text
from index.ingestion.vectors_apart import make_vectors_apart
from index.storage.catalog import Catalog
from index.storage.chroma import ChromaServer, remove_folder
from index.storage.database import not_writable
from index.storage.place import Place, folder_of
from index.storage.scan import VectorScan
from index.storage.store import Stores, recorded_making, token_stores

_NOTE = "erasing"
"""What the name of a file begins with that says what is being erased."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out. `location` is where the report was read from, whose file was deleted with
    it, or stays, as `file_stays` tells. `ids` are those that it had, with each of its texts, and
    `sought` the beginnings of sentences that no other report has."""

    report_id: str
    ids: tuple[str, ...]
    passages: int
    location: str
    sought: tuple[str, ...]
    shared: int
    file_stays: bool = True

    @property
    def file(self) -> str:
        """The file that the report was read from."""
        return file_of(self.location)


def erase(place: Place, report_id: str, server: ChromaServer | None = None) -> Erased:
    """Takes a report out of the catalog, the vectors and, if its file lies there, the data folder.
    What is erased is noted there until `prove` has found nothing of it, so that an erasing that was
    cut off goes on where it is told of the same report again. Of a report that is not in the
    catalog any more all is taken out that is kept of it. `server` is where its vectors are, if not
    in the folder.

    Raises UnknownReport, or BadInput for an earlier text of a report; IndexUnusable where there is
    no index, or another process uses it.
    """
    data_dir, catalog = folder_of(place), Catalog.open(place)
    if catalog is None:
        raise IndexUnusable(f"There is no index in {data_dir}.")
    noted = next((one for one in _notes(data_dir) if report_id in one.ids), None)
    erased = _to_erase(catalog, report_id, noted)
    _write_note(data_dir, erased)
    making = recorded_making(catalog)
    fingerprint = making.fingerprint if making is not None else ""
    with resumable(data_dir, erased.report_id):
        _erase_from_catalog(data_dir, catalog, erased, fingerprint, begun=noted is not None)
        stays = not _delete_file(data_dir, catalog, erased.location)
        catalog.compact()
        if fingerprint:
            _erase_vectors(place, catalog, fingerprint, server)
    catalog.close()
    return replace(erased, file_stays=stays)


@contextmanager
def resumable(data_dir: Path, report_id: str) -> Iterator[None]:
    """Within it, where something fails after an erasing has begun, an IndexUnusable says how it
    goes on."""
    try:
        yield
    except BeingWritten:
        raise
    except (DatelineError, OSError) as error:
        if not _note(data_dir, report_id).is_file():
            raise
        why = str(error.__cause__ or error).rstrip(".")
        raise IndexUnusable(
            f"{report_id} is not yet out of all files of {data_dir} ({why}). See to that and run "
            f"`dateline erase {report_id}` again: it goes on from there."
        ) from error


def _erase_from_catalog(
    data_dir: Path, catalog: Catalog, erased: Erased, fingerprint: str, *, begun: bool
) -> None:
    """Takes a report out of the catalog. Where that fails and nothing was `begun` before, the note
    goes too, as the report is whole."""
    try:
        with catalog.writing():
            expect_unowned(data_dir)
            catalog.erase_report(erased.report_id, erased.location)
            catalog.finish(fingerprint)
    except BaseException:
        with suppress(DatelineError, OSError):
            if not begun and catalog.report(erased.report_id) is not None:
                _note(data_dir, erased.report_id).unlink(missing_ok=True)
        raise


def _to_erase(catalog: Catalog, named: str, noted: Erased | None) -> Erased:
    """What is to be taken out of a report, with what an erasing of it that was cut off had to; or
    what is left of one that is not in the catalog any more. Raises BadInput."""
    report, left = catalog.report(named), catalog.left_of(named)
    if report is None and left is None and noted is None:
        raise _unknown(catalog, named)
    found = left or noted
    report_id = found.report_id if found is not None and report is None else named
    before = catalog.earlier_of(report_id)
    said = [*(sought_of_report(report) if report else ()), *(noted.sought if noted else ())]
    said += [words for one in before for words in sought_of_text(one.text)]
    sought = tuple(dict.fromkeys(said))
    alone = tuple(one for one in sought if not catalog.is_said_elsewhere(one, report_id))
    ids = [report_id, *(one.report_id for one in before), *(noted.ids if noted else ())]
    if report is not None:
        passages = len(catalog.passage_ids(report_id))
    else:
        passages = catalog.count_earlier_passages(ids) or (noted.passages if noted else 0)
    location = catalog.location(report_id) or (left.location if left else "")
    return Erased(
        report_id, tuple(dict.fromkeys(ids)), passages,
        location or (noted.location if noted else ""), alone,
        len(sought) - len(alone) or (noted.shared if noted else 0),
    )  # fmt: skip


def _unknown(catalog: Catalog, named: str) -> BadInput:
    earlier = catalog.earlier(named)
    if earlier is None:
        return UnknownReport(named)
    return BadInput(
        f"{named} is an earlier text of the report {earlier.now}. `dateline erase {earlier.now}` "
        "takes out that report with all of its texts."
    )


def prove(data_dir: Path, erased: Erased) -> Proof:
    """Searches the data folder for what was erased. Where nothing is found, that ends the erasing;
    otherwise `erase` can be told of the same report again."""
    note = _note(data_dir, erased.report_id)
    proof = search(data_dir, [*erased.sought, *erased.ids], but=[note])
    if not proof.found:
        note.unlink(missing_ok=True)
    return proof


def _erase_vectors(
    place: Place, catalog: Catalog, fingerprint: str, server: ChromaServer | None
) -> None:
    """Takes vectors out, from which words could be guessed, and with them those that an ingest left
    behind which was cut off: their ids are those of reports. What Chroma forgets stays in its files
    until something is written over it: they are made anew from the vectors that are kept beside,
    once these and the catalog have nothing of the report any more. Of a server's files that is for
    whoever has them."""
    data_dir = folder_of(place)
    with catalog.writing():
        owned = {*catalog.passage_ids(), *catalog.earlier_passage_ids()}
        for tokens in token_stores(data_dir, fingerprint):
            tokens.remove(sorted(tokens.ids() - owned))
            tokens.compact()
        VectorScan(data_dir, fingerprint).remove()
        if server is not None:
            remove_folder(data_dir)
            remove_unowned(data_dir, catalog, Stores(data_dir, fingerprint, server))
    if server is None:
        make_vectors_apart(place)


def _delete_file(data_dir: Path, catalog: Catalog, location: str) -> bool:
    """Deletes the file that a report was read from, if it lies in the data folder and holds no
    other report; says whether it is gone."""
    if not location:
        return True
    file = Path(file_of(location))
    shared = any(file_of(place) == str(file) for place in catalog.locations())
    if not file.is_file() or (shared and part_of(location)):
        return not file.exists()
    if not file.is_relative_to(data_dir.resolve()):
        return False
    file.unlink()
    return True


def unfinished(data_dir: Path) -> list[str]:
    """The ids of the reports whose erasing did not come to its end. Raises IndexUnusable."""
    return [noted.report_id for noted in _notes(data_dir)]


def _note(data_dir: Path, report_id: str) -> Path:
    """The file that says what is being erased."""
    return data_dir / f"{_NOTE}-{sha256(report_id.encode()).hexdigest()[:16]}.json"


def _notes(data_dir: Path) -> list[Erased]:
    """What was to be taken out by erasings that did not come to their end. Raises IndexUnusable."""
    return [_read_note(file) for file in sorted(data_dir.glob(f"{_NOTE}-*.json"))]


def _read_note(file: Path) -> Erased:
    try:
        kept = json.loads(file.read_text("utf-8"))
        return Erased(**{**kept, "ids": tuple(kept["ids"]), "sought": tuple(kept["sought"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexUnusable(f"{file} cannot be read ({error}). Delete it and try again.") from error


def _write_note(data_dir: Path, erased: Erased) -> None:
    """Notes what is to be taken out, whole or not at all. Raises NotWritable."""
    file = _note(data_dir, erased.report_id)
    part = file.with_suffix(".part")
    try:
        part.touch(0o600)
        part.write_text(json.dumps(asdict(erased), ensure_ascii=False), "utf-8")
        part.replace(file)
    except OSError as error:
        raise not_writable(data_dir, error.strerror or str(error)) from error
