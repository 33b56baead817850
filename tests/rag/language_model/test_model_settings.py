"""Settings of language models, and other classes of LlamaIndex."""

import asyncio

import pytest

from index.errors import BadInput, ModelUnusable
from rag.deadline import Deadline
from rag.generation.language_model import (
    LlamaIndexModel,
    load_language_model,
)
from rag.settings import Settings, read_settings
from tests.model_server import (
    ModelServer,
    closed_url,
)
from tests.rag.language_model.talking import (
    ASKED,
    SAID,
    loaded,
    write,
)


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

    from rag.generation.providers import Provided

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
