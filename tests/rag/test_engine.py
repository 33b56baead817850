"""Questions to small hand-written reports, and what comes back."""

import itertools
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.errors import IndexMismatch
from index.storage.store import recorded_making
from index.storage.token_vectors import TokenStore
from rag.build import build_engine
from rag.engine.query_engine import QueryEngine
from rag.evidence.evidence import fitted
from rag.question.parsing import Query
from rag.settings import Settings
from rag.types import Answer, Reason, Refusal
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus
from tests.rag.corpus import HARBOUR, KESSEL, answered, engine_over, open_engine, refused

COVERS = "The corpus holds 4 reports, 9 June 2023 to 5 May 2024."


def _as_json(outcome: Answer | Refusal) -> dict[str, Any]:
    """An outcome without what is made from digests or the clock."""
    dumped = outcome.model_dump(mode="json", by_alias=True)
    assert dumped.pop("timings_ms")["total"] > 0
    assert len(dumped["corpus"].pop("snapshot")) == 12
    for passage in [*dumped.get("citations", ()), *dumped.get("nearest", ())]:
        report_id = passage.pop("report_id")
        assert passage.pop("passage_id").startswith(f"{report_id}-")
        assert passage.pop("sha256").startswith(report_id)
        assert passage.pop("retrieved_at").endswith("Z")
        assert all(len(copy.pop("report_id")) == 16 for copy in passage["also_in"])
    return dumped


def test_an_answer(harbour: QueryEngine) -> None:
    question = "When did engineers reopen the Kessel bridge?"
    outcome = harbour.ask(Query(question))
    got = _as_json(outcome)
    assert 0.31 <= got.pop("confidence") <= 1
    assert got == {
        "kind": "answer",
        "question": question,
        "text": f"{KESSEL} [1]",
        "sentences": [{"text": KESSEL, "citations": [1], "verbatim": True}],
        "citations": [
            {
                "n": 1,
                "path": "bridge.txt",
                "title": "The Old Bridge Reopens",
                "publisher": "Harbour Gazette",
                "url": None,
                "published_on": "2024-05-03",
                "published_edtf": None,
                "date_source": "byline",
                "date_confidence": "high",
                "date_note": None,
                "event_dates": ["2024-05-02"],
                "event_times": ["2024-05-02"],
                "quote": KESSEL,
                "start": HARBOUR["bridge.txt"].index(KESSEL),
                "end": HARBOUR["bridge.txt"].index(KESSEL) + len(KESSEL),
                "answer_start": None,
                "answer_end": None,
                "later_otherwise": [],
                "corrected_by": [],
                "contradicts": [],
                "agreeing": [],
                "source_start": HARBOUR["bridge.txt"].index(KESSEL),
                "source_end": HARBOUR["bridge.txt"].index(KESSEL) + len(KESSEL),
                "page": None,
                "boxes": None,
                "further_pages": [],
                "place": "",
                "originator": None,
                "said_by": [],
                "stated_as": [],
                "page_date": None,
                "date_modified": None,
                "data_cutoff": None,
                "gone_since": None,
                "superseded_on": None,
                "also_in": [{"path": "crossing.md", "published_on": "2024-05-05"}],
            }
        ],
        "understood_as": None,
        "dropped": [],
        "notes": [],
        "series": [],
        "window": None,
        "corpus": {
            "reports": 4,
            "passages": 6,
            "from": "2023-06-09",
            "to": "2024-05-05",
            "languages": {},
            "missing": None,
        },
        "models": {"embedder": "hashing", "reranker": None, "judge": None, "llm": None},
    }


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How long was the Kessel bridge under repair?", f"{KESSEL} [1]"),
        ("How many paintings did the curators move to a school?",
         "Curators moved 214 paintings to a school. [1]"),
        ("Who thanked the crews at the ceremony?",
         "Mayor Ilse Brandt thanked the crews at the ceremony. [1] She said that a second bridge "
         "may be built in Torvik. [1]"),
        ("how much ice does the hald glaceir lose each summer",
         "The Hald glacier loses a metre of ice each summer. [1] Farmers below it draw their water "
         "from its stream. [1]"),
    ],
    ids=["duration", "number", "person", "misspelt and in lower case"],
)  # fmt: skip
def test_answers(harbour: QueryEngine, question: str, text: str) -> None:
    assert answered(harbour.ask(Query(question))).text == text


