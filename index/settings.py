"""Settings of the index."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

SHIPPED_EMBEDDER = "all-MiniLM-L6-v2"


class IndexSettings(BaseModel):
    """Where the index lives and what its vectors are made with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(
        default=Path(".dateline"), description="Folder that holds the catalog and the vectors."
    )
    embedder: str = Field(
        default=SHIPPED_EMBEDDER,
        description="Sentence-transformers model: the shipped one, a local folder or a hub name.",
    )
    embed_batch: int = Field(
        default=32, ge=1, le=1024, description="Passages in one forward pass of the embedder."
    )
    max_file_mb: float = Field(
        default=20, gt=0, description="Larger files are rejected, with that reason."
    )
