"""`dateline standing`: questions kept, asked again, and told of once."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.storage.catalog import Catalog
from tests.ui.conftest import Run
from tests.ui.standing_world import (
    BILL,
    COST,
    FERRY,
    NOTHING,
    SAILS,
    add_report,
    ended,
    listed,
    own_copy,
)
from ui.standing.store import StandingStore

pytestmark = pytest.mark.slow


@pytest.fixture
def data(harbour_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of its own, which the commands use."""
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "data"))
    return own_copy(harbour_data, tmp_path / "data")


def test_a_changed_answer_is_told_once_with_both_dated(run: Run, data: Path) -> None:
    ran = run("standing", "add", COST)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Standing question 1 is kept; alerts go to: feed. Its answer now:")
    assert "3.2 million crowns" in ran.out
    assert ended(run("standing", "run")) == NOTHING
    add_report(run, data, "bill.txt", BILL)
    ran = run("standing", "run")
    assert (ran.code, ran.err) == (0, "")
    now, before = ran.out.split("Before, asked on ")
    assert now.startswith(f"Answered otherwise: {COST}\n\nNow, asked on ")
    assert "4.1 million crowns" in now
    assert "9 June 2024" in now
    assert "4.1 million" not in before
    assert "3 May 2024" in before
    assert ended(run("standing", "run")) == NOTHING
    [alert] = StandingStore(data).feed()
    assert (alert.kind, alert.standing_id, len(alert.fresh)) == ("new_value", 1, 1)


def test_answered_first_and_not_any_more(run: Run, data: Path) -> None:
    assert "No answer." in run("standing", "add", FERRY).out
    add_report(run, data, "ferry.txt", SAILS)
    assert f"Answered now: {FERRY}" in run("standing", "run").out
    catalog = Catalog.open(data)
    assert catalog is not None
    ferry = next(head.id for head in catalog.report_heads() if head.path == "ferry.txt")
    erased = run("erase", ferry)
    assert (erased.code, "alerts of standing questions: 2." in erased.out) == (0, True)
    assert StandingStore(data).all()[0].changed is None
    told = run("standing", "run").out
    assert f"No longer answered: {FERRY}" in told
    assert "This answer rested on a report that was erased." in told
    assert "nine each morning" not in told
    assert [alert.kind for alert in StandingStore(data).feed()] == ["no_longer_answered"]


def test_what_was_told_of_an_earlier_text_is_erased_too(run: Run, data: Path) -> None:
    run("standing", "add", FERRY)
    add_report(run, data, "ferry.txt", SAILS)
    assert "Answered now" in run("standing", "run").out
    cited = StandingStore(data).all()[0].basis.reports
    add_report(run, data, "ferry.txt", SAILS.replace("nine each morning", "noon"))
    catalog = Catalog.open(data)
    assert catalog is not None
    ferry = next(head.id for head in catalog.report_heads() if head.path == "ferry.txt")
    catalog.close()
    assert ferry not in cited
    erased = run("erase", ferry)
    assert (erased.code, "alerts of standing questions: 2." in erased.out) == (0, True)
    kept = b"".join(file.read_bytes() for file in data.rglob("*") if file.is_file())
    assert b"nine each morning" not in kept
    assert not any(one.encode() in kept for one in cited)


def test_what_changes_nothing_is_not_told(run: Run, data: Path) -> None:
    """A copy of what is cited, and a report of something else."""
    run("standing", "add", COST)
    add_report(run, data, "other.txt", "Snow\n\nJune 9, 2024\n\nSnow fell on the Hald pass.")
    copied = (
        "The Bridge\n\nJune 9, 2024\n\nEngineers reopened the Kessel bridge on May 2 after 14 "
        "months of repairs. The work cost 3.2 million crowns."
    )
    add_report(run, data, "copy.txt", copied)
    assert ended(run("standing", "run")) == NOTHING
    assert StandingStore(data).feed() == []


def test_bounds_hold_each_time(run: Run, data: Path) -> None:
    run("standing", "add", COST, "--publisher", "Gazette")
    run("standing", "add", COST, "--from", "2024-06-01", "--collection", "new")
    add_report(run, data, "bill.txt", BILL)
    told = run("standing", "run").out
    assert told.count("Now, asked on") == 1
    assert "Answered now" in told
    first, second = listed(run)
    assert (first["answered"], second["answered"]) == (True, True)
    assert second["asked"]["from"] == "2024-06-01"


def test_a_folder_without_reports_waits_for_the_first(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "none"))
    assert ended(run("standing", "run")) == NOTHING
    assert not (tmp_path / "none").exists()
    assert run("standing", "add", COST).code == 0
    add_report(run, tmp_path / "none", "bill.txt", BILL)
    assert "Answered now" in run("standing", "run").out


