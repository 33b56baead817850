"""What an ingest costs: its time, its memory, and how much is encoded."""

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench.common import ROOT, WORK, Figure, Table, spread
from bench.corpus import campaign_files, write_files
from bench.scale.corpus import with_others
from bench.speed.rows import Row, Wanted, anew, ratio
from bench.speed.sides import NOW, Ran, before, in_turn, run, tell

MORE = 10
"""Times as many reports, to see whether memory grows with them."""


def ingesting(wanted: Wanted) -> Row:
    """The institute's reports into an empty folder, by both builds in turn."""
    rounds = wanted.rounds or 1
    folder = campaign_files(wanted.reports)
    ran: dict[str, list[Ran]] = {"before": [], "now": []}
    for side in in_turn([before(), NOW], rounds):
        data = anew(side.folder / folder.name)
        ran[side.name].append(run(side, side.dateline(data, "ingest", str(folder))))
        (data / "ready").touch()
        tell(f"ingest: {side.name} {ran[side.name][-1].wall:.0f} s")
    walls = {name: [one.wall for one in some] for name, some in ran.items()}
    cpus = {name: [one.cpu for one in some] for name, some in ran.items()}
    peaks = {name: [one.peak for one in some] for name, some in ran.items()}
    return Row(
        f"`dateline ingest` of {wanted.reports} of the institute's 119 reports into an empty "
        f"folder, {rounds} time(s) by each build in turn. The memory is that of all its processes.",
        [
            Figure(f"{wanted.reports} reports, wall, of before",
                   ratio(walls["now"], walls["before"]), at_most=0.25),
            Figure(f"{wanted.reports} reports, CPU time, of before",
                   ratio(cpus["now"], cpus["before"])),
            Figure(f"{wanted.reports} reports, peak memory, of before",
                   ratio(peaks["now"], peaks["before"]), at_most=0.6),
        ],
        [
            Table(
                "median (min to max)",
                ("", "wall", "CPU", "peak memory"),
                [
                    [name, spread(walls[name], " s", 0), spread(cpus[name], " s", 0),
                     spread(peaks[name], " MB", 0)]
                    for name in ran
                ],
            )
        ],
    )  # fmt: skip


def pieces(wanted: Wanted) -> Row:
    """How many word pieces are encoded, and how much of an ingest is not encoding."""
    folder = campaign_files(wanted.reports)
    data = anew(WORK / "speed" / "recorded")
    done = subprocess.run(
        [sys.executable, "-m", "bench.speed.recorded", str(folder), str(data)],
        cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    shutil.rmtree(data)
    found: dict[str, Any] = json.loads(done.stdout)
    written = found["text"] + found["places"]
    return Row(
        f"An ingest of {wanted.reports} reports that stands still after each group of reports, "
        "while the encoder alone is given the same passages. Word pieces of the reports are those "
        "of each report's text and of what its passages stand under, that for each passage.",
        [
            Figure("encoded word pieces to the reports'", found["encoded"] / written, at_most=1.3),
            Figure("pace, as a share of the bare encoder", found["bare"] / found["taken"],
                   at_least=0.85),
        ],
        [
            Table(
                f"{wanted.reports} reports",
                ("", "value"),
                [
                    ["passages", f"{found['passages']:,}"],
                    ["word pieces encoded", f"{found['encoded']:,}"],
                    ["word pieces of the texts", f"{found['text']:,}"],
                    ["word pieces of the places, for each passage", f"{found['places']:,}"],
                    ["ingest", f"{found['taken']:.1f} s"],
                    ["of it encoding", f"{found['encoding']:.1f} s"],
                    ["the encoder alone", f"{found['bare']:.1f} s"],
                ],
            )
        ],
    )  # fmt: skip


def growth(wanted: Wanted) -> Row:
    """Whether memory grows with the reports."""
    few = campaign_files(wanted.reports)
    peaks = [_peak(folder) for folder in (few, _copies(few))]
    return Row(
        f"`dateline ingest` of {wanted.reports} reports, and of {MORE} copies of each with other "
        "names and figures, each into an empty folder. The memory is that of all processes.",
        [
            Figure(f"peak memory, {MORE * wanted.reports} reports, of that of {wanted.reports}",
                   peaks[1] / peaks[0], at_most=1.1),
        ],
        [
            Table("MB", ("reports", "peak memory"),
                  [[str(n), f"{peak:.0f}"] for n, peak in
                   zip((wanted.reports, MORE * wanted.reports), peaks, strict=True)]),
        ],
    )  # fmt: skip


def _copies(folder: Path) -> Path:
    """So many copies of each report of a folder, each with other names and figures of its own."""
    chance = random.Random(MORE)
    texts = {
        f"{number}-{file.name}": with_others(
            file.read_text("utf-8"), "".join(chance.sample("0123456789", 10)), f"{number}/".encode()
        )
        for number in range(MORE)
        for file in sorted(folder.iterdir())
    }
    return write_files(folder.with_name(f"{folder.name}-times-{MORE}"), texts)


def _peak(folder: Path) -> float:
    data = anew(WORK / "speed" / "growth")
    ran = run(NOW, NOW.dateline(data, "ingest", str(folder)))
    tell(f"growth: {folder.name} {ran.wall:.0f} s, {ran.peak:.0f} MB")
    shutil.rmtree(data)
    return ran.peak
