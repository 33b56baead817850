"""`dateline find`: all reports that have some words, with a quote of each."""

import json
import sys
from pathlib import Path

from rag.build import build_engine
from rag.engine.wide import asked_widely, search_widely
from rag.settings import read_settings
from ui.commands.ask import Bounds, within
from ui.console import EXIT_ANSWER, EXIT_REFUSAL, console, show
from ui.wide import as_csv, wide_lines


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
        found = [
            {**m.passage.model_dump(mode="json", by_alias=True), "copy": m.copy}
            for m in wide.mentions
        ]
        told = {"what": wide.what, "words": wide.words, "searched": wide.searched}
        print(json.dumps({**told, "mentions": found}, ensure_ascii=False, indent=2))
    else:
        show(console(), wide_lines(wide))
    return EXIT_ANSWER if wide.mentions else EXIT_REFUSAL
