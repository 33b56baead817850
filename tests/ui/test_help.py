"""`--help` of each command, and what the shell completes."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pages import ROOT, steps
from tests.ui.conftest import Run
from ui.cli import app
from ui.cli_examples import EXAMPLES, commands_of

PAGES = [ROOT / "README.md", *ROOT.glob("docs/*.md")]
ON_PAGES = [step.text for page in PAGES for step in steps(page.relative_to(ROOT).as_posix())]
ASKED_FOR = {"dateline chat", "dateline mcp", "dateline schema > answer.schema.json"}
"""What waits for somebody who types, or is run by a test of its own."""


@pytest.mark.parametrize("name", [name for name, _ in commands_of(app)])
def test_the_help_of_each_command_has_an_example(run: Run, name: str) -> None:
    ran = run(*name.split(), "--help")
    assert ran.code == 0
    assert EXAMPLES[name] in " ".join(re.sub(r"[│╭╮╰╯─]", "", ran.out).split())


def test_examples_are_run_where_pages_have_them() -> None:
    assert EXAMPLES.keys() == {name for name, _ in commands_of(app)}
    lost = [e for e in EXAMPLES.values() if not any(step.startswith(e) for step in ON_PAGES)]
    assert set(lost) == ASKED_FOR


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("dateline fe", {"feedback"}),
        ("dateline standing r", {"remove", "run"}),
        ("dateline ask --fr", {"--from"}),
    ],
)
def test_the_shell_completes(tmp_path: Path, typed: str, completed: set[str]) -> None:
    """As bash does it, with the script that `--show-completion` prints."""
    program = tmp_path / "dateline"
    # as pip installs it
    program.write_text(f"#!{sys.executable}\nfrom ui.cli import main\n\nmain()\n", "utf-8")
    program.chmod(0o755)
    bash = shutil.which("bash")
    assert bash is not None
    script = f"""
eval "$(_DATELINE_COMPLETE=source_bash dateline)"
COMP_WORDS=({typed}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_dateline_completion dateline
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    path = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [bash, "-c", script], cwd=ROOT, env={**os.environ, **path}, text=True, capture_output=True
    )
    assert set(ran.stdout.split()) == completed, ran.stderr
