"""`dateline ingest --workers`: from the shell, interrupted and killed."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.index.corpus import write_report
from tests.index.stored import encoded
from tests.ui.children import children
from tests.ui.conftest import Ran, Run, command, environment
from tests.ui.serving import wait_until

pytestmark = pytest.mark.slow


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are seen in /proc")
@pytest.mark.parametrize(
    "sent", [signal.SIGINT, pytest.param(signal.SIGKILL, marks=pytest.mark.nightly)],
    ids=lambda sent: sent.name,
)  # fmt: skip
def test_no_worker_is_left(tmp_path: Path, sent: signal.Signals, run: Run) -> None:
    """Ctrl-C reaches all processes of a terminal. The next ingest goes on from there."""
    for number in range(80):
        write_report(tmp_path / "in", number)
    process = subprocess.Popen(
        command("ingest", "in", "--workers", 3), cwd=tmp_path, env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    wait_until(lambda: encoded(tmp_path / ".dateline") > 0, 60)
    workers = list(children(process.pid))
    assert len(workers) == 3
    if sent is signal.SIGINT:
        os.killpg(process.pid, sent)
    else:
        process.kill()
    out, err = process.communicate(timeout=60)
    if sent is signal.SIGINT:
        told = "Interrupted. The index is as it was. What was embedded so far is kept: the same "
        told += "ingest goes on from there.\n"
        assert Ran(process.returncode, out, err) == Ran(2, told, "")
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), 20)
    again = run("ingest", "in", "--workers", 2)
    assert (again.code, again.err) == (0, "")
    told = again.out.splitlines()[-2]
    assert told.startswith("80 added, 0 changed, 0 left, 0 removed, 0 rejected; ")
    assert " 0 kept from before" not in told


def test_workers_of_two_kinds_are_not_named_together(run: Run) -> None:
    ran = run("ingest", "in", "--workers", 2, "--ray", "127.0.0.1:6379")
    assert (ran.code, ran.out) == (2, "")
    assert "--workers are of this machine and --ray of others; give one" in ran.err
