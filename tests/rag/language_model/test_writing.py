"""A language model that answers: what it is asked, and what comes."""

import asyncio
import gc
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from rag.deadline import Deadline
from rag.generation.language_model import (
    load_language_model,
)
from rag.generation.messages import Message
from rag.settings import Settings
from tests.model_scripts import Fault, Reply, Status
from tests.model_server import MODEL, ModelServer, serving_model
from tests.rag.language_model.talking import (
    ASKED,
    SAID,
    SCHEMA,
    loaded,
    says,
    write,
)
from tests.ui.serving import wait_until


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
