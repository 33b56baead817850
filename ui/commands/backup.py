"""`dateline backup` and `dateline restore`: a data folder in one file, and back."""

from pathlib import Path

from rich.text import Text

from index.errors import BadInput
from index.ingestion.backup import Backup, back_up, restore
from index.storage.place import database_of
from index.storage.server_schema import CATALOG_SCHEMA
from rag.settings import read_settings
from ui.console import EXIT_ANSWER, console, show, shown


def run_backup(data_dir: Path | None, file: Path) -> int:
    """Writes the data folder to a file. Raises a DatelineError."""
    settings = read_settings(data_dir)
    if settings.catalog_url is not None:
        raise BadInput(
            f"The catalog is kept in {database_of(settings).place}, of which this command has no "
            f"copy. Copy it with `pg_dump --schema {CATALOG_SCHEMA}`, and then the data folder, "
            "while no ingest runs."
        )
    made = back_up(settings.data_dir, file)
    show(console(), [Text(f"{shown(str(file))}: {_held(made)}.")])
    return EXIT_ANSWER


def run_restore(data_dir: Path | None, file: Path) -> int:
    """Makes the data folder of a file. Raises a DatelineError."""
    settings = read_settings(data_dir)
    if settings.catalog_url is not None:
        raise BadInput(
            "A backup has its catalog in it, and DATELINE_CATALOG_URL names another. Unset that to "
            "restore the backup."
        )
    folder = settings.data_dir
    made = restore(file, folder, served=settings.chroma_url is not None)
    day = made.made.astimezone().strftime("%Y-%m-%d %H:%M")
    show(console(), [Text(f"{shown(str(folder))}: {_held(made)}, as of {day}.")])
    return EXIT_ANSWER


def _held(made: Backup) -> str:
    reports = "1 report" if made.reports == 1 else f"{made.reports:,} reports"
    return f"{reports}, {made.files:,} files, {made.size / 1e6:,.1f} MB"
