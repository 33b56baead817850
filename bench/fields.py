"""What does Dateline do with reports of many subjects that nobody fitted it to?

`python -m bench.fields` ingests each field into an index of its own and asks its questions.
Indexes and answers are kept: what was asked of the same code and files is not asked again, so that
a run goes on where it was stopped. Of a field that is shut nothing is shown but its figures, and
these with `--shut WHY` alone, from a committed state; they are written down in
`bench/results/shut.jsonl`.
"""

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import numpy as np
from pydantic import TypeAdapter

from bench.common import RESULTS, ROOT, WORK, Figure, Result, Skipped, Table, data, keep
from index.files import find_files
from index.ingest import Ingest
from rag.build import build_engine, embedder_of
from rag.evaluation.causes import cause_of, rule_of
from rag.evaluation.figures import FIGURES
from rag.evaluation.metrics import LEVEL, mean
from rag.evaluation.page import page
from rag.evaluation.questions import KnownQuestion, read_questions
from rag.evaluation.result import Evaluation
from rag.evaluation.run import Examiner, Record
from rag.settings import Settings
from ui.console import progress

OPEN = (
    "central_bank", "climate_negotiations", "disaster_response", "drought_updates",
    "incident_postmortems", "labour_statistics", "public_inquiry", "pypi_security",
    "rust_governance", "software_releases", "trade_tariffs", "transit_board",
    "trial_proceedings", "tropical_cyclone", "wartime_press",
)  # fmt: skip
SHUT = (
    "court_opinions", "covid_vaccine_australia", "expedition_journals", "historical_newspaper",
    "parliament_fiji", "protocol_calls", "regulatory_recalls", "science_bulletins",
)  # fmt: skip
SHOWN = (
    "facts_right_of_all", "evidence_of_all", "date_right", "citation_precision", "false_refusals",
    "refusal_recall", "tempted", "auroc", "reader_auroc", "coverage_at_5", "coverage_at_10",
    "found_in_1", "found_in_5", "found_in_10", "found_in_20", "found_in_50", "read_first",
)  # fmt: skip
"""Figures of a field, in the order in which they are shown."""
ASKED_ON = date(2026, 11, 1)
"""The day of asking, so that "last month" is the same in every run."""
RESAMPLES = 300
"""Of the bootstrap."""
LOG = RESULTS / "shut.jsonl"


@dataclass(frozen=True, slots=True)
class Field:
    """The reports of one subject with questions on them, and where what is made of it is kept."""

    name: str
    folder: Path
    questions: tuple[KnownQuestion, ...]

    @property
    def kept(self) -> Path:
        return WORK / "fields" / self.name

    @property
    def settings(self) -> Settings:
        return Settings(data_dir=self.kept / "index")


def load(name: str) -> Field:
    """A field. Raises Skipped where the data is not there."""
    folder = data("fields") / name
    return Field(name, folder / "docs", tuple(read_questions(folder / "questions.jsonl")))


def code_of(*packages: str) -> str:
    """A short sum of the code and models of packages: what was made with one sum stays valid."""
    digest = sha256()
    for package in packages:
        for file in sorted((ROOT / package).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:12]


def ingest(field: Field) -> float:
    """Brings a field's index up to date and gives the seconds that it took when it was made.

    Where the code of `index` changed since, every report is read again; vectors of passages that
    are still the same are kept.
    """
    note = field.kept / "index.json"
    made = json.loads(note.read_text("utf-8")) if note.exists() else {}
    code = code_of("index")
    if made.get("code") == code:
        return float(made["seconds"])
    for file in field.settings.data_dir.glob("catalog*"):
        file.unlink()
    start = perf_counter()
    done = Ingest(field.settings, embedder_of(field.settings), ASKED_ON).run(
        find_files([field.folder])
    )
    seconds = perf_counter() - start
    if made and not done.embedded:
        seconds = float(made["seconds"])
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps({"code": code, "seconds": seconds}), "utf-8")
    return seconds


