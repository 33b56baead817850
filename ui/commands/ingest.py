"""`dateline ingest`: files and folders into the index."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from index.files import FoundFile, find_files
from index.ingestion.ingest import Ingest
from index.ingestion.ingest_result import IngestResult, Outcome, Progress
from index.ingestion.whereabouts import missing_under
from index.sources import fetch_all, is_address
from index.storage.catalog import Catalog
from rag.build import embedder_of
from rag.guardrail.wording import covers, judged_poorly
from rag.settings import Settings, read_settings
from ui.cli_options import path_of
from ui.console import EXIT_ANSWER, EXIT_BAD_INPUT, console, progress, stages
from ui.days import read_day
from ui.ingested import gone_in_words, outcome_lines


def run_ingest(
    data_dir: Path | None,
    named: Sequence[str],
    *,
    prune: bool,
    today: str | None,
    restore: bool = False,
    collections: Sequence[str] = (),
    workers: int | None = None,
    ray: str | None = None,
) -> int:
    """Ingests files, folders and what addresses lead to, and prints what was added, changed, left
    and rejected, and why; by `workers` or on a Ray cluster, where that is not as the settings have
    it."""
    settings = _with_workers(read_settings(data_dir), workers, ray)
    paths = [path_of(name) for name in named if not is_address(name)]
    addresses = [name for name in named if is_address(name)]
    files = find_files(paths) if paths or not addresses else []
    gone = _gone(settings, paths, files)
    fetched, refused = fetch_all(settings, addresses) if addresses else ([], [])
    files = [*files, *fetched]
    with progress() as bar:
        staged = stages(bar, len(files))

        def show(state: Progress) -> None:
            staged(state.stage, state.done, state.total)

        day = read_day("--today", today) or date.today()
        into = tuple(" ".join(name.split()) for name in collections if name.strip())
        ingest = Ingest(
            settings, embedder_of(settings), day, show, collections=into, restore=restore
        )
        try:
            result = ingest.run(files, gone if prune else [], [] if prune else gone)
        except KeyboardInterrupt:
            bar.stop()
            _say_interrupted(ingest)
            return EXIT_BAD_INPUT
    result.rejected += [Outcome(one.address, one.reason) for one in refused]
    _print(settings, result)
    usable = result.added or result.changed or result.left or result.removed
    return EXIT_ANSWER if usable else EXIT_BAD_INPUT


def _with_workers(settings: Settings, workers: int | None, ray: str | None) -> Settings:
    if workers is not None:
        return settings.model_copy(update={"ingest_workers": workers, "ray_address": None})
    return settings.model_copy(update={"ray_address": ray}) if ray is not None else settings


def _say_interrupted(ingest: Ingest) -> None:
    if ingest.committed:
        said = (
            "Interrupted when the reports were in; only vectors that are no longer used are left "
        )
        said += "behind. `dateline doctor` drops them."
    else:
        said = "Interrupted. The index is as it was. What was embedded so far is kept: the same "
        said += "ingest goes on from there."
    console().print(said)


def _gone(settings: Settings, paths: Sequence[Path], files: Sequence[FoundFile]) -> list[str]:
    """Locations in the index under the named folders at which there is no file any more."""
    catalog = Catalog.open(settings)
    if catalog is None:
        return []
    roots = [path.resolve() for path in paths]
    return missing_under(catalog.locations(), roots, files)


def _print(settings: Settings, result: IngestResult) -> None:
    out = console()
    catalog = Catalog.open(settings)
    heads = {head.path: head for head in catalog.report_heads()} if catalog else {}
    for line in outcome_lines(result, heads):
        out.print(line, markup=False)
    out.print(
        f"{len(result.added):,} added, {len(result.changed):,} changed, {len(result.left):,} left, "
        f"{len(result.removed):,} removed, {len(result.rejected):,} rejected; "
        f"{result.embedded:,} passages embedded, {result.reused:,} kept from before."
    )
    if result.missing:
        out.print(gone_in_words(result.missing), markup=False)
    if catalog is not None:
        coverage = catalog.coverage()
        out.print(f"The corpus holds {covers(coverage)}.")
        if coverage.languages:
            out.print(judged_poorly(coverage))
