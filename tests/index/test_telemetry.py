"""No library tells its maker of its use: what is switched off, and before anything is imported."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.telemetry import SWITCHES, switch_off

ROOT = Path(__file__).parents[2]


def test_what_is_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SWITCHES:
        monkeypatch.delenv(name, raising=False)
    switch_off()
    assert {name: os.environ[name] for name in SWITCHES} == {
        "DO_NOT_TRACK": "1",
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "ORT_DISABLE_TELEMETRY": "1",
        "RAY_USAGE_STATS_ENABLED": "0",
    }


def test_what_a_person_has_set_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORT_DISABLE_TELEMETRY", "0")
    switch_off()
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "0"


@pytest.mark.parametrize("package", ["index", "rag", "ui", "bench"])
def test_a_package_switches_off_before_its_modules_import_anything(package: str) -> None:
    """A package is imported before its modules, so before what these import."""
    program = (
        f"import os, sys, {package}\n"
        f"print(*(f'{{name}}={{os.environ.get(name)}}' for name in {sorted(SWITCHES)}))\n"
        "libraries = {'onnxruntime', 'chromadb', 'gradio', 'huggingface_hub', 'ray'}\n"
        "print(*libraries & sys.modules.keys())\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True,
        env={key: value for key, value in os.environ.items() if key not in SWITCHES},
    )  # fmt: skip
    said = " ".join(f"{name}={value}" for name, value in sorted(SWITCHES.items()))
    assert ran.stdout.splitlines() == [said, ""]
