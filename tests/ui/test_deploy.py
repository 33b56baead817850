"""The unit and the container's file name what there is, and their commands run."""

import configparser
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from typer import main

from rag.settings import read_settings
from tests.chroma_server import RUN
from tests.ui.conftest import ROOT, environment
from tests.ui.serving import wait_until
from tests.ui.test_serve import answers, free_port
from ui import cli

DEPLOY = ROOT / "deploy"
DATELINE = [sys.executable, "-m", "ui.cli"]


def _unit() -> configparser.ConfigParser:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / "dateline.service", "utf-8")
    return unit


def _container() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, and what is said to each."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line and line[0] != "#"]
    return [(name, said) for name, said in lines]


@contextmanager
def _served(command: list[str], port: int, **more: str) -> Iterator[str]:
    """A server as a process, asked until it is ready, and stopped by one signal."""
    process = subprocess.Popen(
        command, env=environment(**more), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: answers(address, "readyz"), 90)
        yield address
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_the_unit_starts_and_stops_the_server(harbour_data: Path) -> None:
    service = _unit()["Service"]
    program, *args = shlex.split(service["ExecStart"])
    assert program == "/opt/dateline/bin/dateline"
    port = free_port()
    args[args.index("--port") + 1] = str(port)
    name, _, value = service["Environment"].partition("=")
    assert value == f"/var/lib/{service['StateDirectory']}"
    with _served([*DATELINE, *args], port, **{name: str(harbour_data)}):
        pass


@pytest.mark.slow
@pytest.mark.nightly
def test_the_container_is_asked_for_its_health(harbour_data: Path) -> None:
    said = dict(_container())
    port = free_port()
    args = [one.replace("8000", str(port)) for one in re.findall(r'"([^"]*)"', said["CMD"])]
    health = re.search(r"CMD \[(.*)\]", said["HEALTHCHECK"])
    assert health is not None
    check = [one.replace("8000", str(port)) for one in re.findall(r'"([^"]*)"', health[1])]
    assert check[0] == "python"
    asked = [sys.executable, *check[1:]]
    assert subprocess.run(asked, capture_output=True).returncode != 0
    with _served([*DATELINE, *args], port, DATELINE_DATA_DIR=str(harbour_data)):
        assert subprocess.run(asked, capture_output=True).returncode == 0


def test_the_container_copies_what_there_is_and_runs_without_rights() -> None:
    copied = [
        source
        for name, said in _container()
        if name == "COPY" and not said.startswith("--from")
        for source in said.split()[:-1]
    ]
    assert {"index", "rag", "ui", "requirements.lock"} <= set(copied)
    assert [source for source in copied if not (ROOT / source).exists()] == []
    users = [said for name, said in _container() if name == "USER"]
    assert users
    assert "root" not in users
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {".git", ".venv", ".dateline"} <= set(ignored)


def _composed() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return read


@pytest.mark.parametrize("name", ["one", "two"])
def test_each_server_of_the_composition_is_one_that_starts(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed = _composed()
    server, database = composed["services"][name], composed["services"]["database"]
    begun, *args = server["command"]
    commands: dict[str, Any] = vars(main.get_command(cli.app))["commands"]
    assert commands[begun].make_context(begun, args).params["host"] == "0.0.0.0"  # noqa: S104
    for setting, value in server["environment"].items():
        if setting.startswith("DATELINE_"):
            monkeypatch.setenv(setting, re.sub(r"\$\{\w+:-(.*?)\}", r"\1", value))
    settings = read_settings()
    made = database["environment"]
    for named in (settings.state_url, settings.catalog_url):
        assert named is not None
        url = urlsplit(named.get_secret_value())
        assert (url.scheme, url.hostname) == ("postgresql", "database")
        assert (url.username, url.path) == (made["POSTGRES_USER"], f"/{made['POSTGRES_DB']}")
    vectors = urlsplit(settings.chroma_url or "")
    assert vectors.hostname in composed["services"]
    assert str(vectors.port) in composed["services"]["vectors"]["command"]
    assert server["environment"]["PGPASSWORD"] == made["POSTGRES_PASSWORD"]
    assert str(settings.data_dir).startswith("/var/lib/dateline/")
    assert server["volumes"] == ["data:/var/lib/dateline"]
    assert (DEPLOY / server["build"]["context"] / server["build"]["dockerfile"]).is_file()
    assert "ports" not in server
    assert settings.shutdown_s + 3 < int(server["stop_grace_period"].removesuffix("s"))
    assert name in (settings.hosts or "").split(",")


def test_the_vectors_of_the_composition_are_served(tmp_path: Path) -> None:
    """What the file runs, with a folder and a port of the tests."""
    service = _composed()["services"]["vectors"]
    port = free_port()
    given = [*service["entrypoint"], *service["command"]]
    assert given[:2] == ["chroma", "run"]
    given[given.index("--path") + 1] = str(tmp_path)
    given[given.index("--port") + 1] = str(port)
    given[given.index("--host") + 1] = "127.0.0.1"
    with subprocess.Popen(
        [sys.executable, "-c", RUN, *given[2:]], cwd=tmp_path,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            wait_until(lambda: answers(f"http://127.0.0.1:{port}", "api/v2/heartbeat"), 60)
            how, *check = [one.replace("8001", str(port)) for one in service["healthcheck"]["test"]]
            assert (how, check[0]) == ("CMD", "python")
            assert subprocess.run([sys.executable, *check[1:]], capture_output=True).returncode == 0
        finally:
            process.kill()


def test_the_proxy_of_the_composition_knows_both_servers() -> None:
    composed = _composed()
    proxy = (DEPLOY / "Caddyfile").read_text("utf-8")
    assert "reverse_proxy one:8000 two:8000 {" in proxy
    assert {"one", "two"} < set(composed["services"])
    assert re.findall(r"\{\$(\w+)\}", proxy) == [*composed["services"]["proxy"]["environment"]]
    assert composed["services"]["proxy"]["ports"] == ["127.0.0.1:8000:80"]
    named = {volume.partition(":")[0] for one in composed["services"].values()
             for volume in one["volumes"] if not volume.startswith(".")}  # fmt: skip
    assert named == set(composed["volumes"])


def test_the_unit_may_write_to_its_own_folder_alone() -> None:
    service = _unit()["Service"]
    assert (service["DynamicUser"], service["ProtectSystem"]) == ("yes", "strict")
    assert service["StateDirectoryMode"] == "0700"
    if os.path.exists("/usr/bin/systemd-analyze"):
        ran = subprocess.run(
            ["/usr/bin/systemd-analyze", "verify", "--man=no", DEPLOY / "dateline.service"],
            capture_output=True, text=True,
        )  # fmt: skip
        assert "Unknown" not in ran.stderr
