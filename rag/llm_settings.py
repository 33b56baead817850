"""Settings of the language model. They stand here so that all settings are one model."""

from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, Field, SecretStr, field_validator

OPENAI_LIKE = "openai-like"


class LlmSettings(BaseModel):
    """Which language model writes the answers, and how long it is waited for."""

    llm: str = Field(
        default=OPENAI_LIKE,
        description="Kind of language model: openai-like, or anthropic or ollama with their extra.",
    )
    llm_url: str | None = Field(
        default=None,
        description="Address of a server with OpenAI's interface, with its /v1; unset, no model.",
    )
    llm_model: str | None = Field(
        default=None, description="Name of the language model, as its server lists it."
    )
    llm_api_key: SecretStr | None = Field(
        default=None, description="Key for the language model's server, where it asks for one."
    )
    llm_timeout_s: float = Field(
        default=30.0,
        gt=0,
        le=600,
        description="Seconds for all that the language model does for one question.",
    )
    llm_retries: int = Field(
        default=2, ge=0, le=10, description="How often a language model that failed is asked again."
    )
    llm_format: Literal["auto", "plain"] = Field(
        default="auto",
        description="Whether a JSON schema is asked for where it is taken, or lines.",
    )
    llm_judge: Literal["auto", "off"] = Field(
        default="auto", description="Whether the language model judges passages too."
    )

    @field_validator("llm_url")
    @classmethod
    def _without_credentials(cls, url: str | None) -> str | None:
        """Addresses are printed and logged; keys are not."""
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("it must be an address that begins with http:// or https://")
        if parts.username is not None or parts.query:
            raise ValueError("a key belongs into DATELINE_LLM_API_KEY, not into the address")
        return url