def test_they_outlive_a_rebuild_and_a_backup(run: Run, data: Path, tmp_path: Path) -> None:
    run("standing", "add", COST)
    before = listed(run)
    assert run("doctor", "--rebuild").code == 0
    assert listed(run) == before
    assert ended(run("standing", "run")) == NOTHING
    assert run("backup", tmp_path / "kept.zip").code == 0
    assert run("--data-dir", tmp_path / "again", "restore", tmp_path / "kept.zip").code == 0
    assert listed(run, "--data-dir", tmp_path / "again") == before


def test_removing(run: Run, data: Path) -> None:
    run("standing", "add", COST)
    run("standing", "add", FERRY)
    assert ended(run("standing", "remove", 1)) == (0, "Removed standing question 1.\n", "")
    assert [one["id"] for one in listed(run)] == [2]
    ran = run("standing", "remove", 1)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("dateline: There is no standing question 1.")
    run("standing", "remove", 2)
    assert run("standing", "add", COST).out.startswith("Standing question 3")  # no number twice


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--to", "pigeon"], "--to 'pigeon' is no destination. Give slack, smtp, webhook or feed;"),
        (["--to", "2024-06-01"], "The last day of reports cannot be bounded"),
        (["--to", "webhook"], "--to webhook needs the setting DATELINE_WEBHOOK_URL"),
        (["--to", "webhook=http://127.0.0.1:9"], "needs the setting DATELINE_WEBHOOK_SECRET"),
        (["--to", "slack"], "--to slack needs the setting DATELINE_SLACK_WEBHOOK"),
        (["--to", "slack=C1"], "needs the setting DATELINE_SLACK_BOT_TOKEN"),
        (["--to", "smtp"], "--to smtp needs the setting DATELINE_SMTP_HOST"),
        (["--to", "feed=x"], "The feed has no address of its own"),
        (["--from", "soon"], "--from 'soon' is not a day"),
    ],
)
def test_what_cannot_be_used_keeps_nothing(
    run: Run, data: Path, options: list[str], said: str
) -> None:
    ran = run("standing", "add", COST, *options)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err
    assert listed(run) == []


MAIL = {"SMTP_HOST": "mail.example", "SMTP_FROM": "a@b.example"}


@pytest.mark.parametrize(
    ("settings", "to", "said"),
    [
        ({"WEBHOOK_SECRET": "s"}, "webhook=ftp://a.example", "begins with http:// or https://"),
        ({"WEBHOOK_SECRET": "s"}, "webhook=https://u:p@a.example", "a password does not belong"),
        ({"WEBHOOK_SECRET": "s"}, "webhook=https://a.example/\r\nX: y", "begins with http"),
        (MAIL, "smtp=nobody", "no address"),
        (MAIL, "smtp=a@b.example\r\nBcc: c@d", "no address"),
        ({**MAIL, "SMTP_SECURITY": "none", "SMTP_USER": "a", "SMTP_PASSWORD": "p"},
         "smtp=c@d.example", "for all to read"),
        ({**MAIL, "SMTP_USER": "a"}, "smtp=c@d.example", "go together"),
    ],
    ids=["scheme", "password", "two lines", "no mail address", "two headers", "in the clear",
         "half of a login"],
)  # fmt: skip
def test_addresses_that_are_none(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], to: str,
    said: str,
) -> None:  # fmt: skip
    for name, value in settings.items():
        monkeypatch.setenv(f"DATELINE_{name}", value)
    ran = run("standing", "add", COST, "--to", to)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err


def test_no_question(run: Run, data: Path) -> None:
    ran = run("standing", "add", "hi")
    assert (ran.code, ran.out, listed(run)) == (2, "", [])
    assert run("standing", "list").out.startswith("There are no standing questions.")


def test_the_file_is_for_its_owner_alone(run: Run, data: Path) -> None:
    run("standing", "add", COST)
    assert (data / "standing.sqlite").stat().st_mode & 0o077 == 0


def test_a_file_of_before_there_were_owners_is_read_and_added_to(data: Path, run: Run) -> None:
    assert run("standing", "add", COST, "--data-dir", data).code == 0
    with closing(sqlite3.connect(data / "standing.sqlite")) as file, file:
        for column in ("owner", "paused", "changed"):
            file.execute(f"ALTER TABLE standing DROP COLUMN {column}")
    store = StandingStore(data)
    [kept] = store.all()
    assert (kept.owner, kept.paused, kept.changed) == ("", False, None)
    store.pause(kept.id, paused=True)
    assert StandingStore(data).behind("another") == []
    assert "paused on the page" in run("standing", "list", "--data-dir", data).out
