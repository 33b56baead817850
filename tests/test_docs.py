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
DATELINE = Path(sys.executable).parent / "dateline"


def fenced(language: str) -> list[str]:
    """The code blocks of the README in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def shell_lines() -> list[str]:
    """The README's commands, without their comments."""
    lines = [line.split("#")[0].strip() for block in fenced("sh") for line in block.splitlines()]
    return [line for line in lines if line]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like a fresh checkout to the README's commands, with fewer questions."""
    made = tmp_path_factory.mktemp("readme")
    (made / "seeds").mkdir()
    (made / "seeds" / "reports").symlink_to(ROOT / "seeds" / "reports")
    questions = (ROOT / "seeds" / "questions.jsonl").read_text("utf-8").splitlines(keepends=True)
    (made / "seeds" / "questions.jsonl").write_text("".join(questions[::15]), "utf-8")
    return made


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a command as from a fresh shell, also where the tests were started by make."""
    ours = ("DATELINE_", "MAKE", "MFLAGS")
    clean = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    return subprocess.run(command, cwd=folder, env=clean, text=True, capture_output=True)


@pytest.fixture
def run_here(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[[str], tuple[object, str, str]]:
    """Runs a line of the README that starts with `dateline` in this process: exit code, texts."""
    for name in [name for name in os.environ if name.startswith("DATELINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(folder)

    def run_here(line: str) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", shlex.split(line))
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code, *capfd.readouterr()

    return run_here


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_commands_run_as_printed(
    folder: Path, run_here: Callable[[str], tuple[object, str, str]]
) -> None:
    """The first ones as processes, from nothing; the rest in this process, to be quick."""
    commands = [line for line in shell_lines() if line.startswith(".venv/bin/dateline ")]
    assert len(commands) == 12
    ended: dict[str, object] = {}
    for number, command in enumerate(commands):
        if number < 3:
            done = run(["bash", "-c", command.replace(".venv/bin/dateline", str(DATELINE))], folder)
            code, err = done.returncode, done.stderr
        else:
            code, _, err = run_here(command.removeprefix(".venv/bin/"))
        ended[command.removeprefix(".venv/bin/dateline --data-dir mine ")] = code
        assert err == "", command
    assert ended == {
        "ingest seeds/reports": 0,
        "reports": 0,
        'ask "What did Lavrov say about Zelensky?"': 0,
        'ask "What did Lavrov say about Zelensky?" --json': 0,
        'ask "What does the Kremlin demand?" --from 2024-01-01 --to 2024-06-30': 0,
        'ask "What does the Kremlin demand?" --as-of 2024-02-01': 0,
        "ask --batch seeds/questions.jsonl --out answers.jsonl": 0,
        "doctor": 0,
        'ask "What was reported about Kurakhove before December 2024?"': 0,
        "ask \"How did the picture of Putin's willingness to negotiate change between December "
        '2023 and December 2024?"': 0,
        'ask "As of 1 February 2024, what did Bloomberg report?"': 0,
        'ask "What is the latest on Kurakhove?"': 0,
    }
    asked = (folder / "seeds" / "questions.jsonl").read_text("utf-8").splitlines()
    answered = (folder / "answers.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(a)["id"] for a in answered] == [json.loads(q)["id"] for q in asked]


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


@pytest.mark.slow
def test_the_llamaindex_program_runs_as_printed(folder: Path) -> None:
    [program] = fenced("python")
    done = run([sys.executable, "-W", "error::UserWarning:ui", "-c", program], folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Russian Foreign Minister Sergei Lavrov reiterated")


@pytest.mark.parametrize("target", sorted({*re.findall(r"`?make ([a-z]+)", README)}))
def test_the_targets_exist(target: str) -> None:
    done = run(["make", "--dry-run", target], ROOT)
    assert done.returncode == 0, done.stderr


def test_make_help_lists_every_target() -> None:
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    listed = {line.split()[0] for line in run(["make", "help"], ROOT).stdout.splitlines()}
    assert listed == made


def test_every_command_is_described() -> None:
    commands = {c.name or c.callback.__name__ for c in app.registered_commands if c.callback}
    commands |= {
        str(group.name or group.typer_instance.info.name) for group in app.registered_groups
    }
    assert set(re.findall(r"^\| `dateline (\w+)", README, re.MULTILINE)) == commands


def test_every_setting_is_listed_with_its_default() -> None:
    table = re.findall(r"^\| `(DATELINE_\w+)` \| (\S+) \|", README, re.MULTILINE)
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
    "page",
    [
        "README.md",
        "docs/checking.md",
        "docs/how-it-works.md",
        "docs/http.md",
        "docs/language-model.md",
        "docs/living-sources.md",
        "docs/mcp.md",
        "docs/standing.md",
        "docs/who-may-ask.md",
        "seeds/README.md",
    ],
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
