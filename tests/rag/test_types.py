"""What cannot be said: answers without citations, citations without a report or a date."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from rag.searched import Corpus, Models, Window
from rag.types import Answer, Citation, DatedPassage, Outcome, Reason, Refusal, Sentence

PASSAGE: dict[str, Any] = {
    "report_id": "r1",
    "passage_id": "p1",
    "path": "r1.txt",
    "title": None,
    "publisher": None,
    "url": None,
    "published_on": date(2024, 5, 3),
    "date_source": "byline",
    "date_confidence": "high",
    "date_note": None,
    "event_dates": (),
    "quote": "It reopened.",
    "start": 5,
    "end": 17,
}
CITATION = {**PASSAGE, "n": 1}
COMMON: dict[str, Any] = {
    "question": "When?",
    "text": "It reopened. [1]",
    "window": None,
    "confidence": 0.5,
    "corpus": {"reports": 1, "passages": 1, "from": None, "to": None, "snapshot": "s"},
    "models": {"embedder": "e"},
    "timings_ms": {"total": 1.0},
}
ANSWER = {
    **COMMON,
    "sentences": [{"text": "It reopened.", "citations": [1]}],
    "citations": [CITATION],
}


def test_what_can_be_said() -> None:
    assert Citation.model_validate(CITATION).n == 1
    assert Answer.model_validate(ANSWER).kind == "answer"
    undated = {"published_on": None, "date_source": None, "date_note": "the report gives no date"}
    assert Citation.model_validate(CITATION | undated).published_on is None


@pytest.mark.parametrize("field", sorted(CITATION))
def test_a_citation_lacks_nothing(field: str) -> None:
    with pytest.raises(ValidationError, match=f"1 validation error for Citation\n{field}\n"):
        Citation.model_validate({k: v for k, v in CITATION.items() if k != field})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"report_id": ""}, "at least 1 character"),
        ({"passage_id": ""}, "at least 1 character"),
        ({"quote": "", "end": 5}, "at least 1 character"),
        ({"end": 18}, "the offsets of a quote must span it"),
        ({"start": -1, "end": 11}, "greater than or equal to 0"),
        ({"n": 0}, "greater than or equal to 1"),
        ({"date_source": None}, "a published date must say where it is from"),
        ({"published_on": None}, "a missing date must be explained"),
        ({"published_on": None, "date_note": ""}, "a missing date must be explained"),
        ({"date_confidence": "certain"}, "Input should be 'high', 'medium' or 'low'"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_a_citation_that_does_not_hold_together(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Citation.model_validate(CITATION | change)


@pytest.mark.parametrize(
    "change",
    [
        {"citations": []},
        {"sentences": []},
        {"sentences": [{"text": "It reopened.", "citations": []}]},
        {"sentences": [{"text": "", "citations": [1]}]},
        {"sentences": [{"text": "It reopened.", "citations": [1, 2]}]},
        {"citations": [CITATION, CITATION | {"n": 2}]},
        {"citations": [CITATION | {"n": 2}]},
        {"citations": [CITATION, CITATION]},
        {"confidence": 1.1},
        {"text": ""},
    ],
    ids=[
        "no citation", "no sentence", "a sentence without one", "an empty sentence",
        "an unknown marker", "an unused one", "not from 1", "one twice", "too sure", "no text",
    ],
)  # fmt: skip
def test_an_answer_that_does_not_hold_together(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Answer.model_validate(ANSWER | change)


def test_a_refusal_shows_three_passages_at_most() -> None:
    near = [DatedPassage.model_validate(PASSAGE)] * 4
    common = {**COMMON, "reason": "no_evidence"}
    assert len(Refusal.model_validate({**common, "nearest": near[:3]}).nearest) == 3
    with pytest.raises(ValidationError, match="at most 3 items"):
        Refusal.model_validate({**common, "nearest": near})


def test_a_refusal_has_no_citations() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        Refusal.model_validate({**COMMON, "reason": "no_evidence", "citations": [CITATION]})


def test_a_passage_shown_as_near_has_no_marker() -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        DatedPassage.model_validate(CITATION)


def test_nothing_said_can_be_changed() -> None:
    answer = Answer.model_validate(ANSWER)
    with pytest.raises(ValidationError, match="Instance is frozen"):
        answer.text = "Otherwise."  # type: ignore[misc]


def test_kind_tells_the_two_apart() -> None:
    either: TypeAdapter[Answer | Refusal] = TypeAdapter(Outcome)
    assert type(either.validate_python({**ANSWER, "kind": "answer"})) is Answer
    refusal = {**COMMON, "kind": "refusal", "reason": "off_topic"}
    assert type(either.validate_python(refusal)) is Refusal
    with pytest.raises(ValidationError, match="does not match any of the expected tags"):
        either.validate_python({**ANSWER, "kind": "maybe"})


def test_there_and_back_through_json() -> None:
    answer = Answer.model_validate(ANSWER)
    assert Answer.model_validate_json(answer.model_dump_json(by_alias=True)) == answer


def test_the_names_in_json() -> None:
    window = Window(first=date(2024, 1, 1), last=None, as_of=None, reading="from 2024-01-01")
    assert window.model_dump(mode="json", by_alias=True) == {
        "from": "2024-01-01", "to": None, "as_of": None, "reading": "from 2024-01-01",
        "of": "published",
    }  # fmt: skip
    corpus = Corpus(reports=1, passages=2, first=None, last=None, snapshot="s")
    assert list(corpus.model_dump(by_alias=True)) == [
        "reports", "passages", "from", "to", "snapshot", "languages", "missing",
    ]  # fmt: skip
    assert Models(embedder="e").model_dump() == {
        "embedder": "e", "reranker": None, "judge": None, "llm": None,
    }  # fmt: skip
    assert Sentence(text="It.", citations=(1,)).model_dump(mode="json") == {
        "text": "It.", "citations": [1], "verbatim": True,
    }  # fmt: skip


def test_the_reasons() -> None:
    assert [reason.value for reason in Reason] == [
        "no_evidence", "out_of_window", "unsupported", "off_topic", "empty_corpus",
        "question_too_long", "not_a_question",
    ]  # fmt: skip
