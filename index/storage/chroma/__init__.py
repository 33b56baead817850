"""Where Chroma keeps the vectors: in the data folder, or on a server. Nothing else knows chromadb.

Both give a `Collection` of the same methods, so that what is asked of it is written once
(`index/storage/vectors.py`). What differs is how it is opened, what can go wrong and what is said
then. Chroma takes half a second to import: `folder` and `server` are, where they are asked first.
"""

from index.storage.chroma.address import ChromaServer
from index.storage.chroma.files import VECTORS_FOLDER, remove_folder
from index.storage.chroma.named import NAME_FILE

__all__ = ["NAME_FILE", "VECTORS_FOLDER", "ChromaServer", "remove_folder"]
