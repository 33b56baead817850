"""The description of the interface: its page, its examples, and that the server keeps to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.serving import harbour_service, running
from ui.server import build_app

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("docs")
    with running(build_app(harbour_service(folder, per_minute=0))) as address:
        yield address
