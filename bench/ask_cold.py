"""What does the first question cost a new process, beside importing and loading the model?"""

import os
import statistics
import subprocess
import sys
from pathlib import Path

from bench.common import SEEDS, WORK, Figure, Result, Table, main, seconds, spread

PAIRS, HELPS = 7, 9
QUESTION = "How long did it take Russia to capture Kurakhove?"
BARE = """
import sys
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(sys.argv[1], device="cpu", local_files_only=True)
model.encode(sys.argv[2])
"""
_WHERE = "import index.embedding.sentence_transformer as s; print(s.official_weights())"
_ENVIRONMENT = {**os.environ, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}


def measure() -> Result:
    index = WORK / "cold-index"
    dateline = [str(Path(sys.executable).with_name("dateline")), "--data-dir", str(index)]
    if not Path(dateline[0]).exists():
        dateline[:1] = [sys.executable, "-m", "ui.cli"]
    _run([*dateline, "ingest", str(SEEDS / "reports")])
    shown = subprocess.run(
        [sys.executable, "-c", _WHERE],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    bare = [sys.executable, "-c", BARE, shown.stdout.strip(), QUESTION]
    ask = [*dateline, "ask", QUESTION]
    _run(ask)
    _run(bare)
    mine, theirs = list[float](), list[float]()
    for _ in range(PAIRS):
        mine.append(seconds(lambda: _run(ask)))
        theirs.append(seconds(lambda: _run(bare)))
    helps = [seconds(lambda: _run([*dateline, "--help"])) for _ in range(HELPS)]
    pairs = [a / b for a, b in zip(mine, theirs, strict=True)]
    return Result(
        name="ask_cold",
        title="A cold question beside loading the model",
        about=(
            f"`dateline ask` on the five seed reports, as a process of its own, and in turn with "
            f"it, {PAIRS} times, a process that imports sentence_transformers, loads the same "
            f"model and encodes the question. `dateline --help` is run {HELPS} times."
        ),
        figures=[
            Figure("cold ask, median of the ratios to the bare start", statistics.median(pairs),
                   at_most=1.3),
            Figure("dateline --help, median", statistics.median(helps), " s", at_most=0.4),
        ],
        tables=[
            Table(
                "Seconds",
                ("", "median (min to max)"),
                [
                    ["dateline ask", spread(mine)],
                    ["import, load, encode", spread(theirs)],
                    ["ratio", spread(pairs)],
                    ["dateline --help", spread(helps)],
                ],
            )
        ],
    )  # fmt: skip


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_ENVIRONMENT)


if __name__ == "__main__":
    main(measure)
