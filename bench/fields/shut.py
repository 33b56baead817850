"""Figures of shut fields: printed once for a reason, from a committed state, and written down."""

import json
import subprocess
from collections.abc import Collection
from datetime import date
from pathlib import Path

from bench.common import RESULTS, ROOT, Skipped
from bench.fields.tables import averaged

LOG: Path = RESULTS / "shut.jsonl"


def commit(why: str, names: Collection[str]) -> str:
    """The commit that the working copy is at. Raises Skipped where it was changed since, and where
    figures of these fields were printed for the same reason before: the first printing counts."""
    lines = LOG.read_text("utf-8").splitlines() if LOG.exists() else []
    printed = [json.loads(line) for line in lines]
    if any(one["why"] == why and not set(names).isdisjoint(one["fields"]) for one in printed):
        raise Skipped(f"figures of shut fields were printed before for {why!r}; see {LOG.name}")
    changed = subprocess.run(
        ["git", "status", "--porcelain", "--", "index", "rag", "bench/fields", "bench/fetched"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if changed:
        raise Skipped("figures of shut fields are printed from a committed state alone")
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return told.stdout.strip()


def write_log(why: str, at: str, rows: dict[str, dict[str, float | None]]) -> None:
    """Adds the figures of shut fields to those that were printed before."""
    told = {
        "date": date.today().isoformat(), "commit": at, "why": why,
        "mean": averaged(list(rows.values())), "fields": rows,
    }  # fmt: skip
    with LOG.open("a", encoding="utf-8") as log:
        log.write(json.dumps(told) + "\n")
