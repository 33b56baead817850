"""What a search costs on a corpus, and what it finds: measured in a process of its own."""

import json
import resource
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from bench.scale.corpus import FIRST, LAST, TOGETHER
from index.embedding.embedder import Vectors
from index.storage.catalog import Catalog
from index.storage.store import Stores
from index.types import Days, Scope
from rag.build import build_engine
from rag.question.parsing import ParsedQuestion, parse_question
from rag.retrieval.candidates import nearest_passages
from rag.settings import Settings

ASKED = 50
"""Passages that each search is asked for."""
WIDTHS = {"none": None, "ten years": 3652, "a year": 365, "a month": 30, "a day": 1}
"""Windows by their name, in days."""
TOLD = "told in "
"""Before the width of a window that what is told must lie in, rather than the day of the report."""
SAME = 1e-4
"""Cosines that differ by no more are the same."""
AS_OF, PUBLISHER = "as of a day", "one publisher"


def scopes(publishers: list[str], chance: np.random.Generator) -> Iterator[tuple[str, Scope]]:
    """A scope of each kind, at a place in time that is drawn."""
    for name, days in WIDTHS.items():
        if days is None:
            yield name, Scope()
            continue
        first, last = _drawn(days, chance)
        yield name, Scope(first=first, last=last)
    for name in ("a year", "a month", "a day"):
        yield f"{TOLD}{name}", Scope(times=(Days(*_drawn(WIDTHS[name] or 1, chance)),))
    yield AS_OF, Scope(as_of=_drawn(1, chance)[0])
    if publishers:
        yield PUBLISHER, Scope(publishers=(str(chance.choice(publishers)),))


def _drawn(days: int, chance: np.random.Generator) -> tuple[date, date]:
    room = (LAST - FIRST).days + 1 - days
    first = FIRST + timedelta(days=int(chance.integers(room + 1)))
    return first, first + timedelta(days=days - 1)


def search_all(data_dir: Path, questions: list[str]) -> dict[str, Any]:
    """Opens an index, searches it for each question in each kind of window, and holds what was
    found against a scan of all that the window holds."""
    begun = perf_counter()
    engine = build_engine(Settings(data_dir=data_dir))
    catalog, opened = engine.catalog, engine.loaded
    if catalog is None:
        raise ValueError(f"There is no index in {data_dir}.")
    vocabulary = catalog.vocabulary()
    parsed = [parse_question(questions[0], opened.embedder, vocabulary)]
    _search(parsed[0], catalog, opened.stores, Scope())
    start = perf_counter() - begun
    parsed += [parse_question(one, opened.embedder, vocabulary) for one in questions[1:]]
    chance, publishers = np.random.default_rng(7), vocabulary.publishers()
    places = [list(scopes(publishers, chance)) for _ in parsed]
    for _, scope in places[0]:
        _search(parsed[0], catalog, opened.stores, scope)
    searches = [
        {"window": window, **_search(question, catalog, opened.stores, scope)}
        for question, some in zip(parsed, places, strict=True)
        for window, scope in some
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    exact = Exact(catalog, opened.stores)
    asked = ((q.pooled, scope) for q, some in zip(parsed, places, strict=True) for _, scope in some)
    for one, (vector, scope) in zip(searches, asked, strict=True):
        one["recall"] = exact.recall(vector, scope, one.pop("found"))
    return {"start_s": start, "peak_gb": peak, "passages": vocabulary.coverage.passages,
            "reports": vocabulary.coverage.reports, "searches": searches}  # fmt: skip


def _search(
    question: ParsedQuestion, catalog: Catalog, stores: Stores, scope: Scope
) -> dict[str, Any]:
    begun = perf_counter()
    found = nearest_passages(question.pooled, catalog, stores, scope, ASKED)
    between = perf_counter()
    catalog.search([term.searched for term in question.terms], ASKED, scope)
    words = perf_counter() - between
    return {"vectors_s": between - begun, "words_s": words, "found": [one for one, _ in found]}


class Exact:
    """All vectors of an index, compared one by one."""

    def __init__(self, catalog: Catalog, stores: Stores) -> None:
        self._catalog = catalog
        ids = catalog.passage_ids()
        self._rows = {passage_id: row for row, passage_id in enumerate(ids)}
        self._vectors = np.empty((len(ids), stores.tokens.get(ids[:1])[ids[0]].pooled.size), "f4")
        for at in range(0, len(ids), TOGETHER):
            for passage_id, kept in stores.tokens.get(ids[at : at + TOGETHER]).items():
                self._vectors[self._rows[passage_id]] = kept.pooled

    def recall(self, vector: Vectors, scope: Scope, found: Sequence[str]) -> float | None:
        """What share of as many passages as were asked for were found that are no further than the
        last of the nearest; None where there are none."""
        held = [self._rows[one] for one in self._catalog.passages_in(scope)]
        if not held:
            return None
        cosines = self._vectors @ vector
        wanted = min(ASKED, len(held))
        least = np.sort(cosines[held])[-wanted] - SAME
        within = set(held)
        rows = [self._rows[one] for one in found]
        return sum(row in within and bool(cosines[row] >= least) for row in rows) / wanted


if __name__ == "__main__":
    print(json.dumps(search_all(Path(sys.argv[1]), json.loads(sys.stdin.read()))))
