"""A language model that answers, and one that fails in every way that servers fail."""

import asyncio
import gc
import logging
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from index.errors import BadInput, ModelUnusable
from rag.deadline import Deadline
from rag.language_model import (
    MOST_CHARACTERS,
    LlamaIndexModel,
    ModelFailed,
    load_language_model,
)
from rag.messages import Message, Schema
from rag.providers import provide
from rag.settings import Settings, read_settings
from tests.model_server import (
    MODEL,
    Asked,
    Fault,
    ModelServer,
    Reply,
    Script,
    Status,
    closed_url,
    one_after_another,
    serving_model,
)
from tests.ui.serving import running, wait_until

ASKED = [Message("system", "Be brief."), Message("user", "What was reopened?")]
SCHEMA = Schema("answer", {"type": "object"})
SAID = "Engineers reopened the bridge on May 2."


@contextmanager
def loaded(alone_s: float = 30, **settings: object) -> Iterator[LlamaIndexModel]:
    chosen = Settings.model_validate({"llm_model": MODEL, "llm_retries": 0, **settings})
    model = LlamaIndexModel(MODEL, provide(chosen, MODEL), chosen, alone_s)
    try:
        yield model
    finally:
        model.close()


@dataclass(frozen=True)
class Came:
    """What a model wrote until it failed, how it failed, and after how many seconds."""

    text: str
    failed: str
    seconds: float


def write(model: LlamaIndexModel, seconds: float = 5, schema: Schema | None = SCHEMA) -> Came:
    begun, pieces, failed = time.monotonic(), [], ""
    try:
        pieces.extend(model.write(ASKED, schema, Deadline.within(seconds)))
    except ModelFailed as error:
        failed = str(error)
    return Came("".join(pieces), failed, time.monotonic() - begun)


class Switch:
    """A script that can be changed, so that one server serves many tests."""

    def __init__(self) -> None:
        self.script: Script = lambda _: SAID

    def __call__(self, asked: Asked) -> str | Reply | Status | Fault:
        return self.script(asked)


SWITCH = Switch()


@pytest.fixture(scope="module")
def kept_server() -> Iterator[ModelServer]:
    with serving_model(SWITCH) as server:
        yield server


@pytest.fixture
def server(kept_server: ModelServer) -> Iterator[ModelServer]:
    """A server that says what `says` was last told, asked nothing so far."""
    kept_server.asked.clear()
    kept_server.left = 0
    yield kept_server
    says(SAID)


def says(script: Script | str | Reply | Status | Fault) -> None:
    SWITCH.script = script if callable(script) else lambda _: script


def test_what_it_says_comes_in_pieces_and_what_is_asked_is_as_the_settings_say(
    server: ModelServer,
) -> None:
    with loaded(**server.settings, llm_api_key="sk-1") as model:
        pieces = list(model.write(ASKED, SCHEMA, Deadline.within(5)))
        assert (model.name, model.plain) == (MODEL, False)
    assert pieces == ["Engineer", "s reopen", "ed the b", "ridge on", " May 2."]
    [asked] = server.asked
    assert asked.key == "sk-1"
    assert asked.body == {
        "model": MODEL,
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "What was reopened?"},
        ],
        "stream": True,
        "temperature": 0.0,
        "max_tokens": 2000,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": {"type": "object"}},
        },
    }


def test_a_key_of_the_environment_is_not_sent_to_another_server(
    server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-openai")
    monkeypatch.setenv("OPENAI_ORG_ID", "org-1")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "proj-1")
    monkeypatch.setenv("HTTP_PROXY", closed_url())
    with loaded(**server.settings) as model:
        assert write(model).text == SAID
    assert server.asked[0].key == "none"
    assert not {"openai-organization", "openai-project"} & set(server.asked[0].headers)


def test_a_server_that_sends_on_to_another_is_not_followed(server: ModelServer) -> None:
    moved = FastAPI()
    moved.post("/v1/chat/completions")(
        lambda: RedirectResponse(f"{server.url}/chat/completions", 307)
    )
    with running(moved) as address, loaded(llm_url=f"{address}/v1") as model:
        assert write(model).failed == "The language model answered nonsense."
    assert server.asked == []


FAILURES = [
    pytest.param(Status(401), "did not accept the key", id="401"),
    pytest.param(Status(404), "was not found at its address", id="404"),
    pytest.param(Status(429), "has too much to do at the moment", id="429"),
    pytest.param(Status(500), "answered with an error (500)", id="500"),
    pytest.param(Status(413), "did not accept so long a question", id="413"),
    pytest.param(Status(400), "did not accept the question", id="400"),
    *(
        pytest.param(fault, "answered nonsense", id=fault.name)
        for fault in Fault
        if fault is not Fault.HANG
    ),
]


