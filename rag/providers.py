"""Language models by their LlamaIndex classes; the one place that knows what these take."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.errors import ModelUnusable
from rag.dialect import Dialect
from rag.llm_settings import OPENAI_LIKE, LlmSettings

if TYPE_CHECKING:
    from llama_index.core.base.llms.base import BaseLLM

MOST_TOKENS = 2000
"""That a model may write, thoughts included."""
CONNECT_S = 5.0
CONTEXT = 16_384
"""Tokens that Ollama is to read and write; what goes beyond its own bound it cuts off unsaid."""
NO_KEY = "none"
"""Sent where no key is set; without it, the client would take one from OPENAI_API_KEY."""
THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
"""Hosts that are never asked through a proxy."""
_OTHERS = {
    "anthropic": ("llama_index.llms.anthropic", "Anthropic"),
    "ollama": ("llama_index.llms.ollama", "Ollama"),
}


@dataclass(frozen=True, slots=True)
class Provided:
    """A language model of LlamaIndex, what its server takes, how its connections are closed, and
    which models its server lists.

    `dialect` is None where nothing can be asked of it but to answer.
    """

    llm: "BaseLLM"
    dialect: Dialect | None
    close: Callable[[], Awaitable[object]]
    listed: Callable[[], Coroutine[Any, Any, list[str]]]


def provide(settings: LlmSettings, model: str) -> Provided:
    """The model of the settings. Seconds on first use. Raises ModelUnusable."""
    if settings.llm == OPENAI_LIKE:
        return _openai_like(settings, model)
    if settings.llm in _OTHERS:
        return _other(settings, model)
    known = ", ".join([OPENAI_LIKE, *_OTHERS])
    raise ModelUnusable(f"There is no language model of the kind {settings.llm!r}: {known}.")


def secret_of(settings: LlmSettings) -> str:
    """The key that is set, or ""."""
    return settings.llm_api_key.get_secret_value() if settings.llm_api_key else ""


def _openai_like(settings: LlmSettings, model: str) -> Provided:
    from llama_index.llms.openai_like import OpenAILike  # noqa: PLC0415 - seconds to import
    from openai import (  # noqa: PLC0415 - seconds to import
        AsyncOpenAI,
        DefaultAsyncHttpxClient,
        Timeout,
    )

    if settings.llm_url is None:
        raise ModelUnusable(
            "DATELINE_LLM_MODEL is set, but not where it is: set DATELINE_LLM_URL to the address "
            "of a server with OpenAI's interface, with its /v1."
        )
    limit = settings.llm_timeout_s
    client = AsyncOpenAI(
        api_key=secret_of(settings) or NO_KEY,
        base_url=settings.llm_url,
        timeout=Timeout(limit, connect=min(CONNECT_S, limit)),
        max_retries=0,
        http_client=DefaultAsyncHttpxClient(
            trust_env=urlsplit(settings.llm_url).hostname not in THIS_MACHINE,
            follow_redirects=False,
        ),
    )
    client.organization = client.project = None  # of OPENAI_ORG_ID and OPENAI_PROJECT_ID

    async def listed() -> list[str]:
        return [model.id async for model in client.models.list()]

    llm = OpenAILike(
        model=model,
        api_key=secret_of(settings) or NO_KEY,
        api_base=settings.llm_url,
        is_chat_model=True,
        max_retries=0,
        async_openai_client=client,
    )
    return Provided(llm, Dialect(schema=settings.llm_format != "plain"), client.close, listed)


def _other(settings: LlmSettings, model: str) -> Provided:
    module, name = _OTHERS[settings.llm]
    try:
        made = getattr(import_module(module), name)
    except ImportError as error:
        raise ModelUnusable(
            f"DATELINE_LLM is {settings.llm}, and its package is not installed: "
            f"pip install 'dateline[{settings.llm}]'."
        ) from error
    options: dict[str, Any] = {"model": model}
    if settings.llm_url is not None:
        options["base_url"] = settings.llm_url
    if settings.llm == "anthropic":
        options |= {"api_key": secret_of(settings) or NO_KEY, "max_tokens": MOST_TOKENS}
        options |= {"timeout": settings.llm_timeout_s, "max_retries": 0, "temperature": 0.0}
    else:
        options |= {"request_timeout": settings.llm_timeout_s, "temperature": 0.0}
        options |= {"context_window": CONTEXT}
        options |= {"additional_kwargs": {"num_predict": MOST_TOKENS}}
    return Provided(made(**options), None, _nothing, _nothing)


async def _nothing() -> list[str]:
    """These close their connections as they end, and list no models."""
    return []
