"""What a row of the table is, and how rows of different runs are kept together."""

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench.common import RESULTS, Figure, Result, Table

_KEPT = RESULTS / "speed.json"
_HOW = "How each was measured"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much is measured: None where a row has its own number."""

    reports: int = 119
    rounds: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, and how."""

    about: str
    figures: Sequence[Figure]
    tables: Sequence[Table]


Measure = Callable[[Wanted], Row]


def ratio(mine: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of what was measured in the same round."""
    return median(a / b for a, b in zip(mine, theirs, strict=True))


def anew(folder: Path) -> Path:
    """A data folder without anything in it."""
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def together(measured: Mapping[str, Row], names: Sequence[str]) -> Result:
    """The rows that were measured now, and of the others what was measured last, in the order of
    their names."""
    kept = json.loads(_KEPT.read_text("utf-8")) if _KEPT.exists() else {}
    figures, tables, how = list[Figure](), list[Table](), list[list[str]]()
    for name in names:
        row = measured.get(name)
        figures += _figures(name, row) if row else _kept_figures(name, kept)
        tables += _tables(name, row) if row else _kept_tables(name, kept)
        how += [_how(name, row)] if row else _kept_how(name, kept)
    return Result(
        name="speed",
        title="Speed beside an earlier build",
        about=(
            "Each row in turn with the build 1e000dc, which is run unchanged, in the same "
            "environment, or by itself where its target is a number. Ratios are medians of the "
            "ratios of one round. `python -m bench.speed ROW…` measures rows anew and keeps the "
            "others as they were; the load is that of the fifteen minutes before they were "
            "written, their own included."
        ),
        figures=figures,
        tables=[*tables, Table(_HOW, ("row", "measured", "load", "how"), how)],
    )


def _figures(name: str, row: Row) -> list[Figure]:
    return [replace(one, name=f"{name}: {one.name}") for one in row.figures]


def _tables(name: str, row: Row) -> list[Table]:
    return [replace(one, title=f"{name}: {one.title}") for one in row.tables]


def _how(name: str, row: Row) -> list[str]:
    return [name, f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", f"{os.getloadavg()[2]:.1f}", row.about]


def _kept_figures(name: str, kept: Mapping[str, Any]) -> list[Figure]:
    found = kept.get("figures", ())
    return [Figure(**one) for one in found if one["name"].startswith(f"{name}: ")]


def _kept_tables(name: str, kept: Mapping[str, Any]) -> list[Table]:
    found = kept.get("tables", ())
    return [Table(**one) for one in found if one["title"].startswith(f"{name}: ")]


def _kept_how(name: str, kept: Mapping[str, Any]) -> list[list[str]]:
    found = next((one["rows"] for one in kept.get("tables", ()) if one["title"] == _HOW), [])
    return [row for row in found if row[0] == name]