def ask(field: Field) -> Iterator[Record]:
    """A record for each question of a field; those that were kept for this code are not asked."""
    file = field.kept / f"{code_of('index', 'rag')}.jsonl"
    adapter = TypeAdapter(Record)
    kept: dict[str, Record] = {}
    if file.exists():
        lines = file.read_text("utf-8").split("\n")
        file.write_text("".join(f"{line}\n" for line in lines[:-1]), "utf-8")
        kept = {r.known.id: r for r in map(adapter.validate_json, lines[:-1])}
    engine = build_engine(field.settings, today=lambda: ASKED_ON)
    if engine.catalog is None:
        raise Skipped(f"{field.name} has no index")
    examiner = Examiner(engine, engine.catalog)
    with file.open("a", encoding="utf-8") as out:
        for known in field.questions:
            record = kept.get(known.id)
            if record is None:
                record = examiner.record(known)
                out.write(record.model_dump_json(by_alias=True) + "\n")
                out.flush()
            yield record


def row(name: str, records: Sequence[Record]) -> dict[str, float | None]:
    """The figures of a field's records that are shown, by name."""
    by_name = {figure.name: figure for figure in FIGURES}
    return {shown: by_name[shown].measure(records) for shown in SHOWN}


def averaged(rows: Sequence[dict[str, float | None]]) -> dict[str, float | None]:
    """The mean over fields of each figure."""
    return {name: mean(one[name] for one in rows) for name in SHOWN}


def spread(groups: Sequence[Sequence[Record]]) -> dict[str, tuple[float, float]]:
    """Bounds of a bootstrap interval of each figure's mean over fields: fields are drawn, and then
    questions of each (Davison & Hinkley 1997, two-stage)."""
    draw = np.random.default_rng(0)
    drawn = dict[str, list[float]]()
    for _ in range(RESAMPLES):
        some = []
        for field in draw.integers(0, len(groups), len(groups)):
            group = groups[field]
            some.append(row("", [group[i] for i in draw.integers(0, len(group), len(group))]))
        for name, value in averaged(some).items():
            if value is not None:
                drawn.setdefault(name, []).append(value)
    bounds = {}
    for name, values in drawn.items():
        low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        bounds[name] = float(low), float(high)
    return bounds


def intervals(title: str, groups: Sequence[Sequence[Record]]) -> Table:
    """Figures as means over fields with their intervals."""
    means = averaged([row("", group) for group in groups])
    bounds = spread(groups)
    return Table(title, ("figure", "mean of fields", "95 % interval"), [
        [name, f"{value:.3f}", f"{bounds[name][0]:.3f} to {bounds[name][1]:.3f}"]
        for name, value in means.items() if value is not None
    ])  # fmt: skip


def cells(name: str, figures: dict[str, float | None]) -> list[str]:
    shown = (figures[figure] for figure in SHOWN)
    return [name, *("–" if value is None else f"{value:.3f}" for value in shown)]


def causes(records: Sequence[Record]) -> Table:
    """Lost questions by their cause, and by the rule that refused."""
    counted = Counter(str(cause) for r in records if (cause := cause_of(r)) is not None)
    rules = Counter(rule for r in records if (rule := rule_of(r)))
    rows = [[cause, str(n), f"{n / len(records):.3f}"] for cause, n in counted.most_common()]
    rows += [[f"refused by {rule}", str(n), f"{n / len(records):.3f}"] for rule, n in rules.items()]
    return Table("Where it breaks, open fields", ("cause", "questions", "share of all"), rows)


def kinds(records: Sequence[Record]) -> Table:
    """Records of several fields by the kind of their question."""
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(record.known.kind, []).append(record)
    head = ("kind", "questions", "facts right of all", "evidence of all", "refused")
    rows = []
    for kind, group in sorted(groups.items()):
        figures = row(kind, group)
        shown = [figures["facts_right_of_all"], figures["evidence_of_all"],
                 mean(float(r.refused) for r in group)]  # fmt: skip
        told = ["–" if value is None else f"{value:.3f}" for value in shown]
        rows.append([kind, str(len(group)), *told])
    return Table("By kind, open fields pooled", head, rows)


