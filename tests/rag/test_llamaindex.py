"""Dateline as a part of LlamaIndex programs."""

import asyncio
from pathlib import Path

import pytest
from llama_index.core.base.response.schema import Response
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine, RouterQueryEngine
from llama_index.core.response_synthesizers import ResponseMode
from llama_index.core.schema import TextNode
from llama_index.core.selectors import LLMSingleSelector
from llama_index.core.tools import QueryEngineTool

from rag.engine.query_engine import QueryEngine
from rag.llamaindex import DatelineRetriever
from rag.question.parsing import Query
from tests.rag.corpus import HARBOUR, KESSEL, open_engine

ASKED = "When did engineers reopen the Kessel bridge?"


def test_a_query(harbour: QueryEngine) -> None:
    response = harbour.as_query_engine().query(ASKED)
    assert isinstance(response, Response)
    assert str(response) == f"{KESSEL} [1]"
    (source,) = response.source_nodes
    start = HARBOUR["bridge.txt"].index(KESSEL)
    assert source.node.get_content() == KESSEL
    assert isinstance(source.node, TextNode)
    assert (source.node.start_char_idx, source.node.end_char_idx) == (start, start + len(KESSEL))
    metadata = source.node.metadata
    assert (metadata["n"], metadata["path"], metadata["title"], metadata["published_on"]) == (
        1, "bridge.txt", "The Old Bridge Reopens", "2024-05-03",
    )  # fmt: skip
    assert response.metadata is not None
    outcome = response.metadata["outcome"]
    direct = harbour.ask(Query(ASKED)).model_dump(mode="json", by_alias=True)
    assert {**outcome, "timings_ms": {}} == {**direct, "timings_ms": {}}
    assert source.score == outcome["confidence"]


def test_a_refusal_has_no_sources(harbour: QueryEngine) -> None:
    response = harbour.as_query_engine().query("Did Zaphod Beeblebrox attend?")
    assert isinstance(response, Response)
    assert str(response).startswith("No report has “Zaphod” or “Beeblebrox” in it.")
    assert response.source_nodes == []
    assert response.metadata is not None
    assert (response.metadata["outcome"]["kind"], response.metadata["outcome"]["reason"]) == (
        "refusal", "no_evidence",
    )  # fmt: skip
    assert len(response.metadata["outcome"]["nearest"]) == 3


def test_asked_without_waiting(harbour: QueryEngine) -> None:
    async def ask() -> list[str]:
        engine = harbour.as_query_engine()
        both = await asyncio.gather(engine.aquery(ASKED), engine.aquery("What is a quasar?"))
        return [str(response) for response in both]

    first, second = asyncio.run(ask())
    assert first == f"{KESSEL} [1]"
    assert second.startswith("No report has “quasar” in it.")


def test_the_retriever(harbour: QueryEngine) -> None:
    nodes = harbour.as_retriever().retrieve(ASKED)
    found = harbour.search(Query(ASKED))
    assert [(n.node.node_id, n.score) for n in nodes] == [
        (ranked.finding.passage.id, ranked.score) for ranked in found
    ]
    by_path = {n.node.metadata["path"]: n.node.metadata for n in nodes}
    assert by_path["glacier.txt"] | {"report_id": ""} == {
        "report_id": "",
        "path": "glacier.txt",
        "title": "Notes on a Glacier",
        "publisher": None,
        "published_on": None,
        "date_source": None,
        "date_note": "the report gives no date",
    }
    assert (by_path["crossing.md"]["publisher"], by_path["crossing.md"]["published_on"]) == (
        "Valley Courier", "2024-05-05",
    )  # fmt: skip


def test_the_retriever_gives_as_many_as_it_is_told(harbour: QueryEngine) -> None:
    assert len(DatelineRetriever(harbour, similarity_top_k=2).retrieve(ASKED)) == 2
    assert asyncio.run(harbour.as_retriever().aretrieve(ASKED))


def test_the_retriever_of_an_empty_folder_finds_nothing(tmp_path: Path) -> None:
    assert open_engine(tmp_path).as_retriever().retrieve(ASKED) == []


def test_the_retriever_under_a_synthesizer_of_llamaindex(harbour: QueryEngine) -> None:
    """The mock LLM says what it is given to read, so the evidence reaches the prompt."""
    program = RetrieverQueryEngine.from_args(
        harbour.as_retriever(), llm=MockLLM(), response_mode=ResponseMode.COMPACT
    )
    response = program.query(ASKED)
    assert isinstance(response, Response)
    assert KESSEL in str(response)
    assert ASKED in str(response)
    assert len(response.source_nodes) == 6


class FirstChoice(MockLLM):
    """An LLM that always chooses the first of what it is offered."""

    def predict(self, *args: object, **kwargs: object) -> str:
        return '[{"choice": 1, "reason": "dated reports"}]'


def test_the_engine_behind_a_router(harbour: QueryEngine) -> None:
    tools = [
        QueryEngineTool.from_defaults(
            query_engine=harbour.as_query_engine(), name="dateline", description="dated reports"
        ),
        QueryEngineTool.from_defaults(
            query_engine=RetrieverQueryEngine.from_args(harbour.as_retriever(), llm=MockLLM()),
            name="other",
            description="something else",
        ),
    ]
    program = RouterQueryEngine(
        selector=LLMSingleSelector.from_defaults(llm=FirstChoice()),
        query_engine_tools=tools,
        llm=MockLLM(),
    )
    response = program.query(ASKED)
    assert isinstance(response, Response)
    assert str(response) == f"{KESSEL} [1]"
    assert response.metadata is not None
    assert response.metadata["outcome"]["kind"] == "answer"


@pytest.mark.slow
def test_the_seeds_in_a_llamaindex_program(indexed_seeds: Path) -> None:
    from rag.build import build_engine
    from rag.settings import Settings

    engine = build_engine(Settings(data_dir=indexed_seeds)).as_query_engine()
    response = engine.query("How long did it take Russia to capture Kurakhove?")
    assert isinstance(response, Response)
    assert "just over two months" in str(response)
    assert response.source_nodes[0].node.metadata["published_on"] == "2024-12-26"
    assert engine.query("Who is the head of Rosatom?").source_nodes == []
