"""Asks questions of a warm engine of whichever build is on the path: `python asker.py DATA_DIR`.

Reads a question a line in JSON and writes what it took, in JSON. Run as a file, it imports nothing
of this package, so that an earlier build can be asked.
"""

import importlib
import json
import sys
from datetime import date
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ASKED_ON = date(2026, 11, 1)
WARM = ("What happened this week?", "Who said so?")


def _first_of(*names: str) -> Any:
    """The first module of these that there is."""
    for name in names:
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError:
            continue
    raise ModuleNotFoundError(names[0])


def _counted(judge: Any, read: list[int]) -> None:
    """Notes how many passages a judge reads of each question."""
    before = judge.judge

    def judged(self: Any, question: str, passages: Any, *more: Any) -> Any:
        read.append(len(passages))
        return before(self, question, passages, *more)

    judge.judge = judged


def main(data: Path) -> None:
    """Answers until nothing more is asked."""
    out, sys.stdout = sys.stdout, sys.stderr
    question_of = _first_of("rag.question.parsing", "rag.question").Query
    read: list[int] = []
    _counted(_first_of("rag.reader.judge", "rag.judge").OnnxJudge, read)
    settings = importlib.import_module("rag.settings").read_settings(data)
    engine = importlib.import_module("rag.build").build_engine(settings, today=lambda: ASKED_ON)
    for question in WARM:
        engine.ask(question_of(question))
    print(json.dumps({"ready": True}), file=out, flush=True)
    for line in sys.stdin:
        read.clear()
        cpu, began = process_time(), perf_counter()
        outcome = engine.ask(question_of(json.loads(line)))
        told = {
            "seconds": perf_counter() - began, "cpu": process_time() - cpu, "kind": outcome.kind,
            "stages": outcome.timings_ms, "read": sum(read),
        }  # fmt: skip
        print(json.dumps(told), file=out, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
