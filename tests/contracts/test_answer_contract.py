"""Answers and refusals as the outside relies on them: fields, types, reasons, exit codes."""

import json
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from rag.types import Outcome
from tests.rag.corpus import HARBOUR, engine_over
from ui.console import EXIT_ANSWER, EXIT_BAD_INPUT, EXIT_REFUSAL

TEXT, WHOLE, DAY, NUMBER = "string", "integer", "date", "number"
TEXT_OR_NULL, DAY_OR_NULL = ("string", "null"), ("date", "null")
TIME_OR_NULL = ("date-time", "null")
WHOLE_OR_NULL = ("integer", "null")
COMMON: dict[str, object] = {
    "question": TEXT,
    "understood_as": TEXT_OR_NULL,
    "text": TEXT,
    "window": ("Window", "null"),
    "confidence": "number",
    "corpus": "Corpus",
    "models": "Models",
    "timings_ms": "object of number",
    "dropped": "array of Dropped",
}
PASSAGE: dict[str, object] = {
    "report_id": TEXT,
    "passage_id": TEXT,
    "path": TEXT,
    "title": TEXT_OR_NULL,
    "publisher": TEXT_OR_NULL,
    "url": TEXT_OR_NULL,
    "published_on": DAY_OR_NULL,
    "published_edtf": TEXT_OR_NULL,
    "date_source": ("DateSource", "null"),
    "date_confidence": "Confidence",
    "date_note": TEXT_OR_NULL,
    "event_dates": "array of date",
    "event_times": "array of string",
    "quote": TEXT,
    "start": WHOLE,
    "end": WHOLE,
    "source_start": WHOLE_OR_NULL,
    "source_end": WHOLE_OR_NULL,
    "page": WHOLE_OR_NULL,
    "boxes": ("array of array of number", "null"),
    "further_pages": "array of OnPage",
    "place": TEXT,
    "also_in": "array of Copy",
    "originator": TEXT_OR_NULL,
    "said_by": "array of string",
    "stated_as": "array of StatedAs",
    "page_date": DAY_OR_NULL,
    "date_modified": DAY_OR_NULL,
    "data_cutoff": DAY_OR_NULL,
    "sha256": TEXT_OR_NULL,
    "retrieved_at": TIME_OR_NULL,
    "gone_since": TIME_OR_NULL,
    "superseded_on": DAY_OR_NULL,
}
CONTRACT: dict[str, dict[str, object]] = {
    "Answer": {
        "kind": "answer",
        **COMMON,
        "sentences": "array of Sentence",
        "citations": "array of Citation",
        "notes": "array of string",
        "series": "array of Point",
    },
    "Refusal": {
        "kind": "refusal",
        **COMMON,
        "reason": "Reason",
        "nearest": "array of DatedPassage",
    },
    "Point": {"n": WHOLE, "day": DAY, "value": NUMBER, "written": TEXT},
    "Sentence": {"text": TEXT, "citations": "array of integer", "verbatim": "boolean"},
    "Dropped": {
        "text": TEXT,
        "passages": "array of string",
        "why": TEXT,
        "replaced": "boolean",
    },
    "Citation": {
        **PASSAGE,
        "n": WHOLE,
        "answer_start": WHOLE_OR_NULL,
        "answer_end": WHOLE_OR_NULL,
        "later_otherwise": "array of integer",
        "corrected_by": "array of integer",
        "contradicts": "array of integer",
        "agreeing": "array of Copy",
    },
    "DatedPassage": PASSAGE,
    "OnPage": {"page": WHOLE, "boxes": "array of array of number"},
    "Copy": {"report_id": TEXT, "path": TEXT, "published_on": DAY_OR_NULL},
    "Window": {
        "from": DAY_OR_NULL,
        "to": DAY_OR_NULL,
        "as_of": DAY_OR_NULL,
        "reading": TEXT,
        "of": TEXT,
    },
    "Corpus": {
        "reports": WHOLE,
        "passages": WHOLE,
        "from": DAY_OR_NULL,
        "to": DAY_OR_NULL,
        "snapshot": TEXT,
        "languages": "object of integer",
        "missing": TEXT_OR_NULL,
    },
    "Models": {
        "embedder": TEXT_OR_NULL,
        "reranker": TEXT_OR_NULL,
        "judge": TEXT_OR_NULL,
        "llm": TEXT_OR_NULL,
    },
}
REASONS = {
    "no_evidence", "out_of_window", "unsupported", "off_topic", "empty_corpus",
    "question_too_long", "not_a_question",
}  # fmt: skip
DATE_SOURCES = {
    "front_matter", "html_meta", "byline", "url", "text", "file", "mail", "feed", "properties",
    "edited", "confirmed",
}  # fmt: skip


