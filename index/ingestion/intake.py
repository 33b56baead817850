"""Files taken into the catalog, while an ingest changes it: what is new, what has changed, what was
moved, and what stays."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from index.errors import BadInput
from index.files import FoundFile, location_of, name_of, part_of
from index.ingestion.changes import Changes
from index.ingestion.ingest_result import Outcome, Progress
from index.ingestion.kept import as_edited, left_out
from index.ingestion.reading_ahead import Opened, ReadingAhead
from index.ingestion.understanding import Understood
from index.ingestion.versions import Succession
from index.ingestion.whereabouts import Whereabouts, id_of, reads_alike
from index.reading import Part, is_numbered, is_several, sum_of
from index.storage.catalog import Catalog
from index.storage.store import Stores


@dataclass(frozen=True, slots=True)
class Asked:
    """What an ingest was asked to do with what it finds: the collections that the reports become
    part of, where such are named, and whether reports that a person has taken out come back."""

    collections: tuple[str, ...] = ()
    restore: bool = False


class Intake:
    """Takes files in. `unencodable` are reports of which no vectors can be made: each is rejected,
    and what lay there before it stays."""

    def __init__(
        self,
        changes: Changes,
        succession: Succession,
        reading: ReadingAhead,
        stores: Callable[[Catalog], Stores],
        clock: Callable[[], datetime],
        asked: Asked,
        unencodable: Collection[str] = (),
    ) -> None:
        self._changes, self._succession = changes, succession
        self._reading, self._stores, self._clock = reading, stores, clock
        self._collections, self._restore = asked.collections, asked.restore
        self._unencodable = unencodable

    @property
    def _known(self) -> Whereabouts:
        return self._changes.known

    def take_in(
        self, catalog: Catalog, files: Sequence[FoundFile], progress: Callable[[Progress], None]
    ) -> set[str]:
        """The ids of the reports of the files that are new or changed."""
        fresh: set[str] = set()
        opened = self._reading.files(files, partial(self._is_new, catalog))
        for done, one in enumerate(opened, 1):
            fresh |= self._read_file(catalog, one)
            in_it = self._known.in_file(location_of(one.file.location))
            catalog.note_here(self._known.id_at(place) or "" for place in in_it)
            progress(Progress("reading", done, len(files)))
        return fresh

    def _is_new(self, catalog: Catalog, file: FoundFile, content: bytes) -> bool:
        """Whether a file is to be read, as things stand before those that come before it are."""
        location, report_id = location_of(file.location), id_of(content)
        if is_several(file.location.name, content):
            return self._restore or catalog.container_sum(location) != sum_of(content)
        if not self._restore and catalog.removed(report_id, location) is not None:
            return False
        return self._known.id_at(location) != report_id

    def _read_file(self, catalog: Catalog, opened: Opened) -> set[str]:
        """The ids of the reports of a file that are new or changed."""
        file, content = opened.file, opened.content
        location = location_of(file.location)
        if isinstance(content, BadInput):
            kept = "; its earlier text stays" if self._known.in_file(location) else ""
            self._changes.result.rejected.append(Outcome(file.path, f"{content}{kept}"))
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
        read, fresh = self._reading.read(opened, content), set[str]()
        keeps_gone = read.file.keeps_gone
        now = self._known.looked_into(location, read.file.parts)
        for part, understand in self._reading.parts(file, read, self._is_unknown):
            report_id = self._read_or_reject(
                catalog, file, part, understand, by_number=not keeps_gone
            )
            if report_id is not None:
                fresh.add(report_id)
                self._known.put(location_of(file.location, part.name), report_id)
        if several:
            whole = not any(isinstance(part.read, BadInput) for part in read.file.parts)
            if whole or "" not in now:
                self._changes.drop_gone(catalog, file, now, keep=keeps_gone)
            here = all(
                self._known.id_at(place := location_of(file.location, name)) == report_id
                or catalog.removed(report_id, place)
                for name, report_id in now.items()
            )
            # What could not be read, or was left for another file that has the same, is looked at
            # again the next time.
            catalog.set_container_sum(location, sum_of(content) if whole and here else "")
        return fresh

    def _is_unknown(self, part: Part) -> bool:
        return self._known.place_of(id_of(part.content)) is None

    def _read_or_reject(
        self, catalog: Catalog, file: FoundFile, part: Part, understand: Callable[[], Understood],
        *, by_number: bool,
    ) -> str | None:  # fmt: skip
        try:
            return self._read(catalog, file, part, understand, by_number=by_number)
        except BadInput as error:
            earlier = self._known.id_at(location_of(file.location, part.name))
            kept = "; its earlier text stays" if earlier else ""
            self._changes.result.rejected.append(Outcome(file.path + part.name, f"{error}{kept}"))
            return None

    def _read(
        self, catalog: Catalog, file: FoundFile, part: Part, understand: Callable[[], Understood],
        *, by_number: bool,
    ) -> str | None:  # fmt: skip
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
        if report_id in self._unencodable:
            raise BadInput("cannot be searched: the program that makes vectors broke down over it")
        understood = understand()
        earlier = self._known.id_at(location)
        at = understood.report.head.retrieved_at or self._clock()
        if earlier is not None and earlier != report_id:
            stores = self._stores(catalog)
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
