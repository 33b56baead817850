"""The lines with curl, and the program with OpenAI's client, do what the documentation says."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.settings import Settings
from tests.test_docs import ROOT, shell_lines
from tests.ui.serving import running, wait_until
from ui.server import build_app
from ui.service import Service

pytestmark = pytest.mark.slow

SHOWN = "http://127.0.0.1:8000"
MANUAL = (ROOT / "docs" / "http.md").read_text("utf-8")


@pytest.fixture(scope="module")
def address(indexed_seeds: Path) -> Iterator[str]:
    service = Service(Settings(data_dir=indexed_seeds))
    with running(build_app(service)) as address:
        wait_until(lambda: service.ready, 120)
        yield address


def said(command: list[str], address: str) -> str:
    """What a command prints, sent to the server under test."""
    here = [part.replace(SHOWN, address) for part in command]
    ran = subprocess.run(here, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_lines_with_curl_work_as_printed(address: str) -> None:
    lines = [line for line in shell_lines() if line.startswith("curl ")]
    expected = [
        '{"kind":"answer","question":"What did Lavrov say about Zelensky?","text":"Russian Foreign',
        '{"kind":"answer","question":"What does the Kremlin demand?"',
        'event: stage\ndata: {"stage":"accepted"}\n\nevent: stage\n',
        '"content":"No answer. No report has “Rosatom” in it.',
        '[{"report_id":"',
        'dateline_questions_total{kind="answer",reason=""} 3.0',
    ]
    assert len(lines) == len(expected)
    for line, part in zip(lines, expected, strict=True):
        assert part in said(shlex.split(line), address), line


def test_the_manual_s_lines_work_as_printed(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)
    asked, found, exported = (block for block in blocks if "curl" in block)
    assert said(shlex.split(asked), address).startswith('{"kind":"answer"')
    counted, table = (said(shlex.split(line), address) for line in found.splitlines())
    assert table.count("\n") > json.loads(counted)["found"] >= 1
    monkeypatch.chdir(tmp_path)
    said(["bash", "-euc", exported.replace(SHOWN, address)], address)
    assert (tmp_path / "answer.docx").read_bytes().startswith(b"PK")
    [program] = re.findall(r"^```python\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)
    printed = said([sys.executable, "-c", program], address).splitlines()
    assert printed[0].startswith("Russian Foreign Minister Sergei Lavrov reiterated")
    assert printed[-1] == "2024-12-26"
