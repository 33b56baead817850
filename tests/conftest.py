"""What every test may use."""

import os
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, settings

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, max_examples=20,
    suppress_health_check=_SLOW,
)  # fmt: skip
settings.register_profile(
    "nightly", deadline=None, print_blob=True, max_examples=20_000, suppress_health_check=_SLOW
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

SEEDS = Path(__file__).parent.parent / "seeds" / "reports"


@pytest.fixture(scope="session", autouse=True)
def certificates_read_once() -> Iterator[None]:
    """Each call of httpx's functions makes a client, which reads all certificates of the system for
    25 ms of processor time, though what is called is on loopback: one set of them serves all."""
    with pytest.MonkeyPatch.context() as patch:
        made = cache(httpx.create_ssl_context)
        patch.setattr("httpx._transports.default.create_ssl_context", made)
        yield


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five seed reports."""
    return SEEDS


@pytest.fixture(scope="session")
def indexed_seeds(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the five seed reports, made with the shipped model. Only to be read."""
    from index.ingestion.ingest import Ingest
    from index.reading.files import find_files
    from rag.build import embedder_of
    from rag.settings import Settings

    settings = Settings(data_dir=tmp_path_factory.mktemp("seeds") / "data")
    ingest = Ingest(settings, embedder_of(settings), date(2025, 6, 1))
    assert len(ingest.run(find_files([seeds])).added) == 5
    return settings.data_dir
