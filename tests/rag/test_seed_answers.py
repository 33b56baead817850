"""The five seed reports, the shipped model, and what a user gets of them."""

from datetime import date
from pathlib import Path

import pytest

from index.types import Confidence, DateSource, Role
from rag.build import build_engine
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from rag.settings import Settings
from rag.types import Answer, Reason
from tests.rag.corpus import answered, refused

pytestmark = pytest.mark.slow

COVERS = "The corpus holds 5 reports, 23 December 2023 to 26 December 2024."


@pytest.fixture(scope="module")
def engine(indexed_seeds: Path) -> QueryEngine:
    return build_engine(Settings(data_dir=indexed_seeds))


def test_how_long_it_took(engine: QueryEngine) -> None:
    question = "How long did it take Russia to capture Kurakhove?"
    outcome = answered(engine.ask(Query(question)))
    stated = (
        "Russian forces spent just over two months seizing a settlement 7.3 square kilometers in "
        "size."
    )
    [told] = [sentence for sentence in outcome.sentences if sentence.text == stated]
    cited = outcome.citations[told.citations[0] - 1]
    assert stated in cited.quote
    assert (cited.path, cited.title, cited.publisher) == (
        "000_631bd8b393d3a37f.txt",
        "Institute for the Study of War: Putin rules out NATO membership for Ukraine for all time",
        "Institute for the Study of War",
    )
    assert (cited.published_on, cited.date_source, cited.date_confidence, cited.date_note) == (
        date(2024, 12, 26), DateSource.BYLINE, Confidence.HIGH, None,
    )  # fmt: skip
    assert len(outcome.sentences) <= 4


def test_who_is_not_there(engine: QueryEngine) -> None:
    outcome = refused(engine.ask(Query("Who is the head of Rosatom?")))
    assert (outcome.reason, outcome.text) == (
        Reason.NO_EVIDENCE,
        f"No report has “Rosatom” in it. {COVERS}",
    )
    assert len(outcome.nearest) == 3


def test_a_date_that_is_the_page_s_is_not_the_report_s(engine: QueryEngine) -> None:
    outcome = answered(engine.ask(Query("What does reflexive control mean?")))
    cited = outcome.citations[0]
    assert cited.quote.startswith("Reflexive control is a key element in Russia’s hybrid warfare")
    assert (cited.path, cited.published_on, cited.date_source, cited.date_confidence) == (
        "002_eff72fc49af38b3f.txt", date(2024, 5, 24), DateSource.TEXT, Confidence.LOW,
    )  # fmt: skip
    assert cited.date_note is not None
    assert "24 May 2024" in cited.date_note
    assert "5 November 2024" in cited.date_note


def test_the_same_words_in_two_reports_are_said_once(engine: QueryEngine) -> None:
    question = "What objective will Putin not stop pursuing, barring a decisive defeat?"
    outcome = answered(engine.ask(Query(question)))
    said = [sentence.text for sentence in outcome.sentences]
    assert len(said) == len(set(said))


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("At what altitude was the plane struck?", "000_631bd8b393d3a37f.txt"),
        ("When did the Il-76 crash in Belgorod?", "001_6001c5903cbb15bc.txt"),
        ("Near which town did Russian forces recently advance, Kupiansk or Kharkiv?",
         "004_7635a7e0255b355a.txt"),
    ],
    ids=["number", "time", "one of two"],
)  # fmt: skip
def test_where_the_answer_is(engine: QueryEngine, question: str, path: str) -> None:
    outcome = answered(engine.ask(Query(question)))
    assert path in {cited.path for cited in outcome.citations}


@pytest.mark.parametrize(
    "question",
    [
        "How many people are forcibly displaced, and by how much does that grow each year?",
        "What does Refugees International do for the displaced?",
        "What are the root causes of forced displacement?",
        "Which principles does International Humanitarian Law have at its core?",
        "What did Kyiv's commander-in-chief say about F-16s?",
        "When will the first F-16 fighter jets arrive?",
        "How do I become a patron of Ukrainska Pravda?",
        "How do I share the post?",
    ],
)
def test_furniture_is_neither_cited_nor_near(engine: QueryEngine, question: str) -> None:
    outcome = engine.ask(Query(question))
    shown = outcome.citations if isinstance(outcome, Answer) else outcome.nearest
    assert engine.catalog is not None
    for passage in shown:
        report = engine.catalog.report(passage.report_id)
        assert report is not None
        assert report.text[passage.start : passage.end] == passage.quote
        (block,) = [b for b in report.blocks if b.start <= passage.start and passage.end <= b.end]
        assert block.role is Role.BODY
        assert "isplace" not in passage.quote


@pytest.mark.parametrize(
    "question",
    [
        "How many people are forcibly displaced?",
        "What is the recipe for borscht?",
        "Who won the World Cup in 2022?",
    ],
)
def test_what_no_report_tells_is_refused(engine: QueryEngine, question: str) -> None:
    reasons = (Reason.NO_EVIDENCE, Reason.OFF_TOPIC, Reason.OUT_OF_WINDOW)
    assert refused(engine.ask(Query(question))).reason in reasons
