"""`dateline eval --conversations`: follow-ups whose answers are known."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from rich.table import Table
from rich.text import Text

from index.errors import BadInput
from rag.build import build_engine
from rag.evaluation.conversations import (
    FIGURES,
    TurnRecord,
    converse,
    read_conversations,
    turn_figures,
)
from rag.evaluation.page import interval_in_words, value_in_words
from rag.guardrail.wording import covers
from rag.settings import read_settings
from ui.console import EXIT_ANSWER, console, progress, show, shown

SEED_CONVERSATIONS = Path(__file__).parents[2] / "seeds" / "conversations.jsonl"


def run_conversations(data_dir: Path | None, file: Path | None, *, as_json: bool) -> int:
    """Holds all conversations of a file, and prints how many turns are right and which are not."""
    named = file or SEED_CONVERSATIONS
    known = read_conversations(named)
    engine = build_engine(read_settings(data_dir))
    coverage = engine.coverage()
    if not coverage.reports:
        raise BadInput(
            "There are no reports to ask. Add some with `dateline ingest PATH`, or name the folder "
            "of an index with --data-dir."
        )
    with progress() as bar:
        records = list(converse(engine, bar.track(known, description="asking")))
    if as_json:
        print(json.dumps(_as_json(named.name, records), indent=1, ensure_ascii=False))
        return EXIT_ANSWER
    out = console()
    out.print(
        f"{named.name}: {len(records)} turns, of conversations: {len(known)}, over "
        f"{covers(coverage)}.\n",
        markup=False,
    )
    out.print(_table(records))
    out.print()
    show(out, _not_right(records))
    return EXIT_ANSWER


def _as_json(name: str, records: Sequence[TurnRecord]) -> dict[str, object]:
    return {
        "conversations": name,
        "figures": {name: asdict(value) for name, value in turn_figures(records).items()},
        "turns": [
            {
                "id": record.known.id,
                "right": record.right,
                "standing": record.standing,
                "understood": record.understood,
                "outcome": record.outcome.model_dump(mode="json", by_alias=True),
            }
            for record in records
        ],
    }


def _table(records: Sequence[TurnRecord]) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("Share of")
    for heading in ("Value", "95 % interval", "Turns"):
        table.add_column(heading, justify="right")
    measured = turn_figures(records)
    for name, label, _ in FIGURES:
        if name in measured:
            value = measured[name]
            table.add_row(
                label, value_in_words(value, ""), interval_in_words(value, ""), str(value.n)
            )
    return table


def _not_right(records: Sequence[TurnRecord]) -> Iterator[Text]:
    """The turns that are wrong, or right though they were not understood."""
    for record in records:
        if record.right and record.understood is not False:
            continue
        whole = record.outcome.understood_as
        as_what = f", understood as “{whole}”" if whole else ""
        told = "" if record.understood is not False else "; not understood"
        yield Text(
            shown(f"{record.known.id}: {record.known.question}{as_what} ({record.standing}{told})")
        )
