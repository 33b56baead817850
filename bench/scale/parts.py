"""The parts of the set-up of many machines, started on loopback: PostgreSQL and a Chroma server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from rag.settings import Settings
from tests.chroma_server import RunningChroma, chroma_server
from tests.postgres import Server, postgres


@dataclass(frozen=True)
class Parts:
    """Both servers, while they run."""

    database: Server
    chroma: RunningChroma

    def settings(self, data_dir: Path, **more: object) -> Settings:
        """Settings of a data folder, which has a database of its own; of what is asked nothing is
        scanned, so that Chroma is asked."""
        name = data_dir.name.replace("-", "_")
        chosen = {
            "data_dir": data_dir, "catalog_url": self.database.database(name),
            "catalog_timeout_s": 60, "chroma_url": self.chroma.url, "chroma_timeout_s": 120,
            "scan_at_most": 0, **more,
        }  # fmt: skip
        return Settings.model_validate(chosen)


@contextmanager
def started(folder: Path) -> Iterator[Parts]:
    """Both, without any data yet; Chroma's is kept in a folder, which is emptied before."""
    rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with postgres(("max_connections=60",)) as database, chroma_server(folder / "chroma") as chroma:
        yield Parts(database, chroma)
