"""Two `dateline serve` over one data folder and one PostgreSQL, as processes on loopback."""

import json
import signal
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.postgres import PASSWORD
from tests.postgres import Server as PostgreSQL
from tests.rag.corpus import KESSEL
from tests.ui.conftest import Run, command
from tests.ui.serving import wait_until
from tests.ui.slack_world import SECRET, TOKEN, Slack, StandIn, button, direct, words
from tests.ui.test_serve import Server, answers, asking, free_port, started

pytestmark = pytest.mark.slow

ASKED = "When did engineers reopen the Kessel bridge?"
PER_MINUTE = 40


@dataclass(frozen=True)
class Two:
    """The addresses of two servers, the processes, and the database that they share."""

    one: str
    other: str
    processes: tuple[Server, Server]
    url: str


@pytest.fixture(scope="module")
def two(harbour_data: Path, postgresql: PostgreSQL, stand_in: StandIn) -> Iterator[Two]:
    """Both begin at once with a database that nobody has used."""
    url, ports = postgresql.database("several"), (free_port(), free_port())
    settings = {
        "DATELINE_STATE_URL": url, "DATELINE_PER_MINUTE": str(PER_MINUTE),
        "DATELINE_STATE_TIMEOUT_S": "20", "DATELINE_SLACK_SIGNING_SECRET": SECRET,
        "DATELINE_SLACK_BOT_TOKEN": TOKEN, "DATELINE_SLACK_API": f"{stand_in.address}/api/",
    }  # fmt: skip
    with ExitStack() as stack:
        args = [command("--data-dir", harbour_data, "serve", "--port", port) for port in ports]
        with ThreadPoolExecutor() as pool:
            begun = [started(a, port, 120, **settings) for a, port in zip(args, ports, strict=True)]
            (first, one), (second, other) = pool.map(stack.enter_context, begun)
        for address in (one, other):
            wait_until(lambda at=address: answers(at, "readyz"), 90)  # type: ignore[misc]
        yield Two(one, other, (first, second), url)


def test_what_slack_sends_to_both_is_answered_once(two: Two, stand_in: StandIn) -> None:
    """A thread goes on, and the buttons below an answer work, at whichever server."""
    one, other = Slack(two.one, stand_in), Slack(two.other, stand_in)
    said = direct(ASKED)
    with ThreadPoolExecutor() as pool:
        sent = pool.map(lambda slack: slack.event(said, "Ev-both").status_code, [one, other] * 5)
        assert list(sent) == [200] * 10
    thread = f"D1/{said['ts']}"
    [answered] = stand_in.at(thread)
    assert words(answered)[0] == f"{KESSEL} [1]"
    other.event(direct("And in May 2024?", thread_ts=said["ts"]))
    followed = stand_in.at(thread, 2)[1]
    assert "When did engineers reopen the Kessel bridge in May 2024?" in str(words(followed))
    _, hook = one.press(button(followed, "quotes"), message="7.1", is_ephemeral=True)
    assert KESSEL in str(words(stand_in.at(hook)[0]))
    assert len(stand_in.posts[thread]) == 2


def test_a_judgement_given_at_either_is_listed(
    two: Two, stand_in: StandIn, harbour_data: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_STATE_URL", two.url)
    for address in (two.one, two.other):
        slack = Slack(address, stand_in)
        _, hook = slack.command(ASKED)
        pressed = button(stand_in.at(hook)[0], "helpful")
        _, heard = slack.press(pressed, message=address, is_ephemeral=True)
        assert words(stand_in.at(heard)[0]) == ["Thank you. Your judgement is kept."]
    listed = run("--data-dir", harbour_data, "feedback", "--json")
    assert [one["place"] for one in json.loads(listed.out)] == ["slack", "slack"]
    assert not (harbour_data / "feedback.sqlite").exists()


def test_requests_count_at_both(two: Two) -> None:
    """Of 60 sent to either in turn, as many as the setting says are let through."""
    headers = {"X-Forwarded-For": "192.0.2.44"}
    addresses = [f"{at}/v1/models" for at in (two.one, two.other)] * 30
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda at: httpx.get(at, headers=headers, timeout=30), addresses))
    assert Counter(r.status_code for r in got) == {200: PER_MINUTE, 429: 60 - PER_MINUTE}
    waits = {int(r.headers["Retry-After"]) for r in got if r.status_code == 429}
    assert all(40 < wait <= 60 for wait in waits)


def test_a_database_that_is_out(
    two: Two, postgresql: PostgreSQL, stand_in: StandIn, harbour_data: Path, run: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """What needs it is refused until it is back; what Slack sends is not taken, and comes again."""
    monkeypatch.setenv("DATELINE_STATE_URL", two.url)
    slack, said = Slack(two.one, stand_in), direct(ASKED)
    name = f"The database several at 127.0.0.1:{postgresql.port}"
    postgresql.stop()
    try:
        for address in (two.one, two.other):
            assert httpx.get(f"{address}/healthz").status_code == 200
            for refused in (
                httpx.get(f"{address}/readyz"),
                httpx.post(f"{address}/v1/ask", json={"question": ASKED}),
            ):
                assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
                assert refused.json()["detail"] == (
                    "The database that this server needs cannot be used right now. Try again soon."
                )
        refused = slack.event(said, "Ev-out")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
        checked = run("doctor", "--data-dir", harbour_data)
        assert checked.code == 2
        why = f"{name} cannot be reached (connection failed: connection to server at "
        assert f"BAD  {why}" in checked.out
        begun = run("serve", "--data-dir", harbour_data, "--port", 0)
        assert (begun.code, begun.out) == (2, "")
        [line] = begun.err.splitlines()
        assert line.startswith(f"dateline: {why}")
        assert line.endswith(
            "Start PostgreSQL, or correct DATELINE_STATE_URL; `dateline doctor` tries it."
        )
        assert PASSWORD not in checked.out + begun.err
    finally:
        postgresql.start()
    for address in (two.one, two.other):
        wait_until(lambda at=address: answers(at, "readyz"))  # type: ignore[misc]
    assert slack.event(said, "Ev-out").status_code == 200
    assert words(stand_in.at(f"D1/{said['ts']}")[0])[0] == f"{KESSEL} [1]"
    checked = run("doctor", "--data-dir", harbour_data)
    assert checked.code == 0
    assert f"ok   {name}: PostgreSQL " in checked.out
    assert PASSWORD not in checked.out


def test_no_question_is_lost_where_one_is_stopped(two: Two) -> None:
    """What is under way there is answered, and the conversation goes on at the other."""

    def ask(address: str, question: str) -> dict[str, object]:
        asked = {"question": question, "conversation_id": "rolling"}
        got = httpx.post(f"{address}/v1/ask", json=asked, timeout=60)
        assert got.status_code == 200
        return dict(got.json())

    process = two.processes[0]
    assert ask(two.one, ASKED)["understood_as"] is None
    with ThreadPoolExecutor() as pool:
        under_way = asking(pool, two.one)
        process.send_signal(signal.SIGTERM)
        assert under_way.result(60).json()["kind"] == "answer"
        followed = ask(two.other, "And in May 2024?")
    assert followed["understood_as"] == "When did engineers reopen the Kessel bridge in May 2024?"
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "")
    assert json.loads(err.splitlines()[-1])["message"] == "stopped"
    assert PASSWORD not in err
