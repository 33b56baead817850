"""`dateline eval --dataset`: the judge on public sets, which are no part of Dateline."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.table import Table

from index.errors import BadInput
from rag.build import load_judge
from rag.evaluation import datasets
from rag.evaluation.metrics import Estimate
from rag.settings import read_settings
from ui.console import EXIT_ANSWER, console, progress


def run_datasets(data_dir: Path | None, names: Sequence[str], *, as_json: bool) -> int:
    """Prints how well the judge does on each set; all are read before the first is judged."""
    settings = read_settings(data_dir)
    judge = load_judge(settings.judge)
    if judge is None:
        raise BadInput("DATELINE_JUDGE=none: there is no judge to measure.")
    sets = {name: datasets.load(name, settings.datasets) for name in names}
    found: dict[str, dict[str, Estimate]] = {}
    with progress() as bar:
        for name, items in sets.items():
            scored = datasets.score(name, judge, bar.track(items, description=name))
            found[name] = datasets.figures(list(scored))
    if as_json:
        stated = {n: {k: asdict(v) for k, v in figures.items()} for n, figures in found.items()}
        print(json.dumps({"judge": judge.name, "datasets": stated}, indent=1))
        return EXIT_ANSWER
    table = Table(box=None, pad_edge=False, show_edge=False)
    for heading in ("Dataset", "Items", "AUROC", "Macro-F1", "Calibration error"):
        table.add_column(heading)
    for name, figures in found.items():
        shown = [_in_words(figures.get(f)) for f in ("auroc", "macro_f1", "calibration_error")]
        table.add_row(datasets.DATASETS[name].about, str(len(sets[name])), *shown)
    out = console()
    out.print(f"Judge: {judge.name}\n", markup=False)
    out.print(table)
    return EXIT_ANSWER


def _in_words(measured: Estimate | None) -> str:
    if measured is None:
        return "–"
    return f"{measured.value:.3f} ({measured.low:.3f} to {measured.high:.3f})"
