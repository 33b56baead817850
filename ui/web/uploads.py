"""Reports that readers add: kept in the data folder, then ingested, one upload at a time."""

import asyncio
import atexit
import os
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from shutil import copyfileobj

from index.errors import BadInput
from index.files import FoundFile, file_of, name_of
from index.ingestion.ingest import Ingest
from index.ingestion.ingest_result import IngestResult, Progress
from index.storage.catalog import Catalog
from index.storage.database import is_writable
from ui.service import Service
from ui.web.language import ENGLISH

FOLDER = "uploads"
_INCOMING = "incoming"
_UNSAFE = re.compile(r"[^\w .,()\[\]&'’+=@-]")
_LONGEST = 160
"""Bytes of a file's name before its ending; file systems bound the whole to 255."""
_LONGEST_ENDING = 12


def keep_uploads_within(data_dir: Path) -> None:
    """Has the files that the page is sent kept in the data folder until they are ingested, and not
    where this machine keeps temporary files; what is left of earlier ones is removed."""
    folder = data_dir.resolve() / _INCOMING
    if folder.parent.is_dir() and not is_writable(folder.parent):
        # nothing can be added; the page needs a place for its own
        folder = Path(tempfile.mkdtemp(prefix="dateline-page-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        folder.mkdir(mode=0o700)  # no data folder is made for it: there may be none yet
    os.environ["GRADIO_TEMP_DIR"] = str(folder)


@dataclass(frozen=True, slots=True)
class Undo:
    """How an upload is taken back: the ids of the reports that have a file of their own, by their
    paths, and those of `all` that it brought."""

    alone: Mapping[str, str] = field(default_factory=dict)
    all: tuple[str, ...] = ()


class Uploads:
    """Takes uploads into one service's index. The index refers to files by their place, so each
    keeps its own in the data folder."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._one_at_a_time = asyncio.Lock()

    @property
    def busy(self) -> bool:
        """Whether another upload is under way."""
        return self._one_at_a_time.locked()

    async def add(
        self, files: Sequence[tuple[Path, str]], on_progress: Callable[[Progress], None]
    ) -> IngestResult:
        """Ingests copies of files, given with the names that their owners gave them.

        Waits for an upload under way. Raises a DatelineError, with nothing kept, where it cannot
        be done. `on_progress` is called on the event loop.
        """
        loop = asyncio.get_running_loop()

        def tell(progress: Progress) -> None:
            loop.call_soon_threadsafe(on_progress, progress)

        async with self._one_at_a_time:
            return await asyncio.to_thread(self._add, files, tell)

    def reports(self) -> frozenset[str]:
        """The ids of the reports that were uploaded."""
        return frozenset(self._mine())

    def undo_of(self, result: IngestResult) -> Undo:
        """How what an upload added is taken back."""
        mine = {name_of(place): (one, file_of(place)) for one, place in self._mine().items()}
        brought = {one.path: mine[one.path] for one in result.added if one.path in mine}
        reports_in = Counter(file for _, file in brought.values())
        alone = {path: one for path, (one, file) in brought.items() if reports_in[file] == 1}
        return Undo(alone, tuple(one for one, _ in brought.values()))

    @property
    def _folder(self) -> Path:
        return (self._service.settings.data_dir / FOLDER).resolve()

    async def take_back(self, report_ids: Collection[str]) -> IngestResult:
        """Removes the uploaded files that some reports stand in, with all that are in them.

        Raises BadInput where none of the reports was uploaded, and a DatelineError, with nothing
        changed, where it cannot be done.
        """
        async with self._one_at_a_time:
            return await asyncio.to_thread(self._take_back, report_ids)

    def _mine(self) -> dict[str, str]:
        """Where the reports lie that were uploaded, by their ids."""
        catalog, folder = self._service.catalog, self._folder
        found = catalog.locations() if catalog is not None else {}
        return {
            report_id: place for place, report_id in found.items()
            if Path(file_of(place)).is_relative_to(folder)
        }  # fmt: skip

    def _take_back(self, report_ids: Collection[str]) -> IngestResult:
        mine = self._mine()
        files = {file_of(mine[one]) for one in report_ids if one in mine}
        if not files:
            raise BadInput(ENGLISH("told.error.not_uploaded"))
        gone = sorted(place for place in mine.values() if file_of(place) in files)
        settings = self._service.settings
        with self._service.changing:
            result = Ingest(settings, self._service.embedder, self._service.today()).run([], gone)
            catalog = Catalog.create(settings)
            with catalog.writing():  # the name of the file may be that of another upload
                catalog.forget_kept([one for one, place in mine.items() if place in gone])
        for file in files:
            Path(file).unlink(missing_ok=True)
        return result

    def _add(
        self, files: Sequence[tuple[Path, str]], tell: Callable[[Progress], None]
    ) -> IngestResult:
        settings = self._service.settings
        folder = settings.data_dir / FOLDER
        kept = {file.path: file for file in (keep(source, name, folder) for source, name in files)}
        ingest = Ingest(settings, self._service.embedder, self._service.today(), tell)
        try:
            with self._service.changing:
                result = ingest.run(list(kept.values()))
        except BaseException:
            if not ingest.committed:
                _remove(kept.values())
            raise
        used = [outcome.path for outcome in (*result.added, *result.changed)]
        _remove(file for path, file in kept.items() if not any(_is_of(one, path) for one in used))
        return result


def _is_of(report: str, file: str) -> bool:
    """Whether a report is a file, or stands in it."""
    return report == file or report.startswith((f"{file}#", f"{file}!"))


def keep(source: Path, name: str, folder: Path) -> FoundFile:
    """A copy of a file in a folder, under its own name made safe, and unlike any other there."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = Path(safe_name(name))
    number = 1
    while True:
        place = folder / (wanted.name if number == 1 else f"{wanted.stem}-{number}{wanted.suffix}")
        try:
            with source.open("rb") as given, place.open("xb") as copy:
                copyfileobj(given, copy)
        except FileExistsError:
            number += 1
            continue
        return FoundFile(place.resolve(), place.name)


def safe_name(name: str) -> str:
    """A name for a file: its last part alone, no character that a system treats as its own, not
    hidden, not too long. The ending is kept, and so is a date in it."""
    last = unicodedata.normalize("NFC", PureWindowsPath(name).name)
    cleaned = _UNSAFE.sub("_", last).strip(" .") or "report"
    stem, ending = Path(cleaned).stem, Path(cleaned).suffix
    if len(ending) > _LONGEST_ENDING:
        stem, ending = cleaned, ""
    return stem.encode()[:_LONGEST].decode(errors="ignore").rstrip(" .") + ending


def _remove(files: Iterable[FoundFile]) -> None:
    for file in files:
        file.location.unlink(missing_ok=True)
