"""`dateline ask --receipt`, `dateline replay`, POST /v1/receipts and the page's download."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser

from rag.settings import Settings
from tests.rag.corpus import HARBOUR, KESSEL
from tests.ui.browser import visiting
from tests.ui.conftest import Run, run_process
from tests.ui.serving import running
from ui.server import build_app
from ui.service import Service

pytestmark = pytest.mark.slow

ASKED = "When did engineers reopen the Kessel bridge?"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """The folder of the harbour reports, ingested into an index of its own."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, text in HARBOUR.items():
        (folder / name).write_text(text, "utf-8")
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "data"))
    assert run("ingest", folder).code == 0
    return folder


@pytest.fixture
def receipt(corpus: Path, tmp_path: Path, run: Run) -> Path:
    file = tmp_path / "receipt.json"
    assert run("ask", ASKED, "--receipt", file).code == 0
    return file


def replayed(run: Run, receipt: Path) -> Any:
    ran = run("replay", receipt, "--json")
    said = json.loads(ran.out)
    assert ran.code == (0 if said["same"] else 3)
    return said


def causes(said: Any) -> list[str]:
    return [change["cause"] for change in said["changes"]]


def test_a_receipt_holds_the_outcome_and_what_it_depends_on(receipt: Path, run: Run) -> None:
    kept = json.loads(receipt.read_text("utf-8"))
    assert kept["asked"]["question"] == ASKED
    assert kept["outcome"]["citations"][0]["quote"] == KESSEL
    assert len(kept["reports"]) == kept["outcome"]["corpus"]["reports"] == 4
    assert kept["settings"]["judge"] == "dateline-judge-6"
    assert kept["fingerprints"]["embedder"].startswith("dateline-encoder-1 sha256 ")
    answered = json.loads(run("ask", ASKED, "--json").out)
    without = {"timings_ms": None}
    assert {**kept["outcome"], **without} == {**answered, **without}


def test_the_same_outcome(receipt: Path, tmp_path: Path) -> None:
    ran = run_process("replay", receipt, cwd=tmp_path, DATELINE_DATA_DIR=str(tmp_path / "data"))
    lines = ran.out.splitlines()
    assert (ran.code, ran.err, lines[0], lines[2:]) == (0, "", ASKED, ["The same outcome."])


def test_a_report_that_changed_and_one_that_was_added(
    receipt: Path, corpus: Path, run: Run
) -> None:
    changed = HARBOUR["bridge.txt"].replace("14 months", "15 months")
    (corpus / "bridge.txt").write_text(changed, "utf-8")
    (corpus / "new.txt").write_text("Ferries\n\nJune 1, 2024\n\nThe ferry to Torvik ran.", "utf-8")
    run("ingest", corpus)
    said = replayed(run, receipt)
    assert not said["same"]
    assert any(line.startswith(f"Not quoted any more: “{KESSEL}”") for line in said["differs"])
    assert causes(said) == ["report_changed", "reports_added"]
    assert said["changes"][1]["what"] == "1 report added: new.txt."


def test_a_report_that_is_gone(receipt: Path, corpus: Path, run: Run) -> None:
    (corpus / "bridge.txt").unlink()
    (corpus / "glacier.txt").unlink()
    run("ingest", "--prune", corpus)
    said = replayed(run, receipt)
    assert (said["same"], causes(said)) == (False, ["report_gone", "reports_gone"])


def test_settings_that_matter(receipt: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_MIN_CONFIDENCE", "1")
    monkeypatch.setenv("DATELINE_PORT", "9999")
    said = replayed(run, receipt)
    assert (said["same"], causes(said)) == (False, ["setting"])
    assert said["differs"][0].startswith("It was answered and is refused now: ")
    monkeypatch.setenv("DATELINE_MIN_CONFIDENCE", "0.1")
    assert replayed(run, receipt)["same"]


def test_a_report_that_alone_was_asked_and_is_gone(corpus: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "one.json"
    assert run("ask", ASKED, "--report", "bridge.txt", "--receipt", file).code == 0
    (corpus / "bridge.txt").unlink()
    run("ingest", "--prune", corpus)
    said = replayed(run, file)
    assert (said["same"], said["outcome"], causes(said)) == (False, None, ["report_gone"])


def test_a_refusal_can_be_kept(corpus: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "no.json"
    assert run("ask", "Who is Zaphod Beeblebrox?", "--receipt", file).code == 3
    assert replayed(run, file)["same"]
    (corpus / "new.txt").write_text("Guests\n\nZaphod Beeblebrox is the mayor's guest.", "utf-8")
    run("ingest", corpus)
    said = replayed(run, file)
    assert said["differs"][0].startswith(("It was refused and is answered", "The refusal says"))
    assert causes(said) == ["reports_added"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("no JSON", "This is no receipt of Dateline's."),
        ("[]", "This is no receipt of Dateline's."),
        ('{"receipt": 2}', "of another version of Dateline"),
        ('{"receipt": 1, "sum": ""}', "was changed after it was made"),
        ("[" * 5000, "This is no receipt of Dateline's."),
    ],
    ids=["text", "list", "version", "sum", "deep"],
)
def test_bad_input(tmp_path: Path, run: Run, content: str, says: str) -> None:
    (tmp_path / "bad.json").write_text(content, "utf-8")
    ran = run("replay", tmp_path / "bad.json")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert says in ran.err
    assert run("replay", "nowhere.json").code == 2


def test_a_receipt_that_was_changed_by_hand(receipt: Path, run: Run) -> None:
    receipt.write_text(receipt.read_text("utf-8").replace("14 months", "16 months"), "utf-8")
    assert run("replay", receipt).code == 2


def test_a_receipt_is_of_one_question(corpus: Path, run: Run) -> None:
    assert run("ask", "--batch", "in.jsonl", "--receipt", "r.json").code == 2


@pytest.fixture(scope="module")
def address(harbour_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("receipts") / "data"
    shutil.copytree(harbour_data, data)
    with running(build_app(Service(Settings(data_dir=data, per_minute=0)))) as address:
        yield address


def test_over_http_and_replayed(
    address: str, harbour_data: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    got = httpx.post(f"{address}/v1/receipts", json={"question": ASKED}, timeout=60)
    assert got.status_code == 200
    (tmp_path / "r.json").write_bytes(got.content)
    monkeypatch.setenv("DATELINE_DATA_DIR", str(harbour_data))
    assert replayed(run, tmp_path / "r.json")["same"]


def test_from_the_page(
    browser: Browser, address: str, harbour_data: Path, run: Run, monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    with visiting(browser, address) as visit:
        visitor = visit()
        visitor.ask(ASKED)
        with visitor.page.expect_download() as saved:
            visitor.page.get_by_role("button", name="Receipt", exact=True).click()
        assert saved.value.suggested_filename == "dateline-receipt.json"
        saved.value.save_as(tmp_path / "r.json")
    monkeypatch.setenv("DATELINE_DATA_DIR", str(harbour_data))
    assert replayed(run, tmp_path / "r.json")["same"]
