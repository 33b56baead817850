"""Questions over HTTP."""

from collections.abc import Iterator

import httpx
import pytest

from tests.rag.corpus import KESSEL
from tests.ui.serving import harbour_service, running
from ui.server import build_app


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(build_app(harbour_service(tmp_path_factory.mktemp("http")))) as address:
        yield address


def test_a_question_gets_its_answer(address: str) -> None:
    asked = httpx.post(f"{address}/v1/ask", json={"question": "When did the bridge reopen?"})
    assert asked.status_code == 200
    said = asked.json()
    assert said["kind"] == "answer"
    assert said["citations"][0]["quote"] == KESSEL
