"""What the documentation says is what the program does."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.settings import Settings
from rag.types import outcome_schema
from ui.cli import app, main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def fenced(language: str) -> list[str]:
    """The code blocks of the README in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command as from a fresh shell, also where the tests were started by make."""
    ours = ("DATELINE_", "MAKE", "MFLAGS")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return subprocess.run(command, cwd=folder, env=clean, text=True, capture_output=True)


@pytest.fixture
def run_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[[str], tuple[object, str, str]]:
    """Runs a line of the README that starts with `dateline` in this process: exit code, texts."""
    for name in [name for name in os.environ if name.startswith("DATELINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def run_here(line: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", shlex.split(line))
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, *capfd.readouterr()

    return run_here


@pytest.mark.slow
def test_what_is_shown_is_what_is_printed(
    indexed_seeds: Path, run_here: Callable[[str], tuple[object, str, str]]
) -> None:
    """A line “…” stands for whatever else is printed."""
    [block] = fenced("console")
    shown = re.findall(
        r'^\$ make ask Q="([^"\n]+)"\n(.*?)(?=^\$|\Z)', block, re.MULTILINE | re.DOTALL
    )
    assert len(shown) == 2
    for question, text in shown:
        _, out, err = run_here(f'dateline --data-dir {indexed_seeds} ask "{question}"')
        begun, more, _ = text.partition("\n…\n")
        assert out.startswith(begun) if more else out.strip() == begun.strip(), question
        assert err == ""


@pytest.mark.parametrize("target", sorted({*re.findall(r"`?make ([a-z-]+)", README)}))
def test_the_targets_exist(target: str) -> None:
    done = run(["make", "--dry-run", target], ROOT)
    assert done.returncode == 0, done.stderr


def test_make_help_lists_every_target() -> None:
    made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    listed = {line.split()[0] for line in run(["make", "help"], ROOT).stdout.splitlines()}
    assert listed == made


def test_every_command_is_described() -> None:
    commands = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    commands |= {
        str(group.name or group.typer_instance.info.name) for group in app.registered_groups
    }
    assert set(re.findall(r"^\| `dateline (\w+)", README, re.MULTILINE)) == commands


def test_every_setting_is_listed_with_its_default() -> None:
    settings = (ROOT / "docs" / "settings.md").read_text("utf-8")
    table = re.findall(r"^\| `(DATELINE_\w+)` \| (\S+) \|", settings, re.MULTILINE)
    defaults = {
        f"DATELINE_{name.upper()}": "none" if field.default is None else f"`{field.default}`"
        for name, field in Settings.model_fields.items()
    }
    assert dict(table) == defaults


def test_the_schema_is_up_to_date() -> None:
    kept = (ROOT / "docs" / "answer.schema.json").read_text("utf-8")
    assert json.loads(kept) == json.loads(outcome_schema()), (
        "run `dateline schema > docs/answer.schema.json`"
    )


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "seeds/README.md"]
)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    targets = re.findall(r"\]\((?!https?://)([^)#]+)\)", text)
    missing = [t for t in targets if not ((ROOT / page).parent / t).exists()]
    assert missing == []


def test_files_that_pages_name_are_there() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not a checkout")
    files = [f"/{name}" for name in tracked.stdout.split()]
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "bench").glob("*/*.md")]
    lost = [
        f"{page.relative_to(ROOT)}: {named}"
        for page in pages
        if page.name != "CHANGELOG.md" and page.parent.name != "results"
        for named in re.findall(r"`([\w./-]+\.py)`", page.read_text("utf-8"))
        if not any(file.endswith(f"/{named.removeprefix('../')}") for file in files)
    ]
    assert lost == []
