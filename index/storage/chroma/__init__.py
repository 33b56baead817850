"""Where Chroma keeps the vectors: in the data folder, or on a server. Nothing else knows chromadb.

Both give a `Collection` of the same methods, so that what is asked of it is written once
(`index/storage/vectors.py`). What differs is how it is opened, what can go wrong and what is said
then.
"""

from chromadb.api.models.Collection import Collection

from index.storage.chroma.folder import (
    VECTORS_FOLDER,
    FolderChroma,
    forget_opened,
    remove_folder,
)
from index.storage.chroma.named import NAME_FILE
from index.storage.chroma.server import ChromaServer, ServedChroma

__all__ = [
    "NAME_FILE", "VECTORS_FOLDER", "ChromaServer", "Collection", "FolderChroma", "ServedChroma",
    "forget_opened", "remove_folder",
]  # fmt: skip
