"""The MCP process without a client: what reaches standard output, and how it ends."""

import json
import signal
import subprocess
from pathlib import Path
from typing import IO, Any

import pytest

from tests.ui.assistant import REOPENED
from tests.ui.conftest import ROOT, command, environment

pytestmark = pytest.mark.slow


def started(data: Path) -> subprocess.Popen[str]:
    """A process that has answered the handshake."""
    process = subprocess.Popen(
        command("--data-dir", data, "mcp"), cwd=ROOT, env=environment(), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    said = request(process, 1, "initialize", {
        "protocolVersion": "2025-06-18", "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    })  # fmt: skip
    assert said["result"]["serverInfo"]["name"] == "dateline"
    send(process, {"method": "notifications/initialized"})
    return process


def send(process: subprocess.Popen[str], message: dict[str, object]) -> None:
    sent: IO[str] | None = process.stdin
    assert sent is not None
    sent.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
    sent.flush()


def request(
    process: subprocess.Popen[str], number: int, method: str, params: dict[str, object]
) -> dict[str, Any]:
    """What the next line of standard output says, which must be the response."""
    send(process, {"id": number, "method": method, "params": params})
    assert process.stdout is not None
    said: dict[str, Any] = json.loads(process.stdout.readline())
    assert (said["jsonrpc"], said["id"]) == ("2.0", number)
    return said


ASK: dict[str, object] = {"name": "ask", "arguments": {"question": REOPENED}}


@pytest.mark.parametrize("end", ["EOF", "SIGTERM"])
def test_it_ends_cleanly(harbour_data: Path, end: str) -> None:
    """Loading the models, lines that are no protocol, and answering write nothing beside it."""
    process = started(harbour_data)
    assert process.stdin is not None
    process.stdin.write("GET / HTTP/1.1\n\n{}\n[]\n\x00\n")
    said = request(process, 2, "tools/call", ASK)
    assert said["result"]["structuredContent"]["kind"] == "answer"
    if end == "SIGTERM":
        process.terminate()
        assert process.wait(30) == 0
    assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == 0


def test_ctrl_c_while_the_models_load(harbour_data: Path) -> None:
    process = started(harbour_data)
    send(process, {"id": 2, "method": "tools/call", "params": ASK})
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


def test_an_assistant_that_goes_away_without_reading(harbour_data: Path) -> None:
    process = started(harbour_data)
    assert process.stdout is not None
    process.stdout.close()
    send(process, {"id": 2, "method": "tools/call", "params": ASK})
    assert process.wait(60) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.stdin is not None
    process.stdin.close()


def test_an_index_that_cannot_be_used_ends_it_with_a_message(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").write_text("no database")
    ran = subprocess.run(
        command("--data-dir", tmp_path, "mcp"), cwd=ROOT, env=environment(), input="",
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("dateline: ")
    assert "Traceback" not in ran.stderr
