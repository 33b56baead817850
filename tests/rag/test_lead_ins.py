"""A quote that ends in a colon goes on with what it leads to."""

from pathlib import Path

import pytest

from index.rules import switched_off
from index.types import Finding
from rag.answer.lead_ins import LED_BY, LONGEST, MOST_SENTENCES, REPLIED_TO, quoted_on
from rag.engine.query_engine import QueryEngine
from rag.evidence.citations import Quote
from rag.evidence.statement import Statement
from rag.question.parsing import Query
from tests.rag.corpus import answered, engine_over
from ui.rendering import outcome_lines

MET = "The council met on Thursday in the old town hall and sat until midnight."
NEEDS = "The council of Kessel asked the ministry for three things:"
LETTER = "On Friday the mayor answered them as follows:"
REPORT = f"""Council notes

The Post

May 3, 2024

{MET} {NEEDS}

- a new pump for the harbour
- two ferries
- and nothing else

The ministry gave no answer for a week, and the harbour lay still. {LETTER}

You will have the pump. You will not have the ferries.

The clerk read out one word: none. The rest was silence: nobody spoke.
"""


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    return engine_over(tmp_path_factory.mktemp("noted"), {"notes.md": REPORT})


def _quoted(engine: QueryEngine, sentence: str) -> Statement:
    """The statement of one sentence, quoted on."""
    catalog = engine.catalog
    assert catalog is not None
    found: list[Finding] = list(catalog.findings(catalog.passage_ids()).values())
    holding = next(f for f in found if sentence in f.text)
    start = holding.passage.start + holding.text.index(sentence)
    span = (start, start + len(sentence))
    return quoted_on(Statement(Quote(holding, *span), (span,)), catalog)


def _verbatim(engine: QueryEngine, quote: Quote) -> bool:
    catalog = engine.catalog
    report = catalog.report(quote.report.id) if catalog is not None else None
    return report is not None and report.text[quote.start : quote.end] == quote.text


def test_a_lead_in_is_quoted_with_its_list(noted: QueryEngine) -> None:
    statement = _quoted(noted, NEEDS)
    assert [text.strip("- ") for text in statement.texts] == [
        NEEDS, "a new pump for the harbour", "two ferries", "and nothing else",
    ]  # fmt: skip
    assert _verbatim(noted, statement.quote)


def test_items_stand_on_lines_of_their_own_in_the_answer(noted: QueryEngine) -> None:
    answer = answered(noted.ask(Query("Which three things did the council of Kessel ask for?")))
    items = ["a new pump for the harbour", "two ferries", "and nothing else"]
    assert [line.lstrip("- ") for line in answer.text.split("\n")] == [
        f"{MET} [1] {NEEDS} [1]", *(f"{item} [1]" for item in items),
    ]  # fmt: skip
    shown = "\n".join(line.plain for line in outcome_lines(answer))
    assert f"    “{MET} {NEEDS}\n     {items[0]}\n     {items[1]}\n     {items[2]}”" in shown


def test_what_leads_to_no_list_is_quoted_with_the_next_sentence(noted: QueryEngine) -> None:
    statement = _quoted(noted, LETTER)
    assert statement.texts == [LETTER, "You will have the pump."]
    assert _verbatim(noted, statement.quote)


def test_a_colon_within_is_no_end(noted: QueryEngine) -> None:
    sentence = "The clerk read out one word: none."
    assert _quoted(noted, sentence).texts == [sentence]


def test_a_lead_in_with_nothing_after_it_stays_alone(tmp_path: Path) -> None:
    words = "The council of Kessel asked for this:"
    engine = engine_over(
        tmp_path,
        {"end.md": f"Notes\n\nMay 3, 2024\n\n{MET} {words}\n"},
    )
    assert _quoted(engine, words).texts == [words]


def test_a_long_list_is_quoted_as_far_as_a_reader_bears(tmp_path: Path) -> None:
    items = "\n".join(f"- item {n} {'of many words ' * 12}" for n in range(40))
    engine = engine_over(
        tmp_path,
        {"long.md": f"Notes\n\nMay 3, 2024\n\n{MET} {NEEDS}\n\n{items}\n"},
    )
    quote = _quoted(engine, NEEDS).quote
    assert len(NEEDS) < len(quote.text) <= LONGEST


