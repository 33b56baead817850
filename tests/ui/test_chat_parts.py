"""The parts of the chat that need no browser."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import gradio as gr
import pytest

from index.errors import BadInput, IndexUnusable, ModelUnusable
from index.types import (
    Block,
    Confidence,
    DateSource,
    Report,
    Role,
)
from rag.question.parsing import Query
from rag.types import Answer, Citation, Refusal
from tests.rag.corpus import HARBOUR, answered, engine_over, head
from tests.ui.heads import on
from tests.ui.serving import harbour_service
from ui.export.markdown import as_markdown
from ui.links import followable
from ui.service import Busy
from ui.web.bounds import periods_of, query_of
from ui.web.complaints import in_words as error_in_words
from ui.web.conversation import Conversation, Turn
from ui.web.examples import Examples, candidates, frequent_names
from ui.web.export import kept_of
from ui.web.handlers import Handlers
from ui.web.language import ENGLISH, texts_of
from ui.web.listing import BY_TITLE, NEWEST, OLDEST, listed
from ui.web.logged import logged
from ui.web.pages import reader, thread
from ui.web.reader import Piece, Stress, lay_out_for_reading
from ui.web.words import bounds_of, time_of

TITLE = "The Old Bridge Reopens, 3 May 2024. Open in its report"
TEXT = "A Title\n\nShare this page\n\nIt rained. The dam held for 12 days. All was well."
QUOTE = "The dam held for 12 days."
REPORT = Report(
    head(),
    TEXT,
    (
        Block(0, 7, role=Role.TITLE),
        Block(9, 24, role=Role.FURNITURE, reason="a share link"),
        Block(26, len(TEXT)),
    ),
)


def citation(quote: str = QUOTE, **more: object) -> Citation:
    start = TEXT.index("The dam")
    given = {
        "n": 1, "report_id": "r1", "passage_id": "p1", "path": "r1.txt", "title": None,
        "publisher": None, "url": None, "published_on": date(2024, 5, 3),
        "date_source": DateSource.BYLINE, "date_confidence": Confidence.HIGH, "date_note": None,
        "event_dates": (), "quote": quote, "start": start, "end": start + len(quote), **more,
    }  # fmt: skip
    return Citation.model_validate(given)


def test_a_quote_is_marked_and_the_words_that_answer_are_set_off_in_it() -> None:
    answer = TEXT.index("12 days")
    cited = citation(answer_start=answer, answer_end=answer + 7)
    title, furniture, body = lay_out_for_reading(REPORT, cited)
    assert (title.is_furniture, furniture.is_furniture, body.is_furniture) == (False, True, False)
    assert furniture.reasons == ("a share link",)
    assert body.paragraphs[0].pieces == (
        Piece("It rained. ", Stress.NONE),
        Piece("The dam held for ", Stress.QUOTE),
        Piece("12 days", Stress.ANSWER),
        Piece(".", Stress.QUOTE),
        Piece(" All was well.", Stress.NONE),
    )
    opened = Conversation(turns=[Turn("When?")])
    assert "<mark" not in reader(opened, REPORT)


def test_a_quote_that_is_not_in_the_text_is_not_marked() -> None:
    moved = citation("The dam held for 99 days.")
    assert all(not p.is_quoted for s in lay_out_for_reading(REPORT, moved) for p in s.paragraphs)


def test_filters_become_a_query_and_words() -> None:
    dates = {"from": "2024-05-01", "to": "", "as_of": "2024-06-01", "other": 1}
    query = query_of("Why?", {**dates, "publisher": "Reuters"})
    assert query == Query("Why?", date(2024, 5, 1), None, date(2024, 6, 1), "Reuters")
    assert bounds_of(ENGLISH, query) == "published on or after 1 May 2024, as known on 1 June 2024"
    assert query_of("Why?", "no filters") == Query("Why?")
    with pytest.raises(BadInput, match="To 'soon' is not a day"):
        query_of("Why?", {"to": "soon"})


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (BadInput("“From” is no day."), "“From” is no day."),
        (Busy(), "Too many questions are being answered right now. Try again in a moment."),
        (IndexUnusable("/srv/secret/catalog.sqlite is damaged"), "The index cannot be used"),
        (ModelUnusable("/srv/secret/model.onnx is missing"), "The server cannot do this now"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_errors_are_told_in_words_without_places(error: Exception, told: str) -> None:
    assert isinstance(error, BadInput | Busy | IndexUnusable | ModelUnusable)
    assert error_in_words(error).startswith(told)
    assert "/srv" not in error_in_words(error)


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://a.example/b", "https://a.example/b"),
        (" http://a.example ", "http://a.example"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt://a.example/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("//a.example", None),
        ("http://[::1", None),
        (None, None),
    ],
)
def test_only_addresses_on_the_web_can_be_followed(url: str | None, followed: str | None) -> None:
    assert followable(url) == followed


def test_an_export_has_no_markup_but_its_own(tmp_path: Path) -> None:
    outcome = answered(engine_over(tmp_path, HARBOUR).ask(Query("When did the bridge reopen?")))
    turn = Turn("<b>Why</b> [x](javascript:y) # *z*?\n# 2", outcome=outcome)
    lines = as_markdown(kept_of(Conversation([turn])), date(2025, 6, 1)).splitlines()
    assert lines[4] == r"## \<b\>Why\</b\> \[x\](javascript:y) \# \*z\*? \# 2"
    assert [line for line in lines if line.startswith("> ")] == [
        f"> “{c.quote}”" for c in outcome.citations
    ]
    assert "**\\[1\\]** The Old Bridge Reopens" in "\n".join(lines)


def test_reports_are_found_by_all_words_and_put_in_order() -> None:
    reports = [on(date(2024, 5, 1), "Bridge"), on(date(2023, 5, 1), "apple"), on(None, "Cloud")]
    assert [r.id for r in listed(reports, "", NEWEST)] == ["Bridge", "apple", "Cloud"]
    assert [r.id for r in listed(reports, "", OLDEST)] == ["apple", "Bridge", "Cloud"]
    assert [r.id for r in listed(reports, "", BY_TITLE)] == ["apple", "Bridge", "Cloud"]
    assert [r.id for r in listed(reports, "may 2024", NEWEST)] == ["Bridge"]


def test_examples_are_of_names_not_of_months_or_adjectives_and_are_answered(tmp_path: Path) -> None:
    text = "In May the Torvik museum met Ilse Brandt. They saw Danish crews, and Ilse Brandt left."
    report = Report(head(), text, (Block(0, len(text)),))
    assert frequent_names([report]) == ["Ilse Brandt"]
    asked = candidates([head()], ["Ilse Brandt", "Brandt", "Kessel"], ["Lund"])
    assert [candidate.question for candidate in asked] == [
        "What was reported about Ilse Brandt?",
        "What did Lund say?",
        "What is the latest on Kessel?",
        "Summarise “A Title”",
    ]
    service = harbour_service(tmp_path)
    counted: list[Answer | Refusal] = []
    service.watch(counted.append)

    async def shown() -> tuple[tuple[str, ...], tuple[str, ...]]:
        examples = Examples(service)
        return await examples.questions(), await examples.questions()

    first, again = asyncio.run(shown())
    assert first == again
    assert first
    assert counted == []  # no reader asked
    for question in first:
        answered(service.engine.ask(Query(question)))
    service.close()


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("en", ["autumn 2024", "winter 2024/25 to spring 2025"]),
        ("de", ["Herbst 2024", "Winter 2024/25 bis Frühling 2025"]),
        ("fr", ["automne 2024", "du hiver 2024/25 au printemps 2025"]),
    ],
)
def test_a_season_is_told_in_words(code: str, told: list[str]) -> None:
    assert [time_of(texts_of(code), edtf) for edtf in ("2024-23", "2024-24/2025-21")] == told


def test_the_periods_that_are_offered_are_those_of_the_reports() -> None:
    in_one_year = [date(2024, 5, 3), date(2024, 3, 1), date(2024, 5, 9)]
    assert periods_of([]) == []
    assert periods_of(in_one_year) == ["2024-03", "2024-05"]
    assert periods_of([*in_one_year, date(2022, 1, 1)]) == ["2022", "2024"]


def test_an_answer_is_shown_with_its_window_its_age_and_what_was_later_said(tmp_path: Path) -> None:
    engine = engine_over(tmp_path, HARBOUR)
    outcome = answered(engine.ask(Query("When did the bridge reopen?", last=date(2024, 12, 1))))
    first = outcome.citations[0].model_copy(update={"later_otherwise": (1,)})
    more = {"citations": (first, *outcome.citations[1:]), "notes": ("The evidence is old.",)}
    turn = Turn("When?", outcome=outcome.model_copy(update=more))
    shown = thread(Conversation(turns=[turn]), engine.coverage())
    assert ">Reports published on or before 1 December 2024</p>" in shown
    assert '<p class="note">The evidence is old.</p>' in shown
    assert "Later reported otherwise: <button" in shown
    assert 'data-turn="0" data-place="1"' in shown


def test_sentences_are_shown_as_they_are_told_with_markers_that_open(tmp_path: Path) -> None:
    service = harbour_service(tmp_path)
    conversation = Conversation()
    handlers = Handlers(service)

    async def follow() -> list[str]:
        seen = []
        async for turn in handlers.ask(conversation, "When did the bridge reopen?", {}):
            if turn.sentences and turn.outcome is None:
                seen.append(handlers.thread(conversation))
                handlers.open(conversation, {"turn": "0", "place": "1"})
        return seen

    [told] = asyncio.run(follow())
    service.close()
    assert f'aria-label="Citation 1: {TITLE}' in told
    assert "Engineers reopened the Kessel bridge" in told
    assert 'class="stage"' in told
    assert 'class="actions"' not in told
    done = handlers.thread(conversation)
    assert 'class="actions"' in done
    answer = conversation.turns[0].answer
    assert answer is not None
    assert conversation.opened is not None
    assert conversation.opened.passage is answer.citations[0]
    assert conversation.openings == 1
    assert conversation.turns[0].told == []


def test_what_goes_wrong_in_the_page_is_logged_once_and_told_in_words(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    def plain() -> str:
        raise RuntimeError("a secret")

    async def waiting() -> str:
        return plain()

    async def stepwise() -> AsyncIterator[str]:
        yield plain()

    async def all_kinds() -> None:
        said = "Something went wrong in the server; its log has the details. Try it again."
        with pytest.raises(gr.Error, match=said):
            logged(plain)()
        with pytest.raises(gr.Error, match=said):
            await logged(waiting)()
        with pytest.raises(gr.Error, match=said) as raised:
            await anext(logged(stepwise)())
        assert not raised.value.print_exception

    asyncio.run(all_kinds())
    assert [record.exc_info is not None for record in caplog.records] == [True] * 3
    assert capfd.readouterr().err == ""
