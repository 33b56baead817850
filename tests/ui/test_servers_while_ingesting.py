"""Two `dateline serve` with a catalog in PostgreSQL and vectors on a Chroma server, while an ingest
runs: what is asked of either is answered, from what was there before or from all that is new."""

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.chroma_server import chroma_server
from tests.index.corpus import write_report
from tests.postgres import Server as PostgreSQL
from tests.rag.corpus import HARBOUR, KESSEL
from tests.ui.conftest import ROOT, command, environment
from tests.ui.serving import wait_until
from tests.ui.test_serve import answers, free_port, started

pytestmark = [pytest.mark.slow, pytest.mark.nightly]

ASKED = {"question": "When did engineers reopen the Kessel bridge?"}
NEW = 60


@pytest.fixture
def settings(postgresql: PostgreSQL, tmp_path: Path) -> Iterator[dict[str, str]]:
    url = postgresql.database("ingested_into")
    with chroma_server(tmp_path / "chroma") as chroma:
        yield {
            "DATELINE_CATALOG_URL": url, "DATELINE_STATE_URL": url, "DATELINE_PER_MINUTE": "0",
            "DATELINE_CHROMA_URL": chroma.url, "DATELINE_SCAN_AT_MOST": "0",
            "DATELINE_DATA_DIR": str(tmp_path / "data"),
        }  # fmt: skip


def test_each_answer_is_of_a_whole_corpus(settings: dict[str, str], tmp_path: Path) -> None:
    folder, ports = tmp_path / "in", (free_port(), free_port())
    folder.mkdir()
    for name, text in HARBOUR.items():
        (folder / name).write_text(text, "utf-8")
    ingest = command("ingest", folder)
    subprocess.run(ingest, cwd=ROOT, env=environment(**settings), check=True, capture_output=True)
    with ExitStack() as stack:
        addresses = [
            stack.enter_context(started(command("serve", "--port", port), port, 120, **settings))[1]
            for port in ports
        ]
        for address in addresses:
            wait_until(lambda at=address: answers(at, "readyz"), 90)  # type: ignore[misc]
        for number in range(NEW):
            write_report(folder / "new", number)
        process = subprocess.Popen(
            ingest, cwd=ROOT, env=environment(**settings), stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

        def ask(address: str) -> list[httpx.Response]:
            came = []
            while process.poll() is None:
                came.append(httpx.post(f"{address}/v1/ask", json=ASKED, timeout=60))
            return [*came, httpx.post(f"{address}/v1/ask", json=ASKED, timeout=60)]

        with ThreadPoolExecutor() as pool:
            came = [one for some in pool.map(ask, addresses) for one in some]
        _, said = process.communicate()
    assert process.returncode == 0, said
    assert {one.status_code for one in came} == {200}
    assert {one.json()["sentences"][0]["text"] for one in came} == {KESSEL}
    seen = {(one.json()["corpus"]["reports"], one.json()["corpus"]["snapshot"]) for one in came}
    assert {reports for reports, _ in seen} == {len(HARBOUR), len(HARBOUR) + NEW}
    assert len(seen) == 2
