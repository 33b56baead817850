"""Ingest: files to a consistent index, incrementally, all of it or nothing.

Nothing is seen of an ingest before it is whole: the catalog is changed in one transaction, held
open while passages are embedded. Vectors are kept as they are made, so that an ingest that was
interrupted goes on where it stopped.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from index.embedding.embedder import Embedder
from index.errors import BadInput
from index.ingestion.changes import Changes
from index.ingestion.ingest_result import IngestResult, Outcome, Progress
from index.ingestion.kept import as_edited, left_out, note_gone, take_out
from index.ingestion.mending import (
    declare_whole,
    expect_unowned,
    expects_unowned,
    give_earlier,
    tidy,
)
from index.ingestion.passage_indexer import PassageIndexer
from index.ingestion.reading_process import ReadingProcess
from index.ingestion.recurring import mark_recurring_blocks
from index.ingestion.redating import settle_days
from index.ingestion.understanding import Identity
from index.ingestion.versions import Succession
from index.ingestion.whereabouts import Whereabouts, from_its_address, id_of, reads_alike
from index.reading import Part, bytes_of, is_numbered, is_several, limits_of, sum_of
from index.reading.files import FoundFile, location_of, name_of, part_of
from index.settings import IndexSettings
from index.storage.catalog import Catalog
from index.storage.store import check_making, recorded_making


class Ingest:
    """One ingest of some files into a data folder. Built once, run once."""

    def __init__(
        self,
        settings: IndexSettings,
        embedder: Callable[[], Embedder],
        today: date,
        progress: Callable[[Progress], None] = lambda progress: None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        collections: Sequence[str] = (),
        restore: bool = False,
    ) -> None:
        """Reports become part of the `collections`; where none is named, of one with the name of
        the folder that they lie in, the first within what is ingested. Reports that a person has
        taken out are left out, but for `restore`."""
        self._settings = settings
        self._today = today
        self._progress = progress
        self._clock = clock
        self._collections = tuple(collections)
        self._restore = restore
        self._limits = limits_of(settings)
        self._succession = Succession()
        self._indexer = PassageIndexer(settings, embedder, progress)
        self._reading = ReadingProcess(settings)
        known = Whereabouts({}, self._limits, self._reading.read_file)
        self._changes = Changes(known, clock)
        self.committed = False

    @property
    def _known(self) -> Whereabouts:
        return self._changes.known

    def run(
        self,
        files: Sequence[FoundFile],
        gone: Sequence[str] = (),
        missing: Sequence[str] = (),
        removed: Sequence[str] = (),
    ) -> IngestResult:
        """Brings the index up to date with `files`, drops the reports at locations `gone`, notes
        that the files of those at locations `missing` are not there any more, if they were not
        found elsewhere, and takes out the ones that are `removed` until they are asked for.

        Raises a DatelineError, and leaves the index as it was, where it cannot be done.
        """
        data_dir, changes = self._settings.data_dir, self._changes
        catalog = Catalog.create(data_dir)
        with catalog.writing():
            check_making(catalog, self._settings.embedder)
            interrupted = expects_unowned(data_dir)
            fresh = self._read_all(catalog, files)
            take_out(catalog, self._known, removed, self._clock())
            changes.forget(catalog, [*gone, *removed])
            changes.result.missing = note_gone(catalog, self._known, missing, self._clock())
            self._succession.take_back(catalog, self._known)
            marked = mark_recurring_blocks(catalog, fresh, changes.affected, changes.count)
            stale = fresh | marked | settle_days(catalog)
            if stale or changes.dropped:
                expect_unowned(data_dir)
            if stale:
                self._make_passages(catalog, sorted(stale))
            if stale or changes.dropped:
                catalog.finish(self._indexer.making(catalog).fingerprint)
        self.committed = True
        if interrupted or stale or changes.dropped:
            tidy(data_dir, catalog, self._indexer.stores, None if interrupted else changes.dropped)
        return changes.result

    def rebuild(self) -> IngestResult:
        """Cuts and embeds every report of the catalog again, with the settings as they are now.

        Raises a DatelineError, and leaves the index as it was, where it cannot be done.
        """
        catalog = Catalog.create(self._settings.data_dir)
        before = recorded_making(catalog)
        with catalog.writing():
            catalog.forget_making()
            self._make_passages(catalog, sorted(head.id for head in catalog.report_heads()))
            catalog.finish(self._indexer.making(catalog).fingerprint)
        self.committed = True
        declare_whole(catalog)
        stores = self._indexer.stores(catalog)
        give_earlier(catalog, stores, self._indexer.embedder)
        if before is not None and before.fingerprint != stores.fingerprint:
            stores.drop_others()
        stores.scan.renew(catalog, stores.tokens)
        return self._changes.result

    def _make_passages(self, catalog: Catalog, report_ids: Sequence[str]) -> None:
        """Cuts and embeds reports anew, and counts what it did."""
        self._changes.dropped |= self._indexer.index(catalog, report_ids)
        result = self._changes.result
        result.embedded, result.reused = self._indexer.embedded, self._indexer.reused

    def _read_all(self, catalog: Catalog, files: Sequence[FoundFile]) -> set[str]:
        fresh: set[str] = set()
        read_file = self._reading.read_file
        self._changes.known = Whereabouts(catalog.locations(), self._limits, read_file, files)
        with self._reading:
            for done, file in enumerate(files, 1):
                fresh |= self._read_file(catalog, file)
                in_it = self._known.in_file(location_of(file.location))
                catalog.note_here(self._known.id_at(place) or "" for place in in_it)
                self._progress(Progress("reading", done, len(files)))
        return fresh

    def _read_file(self, catalog: Catalog, file: FoundFile) -> set[str]:
        """The ids of the reports of a file that are new or changed."""
        location = location_of(file.location)
        try:
            content = bytes_of(file.location, self._limits)
        except BadInput as error:
            kept = "; its earlier text stays" if self._known.in_file(location) else ""
            self._changes.result.rejected.append(Outcome(file.path, f"{error}{kept}"))
            return set()
        several = is_several(file.location.name, content)
        if not several and self._known.id_at(location) == id_of(content):
            self._stays(catalog, file, id_of(content))
            return set()
        if not several and self._is_left_out(
            catalog, id_of(content), location, location, file.path
        ):
            return set()
        unchanged = several and catalog.container_sum(location) == sum_of(content)
        if unchanged and not self._restore:
            before = self._known.in_file(location)
            for place in before:
                catalog.collect(self._known.id_at(place) or "", self._belongs_to(file))
            self._changes.result.left += [Outcome(file.path + part_of(place)) for place in before]
            return set()
        read = self._reading.read_file(file.location.name, content, self._limits)
        now = self._known.looked_into(location, read.parts)
        fresh: set[str] = set()
        for part in read.parts:
            report_id = self._read_or_reject(catalog, file, part, by_number=not read.keeps_gone)
            if report_id is not None:
                fresh.add(report_id)
                self._known.put(location_of(file.location, part.name), report_id)
        if several:
            whole = not any(isinstance(part.read, BadInput) for part in read.parts)
            if whole or "" not in now:
                self._changes.drop_gone(catalog, file, now, keep=read.keeps_gone)
            here = all(
                self._known.id_at(place := location_of(file.location, name))
                or catalog.removed(report_id, place)
                for name, report_id in now.items()
            )
            # What could not be read, or was left for another file that has the same, is looked at
            # again the next time.
            catalog.set_container_sum(location, sum_of(content) if whole and here else "")
        return fresh

    def _read_or_reject(
        self, catalog: Catalog, file: FoundFile, part: Part, *, by_number: bool
    ) -> str | None:
        try:
            return self._read(catalog, file, part, by_number=by_number)
        except BadInput as error:
            earlier = self._known.id_at(location_of(file.location, part.name))
            kept = "; its earlier text stays" if earlier else ""
            self._changes.result.rejected.append(Outcome(file.path + part.name, f"{error}{kept}"))
            return None

    def _read(
        self, catalog: Catalog, file: FoundFile, part: Part, *, by_number: bool
    ) -> str | None:
        """The id of a report that is new or changed; None where nothing is to be done. `by_number`
        says that parts of the file may be named by their number alone."""
        if isinstance(part.read, BadInput):
            raise part.read
        report_id, path = id_of(part.content), file.path + part.name
        location = location_of(file.location, part.name)
        kept_at = "" if by_number and is_numbered(part.name) else location
        if self._is_left_out(catalog, report_id, location, kept_at, path):
            return None
        twin = self._known.place_of(report_id)
        if twin == location:
            self._stays(catalog, file, report_id, part.name)
            return None
        if twin is not None and self._known.still_holds(twin, part.content):
            self._changes.result.copies.append(file.location)
            self._stays(catalog, file, report_id, part.name, f"the same file as {name_of(twin)}")
            return None
        if twin is not None and reads_alike(twin, path, catalog.date_source(report_id)):
            self._changes.drop(catalog, location)
            self._known.put(location, self._known.drop(twin))
            catalog.move_report(report_id, location, path)
            catalog.move_edit(report_id, location)
            catalog.collect(report_id, self._belongs_to(file))
            self._changes.result.changed.append(Outcome(path, f"moved from {name_of(twin)}"))
            return None
        identity = Identity(report_id, path, sum_of(part.content), self._clock())
        understood = self._reading.understand(identity, from_its_address(part, file), self._today)
        earlier, at = self._known.id_at(location), identity.retrieved_at
        if earlier is not None and earlier != report_id:
            stores = self._indexer.stores(catalog)
            self._succession.supersede(catalog, stores, earlier, understood.report, at)
        edited_here = catalog.edit_at(location) is not None
        understood = as_edited(
            catalog, understood, location, self._belongs_to(file), at,
            follows=lambda before: bool(kept_at) and not self._known.is_given(before),
        )  # fmt: skip
        catalog.restore(report_id, kept_at)
        catalog.forget_earlier(report_id)
        catalog.forget_versions([report_id])
        # What its old file name told of a report is read again under the new one.
        replaced = [self._changes.drop(catalog, place) for place in (location, twin or "")]
        other = edited_here and not understood.report.head.edited
        self._changes.add(catalog, understood, location, replaced=any(replaced), other_edited=other)
        return report_id

    def _is_left_out(
        self, catalog: Catalog, report_id: str, location: str, kept_at: str, path: str
    ) -> bool:
        """Notes of a report that a person has taken out that it is left out, and drops what lay
        there before it; False for others."""
        said = None if self._restore else left_out(catalog, report_id, kept_at, path)
        if said is not None:
            self._changes.result.left.append(said)
            self._changes.forget(catalog, [location])
        return said is not None

    def _stays(
        self, catalog: Catalog, file: FoundFile, report_id: str, part: str = "", remark: str = ""
    ) -> None:
        """Notes that a report is there already, as it is."""
        catalog.collect(report_id, self._belongs_to(file))
        self._changes.result.left.append(Outcome(file.path + part, remark))

    def _belongs_to(self, file: FoundFile) -> tuple[str, ...]:
        """The collections that the reports of a file become part of."""
        folder, inside, _ = file.path.partition("/") if file.address is None else ("", "", "")
        return self._collections or ((folder,) if inside else ())
