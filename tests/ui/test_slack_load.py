"""Slack while the engine is slow, full, broken, stopping or started anew."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Timer

import httpx
import pytest

from index.embedding.embedder import Encoding
from rag.progress import Tell, untold
from rag.question.parsing import Query
from rag.settings import Settings
from rag.types import Answer, Refusal
from tests.doubles import HashingEmbedder
from tests.rag.corpus import KESSEL
from tests.ui.serving import TODAY, harbour_service, running, wait_until
from tests.ui.slack_world import (
    CHANNEL,
    Slack,
    StandIn,
    button,
    mention,
    words,
)
from ui.feedback import FEEDBACK_FILE, FeedbackStore
from ui.server import build_app
from ui.service import Service

pytestmark = pytest.mark.usefixtures("without_page")

ASKED = "When did the bridge reopen?"
FULL = "Too many questions wait for an answer right now. Ask again in a minute."


class GatedEmbedder(HashingEmbedder):
    """An embedder as slow as its gate is shut."""

    def __init__(self, gate: Event) -> None:
        super().__init__()
        self._gate = gate

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        assert self._gate.wait(20), "the gate was never opened"
        return super().encode(texts)


class Noting(Service):
    """A service that notes under which conversation it was asked."""

    noted: tuple[tuple[str, str | None], ...] = ()

    async def ask(
        self,
        query: Query,
        conversation_id: str | None = None,
        tell: Tell = untold,
    ) -> Answer | Refusal:
        self.noted = (*self.noted, (query.question, conversation_id))
        return await super().ask(query, conversation_id, tell)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("load")
    harbour_service(made).close()
    return made


def chosen(folder: Path, stand_in: StandIn, **settings: object) -> Settings:
    return Settings.model_validate(
        {
            "data_dir": folder / "data",
            "embedder": "hashing",
            "judge": "none",
            **stand_in.settings(**settings),
        }
    )


@contextmanager
def serving(folder: Path, stand_in: StandIn, gate: Event, **settings: object) -> Iterator[Slack]:
    """A server whose engine answers while the gate is open, as it is at first."""
    gate.set()
    embedder = GatedEmbedder(gate)
    service = Service(chosen(folder, stand_in, **settings), lambda: embedder, lambda: TODAY)
    with running(build_app(service)) as address:
        wait_until(lambda: service.ready)
        yield Slack(address, stand_in)


def test_a_slow_engine_holds_up_no_acknowledgement(folder: Path, stand_in: StandIn) -> None:
    gate = Event()
    with serving(folder, stand_in, gate) as slack:
        gate.clear()
        began = time.monotonic()
        _, hook = slack.command(ASKED)
        _, thread = slack.mention(ASKED)
        _, checked = slack.shortcut(ASKED)
        assert httpx.get(f"{slack.server}/healthz").status_code == 200
        assert time.monotonic() - began < 3
        time.sleep(3.5 - (time.monotonic() - began))  # longer than Slack waits
        assert not any(stand_in.posts[place] for place in (hook.rsplit("/", 1)[1], thread))
        gate.set()
        for place in (hook, thread, checked):
            assert f"{KESSEL} [1]" in words(stand_in.at(place)[0])


def test_who_asks_when_the_queue_is_full_is_told(folder: Path, stand_in: StandIn) -> None:
    gate = Event()
    with serving(folder, stand_in, gate, workers=1, in_flight=3) as slack:
        gate.clear()
        taken = [slack.command(ASKED) for _ in range(5)]  # two in work, three wait
        assert [answered.text for answered, _ in taken] == [""] * 5
        turned, hook = slack.command(ASKED)
        assert (turned.status_code, turned.text) == (200, "")
        assert words(stand_in.at(hook)[0]) == [FULL]
        acknowledged, thread = slack.mention(ASKED)
        _, checked = slack.shortcut(ASKED)
        assert acknowledged.status_code == 200
        assert words(stand_in.at(thread)[0]) == [FULL]
        assert words(stand_in.at(checked)[0]) == [FULL]
        gate.set()
        for _, hook in taken:
            assert words(stand_in.at(hook)[0])[1] == f"{KESSEL} [1]"


def test_who_asks_when_other_places_ask_too_much_is_told(folder: Path, stand_in: StandIn) -> None:
    gate = Event()
    with serving(folder, stand_in, gate, workers=1, in_flight=1) as slack:
        gate.clear()
        _, first = slack.command(ASKED)
        _, second = slack.command(ASKED)
        assert words(stand_in.at(second)[0]) == [
            "Too many questions are being answered right now. Try again in a moment."
        ]
        gate.set()
        assert words(stand_in.at(first)[0])[1] == f"{KESSEL} [1]"


def test_a_stopping_server_answers_what_waits(folder: Path, stand_in: StandIn) -> None:
    with serving(folder, stand_in, Event()) as slack:
        hooks = [slack.command(ASKED)[1] for _ in range(8)]
    assert [words(stand_in.at(hook)[0])[1] for hook in hooks] == [f"{KESSEL} [1]"] * 8


@pytest.mark.nightly
def test_a_stopping_server_tells_those_it_has_no_time_for(
    folder: Path, stand_in: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    gate = Event()
    places = []
    opener = Timer(4, gate.set)
    with serving(folder, stand_in, gate, workers=1, shutdown_s=2) as slack:
        gate.clear()
        places = [slack.command(ASKED)[1] for _ in range(4)]
        places.append(slack.mention(ASKED)[1])
        opener.start()  # the engine itself lets a question end before the server stops
        began = time.monotonic()
    assert time.monotonic() - began > 2
    opener.join()
    for place in places:
        assert words(stand_in.posts[place.rsplit("/hook/", 1)[-1]][0]) == [
            "Dateline was stopped before it could answer. Ask again in a few minutes."
        ]
    assert "Time is up before all questions from Slack are answered." in caplog.messages


def test_what_goes_wrong_is_told_without_a_path(
    folder: Path, stand_in: StandIn, tmp_path: Path
) -> None:
    service = harbour_service(tmp_path)
    service.close()
    broken = Service(chosen(tmp_path, stand_in), HashingEmbedder, lambda: TODAY)
    with running(build_app(broken)) as address:
        wait_until(lambda: broken.ready)
        slack = Slack(address, stand_in)
        _, hook = slack.command(ASKED)
        answered = stand_in.at(hook)[0]
        (tmp_path / "data" / FEEDBACK_FILE).mkdir()
        _, heard = slack.press(button(answered, "helpful"))
        assert words(stand_in.at(heard)[0]) == [
            "Dateline could not do this: something is wrong with its reports or its disk. Try "
            "again later, or tell whoever runs it; its log says why."
        ]


def test_a_thread_is_one_conversation_and_a_command_is_none(
    folder: Path, stand_in: StandIn
) -> None:
    service = Noting(chosen(folder, stand_in), HashingEmbedder, lambda: TODAY)
    with running(build_app(service)) as address:
        slack = Slack(address, stand_in)
        first = mention(ASKED)
        slack.event(first)
        slack.event(mention("What did it cost?", thread_ts=first["ts"]))
        stand_in.at(f"{CHANNEL}/{first['ts']}", 2)
        _, hook = slack.command("And the museum?")
        stand_in.at(hook)
    conversation = f"slack:T024:{CHANNEL}:{first['ts']}"
    assert service.noted == (
        (ASKED, conversation),
        ("What did it cost?", conversation),
        ("And the museum?", None),
    )


def test_buttons_do_their_work_after_a_restart(folder: Path, stand_in: StandIn) -> None:
    settings = chosen(folder, stand_in)
    with running(build_app(Service(settings, HashingEmbedder, lambda: TODAY))) as address:
        _, hook = Slack(address, stand_in).command(ASKED)
        answered = stand_in.at(hook)[0]
    with running(build_app(Service(settings, HashingEmbedder, lambda: TODAY))) as address:
        slack = Slack(address, stand_in)
        _, shown = slack.press(button(answered, "quotes"), is_ephemeral=True)
        assert words(stand_in.at(shown)[0])[1] == KESSEL
        _, heard = slack.press(button(answered, "helpful"), is_ephemeral=True)
        assert words(stand_in.at(heard)[0]) == ["Thank you. Your judgement is kept."]
    assert [kept.outcome["text"] for kept in FeedbackStore(folder / "data").all()] == [
        f"{KESSEL} [1]"
    ]


@pytest.mark.parametrize("value", ["{}", "", "soup", '{"said": "abc", "question": null}'])
def test_a_button_of_an_answer_that_cannot_be_had_again_says_so(
    folder: Path, stand_in: StandIn, value: str
) -> None:
    gone = (
        "This answer cannot be had again: Dateline was started anew since, and the reports, the "
        "day or the conversation that it came from are not the same. Ask the question again and "
        "use the buttons of the new answer."
    )
    with serving(folder, stand_in, Event()) as slack:
        _, heard = slack.press({"action_id": "quotes", "value": value, "type": "button"})
        assert words(stand_in.at(heard)[0]) == [gone]


def test_a_button_of_an_answer_from_other_reports_says_so(
    stand_in: StandIn, tmp_path: Path
) -> None:
    with running(build_app(Service(chosen(tmp_path, stand_in), HashingEmbedder))) as address:
        _, hook = Slack(address, stand_in).command(ASKED)
        refused = stand_in.at(hook)[0]
        assert words(refused)[1].startswith("No answer. There are no reports")
    harbour_service(tmp_path).close()
    with running(build_app(Service(chosen(tmp_path, stand_in), HashingEmbedder))) as address:
        _, heard = Slack(address, stand_in).press(button(refused, "unhelpful"))
        assert words(stand_in.at(heard)[0])[0].startswith("This answer cannot be had again")
    assert list(FeedbackStore(tmp_path / "data").all()) == []
