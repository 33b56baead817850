"""How well expressions of time are read: those of open fields that were marked by hand.

`python -m bench.times` compares the readers that are installed; to try others, put the
site-packages of an environment that has them at the end of PYTHONPATH. Half of the fields is set
aside: nobody who works on a reader looks at what it makes of them, and `--errors` lists what
Dateline reads wrongly in the others. TempEval-3's news are read too where they are in the data.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.util import find_spec
from time import perf_counter

from bench.common import Figure, Result, Skipped, Table, data, keep
from bench.times.marks import OPTIONAL, Found, Mark, at, by_file, is_right, read_marks, set_aside
from bench.times.readers import READERS, Reader, Span
from bench.times.sample import ROUNDS, day_of, drawn, text_of
from bench.times.timeml import documents

RIGHT_AT_LEAST = 0.93
LOOKED_AT, SET_ASIDE = "looked at", "set aside"
_OURS = "Dateline"


@dataclass(frozen=True, slots=True)
class Text:
    """A report with the paragraphs that were marked whole, and their marks."""

    name: str
    text: str
    spans: tuple[Span, ...]
    out_on: date | None
    marks: tuple[Mark, ...]


@dataclass(slots=True)
class Score:
    """Of the marks of each kind how many there are, were found and were read rightly; how many were
    found where nothing is marked; and the seconds and characters that were read."""

    marks: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    beside: int = 0
    seconds: float = 0.0
    characters: int = 0

    def cells(self, kind: str = "") -> list[str]:
        """Marks, the share found and read rightly, and how many were read wrongly."""
        marks, found, right = (
            c[kind] if kind else c.total() for c in (self.marks, self.found, self.right)
        )
        return [f"{marks}", f"{found / marks:.3f}", f"{right / marks:.3f}", f"{found - right}"]

    @property
    def share(self) -> float:
        return self.right.total() / self.marks.total()


def marked() -> Iterator[Text]:
    """The reports of fields in which something is marked."""
    places: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for p in drawn(ROUNDS):
        places[p.field, p.file].append((p.start, p.end))
    for (name, file), marks in by_file(read_marks()):
        spans = tuple(places[name, file])
        yield Text(name, text_of(name, file), spans, day_of(file), tuple(marks))


def scored(reader: Reader, texts: Iterable[Text]) -> Score:
    """What a reader makes of some texts."""
    score = Score()
    for text in texts:
        begun = perf_counter()
        found = reader(text.text, text.spans, text.out_on)
        score.seconds += perf_counter() - begun
        score.characters += len(text.text) if reader.whole else sum(b - a for a, b in text.spans)
        for mark in text.marks:
            if mark.kind != OPTIONAL:
                here = at(mark, found)
                score.marks[mark.kind] += 1
                score.found[mark.kind] += bool(here)
                score.right[mark.kind] += is_right(mark, here)
        score.beside += sum(1 for _ in _beside(text, found))
    return score


def _beside(text: Text, found: Sequence[Found]) -> Iterator[Found]:
    """What was found in the marked paragraphs where nothing is marked."""
    for one in found:
        within = any(a <= one.start and one.end <= b for a, b in text.spans)
        if within and not any(one.start < m.end and m.start < one.end for m in text.marks):
            yield one


def errors(reader: Reader, texts: Iterable[Text]) -> Iterator[str]:
    """What a reader misses, reads wrongly or finds beside the marks, a line each."""
    for text in texts:
        found = reader(text.text, text.spans, text.out_on)
        for mark in text.marks:
            here = at(mark, found)
            if mark.kind != OPTIONAL and not is_right(mark, here):
                read = [f"{text.text[f.start : f.end]!r} {f.first} {f.last}" for f in here]
                around = text.text[max(0, mark.start - 60) : mark.end + 30]
                yield f"{mark.kind} {mark.file}:{mark.start} {around!r} {mark.value} | {read}"
        for f in _beside(text, found):
            yield f"beside {text.name}:{f.start} {text.text[f.start : f.end]!r} {f.first} {f.last}"


def tempeval() -> dict[str, list[Text]]:
    """The two halves of TempEval-3's training news; empty where they are not there."""
    try:
        folder = data("tempeval3/TBAQ-cleaned")
    except Skipped:
        return {}
    return {
        name: [
            Text(name, d.text, ((0, len(d.text)),), d.out_on, d.marks)
            for d in documents(folder / name)
        ]
        for name in ("AQUAINT", "TimeBank")
    }


def measure() -> Result:
    texts = list(marked())
    halves = {
        LOOKED_AT: [t for t in texts if not set_aside(t.name)],
        SET_ASIDE: [t for t in texts if set_aside(t.name)],
        **tempeval(),
    }
    readers = {name: make() for name, (module, make) in READERS.items() if find_spec(module)}
    scores = {
        name: {
            half: scored(reader, some)
            for half, some in halves.items()
            if half in (LOOKED_AT, SET_ASIDE) or not reader.slow
        }
        for name, reader in readers.items()
    }
    ours = scores[_OURS]
    kinds = sorted(ours[LOOKED_AT].marks | ours[SET_ASIDE].marks)
    return Result(
        name="times",
        title="Expressions of time",
        about=(
            f"{sum(s.marks.total() for h, s in ours.items() if h in (LOOKED_AT, SET_ASIDE))} "
            "expressions in paragraphs of open fields that were drawn by chance and marked whole; "
            "a value is right where it has the same first and last day, and of what has no settled "
            "bounds, such as “late May”, where half of the days of both are common. Of TempEval-3 "
            "dates and times count that have a place in the calendar. Duckling takes the next "
            "return of a day by itself; of its readings, and of those of Recognizers-Text, the one "
            "that suits a report was taken."
        ),
        figures=[
            Figure("Value right, fields looked at", ours[LOOKED_AT].share, at_least=RIGHT_AT_LEAST),
            Figure("Value right, fields set aside", ours[SET_ASIDE].share, at_least=RIGHT_AT_LEAST),
        ],
        tables=[
            Table(
                "Readers",
                ("reader", "texts", "marks", "found", "right", "wrong", "beside", "ms a thousand"),
                [[name, half, *s.cells(), str(s.beside), f"{1e6 * s.seconds / s.characters:.1f}"]
                 for name, of in scores.items() for half, s in of.items()],
            ),
            *(
                Table(
                    f"Dateline by kind, fields {half}",
                    ("kind", "marks", "found", "right", "wrong"),
                    [[kind, *ours[half].cells(kind)] for kind in kinds if ours[half].marks[kind]],
                )
                for half in (LOOKED_AT, SET_ASIDE)
            ),
        ],
    )  # fmt: skip


def main() -> None:
    """Runs the benchmark, or with --errors lists what is read wrongly."""
    if "--errors" not in sys.argv:
        keep(measure())
        return
    ours = READERS[_OURS][1]()
    for line in errors(ours, [t for t in marked() if not set_aside(t.name)]):
        print(line)


if __name__ == "__main__":
    try:
        main()
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")
