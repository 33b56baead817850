"""What does Dateline do with reports of many subjects that nobody fitted it to?

`python -m bench.fields` ingests each field into an index of its own and asks its questions.
Indexes and answers are kept: what was asked of the same code and files is not asked again, so that
a run goes on where it was stopped. Of a field that is shut nothing is shown but its figures, and
these with `--shut WHY` alone, from a committed state; they are written down in
`bench/results/shut.jsonl`. `--against SUM` sets the answers of other code beside these, question by
question; its sum is told with every run. Only a run over all open fields renews `bench/results`.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

from bench.common import WORK, Figure, Result, Skipped, Table, keep, text_of
from bench.fields.corpus import OPEN, SHUT, Field, answers_of, ask, code_of, ingest, load
from bench.fields.page import fields_page
from bench.fields.shut import commit, write_log
from bench.fields.tables import SHOWN, averaged, causes, cells, intervals, kinds, paired, row
from rag.evaluation.figures import FIGURES
from rag.evaluation.run import Record
from ui.console import progress

PAGE = WORK / "fields" / "fields.html"


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
    """The tables of a run, with those of earlier code beside it where that is named."""
    opened, closed = done.of(OPEN), done.of(SHUT)
    table = [cells(name, row(records)) for name, records in (opened | closed).items()]
    groups = {"open": opened, "shut": closed}
    tables = list[Table]()
    for state, some in groups.items():
        if some:
            table.append(cells(f"{state}, mean of fields", averaged(list(map(row, some.values())))))
            tables.append(intervals(f"{state.title()} fields", list(some.values())))
            if against is not None:
                before = {name: answers_of(load(name), against) for name in some}
                tables.append(
                    paired(f"{state.title()} fields, beside {against}", before, some)
                )  # fmt: skip
    pooled = [record for records in opened.values() for record in records]
    return Result(
        name="fields",
        title="Reports of many subjects",
        about=(
            "Fields of some thirty real dated reports each with questions, 60 of 150 without an "
            "answer, written from the reports alone. Open fields may be read by whoever works on "
            "Dateline; shut ones are not, and only their figures are printed. Intervals are "
            f"by bootstrap over fields, then questions. The sum of the code is {_sum()}."
        ),
        figures=[
            Figure("seconds to ingest, all of these fields", round(sum(done.ingested.values()))),
            Figure("seconds of this run, kept answers not asked again", round(done.seconds)),
        ],
        tables=[
            Table("By field", ("field", *SHOWN), table), *tables, kinds(pooled), causes(pooled),
        ],
    )  # fmt: skip


def _sum() -> str:
    return code_of("index", "rag")


def short_of(done: Run, bounds: Sequence[str]) -> list[str]:
    """What falls short of its bound, NAME=VALUE, as a mean over the open fields asked, in words."""
    means = averaged(list(map(row, done.of(OPEN).values())))
    lower = {figure.name for figure in FIGURES if figure.lower_is_better}
    told = []
    for bound in bounds:
        name, _, value = bound.partition("=")
        measured = means.get(name)
        if measured is None:
            told.append(f"{name} is no figure of these fields; there are {', '.join(SHOWN)}")
        elif (measured > float(value)) if name in lower else (measured < float(value)):
            told.append(f"{name} is {measured:.3f}, short of {value}")
    return told


def main() -> int:
    """Runs the yardstick as a program; 1 where a figure falls short of its bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="fields; all if none is named")
    parser.add_argument("--shut", metavar="WHY", help="print figures of shut fields, and log them")
    parser.add_argument("--against", metavar="SUM", help="set answers of earlier code beside these")
    parser.add_argument("--fail-under", metavar="NAME=VALUE", action="append", default=[])
    given = parser.parse_args()
    names = given.names or [*OPEN, *SHUT]
    if unknown := [name for name in names if name not in (*OPEN, *SHUT)]:
        parser.error(f"there is no field {unknown[0]}; there are {', '.join((*OPEN, *SHUT))}")
    try:
        at = commit(given.shut) if given.shut else ""
        done = run([load(name) for name in names if given.shut or name in OPEN])
        result = result_of(done, given.against)
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")
    if set(OPEN) <= set(names):
        keep(result)
    else:
        print(text_of(result))
    if given.shut:
        write_log(given.shut, at, {n: row(some) for n, some in done.of(SHUT).items()})
    PAGE.write_text(fields_page(done.of(OPEN)), "utf-8")
    print(f"Every answer of the open fields: {PAGE}")
    short = short_of(done, given.fail_under)
    for one in short:
        print(one, file=sys.stderr)
    return int(bool(short))


if __name__ == "__main__":
    sys.exit(main())
