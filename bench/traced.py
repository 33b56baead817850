"""How many files take part in one question, and what calls what: `python -m bench.traced`.

A question on the seeds is asked of a warm engine, and every call from one file of `rag` or `index`
to another is noted. A file takes part if one of its functions runs; an edge is a pair of files of
which one calls into the other.
"""

import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

from bench.common import ROOT, Figure, Result, Table, main
from bench.seeds import seeds_engine
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query

QUESTIONS = (
    "How long did it take Russia to capture Kurakhove?",
    "Who is the head of Rosatom?",
    "What happened in Kursk in December 2024?",
    "What is the capital of Mongolia?",
)
"""A fact, a person, a time, and one that the reports do not answer."""
FILES_AT_MOST, EDGES_AT_MOST = 25, 40
_PACKAGES = tuple(f"{ROOT / package}/" for package in ("rag", "index"))


class Calls:
    """Calls between files while it is set as the profiler."""

    def __init__(self) -> None:
        self.files: Counter[str] = Counter()
        self.edges: Counter[tuple[str, str]] = Counter()

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        if event != "call" or not (file := _ours(frame)):
            return
        self.files[file] += 1
        caller = frame.f_back
        while caller is not None and not (from_file := _ours(caller)):
            caller = caller.f_back
        if caller is not None and from_file != file:
            self.edges[from_file, file] += 1


def _ours(frame: FrameType) -> str:
    """The file of a frame below the root, or nothing where it is another's."""
    name = frame.f_code.co_filename
    return name[len(str(ROOT)) + 1 :] if name.startswith(_PACKAGES) else ""


def trace(question: str, engine: QueryEngine) -> Calls:
    """The calls of one question, asked for the second time."""
    engine.ask(Query(question))
    calls = Calls()
    sys.setprofile(calls)
    try:
        engine.ask(Query(question))
    finally:
        sys.setprofile(None)
    return calls


def measure() -> Result:
    """Each question traced."""
    engine = seeds_engine()
    traced = {question: trace(question, engine) for question in QUESTIONS}
    first = traced[QUESTIONS[0]]
    rooms = Counter(str(Path(file).parent) for file in first.files)
    return Result(
        name="traced",
        title="Files that take part in a question",
        about=f"Calls between files of `rag` and `index` while “{QUESTIONS[0]}” is answered.",
        figures=[
            Figure("files that take part", len(first.files), at_most=FILES_AT_MOST),
            Figure("edges between them", len(first.edges), at_most=EDGES_AT_MOST),
        ],
        tables=[
            Table("Questions", ("question", "files", "edges"), [
                [question, str(len(c.files)), str(len(c.edges))] for question, c in traced.items()
            ]),
            Table("Rooms of the first", ("room", "files"), [
                [room, str(count)] for room, count in rooms.most_common()
            ]),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    main(measure)
