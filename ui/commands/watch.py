"""`dateline watch`: reports read as they come, until it is stopped."""

import signal
import sys
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from types import FrameType

from rich.console import Console

from index.ingestion.ingest_result import IngestResult
from index.ingestion.watching import INDEX, Watch
from index.storage.catalog import Catalog
from rag.build import embedder_of
from rag.settings import Settings, read_settings
from ui.console import EXIT_ANSWER, console, shown
from ui.ingested import outcome_lines


def run_watch(
    data_dir: Path | None,
    named: Sequence[str],
    *,
    every_s: float,
    prune: bool,
    collections: Sequence[str],
) -> int:
    """Watches until Ctrl-C or SIGTERM, and prints what is read. What was under way then is done
    when watching begins again. Raises BadInput where a folder that is named is not there."""
    settings = read_settings(data_dir)
    out = console()
    watch = Watch(
        settings, embedder_of(settings), named, every_s=every_s, prune=prune,
        collections=collections, tell=partial(_print, out, settings), warn=_complain,
    )  # fmt: skip
    signal.signal(signal.SIGTERM, _interrupt)
    out.print(f"Watching {', '.join(map(shown, named))} (Ctrl-C stops it).", markup=False)
    try:
        watch.run(Event())
    except KeyboardInterrupt:
        out.print("Stopped. What changes meanwhile is read when watching begins again.")
    return EXIT_ANSWER


def _interrupt(sig: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _complain(what: str, said: str) -> None:
    about = "" if what == INDEX else f"{shown(what)}: "
    print(f"dateline: {about}{shown(said)}", file=sys.stderr, flush=True)


def _print(out: Console, settings: Settings, result: IngestResult) -> None:
    catalog = Catalog.open(settings)
    heads = {head.path: head for head in catalog.report_heads()} if catalog else {}
    lines = [*outcome_lines(result, heads)]
    lines += [f"{'gone':>9}  {shown(outcome.path)}: its file" for outcome in result.missing]
    if lines:
        out.print(f"{datetime.now().astimezone():%H:%M:%S}")
    for line in lines:
        out.print(line, markup=False)
    sys.stdout.flush()
