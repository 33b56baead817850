"""Ingest: files to a consistent index, incrementally, all of it or nothing.

Nothing is seen of an ingest before it is whole: the catalog is changed in one transaction, held
open while passages are embedded. Vectors are kept as they are made, so that an ingest that was
interrupted goes on where it stopped.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import BaseNode, TransformComponent
from pydantic import PrivateAttr

from index.abbreviations import abbreviations
from index.calendar import Period
from index.catalog import Catalog
from index.chunking import PassageParser, as_document, filters_of, passage_of, read_of
from index.dating import date_report
from index.embedding import Embedder
from index.errors import BadInput
from index.failures import of_one_report
from index.files import FoundFile, location_of
from index.furniture import lay_out
from index.languages import language_of
from index.pdf.limits import Limits
from index.place import file_words, place_of_report
from index.reading import read_report
from index.recurrence import THRESHOLDS, block_hash, copy_key, mark_recurring
from index.sentences import load_sentence_model
from index.settings import IndexSettings
from index.store import (
    Making,
    Stores,
    check_dimension,
    check_making,
    declare_whole,
    encode_passages,
    recorded_making,
)
from index.told import originator_of, times_told, told_of
from index.types import Abbreviation, DateSource, Passage, Report, ReportHead, Role, SourceText

_GROUP = 8
"""Reports that go through the pipeline together."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: `path` as shown, and a reason or remark where there is one."""

    path: str
    remark: str = ""


