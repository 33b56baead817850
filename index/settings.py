"""Settings of the index."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

SHIPPED_EMBEDDER = "dateline-encoder-1"
"""Other weights get another number: an index says what its vectors were made with, and those of
different weights are not mixed."""
PUBLISHED_EMBEDDER = "all-MiniLM-L6-v2"
"""What the shipped one was trained from; its package is installed too."""
SHIPPED_BEFORE = f"{PUBLISHED_EMBEDDER} (ONNX, 8 bits)"
"""What no setting brings back."""
SCAN_AT_MOST = 2_000_000
"""Passages that are compared one by one for a question, unless a setting says otherwise."""


class ChromaSettings(BaseModel):
    """The Chroma server that keeps the vectors of passages, where they are not kept in the data
    folder."""

    chroma_url: str | None = Field(
        default=None,
        description="Address of a Chroma server that keeps the vectors; unset: the data folder.",
    )
    chroma_token: SecretStr | None = Field(
        default=None, description="Token for it, or for the proxy before it."
    )
    chroma_token_header: Literal["Authorization", "X-Chroma-Token"] = Field(
        default="Authorization",
        description="Header that the token is sent in; in Authorization as a bearer token.",
    )
    chroma_ca: Path | None = Field(
        default=None,
        description="File of the authority (PEM) that signed its certificate, where no public one "
        "did.",
    )
    chroma_tenant: str = Field(
        default="default_tenant", min_length=1, description="Tenant on the Chroma server."
    )
    chroma_database: str = Field(
        default="default_database", min_length=1, description="Database of that tenant."
    )
    chroma_timeout_s: float = Field(
        default=10.0, gt=0, le=600, allow_inf_nan=False,
        description="Seconds that one request to the Chroma server may take.",
    )  # fmt: skip
    chroma_retries: int = Field(
        default=2, ge=0, le=10,
        description="How often a request that the Chroma server did not take is made again.",
    )  # fmt: skip
    chroma_missing: Literal["refuse", "say"] = Field(
        default="refuse",
        description="Where the Chroma server is out or lacks vectors: refuse questions, or answer "
        "from what there is and say so.",
    )

    @field_validator("chroma_url")
    @classmethod
    def _chroma_without_credentials(cls, url: str | None) -> str | None:
        """Addresses are printed and logged; tokens are not."""
        if url is None:
            return None
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("it must be an address that begins with http:// or https://")
        if parts.username is not None or parts.query or parts.fragment:
            raise ValueError("a token belongs into DATELINE_CHROMA_TOKEN, not into the address")
        return url.rstrip("/")


class CatalogSettings(BaseModel):
    """The database that keeps the catalog, where it is not kept in the data folder."""

    catalog_url: SecretStr | None = Field(
        default=None,
        description="PostgreSQL that keeps the catalog; unset: a file of the data folder.",
    )
    catalog_connections: int = Field(
        default=8, ge=1, le=1000, description="Connections to it that one process opens, at most."
    )
    catalog_timeout_s: float = Field(
        default=10.0, gt=0, le=600,
        description="Seconds that it may take for one of a question's look-ups.",
    )  # fmt: skip


class IndexSettings(CatalogSettings, ChromaSettings):
    """Where the index lives and what its vectors are made with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(
        default=Path(".dateline"), description="Folder that holds the catalog and the vectors."
    )
    embedder: str = Field(
        default=SHIPPED_EMBEDDER,
        description="Embedding model: the shipped one, a local folder or a hub name.",
    )
    embed_batch: int = Field(
        default=32, ge=1, le=1024, description="Passages that the embedder is given at one time."
    )
    ingest_workers: int = Field(
        default=1, ge=1, le=256,
        description="Processes that read and embed reports, each on one CPU; 1: one reads, and "
        "embedding has all CPUs.",
    )  # fmt: skip
    ray_address: str | None = Field(
        default=None,
        min_length=1,
        description="Ray cluster on which reports are read and embedded, such as host:6379.",
    )
    ray_timeout_s: float = Field(
        default=3600.0, gt=0, le=86_400, allow_inf_nan=False,
        description="Seconds within which the Ray cluster must give the result that is waited for.",
    )  # fmt: skip
    scan_at_most: int = Field(
        default=SCAN_AT_MOST,
        ge=0,
        description="Passages that are compared one by one for a question; the vector store is "
        "asked where there are more. 0: always.",
    )
    max_file_mb: float = Field(
        default=20, gt=0, description="Larger files are rejected, with that reason."
    )
    max_archive_mb: float = Field(
        default=200, gt=0,
        description="The same of archives, mailboxes and feeds, and of all that is packed in one.",
    )  # fmt: skip
    fetch_private: bool = Field(
        default=False,
        description="Whether addresses of private networks may be named for an ingest.",
    )
    read_seconds: float = Field(
        default=30,
        gt=0,
        le=3600,
        allow_inf_nan=False,
        description="Seconds for reading a report, and as many again for each megabyte of it; one "
        "that takes longer is rejected.",
    )
    read_memory_mb: int = Field(
        default=2000,
        ge=200,
        description="Memory that reading a report may take, in megabytes; one that needs more is "
        "rejected.",
    )
    pdf_seconds: float = Field(
        default=60,
        gt=0,
        le=3600,
        allow_inf_nan=False,
        description="Seconds for reading a PDF; one that takes longer is rejected.",
    )
    pdf_memory_mb: int = Field(
        default=2000, ge=200, description="Memory of the process that reads PDF, in megabytes."
    )
    ocr: str | None = Field(
        default=None,
        pattern=r"[A-Za-z_]{2,20}(\+[A-Za-z_]{2,20}){0,9}",
        description="Languages in which tesseract reads scans, such as eng+fra; unset: not read.",
    )
