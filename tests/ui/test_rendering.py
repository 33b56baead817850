"""Answers and refusals as text, and that the text of a report steers nothing."""

import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.text import Text

from rag.drafts.checking import DraftChecker
from rag.drafts.reading import Draft
from rag.drafts.results import CheckedSentence, Verdict
from rag.engine.query_engine import QueryEngine
from rag.engine.wide import search_widely
from rag.question.parsing import Query
from rag.searched import Models
from rag.types import Answer, Citation, Refusal, StatedAs
from tests.rag.corpus import HARBOUR, answered, engine_over
from ui.checked import checked_lines
from ui.console import console, show, shown
from ui.export.footnotes import source_of
from ui.export.markdown import as_markdown
from ui.links import address_in_words
from ui.markdown import outcome_markdown
from ui.rendering import date_words, dated_line, outcome_lines, remarks, written_by
from ui.slack.blocks import outcome_messages
from ui.web.conversation import Conversation, Turn
from ui.web.export import kept_of
from ui.web.pages import thread
from ui.wide import as_csv, wide_lines

CITED: dict[str, Any] = {
    "n": 1,
    "report_id": "r1",
    "passage_id": "p1",
    "path": "in/r1.txt",
    "title": "The Bridge",
    "publisher": "Gazette",
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


def _lines(outcome: Answer | Refusal) -> list[str]:
    return [line.plain for line in outcome_lines(outcome)]


def test_it_is_said_everywhere_that_a_quote_does_not_simply_state(tmp_path: Path) -> None:
    text = (
        "The Bridge\n\nHarbour Gazette\n\nMay 3, 2024\n\nIf it snows, the Kessel bridge closes.\n"
    )
    harbour = engine_over(tmp_path, {"bridge": text})
    outcome = answered(harbour.ask(Query("When does the Kessel bridge close?")))
    assert outcome.citations[0].stated_as == (StatedAs.CONDITION,)
    said = "Said on a condition"
    assert f"    {said}." in _lines(outcome)
    talk = Conversation([Turn("When?", outcome=outcome)])
    assert said in thread(talk, harbour.coverage())
    assert said in as_markdown(kept_of(talk), date(2024, 6, 1))
    assert any(said in str(message.blocks) for message in outcome_messages(outcome, "value"))
    assert f"closes.” {said}. bridge" in source_of(outcome.citations[0])
    wide = search_widely(harbour, "Kessel", Query("?"))
    assert f"    {said}." in [line.plain for line in wide_lines(wide)]
    assert ",condition," in as_csv(wide)
    checker = DraftChecker(harbour, Query(""))
    sentence = CheckedSentence(
        number=1, paragraph=1, text="It closes.", verdict=Verdict.SUPPORTED, why="",
        sources=outcome.citations,
    )  # fmt: skip
    checked = checker.result([sentence], Draft(()))
    assert f"    {said}." in [line.plain for line in checked_lines(checked)]


def test_it_is_said_everywhere_who_wrote_an_answer_and_how_old_its_evidence_is(
    tmp_path: Path,
) -> None:
    harbour = engine_over(tmp_path, HARBOUR)
    outcome = answered(harbour.ask(Query("When did the bridge reopen?")))
    own = outcome.sentences[0].model_copy(update={"verbatim": False})
    notes = ("The newest evidence is old.",)
    more = {"models": Models(embedder=None, llm="Small *Model*"), "notes": notes}
    written = outcome.model_copy(update={**more, "sentences": (own, *outcome.sentences[1:])})
    said = (
        "Written by Small *Model* from the passages quoted; every sentence was checked against its "
        "passage."
    )
    assert written_by(written) == said
    assert written_by(outcome.model_copy(update=more)) is None
    assert _lines(written)[-1] == said
    escaped = said.replace("*", r"\*")
    assert outcome_markdown(written).endswith(escaped)
    turn = Turn("When?", outcome=written)
    assert as_markdown(kept_of(Conversation([turn])), date(2025, 6, 1)).rstrip().endswith(escaped)
    slack = str([message.blocks for message in outcome_messages(written, "value")])
    page = thread(Conversation([turn]), harbour.coverage())
    for shown_by in (
        slack,
        page,
        outcome_markdown(written),
        as_markdown(kept_of(Conversation([turn])), date(2025, 6, 1)),
    ):
        assert "The newest evidence is old" in shown_by
    assert said in slack
    assert said in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "3 May 2024 (byline)"),
        ({"date_source": "front_matter"}, "3 May 2024 (front matter)"),
        ({"date_source": "html_meta"}, "3 May 2024 (page metadata)"),
        ({"date_source": "url", "date_confidence": "medium"},
         "3 May 2024 (address, medium confidence)"),
        ({"date_source": "text", "date_confidence": "low"},
         "3 May 2024 (read from the text, low confidence)"),
        ({"date_source": "file"}, "3 May 2024 (file name)"),
        ({"published_on": None, "date_source": None, "date_note": "none given"}, "no date"),
    ],
    ids=["byline", "front matter", "html", "url", "text", "file", "none"],
)  # fmt: skip
def test_dates(change: dict[str, Any], words: str) -> None:
    assert date_words(Citation.model_validate(CITED | change)) == words


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({}, "The Bridge — Gazette, 3 May 2024 (byline)"),
        ({"title": None}, "in/r1.txt — Gazette, 3 May 2024 (byline)"),
        ({"publisher": None}, "The Bridge — publisher not stated, 3 May 2024 (byline)"),
    ],
    ids=["all", "no title", "no publisher"],
)
def test_the_line_of_a_citation(change: dict[str, Any], line: str) -> None:
    assert dated_line(Citation.model_validate(CITED | change)) == line


