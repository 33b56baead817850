"""What can be wrong with the vectors in a data folder. What a store of vectors does is tested for
all of them in tests/contracts/test_vector_store.py."""

from pathlib import Path

import pytest

from index.errors import IndexUnusable
from index.storage.chroma import VECTORS_FOLDER
from index.storage.vectors import VectorStore


def test_a_file_where_the_vectors_should_be(tmp_path: Path) -> None:
    (tmp_path / VECTORS_FOLDER).write_text("x", "utf-8")
    with pytest.raises(IndexUnusable, match="cannot be used"):
        VectorStore(tmp_path, "f")
