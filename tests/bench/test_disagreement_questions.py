"""Questions on disagreement, correction, return and repetition: their form, and what an outcome
must have."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from bench.common import Skipped
from bench.disagreement import (
    HALVES,
    KINDS,
    Asked,
    Half,
    Scored,
    Side,
    lacking,
    named,
    numbers_told,
    questions,
    result,
)
from bench.fields.corpus import FETCHED, HELD, OPEN, load
from index.embedding.minilm import OnnxEmbedder
from index.files import find_files
from index.ingestion.ingest import Ingest
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


ALL = questions(None, ())


def _each(asked: Asked) -> list[Side]:
    return [*asked.sides, *([asked.wrong] if asked.wrong else [])]


def test_how_many_questions_there_are_of_each_kind_and_half() -> None:
    assert Counter((asked.half, asked.kind) for asked in ALL) == {
        **{("unseen", kind): 12 for kind in KINDS},
        **{("second", kind): 13 for kind in KINDS},
    }
    assert len({asked.id for asked in ALL}) == len({asked.question for asked in ALL}) == len(ALL)
    assert {asked.field for asked in ALL} <= {*OPEN, *FETCHED, *HELD}


@pytest.mark.parametrize("asked", ALL, ids=lambda asked: asked.id)
def test_a_question_says_what_its_kind_needs(asked: Asked) -> None:
    places = [place for side in _each(asked) for place in side.spans]
    assert all(side.spans for side in _each(asked))
    assert all(0 <= start < end for _, start, end in places)
    assert all(re.compile(side.value) for side in _each(asked))
    assert (asked.wrong is None) or asked.kind == "correction"
    assert bool(asked.groups) == bool(asked.independent) == (asked.kind == "repetition")
    assert len(asked.sides) > 1 or asked.kind in ("correction", "repetition")
    told = {file for group in asked.groups for file in group}
    assert told == ({file for file, _, _ in places} if asked.groups else set())
    assert sum(len(group) for group in asked.groups) == len(told)


@pytest.mark.parametrize("name", sorted({asked.field for asked in ALL}))
def test_what_stands_at_the_places_of_a_field(name: str) -> None:
    try:
        folder = load(name).folder
    except Skipped as reason:
        pytest.skip(str(reason))
    for asked in (asked for asked in ALL if asked.field == name):
        for side in _each(asked):
            for file, start, end in side.spans:
                text = (folder / file).read_text("utf-8")
                near = text[max(0, start - 80) : end + 80]
                found = re.search(side.value, near, re.IGNORECASE | re.DOTALL)
                assert end <= len(text), (asked.id, file, end)
                assert found, (asked.id, file, start)


def test_halves_are_scored_apart(outcome: Outcome) -> None:
    scored = [
        Scored(asked=_asked("return", (POLICE,), half=half), outcome=outcome, lacks=lacks)
        for half, lacks in zip(HALVES, ((), ("a side",), ()), strict=True)
    ]
    found = result(scored, *named("second", True), seen=False)
    assert [(figure.name, figure.value) for figure in found.figures] == [
        ("right of all", 2 / 3),
        ("right of unseen", 1.0),
        ("right of second", 0.0),
    ]
    assert [row[1:4] for row in found.tables[0].rows] == [
        ["unseen", "1", "1"],
        ["second", "1", "0"],
        ["open", "1", "1"],
    ]


@pytest.mark.parametrize(
    ("half", "first", "told"),
    [
        (None, False, ("disagreement", "Both sides")),
        (None, True, ("disagreement_first_sight", "Both sides, at first sight")),
        ("second", False, ("disagreement_second", "Both sides, second half")),
        (
            "second",
            True,
            ("disagreement_second_first_sight", "Both sides, second half, at first sight"),
        ),
    ],
    ids=["all", "all at first sight", "a half", "a half at first sight"],
)
def test_results_of_halves_and_of_first_runs_have_names_of_their_own(
    half: Half | None, first: bool, told: tuple[str, str]
) -> None:
    assert named(half, first) == told