def test_a_report_without_a_date_is_cited_as_such(harbour: QueryEngine) -> None:
    outcome = answered(harbour.ask(Query("How much ice does the Hald glacier lose each summer?")))
    (cited,) = outcome.citations
    assert (cited.path, cited.published_on, cited.date_source, cited.date_confidence) == (
        "glacier.txt", None, None, "low",
    )  # fmt: skip
    assert cited.date_note == "the report gives no date"


def test_a_passage_that_needs_both_sentences(tmp_path: Path) -> None:
    text = "The siege of Olm Castle was long and bitter. It went on for two months."
    engine = engine_over(tmp_path, {"siege.txt": f"Siege of Olm Castle\n\nMay 3, 2024\n\n{text}"})
    outcome = answered(engine.ask(Query("How long did the siege of Olm Castle go on?")))
    assert [(s.text, s.citations) for s in outcome.sentences] == [
        ("The siege of Olm Castle was long and bitter.", (1,)),
        ("It went on for two months.", (1,)),
    ]
    assert outcome.text == (
        "The siege of Olm Castle was long and bitter. [1] It went on for two months. [1]"
    )
    assert [cited.quote for cited in outcome.citations] == [text]


def test_endnote_marks_of_a_report_are_quoted_and_not_said(tmp_path: Path) -> None:
    text = "Engineers[3] reopened the Kessel bridge\u00a0[4] on May 2.[5]"
    engine = engine_over(tmp_path, {"bridge.txt": f"The Bridge\n\nMay 3, 2024\n\n{text}"})
    outcome = answered(engine.ask(Query("When did engineers reopen the Kessel bridge?")))
    assert outcome.text == "Engineers reopened the Kessel bridge on May 2. [1]"
    assert [cited.quote for cited in outcome.citations] == [text.removesuffix("[5]")]


def test_what_is_unlikely_to_answer_is_refused(harbour: QueryEngine) -> None:
    asked = Query("What colour has the paint of the bridge handrails?")
    outcome = refused(harbour.with_min_confidence(0.99).ask(asked))
    assert (outcome.reason, outcome.text) == (
        Reason.NO_EVIDENCE,
        "No passage was found to answer this. None of the nearest has “colour”, “paint” or "
        f"“handrails”. {COVERS}",
    )
    assert len(outcome.nearest) == 3


REFUSALS = [
    ("Did Zaphod Beeblebrox attend the ceremony?", Reason.NO_EVIDENCE,
     f"No report has “Zaphod” or “Beeblebrox” in it. {COVERS}", 3),
    ("What about the repairs of the bridge in 1987?", Reason.OUT_OF_WINDOW,
     "“in 1987” is before the first report. Near the question is a report of 3 May 2024. "
     f"{COVERS}", 3),
    ("Why do cats purr when they are stroked?", Reason.OFF_TOPIC,
     f"No passage of the reports is near to this question. {COVERS}", 3),
    ("Which of them was it, and how is that so?", Reason.OFF_TOPIC,
     f"No passage of the reports is near to this question. {COVERS}", 0),
    ("x" * 2001, Reason.QUESTION_TOO_LONG,
     "The question has 2,001 characters, and at most 2,000 are read. Ask for one thing at a time.",
     0),
    ("", Reason.NOT_A_QUESTION,
     "There is no question. Ask in words: who did or said what, and when?", 0),
    (" \t\n\u00a0", Reason.NOT_A_QUESTION,
     "There is no question. Ask in words: who did or said what, and when?", 0),
    ("??? 2024 🙂", Reason.NOT_A_QUESTION,
     "There is no question. Ask in words: who did or said what, and when?", 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "reason", "text", "near"),
    REFUSALS,
    ids=["unknown names", "unknown year", "off topic", "no content words",
         "too long", "empty", "blank", "no letters"],
)  # fmt: skip
def test_refusals(
    harbour: QueryEngine, question: str, reason: Reason, text: str, near: int
) -> None:
    outcome = refused(harbour.ask(Query(question)))
    assert (outcome.reason, outcome.text, len(outcome.nearest)) == (reason, text, near)
    assert outcome.confidence < fitted().unjudged.min_confidence
    assert outcome.question == question


