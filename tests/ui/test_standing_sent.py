"""Alerts sent for real, to receivers on loopback: once each, and none lost."""

import base64
import hashlib
import hmac
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ui.conftest import Run, command, environment, run_process
from tests.ui.serving import wait_until
from tests.ui.sinks import Posted, Sink, http_sink, smtp_sink
from tests.ui.standing_world import BILL, COST, NOTHING, add_report, ended, listed, own_copy
from ui.standing.outbox import Outbox
from ui.standing.posting import signature

pytestmark = pytest.mark.slow
SHARED = "shared by both"
MAIL = {
    "SMTP_HOST": "127.0.0.1", "SMTP_SECURITY": "none", "SMTP_FROM": "dateline@desk.example",
    "SMTP_TO": "analyst@desk.example",
}  # fmt: skip


@pytest.fixture
def data(harbour_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of its own, which the commands use."""
    monkeypatch.setenv("DATELINE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATELINE_WEBHOOK_SECRET", SHARED)
    return own_copy(harbour_data, tmp_path / "data")


@pytest.fixture
def sink() -> Iterator[Sink]:
    with http_sink() as made:
        yield made


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    with smtp_sink() as made:
        for name, value in {**MAIL, "SMTP_PORT": str(made.port)}.items():
            monkeypatch.setenv(f"DATELINE_{name}", value)
        yield made


def is_signed(posted: Posted, secret: bytes = SHARED.encode()) -> bool:
    """As a receiver checks it."""
    said = posted.headers
    signed = f"{said['webhook-id']}.{said['webhook-timestamp']}.".encode() + posted.body
    expected = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
    return said["webhook-signature"] == f"v1,{expected}"


def waiting(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = listed(run)[0]["waiting"]
    return found


def test_a_webhook_is_signed_and_sent_once(run: Run, data: Path, sink: Sink) -> None:
    run("standing", "add", COST, "--to", f"webhook={sink.url}", "--to", f"webhook={sink.url}")
    run("standing", "run")
    assert sink.posted == []
    add_report(run, data, "bill.txt", BILL)
    assert sink.posted == []
    ran = run("standing", "run")
    assert (ran.code, ran.err) == (0, "")
    [posted] = sink.posted
    assert is_signed(posted)
    assert not is_signed(posted, b"another")
    assert posted.headers["idempotency-key"] == posted.headers["webhook-id"]
    told = json.loads(posted.body)
    assert (told["type"], told["kind"], told["question"], told["standing_id"]) == (
        "standing.new_value", "new_value", COST, 1,
    )  # fmt: skip
    assert told["id"] == posted.headers["webhook-id"]
    assert "4.1 million" in told["after"]["outcome"]["text"]
    assert "3.2 million" in told["before"]["outcome"]["text"]
    assert told["before"]["asked_at"] <= told["after"]["asked_at"] <= told["made_at"]
    fresh = [c for c in told["after"]["outcome"]["citations"] if c["n"] in told["fresh"]]
    assert [c["published_on"] for c in fresh] == ["2024-06-09"]
    assert ended(run("standing", "run")) == NOTHING
    assert len(sink.posted) == 1


def test_the_signature_is_that_of_the_specification() -> None:
    """The example of https://github.com/standard-webhooks/standard-webhooks."""
    headers = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
        b'{"test": 2432232314}',
    )  # fmt: skip
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize("fault", ["500", "302", "nobody there"])
def test_what_does_not_arrive_is_tried_again(
    run: Run, data: Path, sink: Sink, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_WEBHOOK_URL", sink.url)
    run("standing", "add", COST, "--to", "webhook")
    add_report(run, data, "bill.txt", BILL)
    with http_sink() as elsewhere:
        if fault == "nobody there":
            monkeypatch.setenv("DATELINE_WEBHOOK_URL", "http://127.0.0.1:9/")
        else:
            sink.status, sink.location = int(fault), elsewhere.url
        ran = run("standing", "run")
        assert (ran.code, "Answered otherwise" in ran.out) == (2, True)
        assert ran.err.startswith("dateline: an alert was not sent to webhook: ")
        assert elsewhere.posted == []
    [kept] = waiting(run)
    assert (kept["to"], kept["tries"], bool(kept["failure"])) == ("webhook", 1, True)
    monkeypatch.setenv("DATELINE_WEBHOOK_URL", sink.url)
    sink.status, sink.location = 204, ""
    assert ended(run("standing", "run")) == NOTHING
    assert waiting(run) == []
    assert len({posted.headers["webhook-id"] for posted in sink.posted}) == 1
    assert len({posted.body for posted in sink.posted}) == 1
    assert ended(run("standing", "run")) == NOTHING


def begun(data: Path, **more: str) -> "subprocess.Popen[str]":
    """A run of its own process, as cron begins it."""
    settings = {"DATELINE_DATA_DIR": str(data), "DATELINE_WEBHOOK_SECRET": SHARED, **more}
    return subprocess.Popen(
        command("standing", "run"), cwd=data.parent, env=environment(**settings), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def killed_while_sending(data: Path, sink: Sink, came: list[Any], **more: str) -> None:
    """A run that is killed when the receiver has the alert, before it is told so."""
    sink.may_answer.clear()
    with begun(data, **more) as sending:
        try:
            wait_until(lambda: len(came) == 1, 120)
        finally:
            sending.kill()
    sink.may_answer.set()


def test_killed_between_sending_and_noting_a_webhook(run: Run, data: Path, sink: Sink) -> None:
    """It comes again with the same id and the same bytes: who keeps ids has it once."""
    run("standing", "add", COST, "--to", f"webhook={sink.url}")
    add_report(run, data, "bill.txt", BILL)
    killed_while_sending(data, sink, sink.posted)
    [kept] = waiting(run)
    assert (kept["tries"], kept["failure"]) == (1, None)
    assert ended(run("standing", "run")) == NOTHING
    first, second = sink.posted
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert is_signed(second)
    assert ended(run("standing", "run")) == NOTHING
    assert len(sink.posted) == 2


@pytest.mark.nightly
def test_killed_between_sending_and_noting_a_mail(run: Run, data: Path, mail: Sink) -> None:
    run("standing", "add", COST, "--to", "smtp")
    add_report(run, data, "bill.txt", BILL)
    settings = {f"DATELINE_{name}": value for name, value in MAIL.items()}
    killed_while_sending(data, mail, mail.mailed, **settings, DATELINE_SMTP_PORT=str(mail.port))
    assert ended(run("standing", "run")) == NOTHING
    first, second = mail.mailed
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_content() == second.get_content()


def test_killed_while_it_asks_loses_nothing(run: Run, data: Path, sink: Sink) -> None:
    """Whenever it is killed, the next run tells what has changed."""
    run("standing", "add", COST, "--to", f"webhook={sink.url}")
    add_report(run, data, "bill.txt", BILL)
    for seconds in (0.3, 1.0, 1.7):
        with begun(data) as cut_off:
            try:
                cut_off.wait(seconds)
            except subprocess.TimeoutExpired:
                cut_off.kill()
    assert run("standing", "run").code == 0
    assert len({posted.headers["webhook-id"] for posted in sink.posted}) == 1


def test_two_at_once_send_one(run: Run, data: Path, sink: Sink) -> None:
    run("standing", "add", COST, "--to", f"webhook={sink.url}")
    add_report(run, data, "bill.txt", BILL)
    both = [begun(data) for _ in range(2)]
    said = [one.communicate(timeout=120)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert len(sink.posted) == 1
    assert sum("Answered otherwise" in out for out in said) == 1


def test_a_mail_has_both_answers(run: Run, data: Path, mail: Sink) -> None:
    run(
        "standing", "add", f"{COST}\n\tBcc: x@y.example", "--to", "smtp", "--to", "smtp=b@c.example"
    )
    add_report(run, data, "bill.txt", BILL)
    assert run("standing", "run").err == ""
    first, second = mail.mailed
    assert (first["To"], second["To"]) == ("analyst@desk.example", "b@c.example")
    assert (first["From"], first["Auto-Submitted"]) == ("dateline@desk.example", "auto-generated")
    assert first["Subject"] == f"Answered otherwise: {COST} Bcc: x@y.example"
    assert first["Bcc"] is None
    text = first.get_content()
    assert text.index("Now, asked on") < text.index("4.1 million crowns, the auditors found")
    assert text.index("Before, asked on") < text.rindex("The work cost 3.2 million crowns")
    assert first["Message-ID"] != second["Message-ID"]


def test_a_mail_server_that_takes_nothing(run: Run, data: Path, mail: Sink) -> None:
    run("standing", "add", COST, "--to", "smtp")
    add_report(run, data, "bill.txt", BILL)
    mail.code = 550
    ran = run("standing", "run")
    assert (ran.code, "does not take mail for this address" in ran.err) == (2, True)
    mail.code = 250
    assert ended(run("standing", "run")) == NOTHING
    assert len(mail.mailed) == 1


def test_starttls_is_not_done_without(
    run: Run, data: Path, mail: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that has no TLS is told nothing, unless a setting lets it be."""
    monkeypatch.setenv("DATELINE_SMTP_SECURITY", "starttls")
    run("standing", "add", COST, "--to", "smtp")
    add_report(run, data, "bill.txt", BILL)
    ran = run("standing", "run")
    assert (ran.code, "The mail server could not be used" in ran.err) == (2, True)
    assert mail.mailed == []


@pytest.mark.nightly
def test_slack_by_an_incoming_webhook(
    run: Run, data: Path, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_SLACK_WEBHOOK", sink.url)
    run("standing", "add", f"{COST} <!channel> & :tada:", "--to", "slack")
    add_report(run, data, "bill.txt", BILL)
    killed_while_sending(data, sink, sink.posted, DATELINE_SLACK_WEBHOOK=sink.url)
    sink.status = 500  # it may have arrived still, though this try did not
    assert run("standing", "run").code == 2
    sink.status = 200
    assert ended(run("standing", "run")) == NOTHING
    first, _, second = (json.loads(posted.body) for posted in sink.posted)
    assert "<!channel>" not in first["text"]
    assert {block["text"]["type"] for block in first["blocks"]} == {"plain_text"}
    shown = [block["text"]["text"] for block in first["blocks"]]
    assert shown[0].startswith(f"Answered otherwise: {COST}")
    assert "4.1 million" in shown[1]
    assert "3.2 million" in shown[2]
    assert first["blocks"] == second["blocks"][:-1]
    assert "This may be a second time" in second["blocks"][-1]["text"]["text"]


def test_slack_as_the_app(
    run: Run, data: Path, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_SLACK_API", sink.url)
    monkeypatch.setenv("DATELINE_SLACK_BOT_TOKEN", "xoxb-1")
    run("standing", "add", COST, "--to", "slack=C1")
    add_report(run, data, "bill.txt", BILL)
    sink.reply = b'{"ok": false, "error": "not_in_channel"}'
    ran = run("standing", "run")
    assert (ran.code, "Slack did not take it: not_in_channel." in ran.err) == (2, True)
    sink.reply = b'{"ok": true}'
    assert ended(run("standing", "run")) == NOTHING
    posted = sink.posted[-1]
    assert (posted.path, posted.headers["authorization"]) == (
        "/alerts/chat.postMessage", "Bearer xoxb-1",
    )  # fmt: skip
    assert json.loads(posted.body)["channel"] == "C1"
    assert "xoxb" not in run("standing", "list").out


def test_removing_drops_what_waits(run: Run, data: Path, sink: Sink) -> None:
    sink.status = 500
    run("standing", "add", COST, "--to", f"webhook={sink.url}")
    add_report(run, data, "bill.txt", BILL)
    run("standing", "run")
    assert "were not sent: 1." in run("standing", "remove", 1).out
    assert ended(run("standing", "run")) == NOTHING


@pytest.mark.nightly
def test_who_is_not_the_one_that_sends_says_so(run: Run, data: Path, sink: Sink) -> None:
    run("standing", "add", COST, "--to", f"webhook={sink.url}")
    add_report(run, data, "bill.txt", BILL)
    settings = {"DATELINE_DATA_DIR": str(data), "DATELINE_WEBHOOK_SECRET": SHARED}
    with Outbox(data).sending():
        ran = run_process("standing", "run", cwd=data.parent, **settings)
        assert (ran.code, "Another process is sending alerts" in ran.out) == (0, True)
    assert sink.posted == []
    run("standing", "run")
    assert len(sink.posted) == 1
