"""Dateline inside LlamaIndex programs: its search as a retriever, its engine as a query engine."""

import asyncio
from typing import Any

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.base.response.schema import Response
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from rag.retrieval.reranking import Ranked
from rag.types import Answer, Citation


class DatelineRetriever(BaseRetriever):
    """The nearest passages to a query as nodes, best first, each with its report and date.

    It finds; it does not judge. A question that nothing answers gets its nearest passages too.
    """

    def __init__(self, engine: QueryEngine, similarity_top_k: int = 10) -> None:
        super().__init__()
        self._engine = engine
        self._top_k = similarity_top_k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._engine.search(Query(query_bundle.query_str))[: self._top_k]
        return [_passage_node(ranked) for ranked in found]


class DatelineQueryEngine(BaseQueryEngine):
    """Answers as LlamaIndex responses.

    `source_nodes` are the citations, in order of their markers, and empty for a refusal;
    `metadata["outcome"]` is the whole answer or refusal as `dateline ask --json` prints it.
    """

    def __init__(self, engine: QueryEngine) -> None:
        super().__init__(callback_manager=None)
        self._engine = engine

    def _query(self, query_bundle: QueryBundle) -> Response:
        outcome = self._engine.ask(Query(query_bundle.query_str))
        cited = outcome.citations if isinstance(outcome, Answer) else ()
        return Response(
            response=outcome.text,
            source_nodes=[_citation_node(citation, outcome.confidence) for citation in cited],
            metadata={"outcome": outcome.model_dump(mode="json", by_alias=True)},
        )

    async def _aquery(self, query_bundle: QueryBundle) -> Response:
        return await asyncio.to_thread(self._query, query_bundle)

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}


def _passage_node(ranked: Ranked) -> NodeWithScore:
    passage, report = ranked.finding.passage, ranked.finding.report
    day = report.dated.published_on
    node = _node(
        passage.id, ranked.finding.text, passage.start, passage.end,
        {
            "report_id": report.id,
            "path": report.path,
            "title": report.title,
            "publisher": report.publisher,
            "published_on": day.isoformat() if day else None,
            "date_source": report.dated.source,
            "date_note": report.dated.note,
        },
    )  # fmt: skip
    return NodeWithScore(node=node, score=ranked.score)


def _citation_node(citation: Citation, confidence: float) -> NodeWithScore:
    metadata = citation.model_dump(mode="json", exclude={"quote", "start", "end", "passage_id"})
    node = _node(
        f"{citation.passage_id}-{citation.n}",
        citation.quote,
        citation.start,
        citation.end,
        metadata,
    )
    return NodeWithScore(node=node, score=confidence)


def _node(node_id: str, text: str, start: int, end: int, metadata: dict[str, Any]) -> TextNode:
    return TextNode(
        id_=node_id,
        text=text,
        start_char_idx=start,
        end_char_idx=end,
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
    )