@pytest.mark.parametrize(("fault", "said"), FAILURES)
def test_what_goes_wrong_is_a_line_for_the_reader(
    server: ModelServer, fault: Status | Fault, said: str
) -> None:
    says(fault)
    with loaded(**server.settings) as model:
        came = write(model)
    assert (came.text, came.failed) == ("", f"The language model {said}.")
    assert came.seconds < 4


@pytest.mark.parametrize(
    "url", [closed_url(), "http://nowhere.invalid/v1"], ids=["refused", "no such name"]
)
def test_where_nobody_is_it_could_not_be_reached(url: str) -> None:
    with loaded(llm_url=url) as model:
        came = write(model)
    assert (came.text, came.failed) == ("", "The language model could not be reached.")


def test_a_stream_that_is_cut_off_is_told_after_what_came(server: ModelServer) -> None:
    says(Reply(SAID, until=2, then="cut"))
    with loaded(**server.settings, llm_retries=2) as model:
        came = write(model)
    assert (came.text, came.failed) == (
        "Engineers reopen", "The language model broke off in the middle of its answer.",
    )  # fmt: skip
    assert len(server.asked) == 1, "what was begun is not asked for again"


@pytest.mark.parametrize(
    ("script", "text"),
    [
        pytest.param(Fault.HANG, "", id="hang"),
        pytest.param(
            Reply(SAID, until=2, then="hang"), "Engineers reopen", id="hang in the middle"
        ),
        pytest.param(Reply(SAID, size=1, pause=0.19), "Eng", id="dribble"),
    ],
)
def test_at_the_limit_it_is_cut_off_wherever_it_is(
    server: ModelServer, script: Reply | Fault, text: str
) -> None:
    says(script)
    with loaded(**server.settings) as model:
        came = write(model, seconds=0.5)
        assert came.text.startswith(text)
        assert came.failed == "The language model did not answer within 0.5 seconds."
        assert 0.4 < came.seconds < 1.2
        wait_until(lambda: server.answering == 0)
    assert server.left == 1, "the connection is given up with the question"


def test_headers_that_dribble_are_cut_off_at_the_limit_too() -> None:
    stop = threading.Event()

    def dribble(listening: socket.socket) -> None:
        connection, _ = listening.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while not stop.wait(0.1):
                try:
                    connection.sendall(b"X-More: 1\r\n")
                except OSError:
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        serving = threading.Thread(target=dribble, args=[listening])
        serving.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/v1"
        with loaded(llm_url=url) as model:
            came = write(model, seconds=0.5)
        stop.set()
        serving.join(5)
    assert came.failed == "The language model did not answer within 0.5 seconds."
    assert came.seconds < 1.2


@pytest.mark.parametrize("reason", ["length", "content_filter"])
def test_what_the_server_ends_is_told_after_what_came(server: ModelServer, reason: str) -> None:
    says(Reply(SAID, finish=reason))
    with loaded(**server.settings) as model:
        came = write(model)
    said = "The language model broke off in the middle of its answer."
    assert (came.text, came.failed) == (SAID, said)


def test_what_does_not_end_is_ended(server: ModelServer) -> None:
    says(Reply("Again. " * 40, size=280, endless=True))
    with loaded(**server.settings) as model:
        came = write(model)
    assert came.failed == "The language model wrote far more than it was asked for."
    assert MOST_CHARACTERS <= len(came.text) < MOST_CHARACTERS + 300


def test_what_fails_in_passing_is_asked_again_and_nobody_notices(server: ModelServer) -> None:
    says(one_after_another(Status(503), Status(429, retry_after="0.1"), SAID))
    with loaded(**server.settings, llm_retries=2) as model:
        came = write(model)
    assert (came.text, came.failed, len(server.asked)) == (SAID, "", 3)


def test_a_wait_beyond_the_limit_is_not_waited_for(server: ModelServer) -> None:
    says(Status(429, retry_after="3600"))
    with loaded(**server.settings, llm_retries=2) as model:
        came = write(model)
    assert came.failed == "The language model has too much to do at the moment."
    assert (len(server.asked), came.seconds < 1) == (1, True)


def test_a_key_that_is_wrong_is_not_tried_again(server: ModelServer) -> None:
    says(Status(401))
    with loaded(**server.settings, llm_retries=2) as model:
        write(model)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("refused", "message", "kept"),
    [
        ("response_format", "unknown field", set()),
        ("max_tokens", "use max_completion_tokens instead", {"max_completion_tokens"}),
    ],
)
def test_what_a_server_does_not_take_is_left_out_and_remembered(
    refused: str, message: str, kept: set[str]
) -> None:
    refuses = {refused: message}
    with serving_model(SAID, refuses=refuses) as server, loaded(**server.settings) as model:
        assert write(model).text == write(model).text == SAID
        assert model.plain == (refused == "response_format")
    sent = [set(asked.body) for asked in server.asked]
    assert len(sent) == 3
    assert refused in sent[0]
    assert sent[1] == sent[2] == sent[0] - {refused} | kept