def test_all_that_is_said_of_a_citation() -> None:
    cited = CITED | {
        "date_confidence": "low",
        "date_note": "the page's date is another",
        "url": "https://gazette.example/bridge",
        "also_in": [
            {"report_id": "r2", "path": "r2.txt", "published_on": date(2024, 5, 5)},
            {"report_id": "r3", "path": "r3.txt", "published_on": None},
        ],
        "corrected_by": [1],
        "later_otherwise": [1],
        "contradicts": [1],
        "agreeing": [{"report_id": "r4", "path": "r4.txt", "published_on": date(2024, 5, 4)}],
    }
    answer = Answer.model_validate(
        {
            "question": "When?",
            "text": "It reopened. [1]",
            "window": {"from": date(2024, 5, 1), "to": None, "as_of": None, "reading": "from May"},
            "confidence": 0.5,
            "corpus": {"reports": 1, "passages": 1, "from": None, "to": None, "snapshot": "s"},
            "models": {"embedder": "e"},
            "timings_ms": {"total": 1.0},
            "sentences": [{"text": "It reopened.", "citations": [1]}],
            "citations": [cited],
        }
    )
    assert _lines(answer) == [
        "Reports published on or after 1 May 2024 (as asked: from May)",
        "It reopened. [1]",
        "",
        "[1] The Bridge — Gazette, 3 May 2024 (byline, low confidence)",
        "    “It reopened.”",
        "    Date doubtful: the page's date is another.",
        "    https://gazette.example/bridge",
        "    The same words in: r2.txt, 5 May 2024; r3.txt, no date",
        "    Corrected, it seems, by: [1]",
        "    Later reported otherwise: [1]",
        "    Otherwise at the same time: [1]",
        "    The same in other words in: r4.txt, 4 May 2024",
    ]


HOSTILE = {
    "[red]a[/].txt": (
        "The [bold]Bridge[/bold] \x1b[2JReopens\n\nMay 3, 2024\n\n"
        "Engineers reopened the [link=https://bad.example]Kessel[/link] bridge\x1b]0;owned\x07 on "
        "May 2, says a note.[1] The <b>work</b> \u202ecost\u202c :smile: little[2] [99] [/] \\[x]."
    )
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    return engine_over(tmp_path_factory.mktemp("hostile"), HOSTILE)


def test_the_text_of_a_report_is_shown_as_it_is_and_steers_nothing(
    hostile: QueryEngine, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = answered(hostile.ask(Query("When did engineers reopen the Kessel bridge?")))
    assert "\x1b]0;owned\x07" in outcome.citations[0].quote
    show(console(), outcome_lines(outcome))
    printed = capsys.readouterr().out
    assert printed.splitlines() == [
        "Engineers reopened the [link=https://bad.example]Kessel[/link] bridge�]0;owned� on "
        "May 2, says a note. [1]",
        "",
        "[1] The [bold]Bridge[/bold] �[2JReopens — publisher not stated, 3 May 2024 (byline)",
        "    “Engineers reopened the [link=https://bad.example]Kessel[/link] bridge�]0;owned� on "
        "May 2, says a note.”",
    ]


def test_an_endnote_mark_of_a_report_is_not_taken_for_a_marker(hostile: QueryEngine) -> None:
    outcome = answered(hostile.ask(Query("What did the work cost?")))
    assert [sentence.citations for sentence in outcome.sentences] == [(1,), (1,)]
    assert [cited.n for cited in outcome.citations] == [1]
    assert outcome.text.endswith(" [1]")


def test_a_refusal_of_a_hostile_question(hostile: QueryEngine) -> None:
    lines = _lines(hostile.ask(Query("Did \x1b[31mZaphod[/bold] come?")))
    assert not any("\x1b" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("\x1b[31mred\x1b[0m", "�[31mred�[0m"),
        ("a\rb\x08c\x7f\x9b", "a�b�c��"),
        ("\u202eevil\u2066", "�evil�"),
        ("Kyiv – “Київ” 🙂", "Kyiv – “Київ” 🙂"),
    ],
    ids=["plain", "colours", "controls", "direction", "letters"],
)
def test_shown(text: str, safe: str) -> None:
    assert shown(text) == safe


def test_a_report_with_markup_is_shown_on_a_terminal_too(hostile: QueryEngine) -> None:
    written = StringIO()
    terminal = Console(file=written, force_terminal=True, width=60, color_system="truecolor")
    asked = Query("When did engineers reopen the Kessel bridge?")
    show(terminal, outcome_lines(hostile.ask(asked)))
    plain = re.sub(r"\x1b\[[\d;]*m", "", written.getvalue())
    assert "\x1b" not in plain
    assert "[link=https://bad.example]Kessel[/link]" in " ".join(plain.split())
    assert all(len(line) <= 60 for line in plain.splitlines())


def test_what_is_wrapped_keeps_its_indent() -> None:
    written = StringIO()
    terminal = Console(file=written, force_terminal=True, width=20, color_system=None)
    show(terminal, [Text("    one two three four five")])
    assert [line.rstrip() for line in written.getvalue().splitlines()] == [
        "    one two three", "    four five",
    ]  # fmt: skip


def test_console_width_is_not_cut(capsys: pytest.CaptureFixture[str]) -> None:
    console().print("word " * 100, markup=False)
    assert capsys.readouterr().out == "word " * 100 + "\n"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://a.example/b", "https://a.example/b"),
        ("javascript:alert(1)\n", "javascript:alert(1) (not an address on the web)"),
    ],
)
def test_an_address_that_cannot_be_followed_is_said_to_be_none(url: str, said: str) -> None:
    assert address_in_words(url) == said
    cited = Citation.model_validate({**CITED, "url": url})
    assert (said, False) in list(remarks(cited))
