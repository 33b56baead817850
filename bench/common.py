"""What every benchmark needs: where things are, what it ran on, how a result is kept."""

import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
WORK = ROOT / ".dateline-bench"
"""Indexes and report files made for measuring; kept between runs, never committed."""
SEEDS = ROOT / "seeds"
_LIBRARIES = (
    "torch", "sentence-transformers", "transformers", "tokenizers", "chromadb",
    "llama-index-core", "numpy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its target, where it has one: at most, or at least."""

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    @property
    def target(self) -> str:
        if self.at_most is not None:
            return f"≤ {self.at_most:g}{self.unit}"
        return f"≥ {self.at_least:g}{self.unit}" if self.at_least is not None else ""

    @property
    def reached(self) -> str:
        if self.at_most is not None:
            return "yes" if self.value <= self.at_most else "no"
        if self.at_least is not None:
            return "yes" if self.value >= self.at_least else "no"
        return ""

    def cells(self) -> list[str]:
        return [self.name, self.target, f"{self.value:.4g}{self.unit}", self.reached]


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Result:
    """What a benchmark found. `about` says what was measured and how."""

    name: str
    title: str
    about: str
    figures: list[Figure]
    tables: list[Table] = field(default_factory=list)


class Skipped(Exception):
    """A benchmark cannot run here; the message says what it lacks."""


def data(name: str) -> Path:
    """A file or folder of the measuring data, which is not part of the repository."""
    folder = Path(os.environ.get("BENCH_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / name).exists():
        raise Skipped(f"there is no {name} in the folder of data; set BENCH_DATA to it")
    return folder / name


def machine() -> dict[str, str]:
    """Processor, cores and versions; nothing that names the machine."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        named = [x for x in info.read_text("utf-8").splitlines() if x.startswith("model name")]
        cpu = named[0].partition(":")[2].strip() if named else cpu
    versions = {library: version(library) for library in _LIBRARIES}
    cores = str(len(os.sched_getaffinity(0)))
    return {"processor": cpu, "cores": cores, "python": platform.python_version(), **versions}


def markdown(table: Table) -> str:
    lines = [f"### {table.title}", "", f"| {' | '.join(table.header)} |"]
    lines.append("|" + "|".join("---" for _ in table.header) + "|")
    lines.extend(f"| {' | '.join(row)} |" for row in table.rows)
    return "\n".join(lines)


def figures_table(figures: Iterable[Figure]) -> Table:
    return Table(
        "Figures", ("figure", "target", "measured", "reached"), [f.cells() for f in figures]
    )


def text_of(result: Result) -> str:
    """A result as Markdown, with the machine and the day."""
    ran_on, day = machine(), date.today().isoformat()
    tables = [figures_table(result.figures), *result.tables]
    ran = ", ".join(f"{key} {value}" for key, value in ran_on.items() if key != "processor")
    heading = [f"# {result.title}", "", result.about, "", f"{day}; {ran_on['processor']}, {ran}."]
    return "\n".join(heading) + "\n\n" + "\n\n".join(markdown(t) for t in tables) + "\n"


def keep(result: Result) -> None:
    """Writes the result as Markdown and JSON, and prints its tables."""
    RESULTS.mkdir(exist_ok=True)
    body = text_of(result)
    (RESULTS / f"{result.name}.md").write_text(body, "utf-8")
    day = date.today().isoformat()
    stated: dict[str, Any] = {"date": day, "machine": machine(), **asdict(result)}
    text = json.dumps(stated, indent=2, ensure_ascii=False) + "\n"
    (RESULTS / f"{result.name}.json").write_text(text, "utf-8")
    print(body)


def show(result: Result) -> None:
    """Prints the tables of a result that is of a part only, and writes nothing."""
    print(text_of(result))


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = perf_counter()
    work()
    return perf_counter() - start


def spread(values: Sequence[float], unit: str = "", digits: int = 2) -> str:
    """Median, with minimum and maximum."""
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f}{unit} ({low:.{digits}f} to {high:.{digits}f})"


def main(measure: Callable[[], Result]) -> None:
    """Runs one benchmark as a program."""
    try:
        keep(measure())
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")