def test_what_one_learns_while_another_is_answered_is_kept() -> None:
    with serving_model(SAID) as server, loaded(**server.settings) as model:
        began = model._dialect
        assert began is not None

        async def slow(_: object) -> str:
            model._dialect = replace(began, schema=False)
            await asyncio.sleep(0)
            return SAID

        assert asyncio.run(model._understood(slow, SCHEMA, 1)) == SAID
        assert model.plain


def test_a_question_that_is_refused_as_such_teaches_nothing_of_the_server(
    server: ModelServer,
) -> None:
    says(Status(400, "the context is too long"))
    with loaded(**server.settings) as model:
        assert write(model).failed == "The language model did not accept the question."
        assert not model.plain


def test_after_three_failures_it_is_left_alone_and_then_tried_once(server: ModelServer) -> None:
    says(Status(500))
    with loaded(**server.settings, alone_s=1) as model:
        said = [write(model).failed for _ in range(4)]
        assert said == [
            *["The language model answered with an error (500)."] * 3,
            "The language model failed repeatedly and is left alone for 1 second.",
        ]
        assert len(server.asked) == 3
        time.sleep(1)
        assert write(model).failed == said[0]
        assert write(model).failed == said[3], "the trial failed too"
        time.sleep(1)
        says(Reply(SAID, pause=0.05))
        with ThreadPoolExecutor(4) as pool:
            came = [one.result() for one in [pool.submit(write, model) for _ in range(4)]]
        assert sorted(one.text for one in came) == ["", "", "", SAID], "one tries for all"
        assert write(model).text == SAID


def test_a_trial_that_is_left_after_its_first_words_has_gone_well(server: ModelServer) -> None:
    says(Status(500))
    with loaded(**server.settings, alone_s=0.2) as model:
        for _ in range(3):
            write(model)
        time.sleep(0.2)
        says(Reply("word " * 100, pause=0.02))
        reading = model.write(ASKED, None, Deadline.within(5))
        assert next(reading)
        reading.close()
        wait_until(lambda: server.left == 1)
        says(SAID)
        with ThreadPoolExecutor(2) as pool:
            came = [one.result().text for one in [pool.submit(write, model) for _ in range(2)]]
        assert came == [SAID, SAID]


def test_what_was_wrong_with_a_question_does_not_count_against_the_model(
    server: ModelServer,
) -> None:
    with loaded(**server.settings) as model:
        for _ in range(5):
            says(Status(400))
            assert write(model).failed == "The language model did not accept the question."
        says(SAID)
        assert write(model).text == SAID


def test_many_threads_at_once_each_get_their_own_answer(server: ModelServer) -> None:
    says(lambda asked: Reply(asked.user * 20, size=5, pause=0.001))
    with loaded(**server.settings) as model, ThreadPoolExecutor(8) as pool:
        asked = [f"<{n}>" for n in range(24)]
        came = pool.map(
            lambda text: "".join(model.write([Message("user", text)], None, Deadline.within(20))),
            asked,
        )
        assert list(came) == [text * 20 for text in asked]


def test_one_who_stops_listening_leaves_nothing_behind(server: ModelServer) -> None:
    says(Reply("word " * 100, pause=0.02))
    before = threading.active_count()
    with loaded(**server.settings) as model:
        for _ in range(3):
            assert next(model.write(ASKED, None, Deadline.within(20)))
            gc.collect()
        wait_until(lambda: server.answering == 0 and server.left == 3)
    wait_until(lambda: threading.active_count() <= before)


def test_a_model_that_nobody_holds_ends_its_thread(server: ModelServer) -> None:
    model = load_language_model(Settings.model_validate(server.settings))
    assert model is not None
    assert write(model).text == SAID
    [thread] = [t for t in threading.enumerate() if t.name == "language-model"]
    del model
    gc.collect()
    thread.join(5)
    assert not thread.is_alive()


def test_what_is_closed_in_the_middle_of_an_answer_says_so(server: ModelServer) -> None:
    says(Fault.HANG)
    with loaded(**server.settings) as model, ThreadPoolExecutor(1) as pool:
        came = pool.submit(write, model, 20)
        wait_until(lambda: bool(server.asked))
        model.close()
        assert came.result(5).failed == "The language model was stopped."
        assert write(model).failed == "The language model was stopped.", "and stays so"