def commit(why: str) -> str:
    """The commit that the working copy is at. Raises Skipped where it was changed since, and where
    figures were printed for the same reason before: the first printing counts."""
    printed = LOG.read_text("utf-8").splitlines() if LOG.exists() else []
    if why in [json.loads(line)["why"] for line in printed]:
        raise Skipped(f"figures of shut fields were printed before for {why!r}; see {LOG.name}")
    changed = subprocess.run(
        ["git", "status", "--porcelain", "--", "index", "rag", "bench/fields.py"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    if changed:
        raise Skipped("figures of shut fields are printed from a committed state alone")
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return told.stdout.strip()


def measure(names: Sequence[str], shut: str | None) -> Result:
    """Ingests and asks these fields. `shut` says why figures of shut fields are printed."""
    at = commit(shut) if shut else ""
    fields = [load(name) for name in names if shut or name in OPEN]
    asked, ingested = dict[str, list[Record]](), dict[str, float]()
    start = perf_counter()
    with progress() as bar:
        for field in bar.track(fields, description="fields"):
            ingested[field.name] = ingest(field)
            asked[field.name] = list(ask(field))
            if field.name in OPEN:
                write_page(field, asked[field.name])
    rows = {name: row(name, records) for name, records in asked.items()}
    opened = [rows[name] for name in rows if name in OPEN]
    closed = [rows[name] for name in rows if name in SHUT]
    table = [cells(name, figures) for name, figures in rows.items()]
    table.append(cells("open, mean of fields", averaged(opened)))
    if closed:
        table.append(cells("shut, mean of fields", averaged(closed)))
        write_log(shut or "", at, rows)
    records = [r for name, some in asked.items() if name in OPEN for r in some]
    shut_table = [
        intervals("Shut fields", [asked[name] for name in asked if name in SHUT])
    ] if closed else []  # fmt: skip
    return Result(
        name="fields",
        title="Reports of many subjects",
        about=(
            "Fields of some thirty real dated reports each with questions, 60 of 150 without an "
            "answer, written from the reports alone. Open fields may be read by whoever works on "
            "Dateline; shut ones are not, and only their figures are printed. Intervals are "
            "by bootstrap over fields, then questions."
        ),
        figures=[
            Figure("seconds to ingest, all fields", round(sum(ingested.values()))),
            Figure("seconds of this run, kept answers not asked again",
                   round(perf_counter() - start)),
        ],
        tables=[
            Table("By field", ("field", *SHOWN), table),
            intervals("Open fields", [asked[name] for name in asked if name in OPEN]),
            *shut_table,
            kinds(records), causes(records),
        ],
    )  # fmt: skip


def write_page(field: Field, records: Sequence[Record]) -> None:
    """Every answer of an open field beside what was expected, in its folder."""
    engine = build_engine(field.settings)
    evaluation = Evaluation.of(engine, field.name, records, ASKED_ON)
    (field.kept / "answers.html").write_text(page(evaluation), "utf-8")


def write_log(why: str, at: str, rows: dict[str, dict[str, float | None]]) -> None:
    """Adds the figures of the shut fields to those that were printed before."""
    closed = {name: figures for name, figures in rows.items() if name in SHUT}
    told = {
        "date": date.today().isoformat(), "commit": at, "why": why,
        "mean": averaged(list(closed.values())), "fields": closed,
    }  # fmt: skip
    with LOG.open("a", encoding="utf-8") as log:
        log.write(json.dumps(told) + "\n")


def main() -> None:
    """Runs the yardstick as a program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="fields; all if none is named")
    parser.add_argument("--shut", metavar="WHY", help="print figures of shut fields, and log them")
    given = parser.parse_args()
    try:
        keep(measure(given.names or (*OPEN, *SHUT), given.shut))
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")


if __name__ == "__main__":
    main()
