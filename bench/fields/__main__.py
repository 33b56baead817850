"""What does Dateline do with reports of many subjects that nobody fitted it to?

`python -m bench.fields` ingests each field into an index of its own and asks its questions.
Indexes and answers are kept: what was asked of the same code and files is not asked again, so that
a run goes on where it was stopped. Of a field that is shut nothing is shown but its figures, and
these with `--shut WHY` alone, from a committed state; they are written down in
`bench/results/shut.jsonl` before they are shown, and stand in `fields_shut.md`. `--fetched WHY`
does so for the shut fields of `bench/fetched`, in `fields_fetched.md`, and asks no others.
`--against SUM` sets the answers of other code or settings beside these, question by question; its
sum is told with every run. Without names, the open fields that no model was trained on are asked.
Only a run over all fields of a kind renews `bench/results`.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from bench.common import WORK, Figure, Result, Skipped, Table, keep, show
from bench.fields.corpus import (
    FETCHED,
    FETCHED_SHUT,
    HELD,
    NEWEST,
    OPEN,
    SHUT,
    Field,
    answers_of,
    ask,
    ingest,
    load,
    sum_of,
)
from bench.fields.page import fields_page
from bench.fields.shut import commit, write_log
from bench.fields.tables import SHOWN, averaged, causes, cells, intervals, kinds, paired, row
from rag.evaluation.figures import FIGURES
from rag.evaluation.record import Record
from rag.settings import Settings
from ui.console import progress

PAGE = WORK / "fields" / "fields.html"


NOT_SHUT = (*OPEN, *FETCHED, *HELD, *NEWEST)


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked of each field, and the seconds that its ingest took when it was made."""

    asked: dict[str, list[Record]]
    ingested: dict[str, float]
    seconds: float

    def of(self, names: Sequence[str]) -> dict[str, list[Record]]:
        """The records of those of these fields that were asked."""
        return {name: self.asked[name] for name in names if name in self.asked}


def run(fields: Sequence[Field]) -> Run:
    """Ingests and asks these fields, telling how far it is."""
    asked, ingested = dict[str, list[Record]](), dict[str, float]()
    start = perf_counter()
    with progress() as bar:
        total = sum(len(field.questions) for field in fields)
        task = bar.add_task("", total=total)
        for field in fields:
            bar.update(task, description=f"{field.name}: reading")
            ingested[field.name] = ingest(field)
            bar.update(task, description=f"{field.name}: asking")
            asked[field.name] = []
            for record in ask(field):
                asked[field.name].append(record)
                bar.advance(task)
    return Run(asked, ingested, perf_counter() - start)


def result_of(done: Run, against: str | None = None) -> Result:
    """The tables of a run over open fields, with those of earlier code beside it where that is
    named."""
    asked = done.of(NOT_SHUT)
    pooled = [record for records in asked.values() for record in records]
    newest = set(asked) <= set(NEWEST)
    what = _NEWEST if newest else _HELD if set(asked) <= set(HELD) else _OPEN
    return Result(
        name="fields_newest" if newest else "fields",
        title=f"Reports of many subjects: {'newest' if newest else 'open'} fields",
        about=f"{_ABOUT} {what}{_made(against)}",
        figures=_times(done),
        tables=[*_tables("Open", asked, against), kinds(pooled), causes(pooled)],
    )


@dataclass(frozen=True, slots=True)
class Closed:
    """Shut fields whose figures are printed together, and the name and title of their result."""

    names: tuple[str, ...]
    name: str
    title: str


GIVEN_SHUT = Closed(SHUT, "fields_shut", "Reports of many subjects: shut fields")
FETCHED_TOO = Closed(
    FETCHED_SHUT, "fields_fetched", "Reports of many subjects: fetched shut fields"
)


def shut_result_of(done: Run, against: str | None = None, closed: Closed = GIVEN_SHUT) -> Result:
    """The figures of a run over shut fields, and nothing but figures."""
    return Result(
        name=closed.name,
        title=closed.title,
        about=(
            f"{_ABOUT} Shut fields are read by nobody who works on Dateline, and their figures are "
            f"printed once for each change that is measured.{_made(against)}"
        ),
        figures=_times(done),
        tables=_tables("Shut", done.of(closed.names), against),
    )


_OPEN = (
    "Open fields may be read by whoever works on Dateline, and the models were trained on some of "
    "these: what they add is seen on others alone."
)
_HELD = (
    "No model was trained on these fields; the guardrail's weights and its threshold were fitted "
    "to their questions, and whoever works on Dateline may read them."
)
_NEWEST = (
    "These fields were written last, by reading the reports alone: no model was trained on them "
    "and nothing was fitted to them when they were asked first."
)
_ABOUT = (
    "Fields of some thirty real dated reports each with questions, about 60 of 150 without an "
    "answer, written from the reports alone. Intervals are by bootstrap over fields, then "
    "questions."
)


