from datetime import date
from pathlib import Path

import pytest
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.schema import Document

from index.calendar import Period
from index.ingestion.chunking import filters_of, passages_of, read_of
from index.llamaindex import PassageEmbedder, PassageParser, as_document
from index.storage.filters import UNKNOWN
from index.storage.store import Stores, put_new
from index.structure.place import place_of_report
from index.types import Block, Confidence, Report, ReportDate, ReportHead
from tests.doubles import HashingEmbedder

TEXT = "One came. Two left. Three stayed.\n\nAlone it stands."
TIMES = {0: [Period(3, 7, date(2024, 3, 1), date(2024, 3, 31))]}


def _report() -> Report:
    head = ReportHead("r", "r.txt", None, "ISW", None, ReportDate(None, None, Confidence.LOW))
    return Report(head, TEXT, (Block(0, 33), Block(35, 51)))


def test_a_report_through_the_pipeline_is_stored_as_an_ingest_stores_it(tmp_path: Path) -> None:
    embedder, report = HashingEmbedder(), _report()
    passages = passages_of(report)
    ours = Stores(tmp_path / "ours", "f")
    put_new(
        ours, lambda: embedder, [p.id for p in passages],
        [read_of(p, TEXT, place_of_report(report.head)) for p in passages],
        filters_of(passages, report, TIMES),
    )  # fmt: skip
    theirs = Stores(tmp_path / "theirs", "f")
    steps = [PassageParser(), PassageEmbedder(lambda: embedder, theirs)]
    nodes = IngestionPipeline(transformations=steps, disable_cache=True).run(
        documents=[as_document(report, TIMES)]
    )
    assert [(n.node_id, n.get_content()) for n in nodes] == [
        (p.id, TEXT[p.start : p.end]) for p in passages
    ]
    assert [n.metadata["filter_values"] for n in nodes] == filters_of(passages, report, TIMES)
    assert all(n.embedding is not None for n in nodes)
    ids = [p.id for p in passages]
    kept = {i: v.tokens.tolist() for i, v in ours.tokens.get(ids).items()}
    assert {i: v.tokens.tolist() for i, v in theirs.tokens.get(ids).items()} == kept
    assert theirs.complete_ids() == set(ids)


def test_what_is_stored_is_not_embedded_again(tmp_path: Path) -> None:
    stores = Stores(tmp_path, "f")
    embed = PassageEmbedder(HashingEmbedder, stores)
    embed(PassageParser()([as_document(_report(), TIMES)]))
    again = embed(PassageParser()([as_document(_report(), {})]))
    assert [node.embedding for node in again] == [None, None, None]


def test_a_plain_document_is_cut_by_its_own_blocks() -> None:
    nodes = PassageParser()([Document(text=TEXT)])
    assert [n.get_content() for n in nodes] == [
        "One came. Two left.", "Two left. Three stayed.", "Alone it stands.",
    ]  # fmt: skip
    assert [n.metadata["filter_values"] for n in nodes] == [UNKNOWN] * 3


@pytest.mark.parametrize("text", ["", " \n "], ids=["empty", "blank"])
def test_nothing_gives_no_passages(text: str) -> None:
    assert PassageParser()([Document(text=text)]) == []
