"""`dateline reports`: what the corpus holds."""

import json
from pathlib import Path

from rich.table import Table

from index.catalog import Catalog
from index.types import ReportHead
from rag.settings import read_settings
from rag.wording import covers, empty_corpus
from ui.console import EXIT_ANSWER, EXIT_REFUSAL, console, shown


def run_reports(data_dir: Path | None, *, as_json: bool) -> int:
    """Prints all reports, the oldest first; exit 3 where there are none."""
    catalog = Catalog.open(read_settings(data_dir).data_dir)
    heads = catalog.report_heads() if catalog else []
    if as_json:
        print(json.dumps([_as_json(head) for head in heads], ensure_ascii=False, indent=2))
    elif catalog is None or not heads:
        console().print(empty_corpus())
    else:
        console().print(_table(heads))
        console().print(f"{covers(catalog.coverage())}.")
    return EXIT_ANSWER if heads else EXIT_REFUSAL


def _table(heads: list[ReportHead]) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False)
    for name in ("Published", "Date from", "Title", "Publisher", "File"):
        table.add_column(name, overflow="fold", no_wrap=name == "Published")
    for head in heads:
        dated = head.dated
        source = f"{dated.source}, {dated.confidence}" if dated.source else "no date found"
        table.add_row(
            dated.published_on.isoformat() if dated.published_on else "—",
            shown(f"{source}: {dated.note}" if dated.note else source),
            shown(head.title or "—"),
            shown(head.publisher or "—"),
            shown(head.path),
        )
    return table


def _as_json(head: ReportHead) -> dict[str, str | None]:
    dated = head.dated
    return {
        "report_id": head.id,
        "path": head.path,
        "title": head.title,
        "publisher": head.publisher,
        "url": head.url,
        "published_on": dated.published_on.isoformat() if dated.published_on else None,
        "date_source": dated.source,
        "date_confidence": dated.confidence,
        "date_note": dated.note,
        "page_date": dated.page_date.isoformat() if dated.page_date else None,
    }
