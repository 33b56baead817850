"""What the server's start costs, how many it answers at once, and how soon its page is seen."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import perf_counter

import httpx

from bench.common import SEEDS, Figure, Table, seconds, spread
from bench.corpus import campaign_files
from bench.page import seen_on
from bench.servers import serving, wait_until_ready
from bench.speed.asking import share
from bench.speed.questions import QUESTIONS
from bench.speed.rows import Row, Wanted, ratio
from bench.speed.sides import NOW, before, in_turn, indexed, tell

AT_ONCE = 10


def start(wanted: Wanted) -> Row:
    """From the start of the process to ready."""
    rounds = wanted.rounds or 3
    sides = [before(), NOW]
    data = {side.name: indexed(side, SEEDS / "reports") for side in sides}
    taken: dict[str, list[float]] = {side.name: [] for side in sides}
    for side in in_turn(sides, rounds):
        began = perf_counter()
        with serving(data[side.name], root=side.root) as (_, address):
            wait_until_ready(address)
            taken[side.name].append(perf_counter() - began)
        tell(f"serve: {side.name} {taken[side.name][-1]:.1f} s")
    return Row(
        f"`dateline serve` over the seeds, from its start until /readyz says so, {rounds} times.",
        [Figure("start to ready, of before", ratio(taken["now"], taken["before"]), at_most=0.3)],
        [_seconds(taken)],
    )


def _seconds(taken: dict[str, list[float]]) -> Table:
    rows = [[name, spread(some)] for name, some in taken.items()]
    return Table("seconds", ("", "median (min to max)"), rows)


def ten(wanted: Wanted) -> Row:
    """Ten different questions at one moment, again and again."""
    rounds = wanted.rounds or 6
    sides = [before(), NOW]
    folder = campaign_files(wanted.reports)
    data = {side.name: indexed(side, folder) for side in sides}
    walls: dict[str, list[float]] = {side.name: [] for side in sides}
    each: dict[str, list[float]] = {side.name: [] for side in sides}
    with (
        serving(data["before"], root=sides[0].root) as (_, theirs),
        serving(data["now"]) as (_, mine),
    ):
        addresses = {"before": theirs, "now": mine}
        for address in addresses.values():
            wait_until_ready(address)
            _ask_at_once(address, QUESTIONS[:AT_ONCE])
        for number, side in enumerate(in_turn(sides, rounds)):
            begin = number // 2 * AT_ONCE
            questions = [QUESTIONS[n % len(QUESTIONS)] for n in range(begin, begin + AT_ONCE)]
            wall, some = _ask_at_once(addresses[side.name], questions)
            walls[side.name].append(wall)
            each[side.name] += some
            tell(f"ten: {side.name} {wall:.1f} s")
    return Row(
        f"{AT_ONCE} questions at one moment to a server over {wanted.reports} of the institute's "
        f"reports, {rounds} times, in turn with the earlier build's server.",
        [
            Figure("questions a second, of before", ratio(walls["before"], walls["now"]),
                   at_least=1.5),
            Figure("95 in 100 answered within", share(each["now"], 0.95), " s", at_most=1.2),
        ],
        [_seconds({f"{name}, all ten": some for name, some in walls.items()}
                  | {f"{name}, each": some for name, some in each.items()})],
    )  # fmt: skip


def _ask_at_once(address: str, questions: Sequence[str]) -> tuple[float, list[float]]:
    """Seconds until all were answered, and until each was."""
    with httpx.Client(timeout=120, limits=httpx.Limits(max_connections=AT_ONCE)) as client:

        def ask(question: str) -> float:
            def post() -> None:
                client.post(f"{address}/v1/ask", json={"question": question}).raise_for_status()

            return seconds(post)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            began = perf_counter()
            each = list(pool.map(ask, questions))
            return perf_counter() - began, each


def paint(wanted: Wanted) -> Row:
    """The first contentful paint of the page, warm."""
    visits = wanted.rounds or 5
    seen = seen_on(indexed(NOW, SEEDS / "reports"), visits)
    return Row(
        f"The page over the seeds in Chromium on the same machine, warm, {visits} visits at each "
        "size with an empty cache; `python -m bench.page` measures more of it.",
        [Figure(f"{name}: first contentful paint, median", median(one.first), " ms", at_most=1000)
         for name, one in seen.items()],
        [],
    )  # fmt: skip
