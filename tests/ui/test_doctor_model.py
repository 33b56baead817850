"""`dateline doctor` with a language model set."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.model_scripts import Reply, Script, Status, echo_passages
from tests.model_server import MODEL, closed_url, serving_model
from tests.ui.conftest import Run

pytestmark = pytest.mark.slow


def _said(run: Run, monkeypatch: pytest.MonkeyPatch, **settings: str) -> tuple[int, list[str]]:
    """The exit code and what is said of the language model, times left out."""
    for name, value in {"data_dir": "none", "llm_timeout_s": "5", **settings}.items():
        monkeypatch.setenv(f"DATELINE_{name.upper()}", value)
    ran = run("doctor")
    assert ran.err == ""
    assert "sk-secret" not in ran.out
    lines = [line for line in ran.out.splitlines() if line.startswith(("ok ", "BAD"))][2:-1]
    return ran.code, [re.sub(r"\d+\.\d s", "… s", line) for line in lines]


ANSWERS = f"ok   {MODEL}: answers in … s, and begins after … s"
SCHEMA = f"ok   {MODEL}: takes a JSON schema"
LINES = f"ok   {MODEL}: takes no JSON schema, and is asked for lines"
JUDGES = f"ok   {MODEL}: gives log-probabilities, and can judge passages"
NO_JUDGE = f"{MODEL}: gives no log-probabilities, and does not judge passages"


@pytest.mark.parametrize(
    ("given", "settings", "code", "said"),
    [
        ({}, {}, 0, [ANSWERS, SCHEMA, JUDGES]),
        ({}, {"llm_judge": "off", "llm_format": "plain"}, 0, [ANSWERS, LINES]),
        ({"schema": False, "logprobs": False}, {}, 0, [ANSWERS, LINES, f"ok   {NO_JUDGE}"]),
    ],
    ids=["all of it", "as set", "neither"],
)
def test_what_a_model_can_do(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    given: Mapping[str, bool],
    settings: dict[str, str],
    code: int,
    said: list[str],
) -> None:
    with serving_model(echo_passages, **given) as server:
        told = _said(run, monkeypatch, llm_api_key="sk-secret", **server.settings, **settings)
    assert told == (code, said)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (Status(404), "The language model was not found at its address. Its server has: a, b."),
        (Status(401), "The language model did not accept the key. Its server has: a, b."),
        (Reply("No idea"), "cannot be used, it wrote no whole sentence"),
        (Reply("NONE"), "cannot be used, it finds no answer where there is one"),
    ],
    ids=["another name", "a wrong key", "nonsense", "nothing"],
)
def test_what_is_wrong_with_a_model(
    run: Run, monkeypatch: pytest.MonkeyPatch, script: "Script | Reply | Status", said: str
) -> None:
    with serving_model(script, models=("b", "a")) as server:
        told = _said(run, monkeypatch, llm_retries="0", **server.settings)
    assert told == (2, [f"BAD  {MODEL}: {said}"])


def test_where_nobody_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    told = _said(run, monkeypatch, llm_url=closed_url(), llm_model="m", llm_retries="0")
    assert told == (2, ["BAD  m: The language model could not be reached."])


def test_half_of_the_settings(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    code, [said] = _said(run, monkeypatch, llm_url=closed_url())
    assert (code, said.split(":")[0]) == (
        2, "BAD  DATELINE_LLM_URL is set, but not which model is to answer",
    )  # fmt: skip


def test_the_rest_is_checked_all_the_same(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATELINE_LLM_URL", closed_url())
    ran = run("doctor", "--data-dir", tmp_path / "none")
    assert "no index in" in ran.out.replace("\n", " ")