WARNED = "A storm warning is in effect for..."
ADVISORY = f"""Advisory

May 3, 2024

{WARNED}
* Great Olm
* St. Vey and the Skerries
* Torvik

The council of Olm has three worries:

* The pier is old. It was built in 1902.
* The ferry leaks.
* nobody pays

No work is planned.
"""
PAGE = """<html><body><article><h1>Advisory</h1><p>May 3, 2024</p><p>The wind blew from the north
all night long, and the ferry lay still.</p><p>A storm warning holds for:</p><ul><li>Great Olm</li>
<li>Torvik</li></ul></article></body></html>"""


def test_an_item_that_is_no_sentence_is_quoted_with_its_list(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, {"advisory.txt": ADVISORY, "page.html": PAGE})
    whole = [WARNED, "Great Olm", "St. Vey and the Skerries", "Torvik"]
    statement = _quoted(engine, "St. Vey and the Skerries")
    assert statement.texts == whole
    assert statement.quote.finding.passage.place == ""
    assert _verbatim(engine, statement.quote)
    with switched_off([LED_BY.name]):
        assert _quoted(engine, "St. Vey and the Skerries").texts == [whole[2]]


def test_a_lead_in_that_is_a_heading_leads_too(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, {"page.html": PAGE})
    statement = _quoted(engine, "Torvik")
    assert statement.texts == ["A storm warning holds for:", "Great Olm", "Torvik"]
    assert _verbatim(engine, statement.quote)


def test_an_item_that_is_a_sentence_stays_alone(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, {"advisory.txt": ADVISORY})
    assert _quoted(engine, "The ferry leaks.").texts == ["The ferry leaks."]


def test_an_item_of_a_long_list_stays_alone(tmp_path: Path) -> None:
    items = "\n".join(f"- ferry number {n}" for n in range(MOST_SENTENCES + 1))
    engine = engine_over(
        tmp_path, {"long.md": f"Notes\n\nMay 3, 2024\n\n{MET}\n\n{NEEDS}\n\n{items}\n"}
    )
    assert _quoted(engine, "ferry number 7").texts == ["ferry number 7"]


HEARING = """Harbour committee, minutes of evidence

May 3, 2024

THE CHAIR: The sitting is opened. We take the evidence of the harbour master.

MR HOLM: Has the board kept back the survey of the pier? I put that question last year.

MS DALE: It has not. The survey was printed in full on 4 February. Anybody may read it.

MR HOLM: And who paid for it?

And what did it cost?

MS DALE: The ministry paid.

THE CHAIR: Will the master be heard again?
"""
QUESTIONS = """Questions on the ferry

May 3, 2024

## Why does the ferry lie still?

Its pump broke on Thursday. A new one is on its way from Torvik. It has no name yet.

Will the winter be hard? Will the harbour freeze? The harbour master expects ice by Christmas.

What comes next? And who knows?
"""
KEPT_BACK = "MR HOLM: Has the board kept back the survey of the pier?"
REPLIES = {
    "the next speaker": (
        HEARING,
        KEPT_BACK,
        [
            KEPT_BACK,
            "I put that question last year.",
            "MS DALE: It has not.",
            "The survey was printed in full on 4 February.",
        ],
    ),
    "asked in two paragraphs": (
        HEARING,
        "MR HOLM: And who paid for it?",
        ["MR HOLM: And who paid for it?", "And what did it cost?", "MS DALE: The ministry paid."],
    ),
    "nobody": (
        HEARING,
        "THE CHAIR: Will the master be heard again?",
        ["THE CHAIR: Will the master be heard again?"],
    ),
    "right behind": (
        QUESTIONS,
        "Will the winter be hard?",
        [
            "Will the winter be hard?",
            "Will the harbour freeze?",
            "The harbour master expects ice by Christmas.",
        ],
    ),
    "more is asked": (QUESTIONS, "What comes next?", ["What comes next?"]),
}


@pytest.mark.parametrize(("report", "asked", "expected"), REPLIES.values(), ids=REPLIES)
def test_what_is_asked_is_quoted_with_what_is_said_in_reply(
    tmp_path: Path, report: str, asked: str, expected: list[str]
) -> None:
    engine = engine_over(tmp_path, {"asked.md": report})
    statement = _quoted(engine, asked)
    assert statement.texts == expected
    assert _verbatim(engine, statement.quote)
    with switched_off([REPLIED_TO.name]):
        assert _quoted(engine, asked).texts == [asked]