def _kind(schema: dict[str, Any]) -> object:
    """A JSON Schema in the words of the contract above."""
    if "anyOf" in schema:
        return tuple(str(_kind(one)) for one in schema["anyOf"])
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "const" in schema:
        return schema["const"]
    if "prefixItems" in schema:
        (kind,) = {_kind(one) for one in schema["prefixItems"]}
        return f"array of {kind}"
    if schema["type"] == "array":
        return f"array of {_kind(schema['items'])}"
    if schema["type"] == "object":
        return f"object of {_kind(schema['additionalProperties'])}"
    return schema.get("format", schema["type"])


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    adapter: TypeAdapter[object] = TypeAdapter(Outcome)
    return adapter.json_schema(by_alias=True, mode="serialization")


def test_the_types_have_the_fields_of_the_contract(schema: dict[str, Any]) -> None:
    definitions = schema["$defs"]
    fields = {
        name: {
            field: _kind(described) for field, described in definitions[name]["properties"].items()
        }
        for name in definitions
        if definitions[name]["type"] == "object"
    }
    assert fields == CONTRACT


def test_no_field_is_ever_left_out(schema: dict[str, Any]) -> None:
    for name, fields in CONTRACT.items():
        assert set(schema["$defs"][name]["required"]) == fields.keys(), name
        assert schema["$defs"][name]["additionalProperties"] is False


def test_the_values_that_are_named(schema: dict[str, Any]) -> None:
    definitions = schema["$defs"]
    assert set(definitions["Reason"]["enum"]) == REASONS
    assert set(definitions["DateSource"]["enum"]) == DATE_SOURCES
    assert definitions["Confidence"]["enum"] == ["high", "medium", "low"]
    assert schema["discriminator"]["propertyName"] == "kind"


def test_what_there_is_at_least_and_at_most(schema: dict[str, Any]) -> None:
    definitions = schema["$defs"]
    answer, refusal = definitions["Answer"]["properties"], definitions["Refusal"]["properties"]
    assert answer["citations"]["minItems"] == answer["sentences"]["minItems"] == 1
    assert definitions["Sentence"]["properties"]["citations"]["minItems"] == 1
    assert refusal["nearest"]["maxItems"] == 3
    assert (answer["confidence"]["minimum"], answer["confidence"]["maximum"]) == (0, 1)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    return engine_over(tmp_path_factory.mktemp("contract"), HARBOUR)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        (Query("When did engineers reopen the Kessel bridge?"), "Answer"),
        (Query("When did engineers reopen the Kessel bridge?", date(2024, 5, 3)), "Answer"),
        (Query("Did Zaphod Beeblebrox attend?"), "Refusal"),
        (Query("Anything?", last=date(1999, 1, 1)), "Refusal"),
        (Query(""), "Refusal"),
    ],
    ids=["answer", "answer in a window", "no evidence", "out of window", "no question"],
)
def test_what_is_printed_has_these_fields(engine: QueryEngine, query: Query, name: str) -> None:
    printed = json.loads(engine.ask(query).model_dump_json(by_alias=True))
    _check(printed, name)


def _check(value: Any, kind: object) -> None:
    """Holds a JSON value against the contract."""
    if isinstance(kind, tuple):
        kind = "null" if value is None else kind[0]
    if kind in CONTRACT:
        assert value.keys() == CONTRACT[str(kind)].keys()
        for field, described in CONTRACT[str(kind)].items():
            _check(value[field], described)
    elif str(kind).startswith("array of "):
        assert isinstance(value, list)
        for one in value:
            _check(one, str(kind).removeprefix("array of "))
    elif kind == DAY:
        assert date.fromisoformat(value).isoformat() == value
    elif kind == "object of number":
        assert value
        assert all(isinstance(one, float) for one in value.values())
    elif kind == "object of integer":
        assert all(isinstance(one, int) for one in value.values())
    elif kind in ("answer", "refusal"):
        assert value == kind
    else:
        kinds: dict[object, object] = {
            "string": str, "date-time": str,
            "boolean": bool, "integer": int, "number": (int, float),
            "null": type(None), "Reason": REASONS, "DateSource": DATE_SOURCES,
            "Confidence": {"high", "medium", "low"},
        }  # fmt: skip
        expected = kinds[kind]
        known = value in expected if isinstance(expected, set) else isinstance(value, expected)  # type: ignore[arg-type]
        assert known, (value, kind)


def test_exit_codes() -> None:
    assert (EXIT_ANSWER, EXIT_REFUSAL, EXIT_BAD_INPUT) == (0, 3, 2)
