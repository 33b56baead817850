"""How fast is Dateline beside the build that its targets for speed were set against?

`python -m bench.speed` measures every row, `python -m bench.speed cold ingest` those two; rows that
are not measured stay in bench/results/speed.md as they were. The earlier build is laid out once in
a worktree below .dateline-bench and run unchanged, with its indexes beside. `--reports` and
`--rounds` make a row smaller; what it says then names how many. `--show` keeps nothing.
"""

import argparse
import sys
from time import perf_counter

from bench.common import Skipped, keep, show
from bench.speed.asking import fields, warm
from bench.speed.cold import cold, leaving
from bench.speed.ingesting import growth, ingesting, pieces
from bench.speed.rows import Measure, Row, Wanted, together
from bench.speed.served import paint, start, ten
from bench.speed.sides import tell

ROWS: dict[str, Measure] = {
    "cold": cold, "exit": leaving, "ingest": ingesting, "pieces": pieces, "growth": growth,
    "warm": warm, "serve": start, "ten": ten, "fields": fields, "paint": paint,
}  # fmt: skip
"""In this order: what asks the institute's reports uses the indexes that `ingest` leaves."""


def main() -> None:
    """Runs the bench as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--reports", type=int, default=119, help="of the institute's 119 reports")
    parser.add_argument("--rounds", type=int, help="how often each build is measured")
    parser.add_argument("--show", action="store_true", help="print, and keep nothing")
    given = parser.parse_args()
    if unknown := [name for name in given.rows if name not in ROWS]:
        parser.error(f"there is no row {unknown[0]}; there are {', '.join(ROWS)}")
    wanted, measured = Wanted(given.reports, given.rounds), dict[str, Row]()
    for name in given.rows or ROWS:
        began = perf_counter()
        try:
            measured[name] = ROWS[name](wanted)
        except Skipped as reason:
            sys.exit(f"skipped: {reason}")
        tell(f"— {name} took {perf_counter() - began:.0f} s")
    result = together(measured, list(measured) if given.show else list(ROWS))
    (show if given.show else keep)(result)


if __name__ == "__main__":
    main()
