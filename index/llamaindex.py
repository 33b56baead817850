"""Passages for LlamaIndex's pipelines: the transformations that cut and embed as an ingest does."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import (
    BaseNode,
    Document,
    MetadataMode,
    NodeRelationship,
    RelatedNodeInfo,
    TextNode,
    TransformComponent,
)
from pydantic import PrivateAttr

from index.calendar import Period
from index.embedding.embedder import Embedder
from index.ingestion.chunking import filters_of, find_passages, passages_of, read_of
from index.storage.filters import UNKNOWN
from index.storage.store import Stores, put_new
from index.structure.blocks import split_blocks
from index.structure.place import place_of_report, places
from index.types import Passage, Report

_REPORT, _TIMES = "report", "times"
_READ, _FILTERS = "read", "filter_values"


class PassageParser(NodeParser):
    """Windows of two sentences within a block, each a node; a lone sentence is one by itself.

    Every two neighbouring sentences share a passage, so that a statement and the sentence that
    completes it are found together. Takes documents made by `as_document`, and plain LlamaIndex
    documents too, whose blocks it then finds itself.
    """

    include_metadata: bool = False
    include_prev_next_rel: bool = False

    @classmethod
    def class_name(cls) -> str:
        return "PassageParser"

    def _parse_nodes(
        self, nodes: Sequence[BaseNode], show_progress: bool = False, **kwargs: Any
    ) -> list[BaseNode]:
        return [made for node in nodes for made in _parsed(node)]


class PassageEmbedder(TransformComponent):
    """Embeds passages into `stores`, save those already there.

    A node that was embedded now has its pooled vector as `embedding`.
    """

    _embedder: Callable[[], Embedder] = PrivateAttr()
    _stores: Stores = PrivateAttr()

    def __init__(self, embedder: Callable[[], Embedder], stores: Stores) -> None:
        super().__init__()
        self._embedder, self._stores = embedder, stores

    def __call__(self, nodes: Sequence[BaseNode], **kwargs: object) -> Sequence[BaseNode]:
        new = put_new(
            self._stores,
            self._embedder,
            [node.node_id for node in nodes],
            [node.metadata[_READ] for node in nodes],
            [node.metadata[_FILTERS] for node in nodes],
        )
        for node in nodes:
            if node.node_id in new:
                node.embedding = new[node.node_id].pooled.astype(float).tolist()
        return nodes


def as_document(report: Report, times: Mapping[int, Sequence[Period]]) -> Document:
    """A report as a LlamaIndex document whose body blocks `PassageParser` will cut.

    `times` are those that each block names.
    """
    return Document(
        id_=report.head.id, text=report.text, metadata={_REPORT: report, _TIMES: times}
    )  # fmt: skip


def _parsed(node: BaseNode) -> list[TextNode]:
    report = node.metadata.get(_REPORT)
    if isinstance(report, Report):
        text, of_report = report.text, place_of_report(report.head)
        passages = passages_of(report)
        values = filters_of(passages, report, node.metadata[_TIMES])
    else:
        text, of_report = node.get_content(metadata_mode=MetadataMode.NONE), ""
        blocks = split_blocks(text)
        under = places(text, blocks)
        body = [(n, b.start, b.end, under[n]) for n, b in enumerate(blocks)]
        passages = find_passages(node.node_id, text, body)
        values = [UNKNOWN] * len(passages)
    return [
        _node(passage, text, node, {_READ: read_of(passage, text, of_report), _FILTERS: value})
        for passage, value in zip(passages, values, strict=True)
    ]


def _node(passage: Passage, text: str, source: BaseNode, more: Mapping[str, object]) -> TextNode:
    return TextNode(
        id_=passage.id,
        text=text[passage.start : passage.end],
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={
            "report_id": passage.report_id,
            "block": passage.block,
            "sentences": passage.sentences,
            "place": passage.place,
            **more,
        },
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=source.node_id)},
    )
