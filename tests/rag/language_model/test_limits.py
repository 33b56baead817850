"""A language model that takes too long, or writes too much."""

import socket
import threading

import pytest

from rag.generation.language_model import MOST_CHARACTERS
from tests.model_scripts import Fault, Reply, Status
from tests.model_server import ModelServer
from tests.rag.language_model.talking import (
    AT_LAST_S,
    LIMIT_S,
    SAID,
    TOO_LATE,
    loaded,
    says,
    write,
)
from tests.ui.serving import wait_until


@pytest.mark.parametrize(
    ("script", "text"),
    [
        pytest.param(Fault.HANG, "", id="hang"),
        pytest.param(
            Reply(SAID, until=2, then="hang"), "Engineers reopen", id="hang in the middle"
        ),
        pytest.param(Reply(SAID, size=1, pause=0.5), "E", id="dribble"),
    ],
)
def test_at_the_limit_it_is_cut_off_wherever_it_is(
    server: ModelServer, script: Reply | Fault, text: str
) -> None:
    says(script)
    with loaded(**server.settings) as model:
        came = write(model, seconds=LIMIT_S)
        assert came.text.startswith(text)
        assert SAID.startswith(came.text)
        assert came.text != SAID
        assert came.failed == TOO_LATE
        assert LIMIT_S - 0.1 < came.seconds < AT_LAST_S
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
            came = write(model, seconds=LIMIT_S)
        stop.set()
        serving.join(5)
    assert came.failed == TOO_LATE
    assert came.seconds < AT_LAST_S


def test_what_does_not_end_is_ended(server: ModelServer) -> None:
    says(Reply("Again. " * 40, size=280, endless=True))
    with loaded(**server.settings) as model:
        came = write(model)
    assert came.failed == "The language model wrote far more than it was asked for."
    assert MOST_CHARACTERS <= len(came.text) < MOST_CHARACTERS + 300


def test_a_wait_beyond_the_limit_is_not_waited_for(server: ModelServer) -> None:
    says(Status(429, retry_after="3600"))
    with loaded(**server.settings, llm_retries=2) as model:
        came = write(model)
    assert came.failed == "The language model has too much to do at the moment."
    assert (len(server.asked), came.seconds < AT_LAST_S) == (1, True)
