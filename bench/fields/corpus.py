"""Fields: reports of one subject with questions on them, ingested and asked."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from pydantic import ValidationError

from bench.common import ROOT, WORK, Skipped, data
from bench.fetched import questions_of, reports_of
from index.files import find_files
from index.ingestion.ingest import Ingest
from index.ingestion.mending import mend
from index.settings import IndexSettings
from index.storage.catalog import Catalog
from index.storage.store import Stores, recorded_making
from rag.build import build_engine, embedder_of
from rag.evaluation.questions import KnownQuestion, read_questions
from rag.evaluation.record import Record
from rag.evaluation.run import Examiner
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
FETCHED = (
    "accident_reports", "agency_notices", "appeal_rulings", "assembly_records", "audits",
    "beige_book", "browser_engine", "building_trades_lockout", "cabinet_diary", "campus_senate",
    "chamber_debates", "charity_newsletters", "climate_summaries", "club_bulletins",
    "community_meetings", "community_news", "competition_rulings", "concert_reviews",
    "constituent_assembly", "cookie_phaseout", "council_minutes", "court_filings", "diaries",
    "digital_rights_campaign", "diplomatic_cables", "disease_outbreaks", "drug_approvals",
    "earthquake_reports", "ebook_mailings", "elections", "enforcement_actions",
    "excavation_reports", "executive_orders", "farm_weekly", "field_reports", "formula_releases",
    "founder_retrospectives", "frac_sand", "gazette_news", "government_policy", "group_calls",
    "hatchery_notebook", "hearings", "horizon_inquiry", "incident_updates",
    "infrastructure_updates", "inquest_reports", "institution_journals", "internet_shutdowns",
    "interviews", "legislation", "list_summaries", "local_news", "market_reports", "match_reports",
    "meat_recalls", "medical_news", "mission_reports", "museum_journal", "old_despatches",
    "oversight_orders", "pathogen_portal", "podcast_transcripts", "press_briefings",
    "programme_evaluations", "project_updates", "punch_parliament", "reactor_emergencies",
    "robot_seasons", "ruby_updates", "rural_journeys", "safety_notices", "science_news",
    "security_advisories_prose", "ships_logs", "singapore_judgments", "society_minutes",
    "southern_inspection", "spacecraft_updates", "speeches", "sport_reports", "stability_calls",
    "standards_minutes", "steering_notes", "surveillance_bulletins", "swedish_embassy",
    "trade_letters", "travel_letters", "tribunal_decisions", "uganda_ebola", "veterans_health",
    "war_diaries", "weekly_addresses", "weekly_digests", "wiki_news", "wire_stories",
    "works_progress",
)  # fmt: skip
"""Open fields of `bench/fetched` that models are trained on."""
HELD = (
    "cash_rate_briefings", "debates", "dispatches", "foundation_board", "hazard_updates",
    "legal_opinions", "missouri_portage", "observatory_updates", "polar_news", "rights_monitoring",
    "rights_tribunal", "space_missions", "wildlife_releases", "winnipeg_council",
    "witness_testimony",
)  # fmt: skip
"""Open fields of `bench/fetched` left out of training, to fit the guardrail's weights to."""
NEWEST = (
    "book_notes", "city_executive_orders", "missionary_monthly", "weather_station",
)  # fmt: skip
"""Open fields of `bench/fetched` that came last: nothing was trained on them or fitted to them yet,
for those of the next reader."""
FETCHED_SHUT = ("company_releases", "letters", "un_records", "wildfire_updates")
"""Shut fields of `bench/fetched`: read by nobody who works on Dateline, never trained on."""
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

    def answers(self, code: str) -> Path:
        """The file of what some code and settings, by their sum, answered over these reports."""
        return self.kept / f"{code}-{_digest(_named(self.folder))}.jsonl"


def load(name: str) -> Field:
    """A field. Raises Skipped where the data is not there, or not laid out."""
    if (questions := questions_of(name)).exists():
        return Field(name, reports_of(name), tuple(read_questions(questions)))
    folder = data(f"fields/{name}")
    return Field(name, folder / "docs", tuple(read_questions(folder / "questions.jsonl")))


