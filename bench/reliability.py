"""What an index and a process go through and what is left of them: `python -m bench.reliability`.

Ingests are killed at random moments, all calls on their files fail from one on, the clock jumps,
two run at once; a server is asked for long with its memory watched (`bench.soak`). What was done is
kept, so that it goes on where it was stopped, as often as `--kills`, `--faults`, `--jumps`,
`--twice` and `--requests` say; 0 leaves a part for another time.
"""

import argparse
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from dataclasses import fields as fields_of
from functools import partial
from pathlib import Path

from bench.common import WORK, Figure, Result, Table, keep
from bench.fields.corpus import code_of
from bench.harm import BASE, JUMPS, KINDS, MORE, Harmed, Tried
from bench.soak import CLIENTS, Soak, figures, soak, tables

_FOLDER = WORK / "reliability"
_GOES_ON = (0, 2)
_SHOWN = 24
"""Ends of ingests that the page shows, those that ended without a message first."""


class Log:
    """What was tried, a line each; what was tried with other code is left out."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._code = folder, code_of("index", "ui")
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "code").exists() or (folder / "code").read_text("ascii") != self._code:
            for file in (self._tried, self._asked):
                file.unlink(missing_ok=True)
            shutil.rmtree(folder / "harmed", ignore_errors=True)
            (folder / "code").write_text(self._code, "ascii")

    @property
    def _tried(self) -> Path:
        return self._folder / "tried.jsonl"

    @property
    def _asked(self) -> Path:
        return self._folder / "asked.json"

    def all(self) -> list[tuple[str, Tried]]:
        """All that was tried, with its key."""
        lines = self._tried.read_text("utf-8").splitlines() if self._tried.exists() else []
        return [(row.pop("key"), Tried(**row)) for row in map(json.loads, lines)]

    def add(self, key: str, tried: Tried) -> None:
        with self._tried.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"key": key, **asdict(tried)}, ensure_ascii=False) + "\n")

    def longest(self) -> Soak | None:
        """The longest that a server was asked."""
        if not self._asked.exists():
            return None
        row = json.loads(self._asked.read_text("utf-8"))
        return Soak(**{**row, "sent": Counter(row["sent"]), "wrong": Counter(row["wrong"])})

    def asked(self, seen: Soak) -> None:
        row = {field.name: getattr(seen, field.name) for field in fields_of(seen)}
        self._asked.write_text(json.dumps(row), "utf-8")


def trials(
    harmed: Harmed, kills: int, faults: int, jumps: int, twice: int
) -> Iterator[tuple[str, Callable[[], Tried]]]:
    """All that is to be tried, with a key for each: the rarest first."""
    for number in range(twice):
        yield f"twice {number}", harmed.twice
    for number in range(jumps):
        for by in JUMPS:
            yield f"jump {by} {number}", partial(harmed.jump, by, number)
    for number in range(faults):
        for kind in KINDS:
            key = f"{kind} {number} of {faults}"
            yield key, partial(harmed.fail, kind, number, faults)
    for number in range(kills):
        yield f"kill {number}", partial(harmed.kill, number)


def run(log: Log, requests: int, **often: int) -> None:
    """Tries what is still to be tried, and asks a server where none was asked as long."""
    harmed = Harmed(_FOLDER / "harmed")
    done = {key for key, _ in log.all()}
    for key, trial in trials(harmed, **often):
        if key not in done:
            tried = trial()
            log.add(key, tried)
            print(key, tried, flush=True)
    longest = log.longest()
    if requests and (longest is None or longest.sent.total() < requests):
        log.asked(soak(harmed.whole, requests))


def result(tried: Sequence[Tried], asked: Soak | None) -> Result:
    """The page: figures of all that was tried, and what was said."""
    harms = Counter(one.harm for one in tried)
    hit = Counter(one.harm for one in tried if one.hit)
    silent = [one for one in tried if _is_silent(one)]
    both = [one.code for one in tried if one.harm == "two at once"]
    about = (
        f"An index of {BASE} reports is given {MORE - BASE} more. {harms['killed']} of these "
        f"ingests were killed at a random moment, {hit['killed']} of them under way; of "
        f"{sum(harms[kind] for kind in KINDS)} the calls on the files of the index wrote short or "
        f"failed from one on, evenly over all of an ingest's; during {harms['clock jumped']} the "
        f"clock jumped; {harms['two at once']} times two ran at once. After each the index is held "
        "against that before and that of an ingest without harm, and is given the reports again."
    )
    if asked is not None:
        about += (
            f" {CLIENTS} clients asked a server over the index, each again when it was answered, "
            f"for {asked.seconds:.0f} seconds; its memory in the last third of them is held "
            "against that in the second."
        )
    return Result(
        "reliability", "What an index and a process go through", about,
        [
            Figure("ingests after which a report was lost", sum(o.lost for o in tried), at_most=0),
            Figure("of which some, and not all, was seen", sum(o.some for o in tried), at_most=0),
            Figure("that the next ingest did not make whole", sum(not o.whole for o in tried),
                   at_most=0),
            Figure("that ended without a message, not being killed", len(silent), at_most=0),
            Figure("pairs at once both of which were turned away", sum(c > 2 for c in both),
                   at_most=0),
            *(figures(asked) if asked else ()),
        ],
        [_by_harm(tried), _said(tried), *(tables(asked) if asked else ())],
    )  # fmt: skip


def _is_silent(one: Tried) -> bool:
    """Whether an ingest ended neither well nor with the line for whoever reads it."""
    said = not one.code or one.said.startswith("dateline: ")
    return one.harm != "killed" and (one.code not in _GOES_ON or not said)


def _by_harm(tried: Sequence[Tried]) -> Table:
    rows = []
    for harm in sorted({one.harm for one in tried}):
        some = [one for one in tried if one.harm == harm]
        counts = (
            len(some), sum(o.hit for o in some), sum(not o.code for o in some),
            sum(o.lost for o in some), sum(o.some for o in some), sum(not o.whole for o in some),
        )  # fmt: skip
        rows.append([harm, *map(str, counts)])
    heads = (
        "harm",
        "ingests",
        "in time",
        "went well",
        "lost a report",
        "seen in part",
        "not mended",
    )
    return Table("By harm", heads, rows)


def _said(tried: Sequence[Tried]) -> Table:
    """How ingests ended that were harmed and not killed, each way to end once."""
    ends = {(one.harm, one.code, one.said): one for one in tried if one.harm != "killed"}
    some = sorted(ends.values(), key=lambda one: (not _is_silent(one), one.harm, one.code))
    rows = [[one.harm, one.when, str(one.code), one.said[:120]] for one in some[:_SHOWN]]
    return Table("What was said", ("harm", "when, first or last", "exit", "last line"), rows)


def main() -> None:
    """Goes on with what is to be tried and writes the page of all that was."""
    parser = argparse.ArgumentParser(description="What an index and a process go through.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--faults", type=int, default=12, help="places of an ingest, of each kind")
    parser.add_argument("--jumps", type=int, default=2, help="moments of an ingest, for each jump")
    parser.add_argument("--twice", type=int, default=3)
    parser.add_argument("--requests", type=int, default=20_000)
    given = parser.parse_args()
    log = Log(_FOLDER)
    run(
        log, given.requests, kills=given.kills, faults=given.faults, jumps=given.jumps,
        twice=given.twice,
    )  # fmt: skip
    keep(result([tried for _, tried in log.all()], log.longest()))


if __name__ == "__main__":
    main()