def test_the_log_has_the_details_but_not_the_key(
    server: ModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    says(Status(401, "Incorrect API key provided: sk-very-secret\nfor you"))
    with (
        caplog.at_level(logging.DEBUG, "dateline"),
        loaded(**server.settings, llm_api_key="sk-very-secret") as model,
    ):
        write(model)
    [record] = caplog.records
    assert "AuthenticationError" in record.getMessage()
    assert "Incorrect API key provided: •••" in record.getMessage()
    assert "secret" not in record.getMessage()


@pytest.mark.parametrize(
    ("first", "probability"),
    [
        ({"yes": 0.6, "no": 0.2, "Yes": 0.1, " NO": 0.05, "maybe": 0.05}, 0.7 / 0.95),
        ({"Yes": 0.9, "The": 0.06, "It": 0.02}, 0.9 / 0.92),
        ({"No": 0.999}, pytest.approx(0.001)),
        ({"The": 0.9, "A": 0.1}, None),
        ({}, None),
    ],
    ids=["all spellings", "no is not listed", "only one is listed", "no answer", "not given"],
)
def test_how_probable_a_yes_is(
    server: ModelServer, first: dict[str, float], probability: float | None
) -> None:
    says(Reply("yes", first=first))
    with loaded(**server.settings) as model:
        judged = model.probability_of_yes(ASKED, Deadline.within(5))
    assert judged == (probability if probability is None else pytest.approx(probability))
    [asked] = server.asked
    assert (asked.body["max_tokens"], asked.body["top_logprobs"]) == (1, 20)


def test_a_server_without_log_probabilities_is_not_asked_for_them_again() -> None:
    with serving_model(SAID, logprobs=False) as server, loaded(**server.settings) as model:
        judged = [model.probability_of_yes(ASKED, Deadline.within(5)) for _ in range(3)]
    assert (judged, len(server.asked)) == ([None] * 3, 1)


def test_a_server_that_refuses_log_probabilities_is_asked_for_fewer_and_then_for_none() -> None:
    refuses = {"logprobs": "not supported"}
    with serving_model(SAID, refuses=refuses) as server, loaded(**server.settings) as model:
        judged = [model.probability_of_yes(ASKED, Deadline.within(5)) for _ in range(3)]
    assert judged == [None] * 3
    assert [asked.body["top_logprobs"] for asked in server.asked] == [20, 5]


def test_a_judgement_fails_as_an_answer_does(server: ModelServer) -> None:
    says(Fault.HANG)
    with loaded(**server.settings) as model, pytest.raises(ModelFailed, match="within 0\\.3 s"):
        model.probability_of_yes(ASKED, Deadline.within(0.3))


def test_without_settings_there_is_no_model() -> None:
    assert load_language_model(Settings()) is None


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"llm_url": "http://127.0.0.1:1/v1"},
            "DATELINE_LLM_URL is set, but not which model is to answer: set DATELINE_LLM_MODEL to "
            "its name, as its server lists it.",
        ),
        (
            {"llm_api_key": "sk-1"},
            "DATELINE_LLM_API_KEY is set, but not which model is to answer: set DATELINE_LLM_MODEL "
            "to its name, as its server lists it.",
        ),
        (
            {"llm_model": "m"},
            "DATELINE_LLM_MODEL is set, but not where it is: set DATELINE_LLM_URL to the address "
            "of a server with OpenAI's interface, with its /v1.",
        ),
        (
            {"llm_model": "m", "llm": "anthropic"},
            "DATELINE_LLM is anthropic, and its package is not installed: pip install "
            "'dateline[anthropic]'.",
        ),
        (
            {"llm_model": "m", "llm": "parrot"},
            "There is no language model of the kind 'parrot': openai-like, anthropic, ollama.",
        ),
    ],
    ids=["no name", "only a key", "no address", "no package", "no such kind"],
)
def test_half_of_the_settings_say_what_else_is_needed(
    settings: dict[str, object], said: str
) -> None:
    with pytest.raises(ModelUnusable) as raised:
        load_language_model(Settings.model_validate(settings))
    assert str(raised.value) == said


_NO_KEY = "a key belongs into DATELINE_LLM_API_KEY, not into the address"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://me:sk-1@host/v1", _NO_KEY),
        ("https://host/v1?key=sk-1", _NO_KEY),
        ("localhost:8080", "it must be an address that begins with http:// or https://"),
    ],
)
def test_an_address_holds_no_key(url: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_LLM_URL", url)
    with pytest.raises(BadInput) as raised:
        read_settings()
    assert str(raised.value) == f"The setting llm_url is not usable: {said}."


def test_another_model_of_llamaindex_is_asked_for_nothing_but_an_answer() -> None:
    from llama_index.core.llms import MockLLM

    from rag.providers import Provided

    async def nothing() -> list[str]:
        await asyncio.sleep(0)
        return []

    provided = Provided(MockLLM(), None, nothing, nothing)
    model = LlamaIndexModel("mock", provided, Settings())
    came = write(model)
    assert came.failed == ""
    assert came.text.endswith("user: What was reopened?\nassistant: ")
    assert (model.plain, model.probability_of_yes(ASKED, Deadline.within(5))) == (True, None)
    model.close()
