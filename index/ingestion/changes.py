"""What one ingest changes in the catalog: reports that are added and dropped, and what it says of
them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from index.files import FoundFile, location_of, name_of, part_of
from index.ingestion.ingest_result import IngestResult, Outcome
from index.ingestion.understanding import Understood
from index.ingestion.whereabouts import Whereabouts
from index.storage.catalog import Catalog
from index.types import edited_in_words


class Changes:
    """The changes of one ingest so far. `known` is where reports lie by now; `dropped` are the
    passages and `affected` the hashes of the blocks that came or went, of `count` reports."""

    def __init__(self, known: Whereabouts, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.known = known
        self.result = IngestResult()
        self.dropped: set[str] = set()
        self.affected: set[str] = set()
        self.count = 0

    def add(
        self, catalog: Catalog, understood: Understood, location: str, *, replaced: bool,
        other_edited: bool,
    ) -> None:  # fmt: skip
        """`replaced` says that another one lay there, and `other_edited` that one was edited there
        of which this is no other version."""
        head = understood.report.head
        catalog.add_report(
            understood.report, location, understood.hashes, understood.copy_key, understood.times,
            understood.abbreviations, understood.day_order,
        )  # fmt: skip
        catalog.stands_again(head.id, self._clock().date())
        catalog.collect_anew(head.id, head.collections)
        self.affected.update(understood.hashes)
        self.count += 1
        remarks = [] if head.dated.earliest else ["no date found"]
        remarks += [f"{edited_in_words(head.edited)} as edited"] if head.edited else []
        remarks += ["not edited, for what was edited here is another text"] if other_edited else []
        remarks += [f"not read: {'; '.join(head.unread)}"] if head.unread else []
        listed = self.result.changed if replaced else self.result.added
        listed.append(Outcome(head.path, "; ".join(remarks)))

    def drop(self, catalog: Catalog, location: str) -> bool:
        """Drops the report that lies there; says whether one did."""
        if self.known.id_at(location) is None:
            return False
        report_id = self.known.drop(location)
        self.dropped.update(catalog.passage_ids(report_id))
        self.affected.update(catalog.block_hashes(report_id))
        self.count += 1
        catalog.remove_report(report_id)
        return True

    def forget(self, catalog: Catalog, gone: Sequence[str]) -> None:
        """Drops the reports at these locations, and names them."""
        for location in gone:
            if self.drop(catalog, location):
                self.result.removed.append(Outcome(name_of(location)))

    def drop_gone(
        self, catalog: Catalog, file: FoundFile, now: Mapping[str, str], *, keep: bool
    ) -> None:
        """Drops the reports that do not stand in a file of several any more, or says of them that
        they stay."""
        for place in self.known.in_file(location_of(file.location)):
            path = file.path + part_of(place)
            if part_of(place) not in now and keep:
                self.result.left.append(Outcome(path, "stays, though it passed out of the feed"))
            elif part_of(place) not in now:
                self.drop(catalog, place)
                self.result.removed.append(Outcome(path))
