"""Runs every benchmark and prints what was reached: `python -m bench.run`, or some by name."""

import json
import subprocess
import sys

from bench.common import RESULTS, ROOT, Figure, figures_table, markdown

BENCHMARKS = (
    "baseline",
    "dates",
    "dates_of_fields",
    "encoder",
    "grounding",
    "guardrail",
    "page",
    "ranking",
    "speed",
)


def run(names: list[str]) -> int:
    """Each in a process of its own. Returns 1 where one of them failed, reached or not."""
    figures, failed = list[Figure](), False
    for name in names:
        print(f"— {name}", file=sys.stderr, flush=True)
        done = subprocess.run(
            [sys.executable, "-m", f"bench.{name}"], cwd=ROOT, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        if done.returncode:
            said = (done.stderr.strip().splitlines() or [""])[-1]
            print(f"{name}: {said}")
            failed = failed or not said.startswith("skipped")
            continue
        kept = json.loads((RESULTS / f"{name}.json").read_text("utf-8"))
        figures += [Figure(**figure) for figure in kept["figures"]]
    print(markdown(figures_table(figures)))
    return int(failed)


if __name__ == "__main__":
    chosen = sys.argv[1:] or list(BENCHMARKS)
    if unknown := [name for name in chosen if name not in BENCHMARKS]:
        sys.exit(f"There is no benchmark {unknown[0]}; there are {', '.join(BENCHMARKS)}.")
    sys.exit(run(chosen))
