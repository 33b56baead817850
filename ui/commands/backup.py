"""`dateline backup` and `dateline restore`: a data folder in one file, and back."""

from pathlib import Path

from rich.text import Text

from index.ingestion.backup import Backup, back_up, restore
from rag.settings import read_settings
from ui.console import EXIT_ANSWER, console, show, shown


def run_backup(data_dir: Path | None, file: Path) -> int:
    """Writes the data folder to a file. Raises a DatelineError."""
    made = back_up(read_settings(data_dir).data_dir, file)
    show(console(), [Text(f"{shown(str(file))}: {_held(made)}.")])
    return EXIT_ANSWER


def run_restore(data_dir: Path | None, file: Path) -> int:
    """Makes the data folder of a file. Raises a DatelineError."""
    settings = read_settings(data_dir)
    folder = settings.data_dir
    made = restore(file, folder, served=settings.chroma_url is not None)
    day = made.made.astimezone().strftime("%Y-%m-%d %H:%M")
    show(console(), [Text(f"{shown(str(folder))}: {_held(made)}, as of {day}.")])
    return EXIT_ANSWER


def _held(made: Backup) -> str:
    reports = "1 report" if made.reports == 1 else f"{made.reports:,} reports"
    return f"{reports}, {made.files:,} files, {made.size / 1e6:,.1f} MB"
