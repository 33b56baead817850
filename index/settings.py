"""Settings of the index."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

SHIPPED_EMBEDDER = "all-MiniLM-L6-v2"
SHIPPED_VECTORS = f"{SHIPPED_EMBEDDER} (ONNX, 8 bits)"
"""What an index says that it was made with where that is the shipped embedder: vectors of other
weights under the same name, as earlier versions made them, are not mixed with these."""


def vectors_of(embedder: str) -> str:
    """What an index says that it was made with where a setting names this embedder."""
    return SHIPPED_VECTORS if embedder == SHIPPED_EMBEDDER else embedder


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
    max_file_mb: float = Field(
        default=20, gt=0, description="Larger files are rejected, with that reason."
    )
