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
from index.place import place_of_report, places, reading_place
from index.sentences import sentence_spans
from index.types import WINDOW, Passage, Report, Role

_BODY = "body_blocks"
_FILTERS = "filter_values"
_TIMES = "event_values"
_PLACE = "place_of_report"


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
                blocks = split_blocks(text)
                under = places(text, blocks)
                body = [(n, b.start, b.end, under[n]) for n, b in enumerate(blocks)]
            found = find_passages(node.node_id, text, body, node.metadata.get(_PLACE, ""))
            parsed.extend(_node(p, text, node) for p in found)
        return parsed


def as_document(report: Report, times: Mapping[int, Sequence[Period]]) -> Document:
    """A report as a LlamaIndex document whose body blocks `PassageParser` will cut.

    `times` are those that each block names.
    """
    under = places(report.text, report.blocks)
    body = [
        (n, b.start, b.end, under[n]) for n, b in enumerate(report.blocks) if b.role is Role.BODY
    ]
    return Document(
        id_=report.head.id,
        text=report.text,
        metadata={
            _BODY: body,
            _PLACE: place_of_report(report.head),
            _FILTERS: filter_values(report.head),
            _TIMES: {number: event_values(some) for number, some in times.items()},
        },
    )


def find_passages(
    report_id: str, text: str, body: Sequence[tuple[int, int, int, str]], of_report: str = ""
) -> list[Passage]:
    """The passages of the body blocks `(number, start, end, place)` of a report, in order.

    An id is made from the report's id, all that the passage stands under (`of_report` what all of
    the report does), its words and, where these occur again, the count so far: the same text gives
    the same ids.
    """
    seen: Counter[str] = Counter()
    passages = []
    for number, start, end, place in body:
        sentences = sentence_spans(text, start, end)
        for at in range(max(1, len(sentences) - WINDOW + 1)):
            window = tuple(sentences[at : at + WINDOW])
            if not window:
                continue
            first, last = window[0][0], window[-1][1]
            words = f"{of_report}\n{place}\n{text[first:last]}"
            name = f"{report_id}\n{words}\n{seen[words]}"
            seen[words] += 1
            passage_id = f"{report_id}-{sha256(name.encode()).hexdigest()[:12]}"
            passages.append(Passage(passage_id, report_id, number, first, last, window, place))
    return passages


def passage_of(node: BaseNode) -> Passage:
    """The passage that a node of `PassageParser` stands for."""
    meta = node.metadata
    return Passage(
        node.node_id, meta["report_id"], meta["block"], meta["start"], meta["end"],
        tuple((left, right) for left, right in meta["sentences"]), meta["place"],
    )  # fmt: skip


def read_of(node: BaseNode) -> tuple[str, str, list[str]]:
    """What models read of a passage: all that it stands under, its text, and the sentences in
    that."""
    meta, text = node.metadata, node.get_content(metadata_mode=MetadataMode.NONE)
    origin = meta["start"]
    sentences = [text[a - origin : b - origin] for a, b in meta["sentences"]]
    return reading_place(meta[_PLACE], meta["place"]), text, sentences


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
            "place": passage.place,
            _PLACE: source.metadata.get(_PLACE, ""),
            _FILTERS: {
                **source.metadata.get(_FILTERS, UNKNOWN),
                **source.metadata.get(_TIMES, {}).get(passage.block, NO_TIMES),
            },
        },
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=source.node_id)},
    )
