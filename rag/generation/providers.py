"""Language models by their LlamaIndex classes; the one place that knows what these take."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from index.errors import ModelUnusable
from rag.generation.dialect import Dialect
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
ANTHROPIC_URL, OLLAMA_URL = "https://api.anthropic.com", "http://127.0.0.1:11434"
"""Where these are if the settings do not say."""


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
    made = _KINDS.get(settings.llm)
    if made is None:
        known = ", ".join(_KINDS)
        raise ModelUnusable(f"There is no language model of the kind {settings.llm!r}: {known}.")
    return made(settings, model)


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
            trust_env=_through_proxies(settings.llm_url), follow_redirects=False
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


def _ollama(settings: LlmSettings, model: str) -> Provided:
    llms, ollama = _imported(settings.llm, "llama_index.llms.ollama", "ollama")
    url = settings.llm_url or OLLAMA_URL
    key = secret_of(settings)
    client = ollama.AsyncClient(
        host=url,
        timeout=settings.llm_timeout_s,
        headers={"Authorization": f"Bearer {key}"} if key else None,
        follow_redirects=False,
        trust_env=_through_proxies(url),
    )
    if not key:
        client._client.headers.pop("authorization", None)  # of OLLAMA_API_KEY

    async def listed() -> list[str]:
        return [str(model.model) for model in (await client.list()).models]

    llm = llms.Ollama(
        model=model,
        base_url=url,
        request_timeout=settings.llm_timeout_s,
        temperature=0.0,
        context_window=CONTEXT,
        additional_kwargs={"num_predict": MOST_TOKENS},
        async_client=client,
    )
    return Provided(llm, None, client.close, listed)


def _anthropic(settings: LlmSettings, model: str) -> Provided:
    llms, anthropic = _imported(settings.llm, "llama_index.llms.anthropic", "anthropic")
    url = settings.llm_url or ANTHROPIC_URL
    key = secret_of(settings) or NO_KEY
    client = anthropic.AsyncAnthropic(
        api_key=key,
        base_url=url,
        timeout=settings.llm_timeout_s,
        max_retries=0,
        http_client=anthropic.DefaultAsyncHttpxClient(
            trust_env=_through_proxies(url), follow_redirects=False
        ),
    )
    client.auth_token = None  # of ANTHROPIC_AUTH_TOKEN

    async def listed() -> list[str]:
        return [model.id async for model in client.models.list()]

    llm = llms.Anthropic(model=model, api_key=key, max_tokens=MOST_TOKENS, temperature=0.0)
    llm._aclient = client  # it takes none
    return Provided(llm, None, client.close, listed)


def _imported(kind: str, *names: str) -> list[Any]:
    """Packages of an extra, seconds on first use. Raises ModelUnusable where it is not there."""
    try:
        return [import_module(name) for name in names]
    except ImportError as error:
        raise ModelUnusable(
            f"DATELINE_LLM is {kind}, and its package is not installed: "
            f"pip install 'dateline[{kind}]'."
        ) from error


def _through_proxies(url: str) -> bool:
    return urlsplit(url).hostname not in THIS_MACHINE


_KINDS = {OPENAI_LIKE: _openai_like, "anthropic": _anthropic, "ollama": _ollama}
