"""Answers and refusals as text for a person."""

import re
from collections.abc import Iterator

from rich.text import Text

from rag.types import Answer, Citation, DatedPassage, Refusal, Window
from rag.wording import between, day_in_words
from ui.console import shown
from ui.schemas import ReportSummary

_SOURCES = {
    "front_matter": "front matter",
    "html_meta": "page metadata",
    "byline": "byline",
    "url": "address",
    "text": "read from the text",
    "file": "file name",
}


def outcome_lines(outcome: Answer | Refusal) -> Iterator[Text]:
    """Lines of an answer with its sources, or of a refusal with what is nearest."""
    if isinstance(outcome, Answer):
        yield from _answer_lines(outcome)
    else:
        yield from _refusal_lines(outcome)


def dated_line(passage: DatedPassage) -> str:
    """Title — publisher, date (where the date is from)."""
    title = passage.title or passage.path
    publisher = passage.publisher or "publisher not stated"
    whose = passage.originator
    by = f", by {whose}" if whose and whose != passage.publisher else ""
    return shown(f"{title} — {publisher}{by}, {date_words(passage)}")


def date_words(passage: DatedPassage | ReportSummary) -> str:
    """26 December 2024 (byline), or that there is no date."""
    if passage.published_on is None or passage.date_source is None:
        return "no date"
    source = _SOURCES[passage.date_source]
    doubt = "" if passage.date_confidence == "high" else f", {passage.date_confidence} confidence"
    return f"{day_in_words(passage.published_on)} ({source}{doubt})"


def _answer_lines(answer: Answer) -> Iterator[Text]:
    yield from _window_lines(answer.window)
    for line in answer.text.split("\n"):
        yield Text(shown(line))
    for note in answer.notes:
        yield Text(shown(note), style="yellow")
    yield Text()
    for citation in answer.citations:
        yield from _citation_lines(citation)


def window_words(window: Window) -> str:
    """The time looked at, and the words or options that it was read from."""
    what = {
        "published": "Reports published",
        "event": "Events",
        "either": "Reports published, or events,",
    }
    parts = []
    if window.first is not None or window.last is not None:
        parts.append(f"{what[window.of]} {between(window.first, window.last)}")
    if window.as_of is not None:
        known = f"what was known on {day_in_words(window.as_of)}"
        parts.append(known if parts else f"W{known[1:]}")
    read = f"as asked: {shown(window.reading)}"
    return f"{', '.join(parts)} ({read})" if parts else f"A{read[1:]}"


def _window_lines(window: Window | None) -> Iterator[Text]:
    if window is not None:
        yield Text(window_words(window), style="dim")


def _citation_lines(citation: Citation) -> Iterator[Text]:
    yield Text.assemble((f"[{citation.n}] ", "bold"), (dated_line(citation), "cyan"))
    yield from _below(citation)


def _below(passage: DatedPassage) -> Iterator[Text]:
    yield Text.assemble(("    “", "dim"), _quoted(passage), ("”", "dim"))
    if passage.said_by:
        yield Text(f"    In the words of: {shown('; '.join(passage.said_by))}", style="dim")
    if passage.date_note:
        yield Text(f"    Date doubtful: {shown(passage.date_note)}.", style="yellow")
    if passage.url:
        yield Text(f"    {shown(passage.url)}", style="dim")
    if passage.also_in:
        others = "; ".join(
            f"{copy.path}, {day_in_words(copy.published_on) if copy.published_on else 'no date'}"
            for copy in passage.also_in
        )
        yield Text(f"    The same words in: {shown(others)}", style="dim")


def _quoted(passage: DatedPassage) -> Text:
    """A quote on one line, the words that answer in bold."""
    quote = passage.quote
    if not isinstance(passage, Citation) or None in (passage.answer_start, passage.answer_end):
        return Text(_on_one_line(quote), style="dim")
    start = (passage.answer_start or 0) - passage.start
    end = (passage.answer_end or 0) - passage.start
    parts = ((quote[:start], "dim"), (quote[start:end], "bold"), (quote[end:], "dim"))
    line = Text()
    for text, style in parts:
        line.append(_on_one_line(text, keep_ends=True), style=style)
    return line


def _refusal_lines(refusal: Refusal) -> Iterator[Text]:
    yield from _window_lines(refusal.window)
    yield Text(f"No answer. {shown(refusal.text)}", style="bold")
    if refusal.nearest:
        yield Text()
        yield Text("Nearest passages; they are not sources for an answer:", style="dim")
        for passage in refusal.nearest:
            yield Text(f"  · {dated_line(passage)}", style="cyan")
            yield from _below(passage)


def _on_one_line(text: str, *, keep_ends: bool = False) -> str:
    plain = re.sub(r"\s+", " ", text)
    return shown(plain if keep_ends else plain.strip())
