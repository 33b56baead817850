"""`dateline serve` as a process: starting, stopping, and what goes wrong before it serves."""

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.rag.corpus import HARBOUR, KESSEL, engine_over
from tests.ui.conftest import ROOT, Run, command, environment
from tests.ui.serving import wait_until
from ui.service import Stopping
from ui.serving import Listening

pytestmark = pytest.mark.slow

ASKED = {"question": "When did engineers reopen the Kessel bridge?"}
Server = subprocess.Popen[str]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def answers(address: str, path: str = "healthz") -> bool:
    """Whether the server answers well at a path."""
    try:
        return httpx.get(f"{address}/{path}", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def started(
    args: list[str], port: int, seconds: float = 60, **more: str
) -> Iterator[tuple[Server, str]]:
    """A server process that answers at an address; killed in the end if it still runs."""
    process = subprocess.Popen(
        args, cwd=ROOT, env=environment(**more), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: process.poll() is not None or answers(address), seconds)
        yield process, address
    finally:
        process.kill()
        process.communicate()


def asking(pool: ThreadPoolExecutor, address: str) -> Future[httpx.Response]:
    """A question under way, which the server has taken."""
    asked = pool.submit(httpx.post, f"{address}/v1/ask", json=ASKED, timeout=60)
    in_flight = "dateline_questions_in_flight 1.0"
    wait_until(lambda: in_flight in httpx.get(f"{address}/metrics").text)
    return asked


def test_a_stop_while_a_question_is_under_way(harbour_data: Path) -> None:
    """The question comes while the models are being loaded, and is answered all the same."""
    port = free_port()
    args = command("--data-dir", harbour_data, "serve", "--port", port)
    with started(args, port) as (process, address), ThreadPoolExecutor() as pool:
        asked = asking(pool, address)
        process.send_signal(signal.SIGTERM)
        said = asked.result(60)
        assert (said.status_code, said.json()["sentences"][0]["text"]) == (200, KESSEL)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "")
    lines = [json.loads(line) for line in err.splitlines()]
    messages = [line["message"] for line in lines]
    assert messages[0] == f"listening on {address}"
    assert messages[-1] == "stopped"
    assert "stopping: what is under way has 20 seconds" in messages
    assert "outcome" in messages
    assert {line["level"] for line in lines} == {"info"}


def test_a_stop_does_not_wait_for_the_page_to_be_imported(
    harbour_data: Path, tmp_path: Path
) -> None:
    """With a Gradio in its place that is imported for as long as anybody waits."""
    begun = tmp_path / "begun"
    (tmp_path / "gradio.py").write_text(
        f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep(600)\n", "utf-8"
    )
    port, path = free_port(), f"{tmp_path}{os.pathsep}{ROOT}"
    args = command("--data-dir", harbour_data, "serve", "--port", port)
    with started(args, port, PYTHONPATH=path) as (process, _):
        wait_until(begun.exists, 60)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert json.loads(err.splitlines()[-1])["message"] == "stopped"


def slow_server(folder: Path, port: int, seconds: float, bound: int) -> list[str]:
    engine_over(folder, HARBOUR)
    of = [str(folder / "data"), str(port), str(seconds), str(bound)]
    return [sys.executable, "-m", "tests.ui.slow_server", *of]


@pytest.mark.nightly
def test_a_stop_waits_no_longer_than_is_set(tmp_path: Path) -> None:
    port = free_port()
    with (
        started(slow_server(tmp_path, port, 30, 1), port) as (process, address),
        ThreadPoolExecutor() as pool,
    ):
        wait_until(lambda: answers(address, "readyz"))
        asked, began = asking(pool, address), time.monotonic()
        process.send_signal(signal.SIGTERM)
        said = asked.result(20)
        assert said.status_code == 503
        assert said.json()["detail"] == str(Stopping())
        _, err = process.communicate(timeout=20)
        assert 1 <= time.monotonic() - began < 10
    assert process.returncode == 1
    assert json.loads(err.splitlines()[-1])["message"] == (
        "stopped with a question unanswered: its time was up"
    )


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT], ids=lambda sent: sent.name)
@pytest.mark.nightly
def test_a_second_signal_ends_at_once(tmp_path: Path, sent: signal.Signals) -> None:
    port = free_port()
    with (
        started(slow_server(tmp_path, port, 30, 30), port) as (process, address),
        ThreadPoolExecutor() as pool,
    ):
        wait_until(lambda: answers(address, "readyz"))
        asked = asking(pool, address)
        process.send_signal(sent)
        wait_until(lambda: not answers(address))
        assert process.poll() is None
        began = time.monotonic()
        process.send_signal(sent)
        assert process.wait(10) == 128 + sent
        assert time.monotonic() - began < 2
        assert isinstance(asked.exception(10), httpx.TransportError)


def test_a_port_that_is_in_use(run: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = run("--data-dir", tmp_path, "serve", "--port", port)
    assert (ran.code, ran.out, ran.err) == (
        2, "",
        f"dateline: Port {port} of 127.0.0.1 cannot be listened on (Address already in use). Stop "
        "what uses it, or choose another port with --port; 0 is any free one.\n",
    )  # fmt: skip


@pytest.mark.parametrize("host", ["no.such.host.invalid", " ", "a b", "x" * 300], ids=len)
def test_a_host_that_there_is_not(run: Run, tmp_path: Path, host: str) -> None:
    ran = run("--data-dir", tmp_path, "serve", "--port", 0, "--host", host)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"dateline: There is no address {host!r} to listen on. Name one of this machine "
        "with --host, for example 127.0.0.1, or 0.0.0.0 for all of them.\n"
    )


def test_a_host_of_another_machine(run: Run, tmp_path: Path) -> None:
    ran = run("--data-dir", tmp_path, "serve", "--port", 0, "--host", "192.0.2.1")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("dateline: Port 0 of 192.0.2.1 cannot be listened on (")


def test_tokens_that_are_none(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_TOKENS", " , ")
    ran = run("--data-dir", tmp_path, "serve", "--port", 0)
    assert (ran.code, ran.err) == (
        2, "dateline: The setting tokens names no token. Unset it to let everybody in.\n",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["LLM_API_KEY", "LLM_URL"])
def test_a_key_without_a_model(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """It is refused at the start, and not answered with 503 for ever."""
    monkeypatch.setenv(f"DATELINE_{name}", "http://127.0.0.1:9/v1")
    ran = run("--data-dir", tmp_path, "serve", "--port", 0)
    assert (ran.code, ran.err) == (
        2,
        f"dateline: DATELINE_{name} is set, but not which model is to answer: set "
        "DATELINE_LLM_MODEL to its name, as its server lists it.\n",
    )


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("localhost", "localhost"), ("0.0.0.0", "127.0.0.1")],  # noqa: S104
)
def test_the_address_that_is_shown_can_be_opened(host: str, shown: str) -> None:
    listening = Listening(host, 0)
    with listening.socket:
        port = listening.socket.getsockname()[1]
        assert listening.address == f"http://{shown}:{port}"


def test_a_person_is_told_where_to_look(tmp_path: Path) -> None:
    """On a terminal: one line, and none of the log's as long as all is well."""
    engine_over(tmp_path, HARBOUR)
    port, (ours, theirs) = free_port(), pty.openpty()
    process = subprocess.Popen(
        command("--data-dir", tmp_path / "none", "serve", "--port", port),
        cwd=tmp_path, env=environment(), stdin=theirs, stdout=theirs, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}"), 60)
        shown = os.read(ours, 4096).decode().splitlines()
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    assert shown == [f"Dateline is at http://127.0.0.1:{port} (Ctrl-C stops it)."]
