"""Engines that do no work of the models twice, and no search either: for asking the same questions
again and again.

What the judge holds of a pair of texts is kept beside a field's answers by the sum of the models,
so that a later run begins with it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from bench.fields.corpus import Field, code_of
from index.embedding.embedder import Embedder, Encoding
from index.rules import declared, noting
from index.storage.catalog import Catalog
from index.types import Scope
from rag.engine.asking import Asking
from rag.engine.query_engine import QueryEngine
from rag.limit import limited
from rag.progress import Tell, untold
from rag.question.parsing import ParsedQuestion, Query
from rag.reader.judge import Judge, Judgement
from rag.retrieval.reranking import Ranked
from rag.retrieval.search import Search
from rag.types import Answer, Refusal
from ui.files import write_whole


class SavedJudge:
    """A judge that reads each passage once a question."""

    def __init__(self, judge: Judge) -> None:
        self.name = judge.name
        self._judge = judge
        self._known: dict[tuple[str, str, str], Judgement] = {}
        self._kept: dict[str, tuple[float, int, int, float]] = {}

    def judge(
        self, question: str, passages: Sequence[str], under: Sequence[str] = ()
    ) -> list[Judgement]:
        read = list(zip(passages, under or [""] * len(passages), strict=True))
        for one in dict.fromkeys(read):
            if (question, *one) not in self._known:
                self._known[question, *one] = self._look_up(question, *one)
        return [self._known[question, *one] for one in read]

    def support(self, claim: str, passages: Sequence[str]) -> list[float]:
        return [self._support(claim, passage) for passage in passages]

    def _support(self, claim: str, passage: str) -> float:
        key = _digest("support", claim, passage)
        if key not in self._kept:
            (logit,) = self._judge.support(claim, [passage])
            self._kept[key] = (logit, -1, -1, 0.0)
        return self._kept[key][0]

    def _look_up(self, question: str, passage: str, under: str) -> Judgement:
        key = _digest(question, passage, under)
        if key not in self._kept:
            (judged,) = self._judge.judge(question, [passage], [under])
            first, last = judged.span or (-1, -1)
            self._kept[key] = (judged.answers, first, last, judged.margin)
        answers, first, last, margin = self._kept[key]
        return Judgement(answers, (first, last) if first >= 0 else None, margin)

    def take(self, file: Path) -> None:
        """What was kept in a file, if it is there."""
        if file.exists():
            self._kept |= {k: tuple(v) for k, v in json.loads(file.read_text("utf-8")).items()}

    def keep(self, file: Path) -> None:
        """All that was judged, for a later run to take."""
        for (question, passage, under), judged in self._known.items():
            first, last = judged.span or (-1, -1)
            key = _digest(question, passage, under)
            self._kept.setdefault(key, (judged.answers, first, last, judged.margin))
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, json.dumps(self._kept))


class SavedEmbedder:
    """An embedder that encodes each text once, alone."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimension = embedder.name, embedder.dimension
        self._embedder = embedder
        self._known: dict[tuple[str, bool], Encoding] = {}

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        for text in texts:
            if (text, asked) not in self._known:
                (self._known[text, asked],) = self._embedder.encode([text], asked=asked)
        return [self._known[text, asked] for text in texts]


def _digest(*texts: str) -> str:
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def judgements_of(of: Field) -> Path:
    """The file of what the shipped judge holds of a field's passages."""
    return of.kept / f"judged-{code_of('rag/models', without='fitted.json')}.json"


def remembering(engine: QueryEngine) -> QueryEngine:
    """An engine over the same index that does none of the models' work twice."""
    loaded = engine.loaded
    judge = SavedJudge(loaded.judge) if loaded.judge is not None else None
    saved = replace(loaded, embedder=SavedEmbedder(loaded.embedder), judge=judge)
    return QueryEngine(engine.catalog, engine.settings, lambda _: saved, engine.today, saved)


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search has found while some rules were `off`, and those that made a difference to it
    while they were in force."""

    ranked: tuple[Ranked, ...]
    fired: frozenset[str]
    off: frozenset[str]


class SearchedOnce(Search):
    """A search that is done again only where a rule is off that made a difference to it: without
    any other it would find the same."""

    def __init__(self, known: dict[object, Searched], *given: Any) -> None:
        super().__init__(*given)
        self._known = known

    def ranked(
        self, question: ParsedQuestion, scopes: Sequence[Scope], beside: Sequence[str] = ()
    ) -> list[Ranked]:
        key = (
            question.read, question.terms, question.term_of.tobytes(), tuple(scopes),
            tuple(beside), self._window,
        )  # fmt: skip
        rules, found = declared(), self._known.get(key)
        off = frozenset(name for name, rule in rules.items() if not rule.on)
        if found is None or not found.off <= off or off & found.fired:
            with noting() as fired:
                ranked = super().ranked(question, scopes, beside)
            found = Searched(tuple(ranked), frozenset(fired), off)
            self._known.setdefault(key, found)
        for name in found.fired:
            rules[name].applies(True)
        return list(found.ranked)


class _Asking(Asking):
    def __init__(self, engine: "SearchingOnce", query: Query, tell: Tell, spent_s: float) -> None:
        self._known = engine.searches
        super().__init__(engine, query, tell, spent_s)

    def _search(self, catalog: Catalog) -> Search:
        return SearchedOnce(
            self._known, self._engine.loaded, catalog, self._settings, self._scope, self._window,
            self._clock, self._gaps,
        )  # fmt: skip


class SearchingOnce(QueryEngine):
    """An engine that does none of the models' work and no search twice."""

    def __init__(self, engine: QueryEngine) -> None:
        saved = remembering(engine).loaded
        super().__init__(engine.catalog, engine.settings, lambda _: saved, engine.today, saved)
        self.searches: dict[object, Searched] = {}

    def ask(self, query: Query, tell: Tell = untold, spent_s: float = 0.0) -> Answer | Refusal:
        with limited(self.settings.question_timeout_s):
            return _Asking(self, query, tell, spent_s).run()
