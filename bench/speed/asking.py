"""What a question costs a warm engine, beside the earlier build."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.common import Figure, Table, spread
from bench.corpus import campaign_files
from bench.fields.corpus import load
from bench.speed.questions import QUESTIONS
from bench.speed.rows import Row, Wanted, ratio
from bench.speed.sides import NOW, Side, before, indexed, tell

READ = 30
"""Candidates that the reader has to have read for a question to count."""
FIELD = "pypi_security"
"""The field that is asked again: Markdown, which the earlier build reads too."""
_ASKER = Path(__file__).with_name("asker.py")
Took = Mapping[str, Any]


class Asker:
    """An engine of one build in a process of its own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._told()

    def ask(self, question: str) -> Took:
        if self._process.stdin is None:
            raise RuntimeError("the process has no pipes")
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self._told()

    def _told(self) -> Took:
        line = self._process.stdout.readline() if self._process.stdout is not None else ""
        if not line:
            raise RuntimeError("the process ended early")
        told: Took = json.loads(line)
        return told


@contextmanager
def asker(side: Side, data: Path) -> Iterator[Asker]:
    """One, warm, over an index."""
    process = subprocess.Popen(
        [sys.executable, str(_ASKER), str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True, cwd=side.root, env=side.environment,
    )  # fmt: skip
    try:
        yield Asker(process)
    finally:
        process.kill()
        process.communicate()


def asked_in_turn(folder: Path, questions: Sequence[str], rounds: int) -> dict[str, list[Took]]:
    """Every question of both builds, one after the other and in turn the other way round."""
    sides = [before(), NOW]
    took: dict[str, list[Took]] = {side.name: [] for side in sides}
    data = {side.name: indexed(side, folder) for side in sides}
    with asker(sides[0], data["before"]) as theirs, asker(sides[1], data["now"]) as mine:
        askers = {"before": theirs, "now": mine}
        for number in range(rounds):
            for question in questions:
                for side in sides if number % 2 else sides[::-1]:
                    took[side.name].append(askers[side.name].ask(question))
            tell(f"{folder.name}: asked {number + 1} of {rounds} times")
    return took


def warm(wanted: Wanted) -> Row:
    """Questions on the institute's reports, those of which the reader reads many candidates."""
    rounds = wanted.rounds or 2
    took = asked_in_turn(campaign_files(wanted.reports), QUESTIONS, rounds)
    pairs = [
        (mine, theirs)
        for mine, theirs in zip(took["now"], took["before"], strict=True)
        if mine["read"] >= READ
    ]
    mine, theirs = ([one["seconds"] for one in some] for some in zip(*pairs, strict=True))
    middle = median(mine)
    read = [one["stages"].get("question", 0.0) for one in took["now"]]
    return Row(
        f"{len(QUESTIONS)} questions, {rounds} time(s), asked in turn of warm engines of both "
        f"builds over {wanted.reports} of the institute's reports. {len(pairs)} of "
        f"{len(took['now'])} count, of which the reader reads at least {READ} candidates; the "
        f"earlier build reads {median(one['read'] for one in took['before']):.0f}.",
        [
            Figure("ask, of before", ratio(mine, theirs), at_most=1.5),
            Figure("ask, 95 in 100 within, of the median", share(mine, 0.95) / middle, at_most=3),
            Figure("the stage that reads the question, median", median(read), " ms", at_most=3),
            Figure("candidates read, median", median(one["read"] for one in took["now"])),
        ],
        [_stages(name, some) for name, some in took.items()],
    )


def _stages(name: str, took: Sequence[Took]) -> Table:
    names = dict.fromkeys(stage for one in took for stage in one["stages"])
    rows = [["ask", spread([1000 * one["seconds"] for one in took])]]
    rows.append(["ask, CPU time", spread([1000 * one["cpu"] for one in took])])
    rows += [
        [f"of it {stage}",
         spread([one["stages"][stage] for one in took if stage in one["stages"]])]
        for stage in names if stage != "total"
    ]  # fmt: skip
    return Table(f"{name}, milliseconds", ("", "median (min to max)"), rows)


def share(values: Sequence[float], part: float) -> float:
    """The value that this part of them is at most."""
    return sorted(values)[max(0, round(part * len(values)) - 1)]


def fields(wanted: Wanted) -> Row:
    """All questions of a field."""
    field = load(FIELD)
    rounds = wanted.rounds or 1
    questions = [one.question for one in field.questions]
    took = asked_in_turn(field.folder, questions, rounds)
    mine, theirs = (sum(one["seconds"] for one in took[name]) for name in ("now", "before"))
    kinds = {
        name: sum(one["kind"] == "answer" for one in some) // rounds for name, some in took.items()
    }
    return Row(
        f"The {len(questions)} questions of the field {FIELD}, {rounds} time(s), asked in turn of "
        f"warm engines of both builds: {kinds['before']} were answered before, {kinds['now']} "
        "now. The earlier build reads at most 7 candidates of a question.",
        [Figure(f"all questions of {FIELD}, of before", mine / theirs, at_most=0.5)],
        [_stages(name, some) for name, some in took.items()],
    )
