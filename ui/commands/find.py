"""`dateline find`: all reports that have some words, with a quote of each."""

import sys
from pathlib import Path

from rag.build import build_engine
from rag.engine.wide import asked_widely, search_widely
from rag.settings import read_settings
from ui.commands.ask import Bounds, within
from ui.console import EXIT_ANSWER, EXIT_REFUSAL, console, show
from ui.wide import Found, as_csv, wide_lines


def run_find(
    data_dir: Path | None, what: str, bounds: Bounds, *, as_json: bool, as_table: bool
) -> int:
    """Prints the mentions and returns the exit code: 3 where there are none."""
    engine = build_engine(read_settings(data_dir))
    query = within(engine.catalog, bounds.query(what))
    wide = search_widely(engine, asked_widely(query.question) or query.question, query)
    if as_table:
        sys.stdout.write(as_csv(wide))
    elif as_json:
        print(Found.of(wide).model_dump_json(by_alias=True, indent=2))
    else:
        show(console(), wide_lines(wide))
    return EXIT_ANSWER if wide.mentions else EXIT_REFUSAL
