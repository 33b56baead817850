"""Answers that a language model writes, as the command line, HTTP and an evaluation show them."""

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.model_scripts import rewording
from tests.model_server import MODEL, ModelServer, serving_model
from tests.rag.corpus import KESSEL
from tests.ui.conftest import Run
from tests.ui.serving import harbour_service, running
from tests.ui.test_cli_eval import QUESTIONS, SEIZED
from ui.server import build_app

pytestmark = pytest.mark.slow

ASKED = "When did engineers reopen the Kessel bridge?"
REWORDED = "On 2 May 2024, engineers reopened the Kessel bridge after 14 months of repairs."
SEIZED_REWORDED = "Russian forces spent just over two months seizing the settlement."
WORDS = {KESSEL: REWORDED, SEIZED: SEIZED_REWORDED}


@pytest.fixture(scope="module")
def model() -> Iterator[ModelServer]:
    with serving_model(rewording(WORDS)) as server:
        yield server


@pytest.fixture
def set_up(model: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in model.settings.items():
        monkeypatch.setenv(f"DATELINE_{name.upper()}", value)


def test_asked_at_the_command_line(run: Run, harbour_data: Path, set_up: None) -> None:
    ran = run("--data-dir", harbour_data, "ask", ASKED)
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0] == f"{REWORDED} [1]"
    assert f"    “{KESSEL}”" in lines
    assert any(MODEL in line and "checked against its passage" in line for line in lines)


def test_asked_over_http(model: ModelServer, tmp_path: Path) -> None:
    """The sentence comes before the outcome."""
    service = harbour_service(tmp_path, **model.settings)
    with (
        running(build_app(service)) as address,
        httpx.stream(
            "POST", f"{address}/v1/ask/stream", json={"question": ASKED}, timeout=60
        ) as stream,
    ):
        blocks = [block.splitlines() for block in "".join(stream.iter_text()).split("\n\n")]
    events = [
        (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
        for name, data in (lines for lines in blocks if len(lines) == 2)
    ]
    [said] = [data for name, data in events if name == "sentence"]
    outcome = events[-1][1]
    assert (said["text"], said["verbatim"]) == (REWORDED, False)
    assert said["cited"][0]["quote"] == KESSEL
    assert outcome["text"] == f"{REWORDED} [1]"
    assert outcome["models"]["llm"] == MODEL
    assert {"opinion", "writing"} <= outcome["timings_ms"].keys()


@pytest.mark.nightly
def test_evaluated_beside_the_reports_own_words(
    run: Run, indexed_seeds: Path, set_up: None, tmp_path: Path
) -> None:
    file = tmp_path / "asked.jsonl"
    file.write_text("\n".join(map(json.dumps, QUESTIONS)), "utf-8")
    data = ("--data-dir", indexed_seeds, "eval", file, "--llm")
    ran = run(*data, "--html", "page.html")
    assert (ran.code, ran.err) == (0, "")
    [heading] = [line for line in ran.out.splitlines() if line.startswith("Figure")]
    assert heading.split("  ")[-1].strip() == "Own words"
    assert "Sentences written" in ran.out
    page = Path("page.html").read_text("utf-8")
    assert SEIZED_REWORDED in page
    assert "In the reports’ own words" in page
    told = json.loads(run(*data, "--json").out)
    assert list(told) == ["extractive", "written"]
    assert told["extractive"]["models"]["llm"] is None
    assert told["written"]["models"]["llm"] == MODEL
    assert told["written"]["figures"]["facts_right"]["value"] == 1.0


def test_an_evaluation_without_a_model(run: Run, indexed_seeds: Path) -> None:
    ran = run("--data-dir", indexed_seeds, "eval", "--llm")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("dateline: There is no language model to measure. Set DATELINE_LLM_")
