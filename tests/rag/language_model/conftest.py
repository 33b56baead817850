"""A server that the tests of language models share."""

from collections.abc import Iterator

import pytest

from tests.model_server import (
    ModelServer,
    serving_model,
)
from tests.rag.language_model.talking import SAID, SWITCH, says


@pytest.fixture(scope="module")
def kept_server() -> Iterator[ModelServer]:
    with serving_model(SWITCH) as server:
        yield server


@pytest.fixture
def server(kept_server: ModelServer) -> Iterator[ModelServer]:
    """A server that says what `says` was last told, asked nothing so far."""
    kept_server.asked.clear()
    kept_server.left = 0
    yield kept_server
    says(SAID)
