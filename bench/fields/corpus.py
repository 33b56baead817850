"""Fields: reports of one subject with questions on them, ingested and asked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from pydantic import ValidationError

from bench.common import ROOT, WORK, Skipped, data
from index.files import find_files
from index.ingest import Ingest
from rag.build import build_engine, embedder_of
from rag.evaluation.questions import KnownQuestion, read_questions
from rag.evaluation.run import Examiner, Record
from rag.settings import Settings

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
ASKED_ON = date(2026, 11, 1)
"""The day of asking, so that "last month" is the same in every run."""


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


def answers_of(field: Field, code: str) -> list[Record]:
    """The answers that were kept of some code, by its sum; a line that was cut short is left out.

    Raises Skipped where they are in a form that this version does not read.
    """
    file = field.kept / f"{code}.jsonl"
    lines = file.read_text("utf-8").split("\n")[:-1] if file.exists() else []
    try:
        return [Record.model_validate_json(line) for line in lines]
    except ValidationError as error:
        raise Skipped(f"{file} is of another version; remove it") from error


def ask(field: Field) -> Iterator[Record]:
    """A record for each question of a field; those that were kept for this code are not asked."""
    code = code_of("index", "rag")
    kept = {record.known.id: record for record in answers_of(field, code)}
    engine = build_engine(field.settings, today=lambda: ASKED_ON)
    if engine.catalog is None:
        raise Skipped(f"{field.name} has no index")
    examiner = Examiner(engine, engine.catalog)
    file = field.kept / f"{code}.jsonl"
    file.write_text("".join(_line(record) for record in kept.values()), "utf-8")
    with file.open("a", encoding="utf-8") as out:
        for known in field.questions:
            record = kept.get(known.id)
            if record is None:
                record = examiner.record(known)
                out.write(_line(record))
                out.flush()
            yield record


def _line(record: Record) -> str:
    return record.model_dump_json(by_alias=True) + "\n"
