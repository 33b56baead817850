"""`dateline watch` and `dateline serve --watch` as processes, over a folder of real files."""

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.index.corpus import write_report
from tests.index.test_watching import FEED, ITEM, until
from tests.ui.browser import visiting
from tests.ui.conftest import Run, command, environment
from tests.ui.serving import harbour_service, running
from ui.server import build_app
from ui.watching import Watching

pytestmark = pytest.mark.slow


@contextmanager
def started(*args: object, cwd: Path, **more: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command(*args), cwd=cwd, env=environment(**more), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _listed(run: Run, data: Path) -> dict[str, dict[str, object]]:
    told = run("--data-dir", data, "reports", "--json").out
    return {one["path"]: one for one in json.loads(told)}


def test_reports_are_read_as_they_come_until_ctrl_c(run: Run, tmp_path: Path) -> None:
    folder, data = tmp_path / "in", tmp_path / "data"
    write_report(folder, 0)
    with started("--data-dir", data, "watch", folder, cwd=tmp_path) as process:
        until(lambda: "000.txt" in _listed(run, data), 60)
        write_report(folder, 1)
        came = time.monotonic()
        until(lambda: "001.txt" in _listed(run, data), 60)
        assert time.monotonic() - came < 20
        asked = run("--data-dir", data, "ask", "When was the harvest 1 inspected?")
        assert "The harvest 1 was inspected by engineers on May 2." in asked.out
        (folder / "000.txt").unlink()
        until(lambda: bool(_listed(run, data)["000.txt"]["gone_since"]))
        assert process.stdout is not None
        lines = list[str]()
        for line in process.stdout:
            lines.append(line.rstrip())
            if "gone" in line:  # it is told after it is written down
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, "")
    lines += out.splitlines()
    assert lines[0] == f"Watching {folder} (Ctrl-C stops it)."
    assert "    added  001.txt: 2 May 2024 (byline, high)" in lines
    assert "     gone  000.txt: its file" in lines
    assert lines[-1] == "Stopped. What changes meanwhile is read when watching begins again."


def test_killed_at_any_moment_nothing_is_lost(run: Run, tmp_path: Path) -> None:
    folder, data = tmp_path / "in", tmp_path / "data"
    for number in range(6):
        write_report(folder, number)
    for seconds in (2.5, 4):
        with started("--data-dir", data, "watch", folder, cwd=tmp_path) as process:
            time.sleep(seconds)
            process.kill()
    with started("--data-dir", data, "watch", folder, cwd=tmp_path) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Watching ")
        until(lambda: len(_listed(run, data)) == 6, 60)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    assert "BAD" not in run("--data-dir", data, "doctor").out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["none"], "There is no folder"),
        (["file.txt"], "There is no folder"),
        (["in", "--every", "0"], "Invalid value for '--every'"),
    ],
    ids=["missing", "a file", "no time"],
)
def test_what_cannot_be_watched(run: Run, tmp_path: Path, args: list[str], said: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "file.txt").touch()
    ran = run("--data-dir", tmp_path / "data", "watch", *args)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not (tmp_path / "data").exists()


class _Site(SimpleHTTPRequestHandler):
    """Files of a folder, with their times of change; says nothing of what it does."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


def test_a_feed_is_asked_for_what_changed(run: Run, tmp_path: Path) -> None:
    site, data = tmp_path / "site", tmp_path / "data"
    site.mkdir()
    (site / "feed.xml").write_text(FEED.format(ITEM.format(n=1)))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Site, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/feed.xml"
        args = ["--data-dir", data, "watch", address, "--every", "0.05"]
        with started(*args, cwd=tmp_path, DATELINE_FETCH_PRIVATE="true"):
            until(lambda: len(_listed(run, data)) == 1, 60)
            later = site / "later.xml"
            later.write_text(FEED.format(ITEM.format(n=1) + ITEM.format(n=2)))
            now = time.time()  # the times of files that a site tells are whole seconds
            os.utime(later, (now, now + 1))
            later.rename(site / "feed.xml")
            until(lambda: len(_listed(run, data)) == 2, 60)
        server.shutdown()


def test_a_server_answers_from_what_came_within_seconds(browser: Browser, tmp_path: Path) -> None:
    service = harbour_service(tmp_path, per_minute=0)
    folder = tmp_path / "incoming"
    folder.mkdir()
    watching = Watching(service, [str(folder)], every_s=900)
    with running(build_app(service, watching)) as address:
        until(lambda: httpx.get(f"{address}/readyz").status_code == 200)
        until(lambda: httpx.get(f"{address}/readyz").json()["watching"]["looked_at_all"])
        assert httpx.get(f"{address}/readyz").json() == {
            "status": "ready",
            "watching": {"sources": 1, "looked_at_all": True, "waiting": 0, "problems": 0},
        }
        write_report(folder, 5)
        question = {"question": "When was the orchestra 5 inspected by engineers?"}

        def said() -> str:
            return httpx.post(f"{address}/v1/ask", json=question, timeout=60).text

        until(lambda: "The orchestra 5 was inspected by engineers on May 6." in said())
        assert httpx.get(f"{address}/readyz").json()["watching"]["changed_at"]
        with visiting(browser, address) as visit:
            page = visit().page
            page.get_by_role("tab", name="Reports").click()
            expect(page.locator("#list .watched")).to_contain_text("Watching incoming: all read")
            (folder / "005.txt").unlink()
            until(lambda: any(head.gone_since for head in service.reports()))
            page.fill("#search textarea, #search input", "orchestra")
            row = page.locator("#list li", has_text="News of the orchestra 5")
            expect(row).to_contain_text("File gone: not there since")


def test_a_server_without_watching_says_nothing_of_it(tmp_path: Path) -> None:
    with running(build_app(harbour_service(tmp_path, per_minute=0))) as address:
        until(lambda: httpx.get(f"{address}/readyz").status_code == 200)
        assert httpx.get(f"{address}/readyz").json() == {"status": "ready"}
