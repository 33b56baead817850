"""Does Dateline answer from PDF, Word files, mail and feeds, and does it date them?

`python -m bench.formats` ingests the folder `formats` of the measuring data, asks the sixty
questions written on it, scores them as those of a field are, and holds the day of each report
against the one marked by hand. Answers are kept: what was asked of the same code and files is not
asked again. `--first` is for the first run alone: its figures are kept in `first.json`, and stand
beside those of every later run.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bench.common import ROOT, WORK, Figure, Result, Skipped, Table, data, keep
from bench.fields.corpus import ASKED_ON, Field, ask, ingest, sum_of
from bench.fields.page import fields_page
from bench.fields.tables import cells
from bench.formats.dates import Read, days_read, share_of_files
from bench.formats.places import questions_over
from index.dating import date_report
from index.errors import BadInput
from index.reading import is_several, read_report
from index.storage.catalog import Catalog
from rag.evaluation.causes import cause_of
from rag.evaluation.figures import FIGURES
from rag.evaluation.record import Record

NAME = "formats"
FOLDER = WORK / NAME / "docs"
FIRST = Path(__file__).parent / "first.json"
FACTS_AT_LEAST, DATES_AT_LEAST = 0.7, 0.95
SHOWN = (
    "facts_right", "facts_right_of_all", "evidence_of_all", "date_right", "first_report_right",
    "citation_precision", "verbatim", "furniture", "false_refusals", "refusal_recall", "tempted",
    "auroc", "found_in_10", "read_first",
)  # fmt: skip
_NOTES = "SOURCE.txt"
"""Says of the files beside it where they are from, and is none of them."""
_MOST = 100_000_000
FILE_DAYS, MASKED_DAYS = "days of files", "days of single files, their names masked"


@dataclass(frozen=True, slots=True)
class Measured:
    """What was asked and dated, and the questions of which a place is not read any more."""

    records: tuple[Record, ...]
    read: tuple[Read, ...]
    masked: tuple[Read, ...]
    lost: tuple[str, ...]
    rejected: int

    @property
    def figures(self) -> dict[str, float | None]:
        """The figures that are kept of a run, by name."""
        by_name = {figure.name: figure for figure in FIGURES}
        shown = {name: by_name[name].measure(self.records) for name in SHOWN}
        return {
            **shown, FILE_DAYS: share_of_files(self.read), MASKED_DAYS: share_of_files(self.masked),
        }  # fmt: skip


def lay_out() -> Field:
    """The folder of reports without the notes on where they are from. Raises Skipped."""
    source = data(NAME)
    for file in sorted(source.rglob("*")):
        kept = FOLDER / file.relative_to(source)
        if file.is_file() and file.name != _NOTES and not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, kept)
    return Field(NAME, FOLDER, ())


def measure() -> Measured:
    """Ingests, asks and dates. Raises Skipped where the data is not there."""
    field = lay_out()
    ingest(field)
    catalog = Catalog.open(field.settings.data_dir)
    if catalog is None:
        raise Skipped("the index was not made")
    questions, lost = questions_over(catalog)
    heads = catalog.report_heads()
    read = days_read(heads)
    records = tuple(ask(Field(NAME, FOLDER, questions)))
    files = sum(file.is_file() for file in FOLDER.rglob("*"))
    return Measured(
        records, tuple(read), tuple(_masked(read)), tuple(lost), files - len({r.file for r in read})
    )


def _masked(read: Sequence[Read]) -> list[Read]:
    """The days of files that are one report, read again under a name that tells none."""
    made = []
    for one in read:
        file = FOLDER / one.path
        if not file.is_file() or is_several(file.name, file.read_bytes()):
            continue
        try:
            _, source = read_report(file, _MOST)
        except BadInput:
            continue
        name = f"report{file.suffix}"
        dated, _ = date_report(source.text, source.blocks, source.metadata, name, ASKED_ON)
        made.append(Read(one.path, one.marked, dated))
    return made


def result_of(done: Measured) -> Result:
    """The figures of a run beside those of the first."""
    first = json.loads(FIRST.read_text("utf-8")) if FIRST.exists() else None
    now = done.figures
    before = first["figures"] if first else {}
    told = [cells(name, (before.get(name), value)) for name, value in now.items()]
    facts, days, files = (now[name] for name in ("facts_right_of_all", "date_right", FILE_DAYS))
    code = sum_of(Field(NAME, FOLDER, ()).settings)
    said = f"; at first sight {first['date']}, by {first['code']}" if first else ""
    return Result(
        name=NAME,
        title="PDF, Word files, mail and feeds",
        about=(
            f"{len(done.records)} questions, {sum(not r.known.answerable for r in done.records)} "
            "without an answer, written from the documents alone before any was asked; 42 of them "
            "on documents drawn at random. Days were marked by hand from what the documents and "
            "the notes beside them say; a file of several reports counts as one, and items of a "
            "feed that has no days are right without one, unless their address has it (twelve of "
            "these were marked after first sight, which adds .001 to the days of files). “First "
            "sight” is before anything was mended for these documents; what was mended since, "
            "blanks in PDF lines and the labels of dates, was mended with its failures in "
            f"view{said}. The sum of code and settings is {code}."
        ),
        figures=[
            Figure("facts right, of all answerable", facts or 0.0, at_least=FACTS_AT_LEAST),
            Figure("dates right, of answers", days or 0.0, at_least=DATES_AT_LEAST),
            Figure("days of files right", files or 0.0, at_least=DATES_AT_LEAST),
            Figure("reports", len(done.read)),
            Figure("files without text that can be read", done.rejected),
            Figure("places whose words are not read any more", len(done.lost)),
        ],
        tables=[
            Table("All figures", ("figure", "first sight", "now"), told),
            _by_form(done),
            Table("Questions lost", ("question", "cause"), [
                [r.known.id, str(cause)] for r in done.records
                if (cause := cause_of(r)) is not None
            ]),
            Table("Days that are wrong", ("report", "read", "from", "under a masked name"), [
                *([one.path, _day(one), str(one.dated.source), "no"]
                  for one in done.read if not one.right),
                *([one.path, _day(one), str(one.dated.source), "yes"]
                  for one in done.masked if not one.right),
            ]),
        ],
    )  # fmt: skip


def _day(one: Read) -> str:
    return str(one.dated.published_on or one.dated.published_edtf or "none")


def _by_form(done: Measured) -> Table:
    """What became of the questions on each folder."""
    groups: dict[str, list[Record]] = {}
    for record in done.records:
        places = (*record.known.spans, *record.known.nearest)
        groups.setdefault(places[0][0].partition("/")[0] if places else "none", []).append(record)
    rows = []
    for name, some in sorted(groups.items()):
        answerable = [r for r in some if r.known.answerable]
        right = sum(bool(r.facts_right) and not r.refused for r in answerable)
        refused = sum(r.refused for r in some if not r.known.answerable)
        rows.append([
            name, f"{right} of {len(answerable)}", f"{refused} of {len(some) - len(answerable)}",
        ])  # fmt: skip
    return Table("By folder", ("folder", "facts right", "refused, without an answer"), rows)


def keep_first(done: Measured) -> None:
    """Keeps the figures of the first run."""
    code = sum_of(Field(NAME, FOLDER, ()).settings)
    kept = {"date": date.today().isoformat(), "code": code, "figures": done.figures}
    FIRST.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


def main() -> None:
    """Runs the yardstick as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--first", action="store_true", help="keep the figures of the first run")
    given = parser.parse_args()
    try:
        if given.first and FIRST.exists():
            raise Skipped(f"the first figures are kept already; see {FIRST.relative_to(ROOT)}")
        done = measure()
        if given.first:
            keep_first(done)
        keep(result_of(done))
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")
    page = FOLDER.parent / "formats.html"
    page.write_text(fields_page({NAME: list(done.records)}), "utf-8")
    print(f"Every answer: {page}")


if __name__ == "__main__":
    main()
