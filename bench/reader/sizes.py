"""What a reader's size costs and brings: `python -m bench.reader.sizes WEIGHTS...`.

Of each file of trained weights what would ship is made, in eight bits, and reads what the search
found on fields that no reader was trained on. What it made of them is kept, so that a run which was
stopped goes on. `--every N` asks every Nth question alone, and only prints.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from hashlib import file_digest
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
import torch

from bench.common import WORK, Result, Skipped, Table, keep, show, spread
from bench.fields.corpus import HELD, open_ones
from bench.judge.network import base_of
from bench.reader.candidates import Searched, read
from bench.reader.export import write
from rag.evaluation.metrics import roc_area
from rag.evidence.evidence import READ
from rag.reader.judge import OnnxJudge
from ui.files import write_whole

FIELDS = ("debates", "legal_opinions", "rights_monitoring", "space_missions")
THREADS = 2
"""Questions that are read side by side; and passages, where that is timed."""
TIMED = 12
"""Questions with READ passages by which a reader is timed."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Trained weights, and the folder of what would ship of them."""

    name: str
    base: str
    parameters: int
    folder: Path

    @property
    def megabytes(self) -> float:
        return (self.folder / "model.onnx").stat().st_size / 1e6


def made(weights: Path) -> Reader:
    """What would ship of weights, made now unless it was before."""
    with weights.open("rb") as file:
        short = file_digest(file, "sha256").hexdigest()[:12]
    folder = WORK / "reader" / "sizes" / short
    if not (folder / "shipped.json").exists():
        write([weights], folder)
    state = torch.load(weights, weights_only=True)
    name = weights.parent.name if weights.stem == "weights" else weights.stem
    return Reader(name, base_of(state).name, sum(v.numel() for v in state.values()), folder)


def logits(judge: OnnxJudge, one: Searched) -> list[float]:
    """How far each passage that would be read for a question answers it."""
    some = one.candidates[:READ]
    read_for = judge.judge(one.question, [c.text for c in some], [c.under for c in some])
    return [judged.answers for judged in read_for]


def of_field(reader: Reader, field: str, every: int) -> list[list[float]]:
    """The same of a field's questions; kept for the next time."""
    file = reader.folder / f"{field}-{every}.json"
    if not file.exists():
        judge = OnnxJudge(reader.folder)
        with ThreadPoolExecutor(THREADS) as pool:
            found = list(pool.map(partial(logits, judge), read(field)[::every]))
        write_whole(file, json.dumps(found))
    return json.loads(file.read_text("utf-8"))  # type: ignore[no-any-return]


def quality(searched: Sequence[Searched], found: Sequence[Sequence[float]]) -> list[float]:
    """Of the questions for which the search found an answer, for how many that is the first of what
    was read, and among the first three; and how well the best logit tells which questions have one:
    the area under the ROC curve."""
    ranks = [
        next(rank for rank, n in enumerate(np.argsort(-np.array(each), kind="stable"), 1)
             if one.candidates[n].right)
        for one, each in zip(searched, found, strict=True)
        if any(c.right for c in one.candidates[:READ])
    ]  # fmt: skip
    asked = [(one.answerable, max(each)) for one, each in zip(searched, found, strict=True) if each]
    known, best = zip(*asked, strict=True)
    area = roc_area(known, best)
    firsts = [float(np.mean([rank <= least for rank in ranks])) for least in (1, 3)]
    return [*firsts, float("nan") if area is None else area]


def milliseconds(
    reader: Reader, searched: Sequence[Searched], threads: int, clock: Callable[[], float]
) -> list[float]:
    """How long each of some questions took to be read for, READ passages, on so many threads."""
    judge, taken = OnnxJudge(reader.folder), []
    judge.judge("Who?", ["A first passage, by which the model is loaded."])
    asked = [one for one in searched if len(one.candidates) >= READ][:TIMED]
    with ThreadPoolExecutor(threads) as pool:
        for one in asked:
            some = one.candidates[:READ]
            parts = [replace(one, candidates=some[n::threads]) for n in range(threads)]
            start = clock()
            list(pool.map(partial(logits, judge), parts))
            taken.append(1000 * (clock() - start))
    return taken


def row(weights: Path, fields: Sequence[str], every: int) -> list[str]:
    reader = made(weights)
    asked = {field: read(field)[::every] for field in fields}
    good = np.mean([quality(some, of_field(reader, f, every)) for f, some in asked.items()], axis=0)
    questions = [one for some in asked.values() for one in some]
    times = [
        spread(milliseconds(reader, questions, threads, clock), digits=0)
        for threads, clock in ((1, process_time), (THREADS, perf_counter))
    ]
    return [reader.name, reader.base, f"{reader.parameters / 1e6:.1f}", f"{reader.megabytes:.1f}",
            *times, *(f"{value:.3f}" for value in good)]  # fmt: skip


def measure(weights: Sequence[Path], fields: Sequence[str], every: int) -> Result:
    return Result(
        name="sizes",
        title="Readers by size",
        about=(
            f"Fields {', '.join(fields)}, none of which was trained on; the mean of the fields. "
            f"Each reader is what would ship, in eight bits, and reads the {READ} nearest passages "
            "of a question. Right first: of the questions for which an answer is among these. "
            "AUROC: of the best passage's logit, as to whether the reports answer. Milliseconds "
            f"for {READ} passages are median (min to max) of {TIMED} questions: on one thread by "
            "the processor's time, which other programs hardly change, on more by the clock on the "
            "wall, which they do."
        ),
        figures=[],
        tables=[
            Table(
                "Readers",
                ("weights", "base", "parameters, millions", "megabytes", "ms, one thread",
                 f"ms, {THREADS} threads", "right first", "in first 3", "AUROC"),
                [row(each, fields, every) for each in weights],
            )
        ],
    )  # fmt: skip


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("weights", nargs="+", type=Path)
    parser.add_argument("--fields", nargs="*", default=[], help="of those held from training")
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    fields = open_ones(parser, given.fields, FIELDS)
    if trained := set(fields) - set(HELD):
        parser.error(f"readers are trained on {min(trained)}; it would say nothing of them")
    try:
        result = measure(given.weights, fields, given.every)
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")
    (keep if given.every == 1 else show)(result)


if __name__ == "__main__":
    main()
