"""`dateline doctor` and `dateline reports`."""

import json
import shutil
from pathlib import Path

import pytest

from index.storage.catalog import Catalog
from index.storage.store import Stores, recorded_making
from tests.index.corpus import write_report
from tests.rag.corpus import HARBOUR
from tests.ui.conftest import Run

pytestmark = pytest.mark.slow

MODEL = "ok   dateline-encoder-1: as shipped, sha256 eab4fed4f076…"
JUDGE = "ok   dateline-judge-6: as shipped, sha256 ca446da33dcf…"
NO_LLM = "ok   no language model: answers are sentences of the reports, verbatim"
SOUND = "ok   catalog: sound, 4 reports, 9 June 2023 to 5 May 2024"


@pytest.fixture
def data(harbour_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the index, to be damaged."""
    shutil.copytree(harbour_data, tmp_path / "data")
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def _checks(out: str) -> list[str]:
    """The checks but those of the judge and of no language model, which all of them must have."""
    checks = [line for line in out.splitlines() if line.startswith(("ok ", "BAD"))]
    assert (checks.count(JUDGE), checks.count(NO_LLM)) == (1, 1)
    return [line for line in checks if line not in (JUDGE, NO_LLM)]


def test_a_sound_index(run: Run, data: Path) -> None:
    ran = run("doctor")
    assert (ran.code, ran.err) == (0, "")
    assert _checks(ran.out) == [MODEL, SOUND, "ok   vectors: 6 of 384 numbers, cosine"]
    for name in ("DATELINE_DATA_DIR", "DATELINE_EMBEDDER", "DATELINE_MIN_CONFIDENCE"):
        assert name in ran.out


def test_passwords_are_not_shown(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_SLACK_API", "http://ann:s3cret@slack.example/api/")
    monkeypatch.setenv("DATELINE_LLM_API_KEY", "s3cret")
    monkeypatch.setenv("DATELINE_TOKENS", "s3cret")
    ran = run("doctor", "--data-dir", tmp_path / "none")
    assert "http://ann:***@" in ran.out
    assert "s3cret" not in ran.out + ran.err


def test_no_index(run: Run, tmp_path: Path) -> None:
    ran = run("doctor", "--data-dir", tmp_path / "none")
    assert ran.code == 0
    assert _checks(ran.out) == [
        MODEL, f"ok   no index in {tmp_path / 'none'} yet: run `dateline ingest PATH`",
    ]  # fmt: skip
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("lost", ["some of each", "the token store"])
def test_lost_vectors_are_made_again(run: Run, data: Path, lost: str) -> None:
    asked = ["ask", "When did engineers reopen the Kessel bridge?", "--json"]
    before = json.loads(run(*asked).out)
    count = _lose(data, lost)
    ran = run("doctor")
    assert (ran.code, ran.err) == (0, "")
    assert _checks(ran.out) == [
        MODEL, SOUND, "ok   vectors: 6 of 384 numbers, cosine",
        f"ok   mended: {count} passages given their vectors again, 0 vectors dropped",
    ]  # fmt: skip
    assert len(_checks(run("doctor").out)) == 3
    after = json.loads(run(*asked).out)
    assert (after["text"], after["citations"]) == (before["text"], before["citations"])


def _lose(data: Path, lost: str) -> int:
    if lost == "some of each":
        catalog = Catalog.open(data)
        assert catalog is not None
        making = recorded_making(catalog)
        assert making is not None
        stores, ids = Stores(data, making.fingerprint), catalog.passage_ids()
        stores.tokens.remove(ids[:1])
        stores.vectors.remove(ids[1:3])
        catalog.close()
        return 3
    for file in data.glob("tokens-*"):
        file.unlink()
    return 6


def test_a_rebuild(run: Run, data: Path) -> None:
    ran = run("doctor", "--rebuild")
    assert (ran.code, ran.err) == (0, "")
    assert _checks(ran.out) == [MODEL, "ok   0 passages embedded, 6 kept as they were"]


def test_a_rebuild_of_nothing(run: Run, tmp_path: Path) -> None:
    ran = run("doctor", "--rebuild", "--data-dir", tmp_path / "none")
    assert ran.code == 2
    assert _checks(ran.out)[1] == f"BAD  there is no index in {tmp_path / 'none'} to rebuild"


def test_an_index_made_with_another_model(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_EMBEDDER", "other")
    ran = run("doctor")
    assert ran.code == 2
    assert _checks(ran.out)[-1] == (
        "BAD  The index was made with embedder 'dateline-encoder-1', and the settings now name "
        "'other'. Set DATELINE_EMBEDDER=dateline-encoder-1, or run `dateline doctor --rebuild` to "
        "make the vectors again."
    )


def test_a_damaged_catalog(run: Run, data: Path) -> None:
    (data / "catalog.sqlite").write_bytes(b"no database " * 500)
    for file in data.glob("catalog.sqlite-*"):
        file.unlink()
    for args in (["doctor"], ["ask", "Why?"], ["reports"]):
        ran = run(*args)
        assert ran.code == 2
        assert "is damaged" in ran.out + ran.err
        assert "Traceback" not in ran.err


def test_reports_as_json(run: Run, data: Path) -> None:
    ran = run("reports", "--json")
    assert (ran.code, ran.err) == (0, "")
    listed = json.loads(ran.out)
    assert [report["path"] for report in listed] == [
        "museum.txt", "bridge.txt", "crossing.md", "glacier.txt",
    ]  # fmt: skip
    assert listed[2]["sha256"].startswith(listed[2]["report_id"])
    assert listed[2] | {"report_id": "", "sha256": "", "retrieved_at": None} == {
        "report_id": "",
        "path": "crossing.md",
        "title": "Kessel Crossing Open Again",
        "publisher": "Valley Courier",
        "originator": None,
        "url": "https://courier.example/kessel",
        "published_on": "2024-05-05",
        "published_edtf": None,
        "date_source": "front_matter",
        "date_confidence": "high",
        "date_note": None,
        "page_date": None,
        "date_modified": None,
        "data_cutoff": None,
        "events_from": "2024-05-02",
        "events_to": "2024-05-02",
        "language": None,
        "sha256": "",
        "retrieved_at": None,
        "unread": [],
        "collections": [],
        "edited": [],
        "edited_at": None,
        "gone_since": None,
        "superseded_on": None,
    }
    assert (listed[3]["published_on"], listed[3]["date_note"]) == (None, "the report gives no date")


def test_reports_for_a_person(run: Run, data: Path) -> None:
    ran = run("reports")
    assert (ran.code, ran.err) == (0, "")
    assert all(title in ran.out for title in ("The Old Bridge Reopens", "Museum Loses Its Roof"))
    assert ran.out.splitlines()[-1] == "4 reports, 9 June 2023 to 5 May 2024."


@pytest.mark.parametrize("name", ["crossing.md", "the id"])
def test_one_report(run: Run, data: Path, name: str) -> None:
    [crossing] = [r for r in json.loads(run("reports", "--json").out) if r["path"] == "crossing.md"]
    name = crossing["report_id"] if name == "the id" else name
    ran = run("reports", name)
    assert (ran.code, ran.err) == (0, "")
    assert [line.strip() for line in ran.out.splitlines()] == [
        "2024-05-05  Kessel Crossing Open Again — Valley Courier",
        "date: front_matter, high · crossing.md",
        "speaks of 2 May 2024 to 2 May 2024",
        "language: not told, its text is short or in several",
        "https://courier.example/kessel",
        f"read {crossing['retrieved_at'][:16].replace('T', ' ')} UTC, sha256 {crossing['sha256']}",
        f"id: {crossing['report_id']}",
    ]
    as_json = run("reports", name, "--json")
    assert (as_json.code, json.loads(as_json.out)) == (0, crossing | {"pages": None})


def test_the_language_and_the_abbreviations_of_a_report(run: Run, tmp_path: Path) -> None:
    write_report(tmp_path / "in", 0, ["The National Harbour Council (NHC) met. It will pay."])
    other = ["--data-dir", tmp_path / "other"]
    assert run("ingest", tmp_path / "in", *other).code == 0
    told = [line.strip() for line in run("reports", "000.txt", *other).out.splitlines()]
    assert told[3:5] == ["in English", "explains NHC, National Harbour Council"]


def test_a_report_that_is_not_there(run: Run, data: Path, tmp_path: Path) -> None:
    ran = run("reports", "gone.md")
    assert (ran.code, ran.out, ran.err) == (
        2, "", "dateline: There is no report 'gone.md'. `dateline reports --json` lists the ids "
        "and files of those there are.\n",
    )  # fmt: skip
    none = run("reports", "gone.md", "--data-dir", tmp_path / "none")
    assert (none.code, none.out.partition(".")[0]) == (3, "There are no reports to answer from yet")


def test_no_reports(run: Run, tmp_path: Path) -> None:
    ran = run("reports", "--data-dir", tmp_path / "none")
    assert (ran.code, ran.out) == (
        3, "There are no reports to answer from yet. Add some with `dateline ingest PATH`.\n",
    )  # fmt: skip
    as_json = run("reports", "--json", "--data-dir", tmp_path / "none")
    assert (as_json.code, as_json.out) == (3, "[]\n")


def test_a_second_index_beside_the_first(run: Run, data: Path, tmp_path: Path) -> None:
    write_report(tmp_path / "in", 0)
    assert run("ingest", tmp_path / "in", "--data-dir", tmp_path / "other").code == 0
    assert len(json.loads(run("reports", "--json").out)) == len(HARBOUR)
    other = run("--data-dir", tmp_path / "other", "reports", "--json")
    assert [report["path"] for report in json.loads(other.out)] == ["000.txt"]
