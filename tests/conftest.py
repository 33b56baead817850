"""What every test may use."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("dateline", deadline=None, derandomize=True, database=None)
settings.load_profile("dateline")

SEEDS = Path(__file__).parent.parent / "seeds" / "reports"


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five seed reports."""
    return SEEDS
