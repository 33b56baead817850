"""First stage: candidates by nearness of vectors and by words, their ranks fused."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.embedding.embedder import Vectors
from index.errors import VectorsOut
from index.storage.catalog import Catalog
from index.storage.store import Stores
from index.types import Scope
from rag.question.parsing import ParsedQuestion
from rag.retrieval.gaps import Gaps

RRF_K = 60
"""Of reciprocal rank fusion (Cormack, Clarke & Büttcher 2009)."""


ONE_BY_ONE = 50_000
"""Passages that are compared one by one, at most, where the vector store gives too few."""
LOOSELY_WITHIN = 3
"""So many times the passages wanted are looked at where the vector store knows a bound roughly."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that a first-stage retriever found.

    Ranks count from 1; None where that retriever did not find it. `cosine` is None likewise.
    `of_time` is False where it was found only without the time that the question names.
    """

    passage_id: str
    dense_rank: int | None
    lexical_rank: int | None
    cosine: float | None
    of_time: bool = True

    @property
    def fused(self) -> float:
        """Reciprocal rank fusion, scaled so that first in both lists is 1."""
        ranks = [rank for rank in (self.dense_rank, self.lexical_rank) if rank is not None]
        return (RRF_K + 1) / 2 * sum(1 / (RRF_K + rank) for rank in ranks)


def retrieve(
    question: ParsedQuestion,
    catalog: Catalog,
    stores: Stores,
    scope: Scope,
    limit: int,
    gaps: Gaps | None = None,
) -> list[Candidate]:
    """Up to `limit` passages from each retriever, best fused rank first, ties by id."""
    dense = nearest_passages(question.pooled, catalog, stores, scope, limit, gaps)
    alternatives = [term.searched for term in question.terms]
    lexical = catalog.search(alternatives, limit, scope)
    return fuse(dense, [passage_id for passage_id, _ in lexical])


def nearest_passages(
    vector: Vectors,
    catalog: Catalog,
    stores: Stores,
    scope: Scope,
    limit: int,
    gaps: Gaps | None = None,
) -> list[tuple[str, float]]:
    """Up to `limit` passages of a scope with their cosine, the nearest first, ties by id.

    They are compared one by one. Where that cannot be, as where there are too many, the vector
    store is asked, which finds most of them. Where that is on a server and does not answer or lacks
    vectors, it is noted among the `gaps`, or a VectorsOut is raised.
    """
    gaps = gaps or Gaps()
    past = catalog.past_passages_in(scope) if catalog.has_past else []
    if past:
        earlier = stores.nearest_earlier(vector, past, limit)
        found = [*_nearest_current(vector, catalog, stores, scope, limit, gaps), *earlier]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:limit]
    return _nearest_current(vector, catalog, stores, scope, limit, gaps)


def _nearest_current(
    vector: Vectors, catalog: Catalog, stores: Stores, scope: Scope, limit: int, gaps: Gaps
) -> list[tuple[str, float]]:
    """The same, of what stands in the reports now."""
    if scope.report is not None:
        held = catalog.within(catalog.passage_ids(scope.report), scope)
        return stores.tokens.nearest(vector, sorted(held), limit)
    scanned = stores.scan.nearest(vector, limit, scope, catalog, stores.tokens)
    if scanned is not None or not gaps.may_ask(stores, catalog):
        return scanned or []
    try:
        return _by_graph(vector, catalog, stores, scope, limit)
    except VectorsOut as error:
        gaps.out(error)
        return []


def _by_graph(
    vector: Vectors, catalog: Catalog, stores: Stores, scope: Scope, limit: int
) -> list[tuple[str, float]]:
    """What the vector store finds of the passages of a scope that are nearest.

    It knows of the times told in a passage only roughly: what it finds is held against the catalog.
    Where passages of collections, of the part of a catalog that is seen, or of reports dated for
    sure are too few in it, these are compared one by one.
    """
    unknown = scope.collections is not None or scope.dated_for_sure or catalog.seen is not None
    roughly = bool(scope.times) or unknown
    if not roughly:
        return _of_passages(vector, catalog, stores, scope, limit)
    wanted = LOOSELY_WITHIN * limit
    dense = stores.vectors.nearest(vector, wanted, scope)
    held = catalog.within([passage_id for passage_id, _ in dense], scope)
    found = [one for one in dense if one[0] in held][:limit]
    if unknown and len(found) < limit and len(dense) == wanted:
        return stores.tokens.nearest(vector, catalog.passages_in(scope), limit)
    return found


def _of_passages(
    vector: Vectors, catalog: Catalog, stores: Stores, scope: Scope, limit: int
) -> list[tuple[str, float]]:
    """Up to `limit` passages with their cosine, the nearest first. Vectors that no passage owns, of
    an ingest that was interrupted or is under way, take no place among them.

    Where they leave the store fewer to give than it is asked for, as where many are the same and
    bar each other's way in its graph, passages are compared one by one.
    """
    wanted = limit
    while True:
        dense = stores.vectors.nearest(vector, wanted, scope)
        owned = catalog.known([passage_id for passage_id, _ in dense])
        found = [one for one in dense if one[0] in owned][:limit]
        if len(found) == limit or len(dense) < wanted:
            break
        wanted *= 2
    if len(found) == limit or len(found) == len(dense):
        return found
    ids = catalog.passages_in(scope)
    if len(ids) > ONE_BY_ONE:
        return found
    return stores.tokens.nearest(vector, ids, limit) or found


def fuse(dense: Sequence[tuple[str, float]], lexical: Sequence[str]) -> list[Candidate]:
    """The union of two rankings, best fused rank first, ties by id."""
    dense_rank = {passage_id: n for n, (passage_id, _) in enumerate(dense, 1)}
    lexical_rank = {passage_id: n for n, passage_id in enumerate(lexical, 1)}
    cosine = dict(dense)
    candidates = [
        Candidate(i, dense_rank.get(i), lexical_rank.get(i), cosine.get(i))
        for i in dense_rank.keys() | lexical_rank.keys()
    ]
    return sorted(candidates, key=lambda c: (-c.fused, c.passage_id))