@dataclass(slots=True)
class IngestResult:
    """What an ingest did. `embedded` and `reused` count passages."""

    added: list[Outcome] = field(default_factory=list)
    changed: list[Outcome] = field(default_factory=list)
    left: list[Outcome] = field(default_factory=list)
    removed: list[Outcome] = field(default_factory=list)
    rejected: list[Outcome] = field(default_factory=list)
    embedded: int = 0
    reused: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is: `stage` in words, `done` of `total` passages or files."""

    stage: str
    done: int
    total: int


class PassageEmbedder(TransformComponent):
    """A LlamaIndex transformation that embeds passages into `stores`, save those already there.

    A node that was embedded now has its pooled vector as `embedding`.
    """

    _embedder: Callable[[], Embedder] = PrivateAttr()
    _stores: Stores = PrivateAttr()

    def __init__(self, embedder: Callable[[], Embedder], stores: Stores) -> None:
        super().__init__()
        self._embedder, self._stores = embedder, stores

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: object) -> Sequence[BaseNode]:
        known = self._stores.tokens.known([node.node_id for node in nodes])
        new = [node for node in nodes if node.node_id not in known]
        if new:
            vectors = encode_passages(self._embedder(), [read_of(n) for n in new])
            for node, kept in zip(new, vectors, strict=True):
                node.embedding = kept.pooled.astype(float).tolist()
            self._stores.put([n.node_id for n in new], vectors, [filters_of(n) for n in new])
        before = [node for node in nodes if node.node_id in known]
        self._stores.vectors.describe([n.node_id for n in before], [filters_of(n) for n in before])
        return nodes


@dataclass(frozen=True, slots=True)
class _Understood:
    """A report and what the catalog keeps beside it: the times that each block names, the hash of
    each block, what is alike for copies, and the abbreviations that it explains."""

    report: Report
    times: dict[int, list[Period]]
    hashes: list[str]
    copy_key: str
    abbreviations: tuple[Abbreviation, ...]


class Ingest:
    """One ingest of some files into a data folder. Built once, run once."""

    def __init__(
        self,
        settings: IndexSettings,
        embedder: Callable[[], Embedder],
        today: date,
        progress: Callable[[Progress], None] = lambda progress: None,
    ) -> None:
        self._settings = settings
        self._load = embedder
        self._today = today
        self._progress = progress
        self._result = IngestResult()
        self._dropped: set[str] = set()
        self._affected: set[str] = set()
        self._changes = 0
        self._stores: Stores | None = None
        self._places: dict[str, str] = {}
        self.committed = False

    def run(self, files: Sequence[FoundFile], gone: Sequence[str] = ()) -> IngestResult:
        """Brings the index up to date with `files` and drops the reports at locations `gone`.

        Raises a DatelineError, and leaves the index as it was, where it cannot be done.
        """
        catalog = Catalog.create(self._settings.data_dir)
        with catalog.writing():
            check_making(catalog, self._settings.embedder)
            fresh = self._read_all(catalog, files)
            self._forget(catalog, gone)
            stale = fresh | self._mark_recurring(catalog, fresh)
            if stale:
                self._cut_and_embed(catalog, sorted(stale))
            if stale or self._dropped:
                catalog.finish(self._making(catalog).fingerprint)
        self.committed = True
        if self._dropped:
            unowned = self._dropped - catalog.findings(sorted(self._dropped)).keys()
            self._open_stores(catalog).remove(sorted(unowned))
        declare_whole(catalog)
        return self._result

    def rebuild(self) -> IngestResult:
        """Cuts and embeds every report of the catalog again, with the settings as they are now.

        Raises a DatelineError, and leaves the index as it was, where it cannot be done.
        """
        catalog = Catalog.create(self._settings.data_dir)
        before = recorded_making(catalog)
        with catalog.writing():
            catalog.forget_making()
            self._cut_and_embed(catalog, sorted(head.id for head in catalog.report_heads()))
            catalog.finish(self._making(catalog).fingerprint)
        self.committed = True
        declare_whole(catalog)
        stores = self._open_stores(catalog)
        if before is not None and before.fingerprint != stores.fingerprint:
            stores.drop_others()
        return self._result

    def _read_all(self, catalog: Catalog, files: Sequence[FoundFile]) -> set[str]:
        fresh: set[str] = set()
        known = catalog.locations()
        self._places = {report_id: place for place, report_id in known.items()}
        for done, file in enumerate(files, 1):
            try:
                report_id = self._read(catalog, file, known)
            except BadInput as error:
                kept = "; its earlier text stays" if location_of(file.location) in known else ""
                self._result.rejected.append(Outcome(file.path, f"{error}{kept}"))
                continue
            if report_id is not None:
                fresh.add(report_id)
                known[location_of(file.location)] = report_id
                self._places[report_id] = location_of(file.location)
            self._progress(Progress("reading", done, len(files)))
        return fresh

    def _read(self, catalog: Catalog, file: FoundFile, known: dict[str, str]) -> str | None:
        """The id of a report that is new or changed; None where nothing is to be done."""
        settings = self._settings
        limits = Limits(settings.pdf_seconds, settings.pdf_memory_mb)
        most = int(settings.max_file_mb * 1e6)
        content, source = read_report(file.location, most, limits, settings.ocr)
        report_id = sha256(content).hexdigest()[:16]
        location = location_of(file.location)
        if known.get(location) == report_id:
            self._result.left.append(Outcome(file.path))
            return None
        twin = self._places.get(report_id)
        if twin is not None and _still_holds(Path(twin), content):
            self._result.left.append(Outcome(file.path, f"the same file as {Path(twin).name}"))
            return None
        if twin is not None and self._reads_alike(catalog, report_id, twin, file.path):
            if location in known:
                self._drop(catalog, known[location])
            catalog.move_report(report_id, location, file.path)
            known[location] = known.pop(twin)
            self._places[report_id] = location
            self._result.changed.append(Outcome(file.path, f"moved from {Path(twin).name}"))
            return None
        understood = self._understand(report_id, file.path, source)
        report, hashes = understood.report, understood.hashes
        # What its old file name told of a report is read again under the new one.
        replaced = [known.pop(place) for place in {location, twin} if place in known]
        for earlier in replaced:
            self._drop(catalog, earlier)
        catalog.add_report(
            report, location, hashes, understood.copy_key, understood.times,
            understood.abbreviations,
        )  # fmt: skip
        self._affected.update(hashes)
        self._changes += 1
        listed = self._result.changed if replaced else self._result.added
        listed.append(Outcome(file.path, _remark(report)))
        return report_id

    def _reads_alike(self, catalog: Catalog, report_id: str, twin: str, path: str) -> bool:
        """Whether a report says the same under another file name as it did under its old one."""
        dated_by_it = catalog.date_source(report_id) is DateSource.FILE
        return not dated_by_it and file_words(Path(twin).name) == file_words(path)

    def _understand(self, report_id: str, path: str, source: SourceText) -> _Understood:
        """What is told of a report, found before the catalog is changed, and cut into passages once
        for trial: what fails on the way costs this report alone. Raises BadInput.
        """
        text, blocks = source.text, list(source.blocks)
        load_sentence_model()
        with of_one_report("cannot be dated"):
            dated, byline = date_report(text, blocks, source.metadata, path, self._today)
        with of_one_report("cannot be told from the page around it"):
            layout = lay_out(text, blocks, source.metadata, byline)
            hashes = [block_hash(text, block) for block in layout.blocks]
            key = copy_key(text, layout.blocks)
        if not any(block.role is Role.BODY for block in layout.blocks):
            raise BadInput("holds no text beside its title, date and page furniture")
        with of_one_report("its times cannot be read"):
            times = times_told(text, layout.blocks, dated.published_on)
            told = told_of(text, dated.published_on, times)
        with of_one_report("its writer cannot be told"):
            writer = originator_of(text, layout.blocks, layout.title, layout.publisher)
        with of_one_report("its language cannot be told"):
            language = language_of(text, layout.blocks)
        with of_one_report("its abbreviations cannot be read"):
            explained = abbreviations(text, layout.blocks)
        head = ReportHead(
            report_id, path, layout.title, layout.publisher, layout.url, dated, writer, told,
            language,
        )  # fmt: skip
        report = Report(head, text, layout.blocks, source.source, source.paged)
        with of_one_report("cannot be cut into sentences"):
            PassageParser()([as_document(report, times)])
        return _Understood(report, times, hashes, key, explained)

    def _drop(self, catalog: Catalog, report_id: str) -> None:
        self._dropped.update(catalog.passage_ids(report_id))
        self._affected.update(catalog.block_hashes(report_id))
        self._changes += 1
        self._places.pop(report_id, None)
        catalog.remove_report(report_id)

    def _forget(self, catalog: Catalog, gone: Sequence[str]) -> None:
        known = catalog.locations()
        for location in gone:
            if location in known:
                self._drop(catalog, known[location])
                self._result.removed.append(Outcome(Path(location).name))

    def _mark_recurring(self, catalog: Catalog, fresh: set[str]) -> set[str]:
        """Marks what recurs across reports; the ids of the reports whose body that changed.

        Besides `fresh` ones that concerns those with a block that this ingest made common enough,
        or no longer so.
        """
        counts = catalog.recurrence(self._affected)
        crossing = [
            block for block in self._affected
            if any(abs(counts.get(block, 0) - t) <= self._changes for t in THRESHOLDS)
        ]  # fmt: skip
        changed: set[str] = set()
        for report_id in sorted(fresh | catalog.reports_with_blocks(crossing)):
            page, now = catalog.blocks(report_id, page=True), catalog.blocks(report_id)
            hashes = catalog.block_hashes(report_id)
            marked = mark_recurring(page, hashes, catalog.recurrence(hashes))
            if marked != now:
                catalog.set_roles(report_id, marked)
                changed.add(report_id)
        return changed

    def _cut_and_embed(self, catalog: Catalog, report_ids: Sequence[str]) -> None:
        making = self._making(catalog)
        check_dimension(making, self._load())
        catalog.set_meta(making.as_meta())
        stores = self._open_stores(catalog)
        embedder = PassageEmbedder(self._load, stores)
        pipeline = IngestionPipeline(
            transformations=[PassageParser(), embedder], disable_cache=True
        )
        for done, some in _groups(report_ids):
            self._progress(Progress("embedding", done, len(report_ids)))
            reports = [report for report in map(catalog.report, some) if report is not None]
            documents = [as_document(r, catalog.times(r.head.id)) for r in reports]
            nodes = pipeline.run(documents=documents)
            by_report: dict[str, list[BaseNode]] = {}
            for node in nodes:
                by_report.setdefault(node.metadata["report_id"], []).append(node)
            for report in reports:
                report_id = report.head.id
                self._dropped.update(catalog.passage_ids(report_id))
                passages = [
                    _located(passage_of(node), report) for node in by_report.get(report_id, [])
                ]
                catalog.put_passages(report_id, report.text, passages, place_of_report(report.head))
            self._result.reused += sum(node.embedding is None for node in nodes)
            self._result.embedded += sum(node.embedding is not None for node in nodes)
        self._progress(Progress("embedding", len(report_ids), len(report_ids)))

    def _making(self, catalog: Catalog) -> Making:
        recorded = recorded_making(catalog)
        return recorded or Making(self._settings.embedder, self._load().dimension)

    def _open_stores(self, catalog: Catalog) -> Stores:
        if self._stores is None:
            self._stores = Stores(self._settings.data_dir, self._making(catalog).fingerprint)
        return self._stores


def _remark(report: Report) -> str:
    """What a person should know of a report that was read: no date, and what was left out."""
    remarks = report.paged.remarks if report.paged is not None else ()
    undated = () if report.head.dated.published_on else ("no date found",)
    return "; ".join((*undated, *remarks))


def _still_holds(file: Path, content: bytes) -> bool:
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except OSError:
        return False


def _located(passage: Passage, report: Report) -> Passage:
    """A passage with where it stands in its report's file."""
    if report.source is None:
        return passage
    return replace(passage, source=report.source.within(passage.start, passage.end))


def _groups(report_ids: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for at in range(0, len(report_ids), _GROUP):
        yield at, report_ids[at : at + _GROUP]
