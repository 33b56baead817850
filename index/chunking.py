"""Splitting a report into passages, as a LlamaIndex node parser."""

from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import (
    BaseNode,
    Document,
    MetadataMode,
    NodeRelationship,
    RelatedNodeInfo,
    TextNode,
)

from index.blocks import split_blocks
from index.calendar import Period
from index.filters import NO_TIMES, UNKNOWN, FilterValues, event_values, filter_values
from index.sentences import sentence_spans
from index.types import WINDOW, Passage, Report, Role

_BODY = "body_blocks"
_FILTERS = "filter_values"
_TIMES = "event_values"


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
        parsed: list[BaseNode] = []
        for node in nodes:
            text = node.get_content(metadata_mode=MetadataMode.NONE)
            body = node.metadata.get(_BODY)
            if body is None:
                body = [(n, b.start, b.end) for n, b in enumerate(split_blocks(text))]
            parsed.extend(_node(p, text, node) for p in find_passages(node.node_id, text, body))
        return parsed


def as_document(report: Report, times: Mapping[int, Sequence[Period]]) -> Document:
    """A report as a LlamaIndex document whose body blocks `PassageParser` will cut.

    `times` are those that each block names.
    """
    body = [(n, b.start, b.end) for n, b in enumerate(report.blocks) if b.role is Role.BODY]
    return Document(
        id_=report.head.id,
        text=report.text,
        metadata={
            _BODY: body,
            _FILTERS: filter_values(report.head),
            _TIMES: {number: event_values(some) for number, some in times.items()},
        },
    )


def find_passages(report_id: str, text: str, body: Sequence[tuple[int, int, int]]) -> list[Passage]:
    """The passages of the body blocks `(number, start, end)` of a report, in order.

    An id is made from the report's id, the passage's words and, where these occur again, the
    count so far: the same text gives the same ids.
    """
    seen: Counter[str] = Counter()
    passages = []
    for number, start, end in body:
        sentences = sentence_spans(text, start, end)
        for at in range(max(1, len(sentences) - WINDOW + 1)):
            window = tuple(sentences[at : at + WINDOW])
            if not window:
                continue
            first, last = window[0][0], window[-1][1]
            words = text[first:last]
            name = f"{report_id}\n{words}\n{seen[words]}"
            seen[words] += 1
            passage_id = f"{report_id}-{sha256(name.encode()).hexdigest()[:12]}"
            passages.append(Passage(passage_id, report_id, number, first, last, window))
    return passages


def passage_of(node: BaseNode) -> Passage:
    """The passage that a node of `PassageParser` stands for."""
    meta = node.metadata
    return Passage(
        node.node_id, meta["report_id"], meta["block"], meta["start"], meta["end"],
        tuple((left, right) for left, right in meta["sentences"]),
    )  # fmt: skip


def filters_of(node: BaseNode) -> FilterValues:
    """What the vector store keeps with the passage that a node stands for."""
    values: FilterValues = node.metadata[_FILTERS]
    return values


def _node(passage: Passage, text: str, source: BaseNode) -> TextNode:
    return TextNode(
        id_=passage.id,
        text=text[passage.start : passage.end],
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={
            "report_id": passage.report_id,
            "block": passage.block,
            "start": passage.start,
            "end": passage.end,
            "sentences": passage.sentences,
            _FILTERS: {
                **source.metadata.get(_FILTERS, UNKNOWN),
                **source.metadata.get(_TIMES, {}).get(passage.block, NO_TIMES),
            },
        },
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=source.node_id)},
    )
