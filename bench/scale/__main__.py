"""How fast and how complete is the search with very many passages? `python -m bench.scale` makes up
corpora from the seed reports, or from those of open fields that are named (run `python -m
bench.fields` on these first), and searches them.
"""

import argparse
import json
import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.common import ROOT, SEEDS, WORK, Figure, Result, Table, main, spread
from bench.fields.corpus import load, open_ones
from bench.scale.asking import ASKED, TOLD, WIDTHS
from bench.scale.corpus import NOISE, Model, grow, models_of, replaced, seed_index
from index.storage.store import Making
from rag.evaluation.questions import read_questions

DRAWN = 100
"""Questions that are asked."""
SHARE = 0.01
"""Of the reports are replaced."""
Measured = dict[str, Any]


def measure(names: Sequence[str], sizes: Sequence[int], before: Path | None) -> Result:
    folders = [load(name).settings.data_dir for name in names] or [seed_index(WORK / "scale/seeds")]
    making, models = models_of(folders)
    known = [one.question for name in names for one in load(name).questions]
    known = known or [one.question for one in read_questions(SEEDS / "questions.jsonl")]
    questions = random.Random(3).sample(sorted(set(known)), DRAWN)
    earlier: dict[str, Measured] = json.loads(before.read_text("utf-8")) if before else {}
    measured = {size: _measured(size, making, models, questions) for size in sizes}
    tables = [
        Table(f"{'Before: ' if was else ''}{found['passages']:,} passages in milliseconds",
              _HEADER, _rows(found))
        for size in sizes
        for was, found in ((True, earlier.get(str(size))), (False, measured[size]))
        if found is not None
    ]  # fmt: skip
    tables.append(Table("Making", _MADE, [_made(measured[size]) for size in sizes]))
    return Result(
        name="scale",
        title="Search with very many passages",
        about=(
            f"Copies of {len(models)} reports ({', '.join(names) or 'seeds'}) with other names, "
            "figures and days, spread over twenty years; their vectors are those of the passages "
            f"copied, moved by noise of {NOISE} of their length. They are written through the "
            f"catalog and the stores; nothing is encoded. {DRAWN} questions are drawn (20 for what "
            f"was before), and searched for {ASKED} passages in a window of each width, put at a "
            f"day that is drawn; “{TOLD.strip()}” bounds what a passage tells of instead of when "
            "its report came out. "
            "Recall is by score against a scan of the vectors as they are stored. The memory is "
            "the peak of the process with the models that it loads; the start goes from opening "
            "the index to the first search done. Other programs may have shared the cores: the "
            f"load average was {os.getloadavg()[1]:.1f} over the last minutes."
        ),
        figures=_figures(measured[max(sizes)]),
        tables=tables,
    )


def _measured(
    size: int, making: Making, models: Sequence[Model], questions: Sequence[str]
) -> Measured:
    folder = WORK / f"scale/{size}"
    paces = folder.with_suffix(".json")
    groups = json.loads(paces.read_text("utf-8")) if paces.exists() else []
    grow(folder, making, models, size, told=lambda held, taken: groups.append([held, taken]))
    paces.write_text(json.dumps(groups), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bench.scale.asking", str(folder)], cwd=ROOT, check=True,
        input=json.dumps(list(questions)), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    found: Measured = json.loads(done.stdout)
    again = replaced(folder, making, models, SHARE)
    return {**found, "groups": groups, "again": again}


_HEADER = ("window", "vectors, median", "95 %", "words, median", "95 %", "both, median", "95 %",
           f"recall@{ASKED}", "least")  # fmt: skip


def _rows(found: Measured) -> list[list[str]]:
    by_window: defaultdict[str, list[Measured]] = defaultdict(list)
    for one in found["searches"]:
        by_window[one["window"]].append(one)
    rows = []
    for window, some in by_window.items():
        taken = np.array([[one["vectors_s"], one["words_s"]] for one in some]) * 1000
        columns = (taken[:, 0], taken[:, 1], taken.sum(axis=1))
        cells = [f"{at:.1f}" for column in columns for at in np.percentile(column, [50, 95])]
        recalls = [one["recall"] for one in some if one["recall"] is not None]
        rows.append([window, *cells, f"{np.mean(recalls):.4f}", f"{min(recalls):.2f}"])
    return rows


_MADE = ("passages", "reports", "written in", "ms a passage, by group", "1 % replaced in",
         "of the whole", "start", "memory")  # fmt: skip


def _made(found: Measured) -> list[str]:
    held = [0, *(held for held, _ in found["groups"])]
    paces = [
        taken / (now - was) * 1000
        for was, (now, taken) in zip(held, found["groups"], strict=False)
    ]  # fmt: skip
    total = sum(taken for _, taken in found["groups"])
    passages, seconds = found["again"]
    return [
        f"{found['passages']:,}", f"{found['reports']:,}", f"{total:.0f} s", spread(paces),
        f"{seconds:.1f} s ({passages:,} passages)", f"{seconds / total:.1%}" if total else "",
        f"{found['start_s']:.1f} s", f"{found['peak_gb']:.2f} GB",
    ]  # fmt: skip


def _figures(found: Measured) -> list[Figure]:
    """Those of the widths that a report's date is bounded by, for the largest corpus."""
    some = [one for one in found["searches"] if one["window"] in WIDTHS]
    taken = [(one["vectors_s"] + one["words_s"]) * 1000 for one in some]
    recall = min(
        float(np.mean([one["recall"] for one in some
                       if one["window"] == width and one["recall"] is not None]))
        for width in WIDTHS
    )  # fmt: skip
    total = sum(taken for _, taken in found["groups"])
    figures = [
        Figure("search, median over all windows", float(np.percentile(taken, 50)), " ms",
               at_most=120),
        Figure("search, 95 % are below", float(np.percentile(taken, 95)), " ms", at_most=250),
        Figure(f"recall@{ASKED} at the worst width", recall, at_least=0.99),
        Figure("start", found["start_s"], " s", at_most=5),
        Figure("memory", found["peak_gb"], " GB", at_most=4),
    ]  # fmt: skip
    if total:
        share = found["again"][1] / total
        figures.append(
            Figure("1 % replaced, share of writing all (nothing encoded)", share, at_most=0.02)
        )
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="FIELD", help="open fields to copy from")
    parser.add_argument("--passages", nargs="+", type=int, default=[50_000, 200_000])
    parser.add_argument("--before", type=Path, help="what earlier code measured, as JSON by size")
    given = parser.parse_args()
    chosen = open_ones(parser, given.names, ()) if given.names else ()
    main(lambda: measure(chosen, given.passages, given.before))
