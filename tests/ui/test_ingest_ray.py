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


@dataclass(frozen=True)
class Cluster:
    """Where it is joined, and the process that started all of its processes."""

    address: str
    pid: int

    def tasks(self) -> list[int]:
        """Processes that are at a task."""
        return [pid for pid in children(self.pid) if "ray::perform" in command_of(pid)]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    folder, address = tmp_path_factory.mktemp("ray"), f"127.0.0.1:{free_port()}"
    # the names of Ray's sockets are long, and may have no more than 107 bytes
    with subprocess.Popen(
        [sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--block",
         "--node-ip-address=127.0.0.1", f"--port={address.rpartition(':')[2]}", "--num-cpus=3",
         "--include-dashboard=false", "--object-store-memory=100000000",
         f"--dashboard-agent-listen-port={free_port()}", f"--runtime-env-agent-port={free_port()}",
         f"--temp-dir={folder.parent / 'r'}"],
        env=environment(**SWITCHES, RAY_raylet_start_wait_time_s="120"), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            said = ""
            while "--block" not in (line := process.stdout.readline()):
                said += line
                assert line, said
            yield Cluster(address, process.pid)
        finally:
            started = list(children(process.pid))
            process.terminate()
            process.wait(60)
            for pid in started:
                if command_of(pid):
                    os.kill(pid, signal.SIGKILL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(40):
        write_report(tmp_path / "in", number)
    (tmp_path / "in" / "bad.txt").write_bytes(b"\x00\x01")
    return tmp_path


@contextmanager
def _ingesting(folder: Path, cluster: Cluster) -> Iterator[subprocess.Popen[str]]:
    """An ingest on the cluster, which has begun to encode there."""
    process = subprocess.Popen(
        command("ingest", "in", "--ray", cluster.address), cwd=folder, env=environment(),
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


@needs_ray
@pytest.mark.nightly
def test_a_cluster_that_is_not_there(folder: Path) -> None:
    ran = run_process("ingest", "in", "--ray", f"127.0.0.1:{free_port()}", cwd=folder)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("dateline: No Ray cluster can be used at 127.0.0.1:")


def test_without_ray(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    ran = run("ingest", "in", "--ray", "127.0.0.1:6379")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "dateline: Ray is not installed. Install Dateline with its extra `ray`: pip install "
        "'dateline[ray]'.\n"
    )
