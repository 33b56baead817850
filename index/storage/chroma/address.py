"""Where a Chroma server is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import SecretStr

from index.settings import IndexSettings

_BEARER_IN = "Authorization"


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Where a Chroma server is, and how it is spoken to. `token` is not shown where this is."""

    url: str
    token: SecretStr | None = None
    token_header: str = _BEARER_IN
    ca: Path | None = None
    tenant: str = "default_tenant"
    database: str = "default_database"
    timeout_s: float = 10.0
    retries: int = 2

    @classmethod
    def of(cls, settings: IndexSettings) -> Self | None:
        """The one that the settings name; None where vectors are kept in the data folder."""
        if settings.chroma_url is None:
            return None
        return cls(
            settings.chroma_url, settings.chroma_token, settings.chroma_token_header,
            settings.chroma_ca, settings.chroma_tenant, settings.chroma_database,
            settings.chroma_timeout_s, settings.chroma_retries,
        )  # fmt: skip

    @property
    def headers(self) -> dict[str, str]:
        """Those that a request needs to be let in."""
        if self.token is None:
            return {}
        bearer = "Bearer " if self.token_header == _BEARER_IN else ""
        return {self.token_header: f"{bearer}{self.token.get_secret_value()}"}
