"""`dateline ingest --ray`, on a cluster of one machine."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from types import ModuleType, SimpleNamespace

import pytest

from index.telemetry import SWITCHES
from tests.index.corpus import write_report
from tests.index.stored import encoded, vectors
from tests.ui.children import children, command_of
from tests.ui.conftest import Ran, Run, command, environment, run_process
from tests.ui.serving import wait_until
from tests.ui.test_serve import free_port

pytestmark = pytest.mark.slow

needs_ray = pytest.mark.skipif(find_spec("ray") is None, reason="Ray is an extra: dateline[ray]")
ON_A_CLUSTER = [pytest.mark.nightly, needs_ray, pytest.mark.timeout(900)]
_PARTS = ("dashboard-agent-listen", "dashboard-agent-grpc", "runtime-env-agent", "metrics-export")
"""Of Ray, which have ports of their own."""
_STARTS = 3
"""How often Ray is started at most: some of its parts do not wait long for others, whatever they
are told, and give up on a machine that does much else."""


@dataclass(frozen=True)
class Cluster:
    """Where it is joined, and the process that started all of its processes."""

    address: str
    pid: int

    def tasks(self) -> list[int]:
        """Processes that are at a task."""
        return [pid for pid in children(self.pid) if "ray::perform" in command_of(pid)]


@contextmanager
def _starting() -> Iterator[tuple[Cluster, subprocess.Popen[str]]]:
    """A cluster that begins to start. It has all its ports from here: Ray waits 15 seconds, and no
    longer, for those that its parts would choose. The names of its sockets are long, and may have
    no more than 107 bytes: its folder has a short one."""
    port = free_port()
    ports = [f"--{part}-port={free_port()}" for part in _PARTS]
    patient = {"RAY_raylet_start_wait_time_s": "120", "RAY_gcs_server_port_wait_time_s": "120"}
    with TemporaryDirectory(prefix="r", ignore_cleanup_errors=True) as temp, subprocess.Popen(
        [sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--block",
         "--node-ip-address=127.0.0.1", f"--port={port}", *ports, "--num-cpus=3",
         "--include-dashboard=false", "--object-store-memory=100000000", f"--temp-dir={temp}"],
        env=environment(**SWITCHES, **patient), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            yield Cluster(f"127.0.0.1:{port}", process.pid), process
        finally:
            started = list(children(process.pid))
            process.terminate()
            process.wait(60)
            for pid in started:
                if command_of(pid):
                    os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    said: list[str] = []
    for _ in range(_STARTS):
        with _starting() as (made, process):
            assert process.stdout is not None
            said.append("")
            for line in process.stdout:
                if "--block" in line:
                    yield made
                    return
                said[-1] += line
    pytest.fail("\n".join(said))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(40):
        write_report(tmp_path / "in", number)
    (tmp_path / "in" / "bad.txt").write_bytes(b"\x00\x01")
    return tmp_path


@contextmanager
def _ingesting(folder: Path, cluster: Cluster, **more: str) -> Iterator[subprocess.Popen[str]]:
    """An ingest on the cluster, which has begun to encode there."""
    process = subprocess.Popen(
        command("ingest", "in", "--ray", cluster.address), cwd=folder, env=environment(**more),
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        wait_until(lambda: encoded(folder / ".dateline") > 0 and cluster.tasks() != [], 250)
        yield process
    finally:
        process.kill()
        process.communicate()


class TestOnACluster:
    pytestmark = ON_A_CLUSTER

    def test_what_is_stored_is_the_same_though_tasks_are_killed(
        self, cluster: Cluster, folder: Path
    ) -> None:
        alone = run_process("ingest", "in", "--data-dir", "alone", cwd=folder)
        with _ingesting(folder, cluster) as process:
            for pid in cluster.tasks():
                os.kill(pid, signal.SIGKILL)
            out, err = process.communicate(timeout=250)
        assert Ran(process.returncode, out, err) == alone
        assert vectors(folder / ".dateline") == vectors(folder / "alone")

    def test_an_interrupt_leaves_no_task(self, cluster: Cluster, folder: Path) -> None:
        with _ingesting(folder, cluster) as process:
            os.killpg(process.pid, signal.SIGINT)
            out, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (2, "")
        assert out.startswith("Interrupted. The index is as it was.")
        wait_until(lambda: cluster.tasks() == [], 60)

    def test_tasks_that_hang_are_not_waited_for(self, cluster: Cluster, folder: Path) -> None:
        with _ingesting(folder, cluster, DATELINE_RAY_TIMEOUT_S="20") as process:
            for pid in cluster.tasks():
                os.kill(pid, signal.SIGSTOP)
            out, err = process.communicate(timeout=120)
        assert (process.returncode, err.count("\n")) == (2, 1), (out, err)
        assert err.startswith("dateline: The Ray cluster gave no result in 20 seconds: ")


@needs_ray
@pytest.mark.nightly
def test_a_cluster_that_is_not_there(folder: Path) -> None:
    ran = run_process("ingest", "in", "--ray", f"127.0.0.1:{free_port()}", cwd=folder)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("dateline: No Ray cluster can be used at 127.0.0.1:")


def _lost_cluster() -> ModuleType:
    """Ray as who has joined a cluster that is lost since finds it: it takes tasks, none ends."""

    class RayError(Exception):
        pass

    class GetTimeoutError(RayError, TimeoutError):
        pass

    def get(task: Event, *, timeout: float) -> None:
        if not task.wait(timeout):
            raise GetTimeoutError

    ray, died = ModuleType("ray"), type("Died", (RayError,), {})
    remote = SimpleNamespace(options=lambda **_: SimpleNamespace(remote=lambda *_: Event()))
    known = dict.fromkeys(("WorkerCrashedError", "NodeDiedError", "OutOfMemoryError"), died)
    vars(ray).update(
        is_initialized=lambda: False, init=lambda *_, **__: None, shutdown=lambda: None,
        cluster_resources=lambda: {"CPU": 3.0}, remote=lambda _: remote, get=get,
        exceptions=SimpleNamespace(RayError=RayError, GetTimeoutError=GetTimeoutError, **known),
    )  # fmt: skip
    return ray


def test_a_cluster_that_is_lost_is_not_waited_for(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", _lost_cluster())
    monkeypatch.setenv("DATELINE_RAY_TIMEOUT_S", "0.1")
    ran = run("ingest", "in", "--ray", "auto")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "dateline: The Ray cluster gave no result in 0.1 seconds: a machine of it may be lost, or "
        "none free (`ray status` tells). The index is as it was; what was embedded so far is kept, "
        "and the same ingest goes on from there. Where the work takes so long, set "
        "DATELINE_RAY_TIMEOUT_S higher.\n"
    )
    assert run("reports").out.startswith("There are no reports")


def test_without_ray(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    ran = run("ingest", "in", "--ray", "127.0.0.1:6379")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "dateline: Ray is not installed. Install Dateline with its extra `ray`: pip install "
        "'dateline[ray]'.\n"
    )