def test_the_nearest_passages_do_not_overlap(harbour: QueryEngine) -> None:
    strict = harbour.with_min_confidence(0.99)
    near = refused(strict.ask(Query("Did Zaphod mend the Kessel bridge?"))).nearest
    assert len(near) == 3
    spans = sorted((passage.report_id, passage.start, passage.end) for passage in near)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in itertools.pairwise(spans))


def test_the_longest_question_is_read(harbour: QueryEngine) -> None:
    question = "When did engineers reopen the Kessel bridge? ".ljust(2000, "?")
    assert answered(harbour.ask(Query(question))).text == f"{KESSEL} [1]"


@pytest.mark.parametrize("made", ["never", "of bad files alone"])
def test_an_empty_corpus(tmp_path: Path, made: str) -> None:
    if made != "never":
        (tmp_path / "bad.txt").write_bytes(b"\x00")
        Corpus(tmp_path / "data").ingest(tmp_path / "bad.txt")
    outcome = refused(open_engine(tmp_path / "data").ask(Query("What happened?")))
    assert (outcome.reason, outcome.text) == (
        Reason.EMPTY_CORPUS,
        "There are no reports to answer from yet. Add some with `dateline ingest PATH`.",
    )
    assert outcome.corpus.model_dump(by_alias=True) == {
        "reports": 0, "passages": 0, "from": None, "to": None, "snapshot": "",
        "languages": {}, "missing": None,
    }  # fmt: skip
    assert (tmp_path / "data").exists() is (made != "never")


def test_settings_bound_what_is_asked_and_said(tmp_path: Path, harbour: QueryEngine) -> None:
    asked = Query("Which engineers reopened the bridge, and what did the work cost in crowns?")
    data_dir = harbour.settings.data_dir
    assert len(answered(open_engine(data_dir).ask(asked)).sentences) == 2
    one = open_engine(data_dir, max_sentences=1, max_question=80)
    assert len(one.search(Query("Kessel bridge"))) == 6
    assert refused(one.ask(Query("a" * 81))).reason is Reason.QUESTION_TOO_LONG
    sure = open_engine(data_dir, min_confidence=1)
    assert refused(sure.ask(Query("When did engineers reopen the Kessel bridge?"))).reason is (
        Reason.NO_EVIDENCE
    )


def test_searching_does_not_judge(harbour: QueryEngine) -> None:
    assert len(harbour.search(Query("What did a king eat for breakfast?"))) == 6
    assert harbour.search(Query("")) == []
    assert harbour.search(Query("Kessel", publisher="Nobody")) == []


def test_another_model_is_an_error_that_says_what_to_run(harbour: QueryEngine) -> None:
    settings = Settings(data_dir=harbour.settings.data_dir, embedder="other")
    with pytest.raises(IndexMismatch, match="DATELINE_EMBEDDER=hashing, or run `dateline doctor"):
        build_engine(settings, HashingEmbedder)


def test_a_model_of_another_dimension_is_an_error(harbour: QueryEngine) -> None:
    settings = Settings(data_dir=harbour.settings.data_dir, embedder="hashing")
    engine = build_engine(settings, lambda: HashingEmbedder(dimension=65))
    with pytest.raises(IndexMismatch, match="holds vectors of 64 numbers and hashing makes 65"):
        engine.ask(Query("What happened?"))


def test_lost_vectors_are_mended_before_the_first_question(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, HARBOUR)
    assert engine.catalog is not None
    making = recorded_making(engine.catalog)
    assert making is not None
    store = TokenStore(tmp_path / "data", making.fingerprint)
    store.remove(sorted(store.ids()))
    asked = Query("When did engineers reopen the Kessel bridge?")
    assert answered(engine.ask(asked)).text == f"{KESSEL} [1]"
    assert len(store) == 6


def test_an_engine_sees_what_is_ingested_after_it_was_built(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, {"museum.txt": HARBOUR["museum.txt"]})
    asked = Query("When did engineers reopen the Kessel bridge?")
    refused(engine.ask(asked))
    (tmp_path / "in" / "bridge.txt").write_text(HARBOUR["bridge.txt"], "utf-8")
    Corpus(tmp_path / "data").ingest(tmp_path / "in")
    outcome = answered(engine.ask(asked))
    assert (outcome.text, outcome.corpus.last) == (f"{KESSEL} [1]", date(2024, 5, 3))
