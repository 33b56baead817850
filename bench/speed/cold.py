"""What a command costs as a process of its own."""

from pathlib import Path
from statistics import median

from bench.common import SEEDS, Figure, Table, spread
from bench.speed.rows import Row, Wanted, anew, ratio
from bench.speed.sides import BARE, NOW, Ran, Side, before, in_turn, indexed, run, tell

QUESTION = "How long did it take Russia to capture Kurakhove?"
IMPORTS = Side("imports", NOW.root)


def cold(wanted: Wanted) -> Row:
    """`dateline ask` of the seeds, in turn with the earlier build and with bare imports."""
    rounds = wanted.rounds or 5
    sides = [before(), NOW, IMPORTS]
    commands = {IMPORTS.name: BARE} | {
        side.name: side.dateline(indexed(side, SEEDS / "reports"), "ask", QUESTION)
        for side in sides[:2]
    }
    for side in sides:
        run(side, commands[side.name])
    ran: dict[str, list[Ran]] = {side.name: [] for side in sides}
    for side in in_turn(sides, rounds):
        ran[side.name].append(run(side, commands[side.name]))
        tell(f"cold: {side.name} {ran[side.name][-1].wall:.2f} s")
    walls = {name: [one.wall for one in some] for name, some in ran.items()}
    cpus = {name: [one.cpu for one in some] for name, some in ran.items()}
    peaks = {name: [one.peak for one in some] for name, some in ran.items()}
    first = [one.first for one in ran["now"]]
    return Row(
        f"`dateline ask` of the seeds in a terminal, {rounds} times, in turn with the earlier "
        "build and with a process that imports numpy, onnxruntime, tokenizers and chromadb.",
        [
            Figure("wall, of before", ratio(walls["now"], walls["before"]), at_most=0.22),
            Figure("wall, of the bare imports", ratio(walls["now"], walls["imports"]), at_most=2.2),
            Figure("CPU time, of before", ratio(cpus["now"], cpus["before"])),
            Figure("CPU time, of the bare imports", ratio(cpus["now"], cpus["imports"])),
            Figure("peak memory, of before", ratio(peaks["now"], peaks["before"]), at_most=0.45),
            Figure("first sentence on screen", median(first), " s", at_most=3),
        ],
        [
            Table(
                "median (min to max)",
                ("", "wall", "CPU", "peak memory", "first sentence"),
                [
                    [
                        name, spread(walls[name], " s"), spread(cpus[name], " s"),
                        spread(peaks[name], " MB", 0), spread([one.first for one in some], " s"),
                    ]
                    for name, some in ran.items()
                ],
            )
        ],
    )  # fmt: skip


def leaving(wanted: Wanted) -> Row:
    """From the last line of a command to its end."""
    rounds = wanted.rounds or 3
    data = indexed(NOW, SEEDS / "reports")
    commands = {
        "ask": ["ask", QUESTION],
        "ask, refused": ["ask", "What is the capital of Mongolia?"],
        "ingest, nothing new": ["ingest", str(SEEDS / "reports")],
        "reports": ["reports"],
        "doctor": ["doctor"],
    }
    taken = {
        name: [run(NOW, NOW.dateline(data, *said), (0, 3)).exit for _ in range(rounds)]
        for name, said in commands.items()
    }
    fresh = NOW.folder / "fresh"
    taken["ingest, all new"] = [_ingest_anew(fresh).exit for _ in range(rounds)]
    return Row(
        f"From the last line on the screen to the end of the process, {rounds} times each.",
        [Figure(f"{name}, median", median(some), " s", at_most=0.3)
         for name, some in taken.items()],
        [],
    )  # fmt: skip


def _ingest_anew(data: Path) -> Ran:
    anew(data)
    return run(NOW, NOW.dateline(data, "ingest", str(SEEDS / "reports")))
