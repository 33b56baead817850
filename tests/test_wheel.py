"""What is installed from a built wheel works without the checkout."""

import os
import subprocess
import sys
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

from tests.index.corpus import write_report

ROOT = Path(__file__).parent.parent
PACKAGES = ("index", "rag", "ui")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built of a copy of what is tracked: nothing that lies about gets in."""
    copy = tmp_path_factory.mktemp("source")
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--", *PACKAGES, "pyproject.toml", "README.md", "LICENSE"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if tracked.returncode:
        pytest.skip("not a checkout")
    for name in filter(None, tracked.stdout.split("\0")):
        if (ROOT / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    into = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", into, copy],
        capture_output=True, text=True,
    )  # fmt: skip
    assert built.returncode == 0, built.stdout + built.stderr
    (made,) = into.glob("dateline-*.whl")
    return made


def test_a_wheel_has_all_files_of_the_packages(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "--", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    with ZipFile(wheel) as packed:
        names = set(packed.namelist())
    assert [name for name in tracked if (ROOT / name).exists() and name not in names] == []
    assert [name for name in names if name.startswith(("tests/", "bench/", "seeds/"))] == []


def test_the_extras_that_a_refusal_names_can_be_installed(wheel: Path) -> None:
    """Each brings LlamaIndex's class, and Anthropic's own package as that class needs it."""
    with ZipFile(wheel) as packed:
        name = next(name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        told = Parser().parsestr(packed.read(name).decode("utf-8"))
    needs = [Requirement(line) for line in told.get_all("Requires-Dist", [])]
    for extra, wanted in (("anthropic", {"anthropic", "llama-index-llms-anthropic"}),
                          ("ollama", {"llama-index-llms-ollama"})):  # fmt: skip
        assert extra in told.get_all("Provides-Extra", [])
        mine = {n.name for n in needs if n.marker and n.marker.evaluate({"extra": extra})}
        assert mine == wanted
    [anthropic] = [need for need in needs if need.name == "anthropic"]
    assert "1.0" not in anthropic.specifier


def test_what_is_unpacked_ingests_and_answers(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "installed"
    with ZipFile(wheel) as packed:
        packed.extractall(place)
    (tmp_path / "in").mkdir()
    write_report(tmp_path / "in", 0)
    dropped = ("DATELINE_", "PYTHONPATH")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}

    def run(*args: str) -> str:
        # the checkout is installed to be edited; what is unpacked stands before it
        ran = subprocess.run(
            [sys.executable, "-m", "ui.cli", *args], cwd=tmp_path, text=True,
            capture_output=True, env={**kept, "PYTHONPATH": str(place)},
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    assert run("--version") == "dateline 0.1.0\n"
    run("ingest", "in")
    assert "was inspected by engineers" in run("ask", "When was the bridge inspected by engineers?")
    where = subprocess.run(
        [sys.executable, "-c", "import rag, ui; print(rag.__file__, ui.__file__)"], cwd=tmp_path,
        env={**kept, "PYTHONPATH": str(place)}, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert all(one.startswith(str(place)) for one in where)
