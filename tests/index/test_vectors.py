from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexUnusable
from index.storage.filters import NEVER, UNDATED, FilterValues
from index.storage.vectors import VECTORS_FOLDER, VectorStore
from index.types import Scope

IDS = ["east", "north", "northeast", "undated"]
VECTORS = np.array([[1, 0], [0, 1], [0.6, 0.8], [0, -1]], dtype=np.float32)


def _values(day: int, known_by: int, publisher: str) -> FilterValues:
    return {
        "published": day, "published_last": day, "known_by": known_by, "publisher": publisher
    }  # fmt: skip


VALUES = [
    _values(date(2024, 1, 1).toordinal(), NEVER, "ISW"),
    _values(date(2024, 6, 1).toordinal(), 1, "Courier"),
    _values(date(2024, 12, 1).toordinal(), 2, "ISW"),
    _values(UNDATED, NEVER, ""),
]
NORTH = np.array([0, 1], dtype=np.float32)


@pytest.fixture
def store(tmp_path: Path) -> VectorStore:
    opened = VectorStore(tmp_path, "f")
    opened.put(IDS, VECTORS, VALUES)
    return opened


def _nearest(store: VectorStore, scope: Scope, limit: int = 10) -> list[tuple[str, float]]:
    return [(i, round(score, 4)) for i, score in store.nearest(NORTH, limit, scope)]


@pytest.mark.parametrize(
    ("scope", "limit", "expected"),
    [
        pytest.param(
            Scope(), 10,
            [("north", 1.0), ("northeast", 0.8), ("east", 0.0), ("undated", -1.0)], id="all",
        ),
        pytest.param(Scope(), 1, [("north", 1.0)], id="one"),
        pytest.param(Scope(), 0, [], id="none"),
        pytest.param(
            Scope(last=date(2024, 6, 1)), 10, [("north", 1.0), ("east", 0.0)], id="up to a day"
        ),
        pytest.param(
            Scope(first=date(2024, 6, 2), last=date(2025, 1, 1)), 10, [("northeast", 0.8)],
            id="between days",
        ),
        pytest.param(
            Scope(publishers=("ISW",)), 10, [("northeast", 0.8), ("east", 0.0)], id="publisher"
        ),
        pytest.param(
            Scope(first=date(2024, 2, 1), publishers=("ISW", "Other")), 10, [("northeast", 0.8)],
            id="publisher and day",
        ),
        pytest.param(
            Scope(as_of=date.fromordinal(1)), 10, [("north", 1.0)], id="known by a day"
        ),
        pytest.param(Scope(publishers=("Other",)), 10, [], id="unknown publisher"),
        pytest.param(Scope(publishers=()), 10, [], id="of no publisher"),
    ],
)  # fmt: skip
def test_nearest(
    store: VectorStore, scope: Scope, limit: int, expected: list[tuple[str, float]]
) -> None:
    assert _nearest(store, scope, limit) == expected


def test_ties_are_in_order_of_id(store: VectorStore) -> None:
    store.put(["also north"], VECTORS[1:2], VALUES[1:2])
    assert _nearest(store, Scope(), 2) == [("also north", 1.0), ("north", 1.0)]


def test_putting_again_replaces(store: VectorStore) -> None:
    store.put(["east"], VECTORS[1:2], VALUES[1:2])
    assert (len(store), store.ids()) == (4, set(IDS))
    assert ("east", 1.0) in _nearest(store, Scope())


def test_describing_again(store: VectorStore) -> None:
    store.describe(["east"], VALUES[1:2])
    scope = Scope(publishers=("Courier",))
    assert _nearest(store, scope) == [("north", 1.0), ("east", 0.0)]


def test_removing(store: VectorStore) -> None:
    store.remove(["east", "unknown"])
    store.remove([])
    assert store.ids() == {"north", "northeast", "undated"}


def test_an_empty_store(tmp_path: Path) -> None:
    assert _nearest(VectorStore(tmp_path, "f"), Scope()) == []


def test_one_collection_a_fingerprint(store: VectorStore, tmp_path: Path) -> None:
    assert VectorStore(tmp_path, "g").ids() == set()
    assert VectorStore(tmp_path, "f").ids() == set(IDS)


def test_vectors_of_another_dimension_are_refused(store: VectorStore) -> None:
    with pytest.raises(IndexUnusable, match="dateline doctor"):
        store.put(["x"], np.zeros((1, 3), dtype=np.float32), VALUES[1:2])


def test_a_file_where_the_vectors_should_be(tmp_path: Path) -> None:
    (tmp_path / VECTORS_FOLDER).write_text("x", "utf-8")
    with pytest.raises(IndexUnusable, match="cannot be used"):
        VectorStore(tmp_path, "f")
