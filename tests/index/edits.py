"""What the tests of edited and of removed reports do with an index."""

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

from index.ingestion.editing import Editor
from index.ingestion.ingest import Ingest
from index.ingestion.renewal import renew
from index.settings import IndexSettings
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus, write_report

TODAY = date(2025, 6, 1)
AT = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)


def news_in(folder: Path) -> Path:
    """The folder, with three reports in `news`."""
    for number in range(3):
        write_report(folder / "news", number)
    return folder


def settings_of(corpus: Corpus) -> IndexSettings:
    return IndexSettings(data_dir=corpus.data_dir, embedder=corpus.name, max_file_mb=0.1)


def editor_of(corpus: Corpus) -> Editor:
    return Editor(settings_of(corpus), HashingEmbedder, TODAY, lambda: AT)


def read_again(corpus: Corpus, folder: Path) -> None:
    corpus.ingest(folder)


def rebuilt(corpus: Corpus, folder: Path) -> None:
    Ingest(settings_of(corpus), HashingEmbedder, TODAY).rebuild()


def renewed(corpus: Corpus, folder: Path) -> None:
    with sqlite3.connect(corpus.data_dir / "catalog.sqlite") as db:
        db.execute("UPDATE meta SET value = '4' WHERE key = 'schema'")
    db.close()
    renew(settings_of(corpus), HashingEmbedder, TODAY)


def mailbox(*subjects: str) -> str:
    return "".join(
        f"From a@lesk.example Fri May  3 10:00:0{n} 2024\nSubject: {one}\n\nThe {one} is shut.\n\n"
        for n, one in enumerate(subjects)
    )