def _made(against: str | None) -> str:
    beside = f", beside {against}" if against is not None else ""
    return f" The sum of code and settings is {sum_of(Settings())}{beside}."


def _times(done: Run) -> list[Figure]:
    return [
        Figure("seconds to ingest, fields of this run", round(sum(done.ingested.values()))),
        Figure("seconds of this run, kept answers not asked again", round(done.seconds)),
    ]


def _tables(state: str, asked: dict[str, list[Record]], against: str | None) -> list[Table]:
    """By field, with means and intervals, and beside earlier answers. Raises Skipped where there
    are none of those."""
    rows = {name: row(records) for name, records in asked.items()}
    told = [cells(name, figures.values()) for name, figures in rows.items()]
    told.append(cells("mean of fields", averaged(list(rows.values())).values()))
    tables = [
        Table("By field", ("field", *SHOWN), told),
        intervals(f"{state} fields", list(asked.values())),
    ]
    if against is not None:
        before = {name: answers_of(load(name), against) for name in asked}
        if not any(before.values()):
            raise Skipped(f"no answers of {against} over these reports are kept")
        tables.append(paired(f"{state} fields, beside {against}", before, asked))
    return tables


def bound_of(text: str) -> tuple[str, float]:
    """A bound as it is given, NAME=VALUE. Raises argparse's error for what is none."""
    name, _, value = text.partition("=")
    if name not in SHOWN:
        raise argparse.ArgumentTypeError(f"{name} is no figure; there are {', '.join(SHOWN)}")
    try:
        return name, float(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is no number") from None


def short_of(done: Run, bounds: Sequence[tuple[str, float]]) -> list[str]:
    """What falls short of its bound, as a mean over the open fields asked, in words."""
    means = averaged(list(map(row, done.of(NOT_SHUT).values())))
    lower = {figure.name for figure in FIGURES if figure.lower_is_better}
    told = []
    for name, bound in bounds:
        measured = means[name]
        if measured is None:
            told.append(f"{name} has no value here: nothing was asked that it measures")
        elif (measured > bound) if name in lower else (measured < bound):
            told.append(f"{name} is {measured:.3f}, short of {bound:g}")
    return told


def print_shut(done: Run, closed: Closed, why: str, at: str, against: str | None) -> None:
    """Writes the figures of shut fields down, and then prints them."""
    result = shut_result_of(done, against, closed)
    write_log(why, at, {name: row(records) for name, records in done.of(closed.names).items()})
    keep(result)


def measure(given: argparse.Namespace, names: Sequence[str]) -> Run:
    """Asks the fields that were named, and prints what may be printed of them. Raises Skipped."""
    closed, why = (FETCHED_TOO, given.fetched) if given.fetched else (GIVEN_SHUT, given.shut)
    at = commit(why, closed.names) if why else ""
    done = run([load(name) for name in names if why or name not in SHUT])
    if why:
        print_shut(done, closed, why, at, given.against)
    if opened := done.of(NOT_SHUT):
        (keep if set(opened) in (set(HELD), set(NEWEST)) else show)(result_of(done, given.against))
        PAGE.write_text(fields_page(opened), "utf-8")
        print(f"Every answer of the open fields: {PAGE}")
    return done


def named_fields(parser: argparse.ArgumentParser, given: argparse.Namespace) -> Sequence[str]:
    """The fields that are to be asked; names that would show part of what is shut end the
    program."""
    if given.fetched:
        if given.names or given.shut:
            parser.error("--fetched asks all shut fields of bench/fetched, and no others")
        return FETCHED_SHUT
    names, known = given.names or [*HELD, *SHUT], (*NOT_SHUT, *SHUT)
    if unknown := [name for name in names if name not in known]:
        parser.error(f"there is no field {unknown[0]}; there are {', '.join(known)}")
    if given.shut and not set(SHUT) <= set(names):
        parser.error("figures of shut fields are printed once, of all of them: name none, or all")
    if not given.shut and set(SHUT) & set(given.names):
        parser.error("figures of shut fields are printed with --shut WHY alone")
    return names


def main() -> int:
    """Runs the yardstick as a program; 1 where a figure falls short of its bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "names", nargs="*", help="fields; those held from training if none is named"
    )
    parser.add_argument("--shut", metavar="WHY", help="print figures of shut fields, and log them")
    parser.add_argument("--fetched", metavar="WHY", help="the same of the fetched shut fields")
    parser.add_argument("--against", metavar="SUM", help="set answers of earlier code beside these")
    parser.add_argument(
        "--fail-under", metavar="NAME=VALUE", action="append", default=[], type=bound_of
    )
    given = parser.parse_args()
    names = named_fields(parser, given)
    try:
        done = measure(given, names)
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")
    short = short_of(done, given.fail_under)
    for one in short:
        print(one, file=sys.stderr)
    return int(bool(short))


if __name__ == "__main__":
    sys.exit(main())