def open_ones(
    parser: ArgumentParser, names: Sequence[str], otherwise: Sequence[str] = OPEN
) -> Sequence[str]:
    """The open fields that were named, the others if none was; what else is named ends the
    program."""
    known = (*OPEN, *FETCHED, *HELD, *NEWEST)
    if unknown := [name for name in names if name not in known]:
        parser.error(f"{unknown[0]} is no open field; there are {', '.join(known)}")
    return names or otherwise


@cache
def code_of(*packages: str, without: str = "") -> str:
    """A short sum of the code and models of packages, `without` files of a name: what was made with
    one sum stays valid."""
    return _digest(part for package in packages for part in _named(ROOT / package, without))


def sum_of(settings: Settings) -> str:
    """A short sum of all that an answer depends on but its reports: the code and the settings."""
    stated = settings.model_dump_json(exclude={"data_dir"})
    return _digest([code_of("index", "rag").encode(), stated.encode()])


def _named(folder: Path, without: str = "") -> Iterator[bytes]:
    """The files of a folder, each after its name; what is only there to be read is left out."""
    for file in sorted(folder.rglob("*")):
        told = "__pycache__" in file.parts or file.name in (without, "README.md")
        if file.is_file() and not told:
            yield str(file.relative_to(folder)).encode()
            yield file.read_bytes()


def _digest(parts: Iterable[bytes]) -> str:
    digest = sha256()
    for part in parts:
        digest.update(b"%d " % len(part) + part)
    return digest.hexdigest()[:12]


def ingest(field: Field) -> float:
    """Brings a field's index up to date and gives the seconds that it took when it was made.

    Where the code of `index`, its settings or the reports changed since, every report is read
    again; vectors of passages that are still the same are kept, and then so are the seconds.
    """
    note = field.kept / "index.json"
    made = json.loads(note.read_text("utf-8")) if note.exists() else {}
    settings = field.settings.model_dump_json(
        include=set(IndexSettings.model_fields) - {"data_dir"}
    )
    wanted = _digest([code_of("index").encode(), settings.encode(), *_named(field.folder)])
    if made.get("of") == wanted:
        return float(made["seconds"])
    for file in field.settings.data_dir.glob("catalog*"):
        file.unlink()
    start = perf_counter()
    embedder = embedder_of(field.settings)
    done = Ingest(field.settings, embedder, ASKED_ON).run(find_files([field.folder]))
    seconds = perf_counter() - start
    catalog = Catalog.open(field.settings.data_dir)
    making = recorded_making(catalog) if catalog is not None else None
    if catalog is not None and making is not None:
        stores = Stores(field.settings.data_dir, making.fingerprint)
        mend(field.settings.data_dir, catalog, stores, embedder)
        if done.embedded < len(stores.vectors):
            seconds = float(made.get("seconds", seconds))
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps({"of": wanted, "seconds": seconds}), "utf-8")
    return seconds


def answers_of(field: Field, code: str) -> list[Record]:
    """The answers that were kept of some code and settings, by their sum; a line that was cut short
    is left out.

    Raises Skipped where they are in a form that this version does not read.
    """
    file = field.answers(code)
    lines = file.read_bytes().split(b"\n")[:-1] if file.exists() else []
    try:
        return [Record.model_validate_json(line) for line in lines]
    except ValidationError as error:
        raise Skipped(f"{file} is of another version; remove it") from error


def ask(field: Field) -> Iterator[Record]:
    """A record for each question of a field; what was kept of the same question, code, settings and
    reports is not asked again, unless it took too long then."""
    code = sum_of(field.settings)
    engine = build_engine(field.settings, today=lambda: ASKED_ON)
    if engine.catalog is None:
        raise Skipped(f"{field.name} has no index")
    examiner = Examiner(engine, engine.catalog)
    asked = {known.id: known for known in field.questions}
    before = answers_of(field, code)
    kept = {
        record.known.id: record
        for record in before
        if asked.get(record.known.id) == record.known and not record.timed_out
    }
    file = field.answers(code)
    if not file.exists() or len(kept) < len(before) or not file.read_bytes().endswith(b"\n"):
        beside = file.with_suffix(".new")
        beside.write_text("".join(_line(record) for record in kept.values()), "utf-8")
        beside.replace(file)
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
