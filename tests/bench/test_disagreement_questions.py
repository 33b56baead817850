"""What an outcome must have on disagreement, correction, return and repetition."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from bench.disagreement import Asked, Side, lacking, numbers_told
from index.embedding.minilm import OnnxEmbedder
from index.ingestion.ingest import Ingest
from index.reading.files import find_files
from rag.build import build_engine
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from rag.settings import Settings
from rag.types import Outcome, Refusal

REPORTS = {
    "police": "Marches\n\nGazette\n\nMay 3, 2024\n\nIn Olm 300 people marched for the ferry.\n",
    "unions": "Marches\n\nCourier\n\nMay 3, 2024\n\nIn Olm 1,200 people marched for the ferry.\n",
}
POLICE, UNIONS = (
    Side(value=value, spans=((f"{name}.txt", 30, 80),))
    for name, value in (("police", "300"), ("unions", "1,200"))
)
NOBODY = Side(value="900", spans=(("police.txt", 30, 80),))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    folder: Path = tmp_path_factory.mktemp("marches")
    for name, text in REPORTS.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    settings = Settings(data_dir=folder / "data")
    Ingest(settings, OnnxEmbedder, date(2025, 6, 1)).run(find_files([*folder.glob("*.txt")]))
    return build_engine(settings)


@pytest.fixture(scope="module")
def outcome(engine: QueryEngine) -> Outcome:
    return engine.ask(Query("How many people marched in Olm for the ferry?"))


def _asked(kind: str, sides: Sequence[Side], **more: object) -> Asked:
    stated = {"id": "x", "field": "town", "half": "open", "question": "?", "sides": sides}
    return Asked.model_validate({**stated, "kind": kind, **more})


@pytest.mark.parametrize(
    ("asked", "lacks"),
    [
        (_asked("disagreement", (POLICE, UNIONS)), []),
        (_asked("disagreement", (POLICE, NOBODY)), ["side 2 is not quoted"]),
        (_asked("correction", (UNIONS,), wrong=POLICE), []),
        (_asked("return", (POLICE, POLICE)), []),
        (_asked("repetition", (POLICE,), groups=[["police.txt"]], independent=[1]), []),
        (_asked("repetition", (POLICE,), groups=[["police.txt"], ["mayor.txt"]], independent=[2]),
         ["1 of its reports not named", "how many say so is not told"]),
    ],
    ids=["both sides", "one side", "tied", "in order", "one source", "two sources"],
)  # fmt: skip
def test_what_an_outcome_lacks(outcome: Outcome, asked: Asked, lacks: list[str]) -> None:
    assert lacking(asked, outcome) == lacks


def test_a_refusal_is_never_right(engine: QueryEngine) -> None:
    refused = engine.ask(Query("Which vaccine did the laboratory in Lima test?"))
    assert isinstance(refused, Refusal)
    assert lacking(_asked("return", (POLICE,)), refused) == [f"refused ({refused.reason})"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Two reports, of one source, say what [1] says.", [1]),
        ("Three reports, of two sources, say so.", [2]),
        ("Two other reports say so.", [3]),
        ("It burned for two days.", []),
        ("So it was. [2] The reports differ.", []),
    ],
    ids=["one source", "two sources", "two others", "none", "a marker"],
)
def test_how_many_reports_are_told(text: str, numbers: list[int]) -> None:
    assert numbers_told(text) == numbers
