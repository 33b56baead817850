"""`dateline reports`: what the corpus holds."""

import json
from collections.abc import Iterator
from pathlib import Path

from rich.text import Text

from index.catalog import Catalog
from index.types import ReportHead
from rag.settings import read_settings
from rag.wording import covers, day_in_words, empty_corpus
from ui.console import EXIT_ANSWER, EXIT_REFUSAL, console, show, shown
from ui.schemas import ReportSummary


def run_reports(data_dir: Path | None, *, as_json: bool) -> int:
    """Prints all reports, the oldest first; exit 3 where there are none."""
    catalog = Catalog.open(read_settings(data_dir).data_dir)
    heads = catalog.report_heads() if catalog else []
    out = console()
    if as_json:
        summaries = [ReportSummary.of(head).model_dump(mode="json") for head in heads]
        print(json.dumps(summaries, ensure_ascii=False, indent=2))
    elif catalog is None or not heads:
        out.print(empty_corpus())
    else:
        for head in heads:
            show(out, _lines(head))
        out.print(f"\n{covers(catalog.coverage())}.")
    return EXIT_ANSWER if heads else EXIT_REFUSAL


def _lines(head: ReportHead) -> Iterator[Text]:
    dated = head.dated
    day = dated.published_on.isoformat() if dated.published_on else "no date   "
    publisher = f" — {head.publisher}" if head.publisher else ""
    if head.originator and head.originator != head.publisher:
        publisher += f", by {head.originator}" if publisher else f" — by {head.originator}"
    yield Text.assemble((day, "bold"), "  ", shown(f"{head.title or head.path}{publisher}"))
    source = f"date: {dated.source}, {dated.confidence} · " if dated.source else ""
    yield Text(f"            {source}{shown(head.path)}", style="dim")
    told = head.told
    if told.first is not None and told.last is not None:
        cutoff = f", data until {day_in_words(told.data_cutoff)}" if told.data_cutoff else ""
        span = f"{day_in_words(told.first)} to {day_in_words(told.last)}"
        yield Text(f"            speaks of {span}{cutoff}", style="dim")
    if dated.note:
        yield Text(f"            {shown(dated.note)}", style="yellow")
