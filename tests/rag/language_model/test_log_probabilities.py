"""How probable a language model holds a yes."""

import pytest

from rag.deadline import Deadline
from rag.generation.language_model import (
    ModelFailed,
)
from tests.model_scripts import Fault, Reply
from tests.model_server import ModelServer, serving_model
from tests.rag.language_model.talking import ASKED, SAID, loaded, says


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
