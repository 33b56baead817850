"""What a store of vectors does, in the data folder and on a Chroma server alike."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexUnusable
from index.storage.chroma import ChromaServer
from index.storage.filters import NEVER, UNDATED, FilterValues
from index.storage.vectors import VectorStore
from index.types import Days, Scope
from tests.chroma_server import RunningChroma, chroma_server

IDS = ["east", "north", "northeast", "undated"]
VECTORS = np.array([[1, 0], [0, 1], [0.6, 0.8], [0, -1]], dtype=np.float32)
NORTH = np.array([0, 1], dtype=np.float32)
JULY = date(2024, 7, 1)


def _values(day: int, known_by: int, publisher: str, told: tuple[int, int]) -> FilterValues:
    return {
        "published": day, "published_last": day, "known_by": known_by, "publisher": publisher,
        "first_event": told[0], "last_event": told[1],
    }  # fmt: skip


VALUES = [
    _values(date(2024, 1, 1).toordinal(), NEVER, "ISW", (NEVER, UNDATED)),
    _values(date(2024, 6, 1).toordinal(), 1, "Courier", (NEVER, UNDATED)),
    _values(date(2024, 12, 1).toordinal(), 2, "ISW", (JULY.toordinal(), JULY.toordinal())),
    _values(UNDATED, NEVER, "", (NEVER, UNDATED)),
]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningChroma]:
    with chroma_server(tmp_path_factory.mktemp("chroma") / "server") as server:
        yield server


@pytest.fixture(params=["folder", "server"])
def server(request: pytest.FixtureRequest) -> ChromaServer | None:
    if request.param == "folder":
        return None
    running: RunningChroma = request.getfixturevalue("running")
    return ChromaServer(running.url)


@pytest.fixture
def store(tmp_path: Path, server: ChromaServer | None) -> VectorStore:
    opened = VectorStore(tmp_path, "f", server)
    opened.put(IDS, VECTORS, VALUES)
    return opened


def _nearest(store: VectorStore, scope: Scope, limit: int = 10) -> list[tuple[str, float]]:
    return [(i, round(score, 4)) for i, score in store.nearest(NORTH, limit, scope)]


SCOPES = [
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
    pytest.param(Scope(as_of=date.fromordinal(1)), 10, [("north", 1.0)], id="known by a day"),
    pytest.param(Scope(times=(Days(JULY, JULY),)), 10, [("northeast", 0.8)], id="told of a day"),
    pytest.param(Scope(publishers=("Other",)), 10, [], id="unknown publisher"),
    pytest.param(Scope(publishers=()), 10, [], id="of no publisher"),
]  # fmt: skip


@pytest.mark.parametrize(("scope", "limit", "expected"), SCOPES)
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


def test_one_collection_a_fingerprint(
    store: VectorStore, tmp_path: Path, server: ChromaServer | None
) -> None:
    other = VectorStore(tmp_path, "g", server)
    assert other.ids() == set()
    assert VectorStore(tmp_path, "f", server).ids() == set(IDS)
    other.drop_others()
    assert VectorStore(tmp_path, "f", server).ids() == set()


def test_two_indexes_do_not_mix(
    store: VectorStore, tmp_path: Path, server: ChromaServer | None
) -> None:
    other = VectorStore(tmp_path / "other", "f", server)
    assert other.ids() == set()
    other.put(["east"], VECTORS[1:2], VALUES[1:2])
    other.drop_others()
    assert _nearest(store, Scope(), 2) == [("north", 1.0), ("northeast", 0.8)]
    assert VectorStore(tmp_path, "f", server).ids() == set(IDS)


def test_vectors_of_another_dimension_are_refused(store: VectorStore) -> None:
    with pytest.raises(IndexUnusable, match=r"dateline doctor|refuses what it is asked"):
        store.put(["x"], np.zeros((1, 3), dtype=np.float32), VALUES[1:2])
    assert store.ids() == set(IDS)


def test_more_than_goes_into_one_request(tmp_path: Path, server: ChromaServer | None) -> None:
    chance = np.random.default_rng(1)
    vectors = chance.normal(size=(2_050, 4)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = [f"{n:05}" for n in range(len(vectors))]
    store = VectorStore(tmp_path, "many", server)
    store.put(ids, vectors, [VALUES[n % 4] for n in range(len(ids))])
    assert (len(store), store.ids()) == (2_050, set(ids))
    (first, score), *_ = store.nearest(vectors[7], 3, Scope())
    assert (first, round(score, 4)) == ("00007", 1.0)
    store.remove(ids[:2_040])
    assert store.ids() == set(ids[2_040:])
