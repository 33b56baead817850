"""A language model that fails in every way that servers fail."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from rag.deadline import Deadline
from tests.model_scripts import Fault, Reply, Status, one_after_another
from tests.model_server import ModelServer, closed_url
from tests.rag.language_model.talking import ASKED, SAID, loaded, says, write
from tests.ui.serving import running, wait_until

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
        came = write(model, seconds=20)
    assert (came.text, came.failed) == ("", f"The language model {said}.")
    assert came.seconds < 10


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


@pytest.mark.parametrize("reason", ["length", "content_filter"])
def test_what_the_server_ends_is_told_after_what_came(server: ModelServer, reason: str) -> None:
    says(Reply(SAID, finish=reason))
    with loaded(**server.settings) as model:
        came = write(model)
    said = "The language model broke off in the middle of its answer."
    assert (came.text, came.failed) == (SAID, said)


def test_what_fails_in_passing_is_asked_again_and_nobody_notices(server: ModelServer) -> None:
    says(one_after_another(Status(503), Status(429, retry_after="0.1"), SAID))
    with loaded(**server.settings, llm_retries=2) as model:
        came = write(model)
    assert (came.text, came.failed, len(server.asked)) == (SAID, "", 3)


def test_a_key_that_is_wrong_is_not_tried_again(server: ModelServer) -> None:
    says(Status(401))
    with loaded(**server.settings, llm_retries=2) as model:
        write(model)
    assert len(server.asked) == 1


def test_a_server_that_sends_on_to_another_is_not_followed(server: ModelServer) -> None:
    moved = FastAPI()
    moved.post("/v1/chat/completions")(
        lambda: RedirectResponse(f"{server.url}/chat/completions", 307)
    )
    with running(moved) as address, loaded(llm_url=f"{address}/v1") as model:
        assert write(model).failed == "The language model answered nonsense."
    assert server.asked == []


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
