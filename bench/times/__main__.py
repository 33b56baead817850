"""How well expressions of time are read: those of open fields that were marked by hand.

`python -m bench.times` compares the readers that are installed, by kind, on both halves of the
fields; `--errors` lists what Dateline reads wrongly in the half that is looked at.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from time import perf_counter

from bench.times.marks import OPTIONAL, Found, Mark, at, by_file, is_right, read_marks, set_aside
from bench.times.readers import READERS, Reader
from bench.times.sample import ROUNDS, day_of, drawn, text_of

PLACES: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)


@dataclass(slots=True)
class Score:
    """Of the marks of each kind how many there are, were found, were read rightly and wrongly; what
    was found where nothing is marked; and the seconds that it took."""

    marks: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    beside: int = 0
    seconds: float = 0.0

    def line(self, kind: str | None = None) -> str:
        of = (lambda c: c[kind]) if kind else (lambda c: c.total())
        marks, found, right = of(self.marks), of(self.found), of(self.right)
        wrong = found - right
        return f"{marks:5} {found / marks:7.3f} {right / marks:7.3f} {wrong:5}"


def scored(reader: Reader, marks: Sequence[Mark], errors: bool = False) -> Score:
    score = Score()
    for (name, file), some in by_file(marks):
        text, spans = text_of(name, file), PLACES[name, file]
        begun = perf_counter()
        found = reader(text, spans, day_of(file))
        score.seconds += perf_counter() - begun
        for mark in some:
            here = at(mark, found)
            if mark.kind == OPTIONAL:
                continue
            score.marks[mark.kind] += 1
            score.found[mark.kind] += bool(here)
            score.right[mark.kind] += is_right(mark, here)
            if errors and not is_right(mark, here):
                show(text, mark, here)
        within = [f for f in found if any(a <= f.start and f.end <= b for a, b in spans)]
        beside = [f for f in within if not any(f.start < m.end and m.start < f.end for m in some)]
        score.beside += len(beside)
        if errors:
            for f in beside:
                print(
                    "BESIDE",
                    name,
                    file,
                    repr(text[f.start - 60 : f.start]),
                    repr(text[f.start : f.end]),
                    repr(text[f.end : f.end + 30]),
                    f.first,
                    f.last,
                )
    return score


def show(text: str, mark: Mark, here: Sequence[Found]) -> None:
    said = text[mark.start : mark.end]
    print(
        mark.kind,
        f"{mark.field}/{mark.file}",
        mark.start,
        repr(text[mark.start - 60 : mark.start]),
        repr(said),
        repr(text[mark.end : mark.end + 30]),
    )
    print(
        "    ",
        mark.value.first,
        mark.value.last,
        "|",
        *(f"{text[f.start : f.end]!r} {f.first} {f.last}" for f in here),
    )


def main() -> None:
    for p in drawn(ROUNDS):
        PLACES[p.field, p.file].append((p.start, p.end))
    marks = read_marks()
    halves = {
        "looked at": [m for m in marks if not set_aside(m.field)],
        "set aside": [m for m in marks if set_aside(m.field)],
    }
    errors = "--errors" in sys.argv
    for name, (module, make) in READERS.items():
        if find_spec(module) is None or (errors and name != "Dateline"):
            continue
        reader = make()
        for half, some in halves.items():
            score = scored(reader, some, errors and half == "looked at")
            print(f"{name:12} {half:10} {score.line()} beside {score.beside} {score.seconds:.1f} s")
            for kind in score.marks:
                print(f"    {kind:12} {score.line(kind)}")


if __name__ == "__main__":
    main()
