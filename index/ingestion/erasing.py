"""Erasing a report for good: what it says is taken out of everything in the data folder, and the
folder is searched for it."""

import json
import mmap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import IndexUnusable, UnknownReport
from index.ingestion.erasings import Erasing, forget, is_note, note, noted, resumable
from index.ingestion.mending import expect_unowned, make_vectors_again, remove_unowned
from index.reading.files import file_of, part_of
from index.storage.catalog import Catalog
from index.storage.store import Stores, recorded_making
from index.text.sentences import sentence_spans
from index.text.terms import words
from index.types import Report

_AT_LEAST, _AT_MOST = 20, 40
"""Characters of what is searched for: shorter words stand anywhere, and longer ones may be parted
by the pages of a database."""
_SOUGHT = 60
"""So many of a report's sentences are searched for, spread over it."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out. `file` is where the report was read from: it was deleted with it, or
    `file_stays`. `ids` are those that it had, with each of its texts, and `sought` the beginnings
    of sentences that no other report has."""

    report_id: str
    ids: tuple[str, ...]
    passages: int
    file: str
    file_stays: bool
    sought: tuple[str, ...]
    shared: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What a search of the data folder looked through, and the files that it found something in."""

    files: int
    size: int
    found: tuple[str, ...]


def erase(data_dir: Path, report_id: str) -> Erased:
    """Takes a report out of the catalog, the vectors and, if its file lies there, the data folder.

    What was begun is noted until `erasings.forget`: where it is interrupted, it goes on from there
    when it is called again. Raises UnknownReport; IndexUnusable where there is no index, another
    process uses it, or not all could be taken out yet.
    """
    catalog = Catalog.open(data_dir)
    if catalog is None:
        raise IndexUnusable(f"There is no index in {data_dir}.")
    making = recorded_making(catalog)
    fingerprint = making.fingerprint if making else None
    erasing = _begin(data_dir, catalog, report_id, fingerprint)
    with resumable(data_dir, report_id):
        if fingerprint is not None:
            _erase_vectors(data_dir, catalog, fingerprint)
        stays = not _delete_file(data_dir, catalog, erasing.location)
        catalog.compact()
        said = erasing.sought
        alone = tuple(one for one in said if not catalog.is_said_elsewhere(one, report_id))
    catalog.close()
    return Erased(
        report_id, erasing.ids, erasing.passages, file_of(erasing.location), stays, alone,
        len(said) - len(alone),
    )  # fmt: skip


def _begin(data_dir: Path, catalog: Catalog, report_id: str, fingerprint: str | None) -> Erasing:
    """Takes a report out of the catalog and notes what is left to do: both or neither. One that was
    taken out before is gone on with."""
    earlier = noted(data_dir, report_id)
    report = catalog.report(report_id)
    if report is None:
        if earlier is None:
            raise UnknownReport(report_id)
        return earlier
    before = catalog.earlier_of(report_id)
    of_earlier = (said for one in before for said in _sought_of(one.text))
    erasing = Erasing(
        report_id,
        (report_id, *(one.report_id for one in before)),
        len(catalog.passage_ids(report_id)),
        catalog.location(report_id),
        tuple(dict.fromkeys([*_sought(report), *of_earlier])),
    ).and_before(earlier)
    try:
        with catalog.writing():
            expect_unowned(data_dir)
            note(data_dir, erasing)
            catalog.erase_report(report_id, erasing.location)
            catalog.finish(fingerprint or "")
    except BaseException:
        with suppress(IndexUnusable):
            if earlier is None and catalog.report(report_id) is not None:
                forget(data_dir, report_id)
        raise
    return erasing


def search(data_dir: Path, sought: Sequence[str]) -> Proof:
    """Looks for words in all files of a data folder, in each form in which Dateline keeps text, but
    for the notes of what is being erased."""
    forms = sorted({form for one in sought for form in _forms(one)})
    files, size, found = 0, 0, list[str]()
    for path in sorted(p for p in data_dir.rglob("*") if p.is_file() and not is_note(p)):
        length = path.stat().st_size
        files, size = files + 1, size + length
        if not length:
            continue
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
            if any(held.find(form) >= 0 for form in forms):
                found.append(path.relative_to(data_dir).as_posix())
    return Proof(files, size, tuple(found))


def _erase_vectors(data_dir: Path, catalog: Catalog, fingerprint: str) -> None:
    """Takes vectors out, from which words could be guessed, and with them those that an ingest left
    behind which was cut off: their ids are those of reports. What Chroma forgets stays in its files
    until something is written over it: they are made anew from the vectors that are kept beside."""
    stores = Stores(data_dir, fingerprint)
    with catalog.writing():
        remove_unowned(data_dir, catalog, stores)
        stores.tokens.compact()
        stores.scan.remove()
        if stores.keeps_earlier:
            stores.earlier.compact()
        make_vectors_again(data_dir, catalog, fingerprint)


def _delete_file(data_dir: Path, catalog: Catalog, location: str) -> bool:
    """Deletes the file that a report was read from, if it lies in the data folder and holds no
    other report; says whether it is gone."""
    file = Path(file_of(location))
    shared = any(file_of(place) == str(file) for place in catalog.locations())
    if not file.is_file() or (shared and part_of(location)):
        return not file.exists()
    if not file.is_relative_to(data_dir.resolve()):
        return False
    file.unlink()
    return True


def _sought(report: Report) -> list[str]:
    """The beginnings of sentences to search for; of a report without any that is long enough, those
    of its blocks."""
    begun = _begun(report.text, ((block.start, block.end) for block in report.blocks))
    return _spread(_long(begun) or [one for one in begun if one])


def _sought_of(text: str) -> list[str]:
    """The same of a text alone, that a report had before."""
    return _spread(_long(_begun(text, [(0, len(text))])))


def _begun(text: str, parts: Iterable[tuple[int, int]]) -> list[str]:
    """The beginnings of the sentences in parts of a text, each once."""
    spans = (span for start, end in parts for span in sentence_spans(text, start, end))
    return list(dict.fromkeys(text[a:b][:_AT_MOST].strip() for a, b in spans))


def _long(begun: Sequence[str]) -> list[str]:
    return [one for one in begun if len(one) >= _AT_LEAST]


def _spread(begun: Sequence[str]) -> list[str]:
    """So many of them as are searched for, from all of a text."""
    return list(begun[:: max(1, len(begun) // _SOUGHT)][:_SOUGHT])


def _forms(sought: str) -> Iterator[bytes]:
    """As text, as JSON with and without other letters than those of ASCII, and as words to look up
    by."""
    yield sought.encode("utf-8")
    for ascii_alone in (True, False):
        yield json.dumps(sought, ensure_ascii=ascii_alone)[1:-1].encode("utf-8")
    looked_up = " ".join(words(sought)[:-1])  # the last may have been cut
    if len(looked_up) >= _AT_LEAST:
        yield looked_up.encode("utf-8")
