"""Settings of the index."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

SHIPPED_EMBEDDER = "dateline-encoder-1"
"""Other weights get another number: an index says what its vectors were made with, and those of
different weights are not mixed."""
PUBLISHED_EMBEDDER = "all-MiniLM-L6-v2"
"""What the shipped one was trained from; its package is installed too."""
SHIPPED_BEFORE = f"{PUBLISHED_EMBEDDER} (ONNX, 8 bits)"
"""What no setting brings back."""


class IndexSettings(BaseModel):
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
