"""Answers and refusals as text for a person."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from rich.text import Text

from index.calendar import day_in_words
from index.edtf import in_words, time_in_words
from index.types import Confidence, DateSource
from rag.guardrail.wording import between
from rag.searched import Window
from rag.types import Answer, Citation, Copy, DatedPassage, Refusal, StatedAs
from ui.console import on_one_line, shown
from ui.links import address_in_words

_SOURCES = {
    "front_matter": "front matter",
    "html_meta": "page metadata",
    "byline": "byline",
    "url": "address",
    "text": "read from the text",
    "file": "file name",
    "mail": "mail header",
    "feed": "feed",
    "properties": "properties of the file",
    "edited": "edited",
    "confirmed": "confirmed",
}
NO_DATE = "no date"
_TIMES_SHOWN = 3
"""Times that a quote speaks of, beside its date."""


class Published(Protocol):
    """When something came out: a day, or what is known of it in EDTF."""

    @property
    def published_on(self) -> date | None: ...
    @property
    def published_edtf(self) -> str | None: ...


class Dated(Published, Protocol):
    """A report with its date, whichever way it is told of."""

    @property
    def path(self) -> str: ...
    @property
    def title(self) -> str | None: ...
    @property
    def publisher(self) -> str | None: ...
    @property
    def originator(self) -> str | None: ...
    @property
    def date_source(self) -> DateSource | None: ...
    @property
    def date_confidence(self) -> Confidence: ...


def outcome_lines(outcome: Answer | Refusal) -> Iterator[Text]:
    """Lines of an answer with its sources, or of a refusal with what is nearest."""
    if isinstance(outcome, Answer):
        yield from _answer_lines(outcome)
    else:
        yield from _refusal_lines(outcome)


def dated_line(dated: Dated) -> str:
    """Title — publisher, date (where the date is from), and of a passage of a PDF its page."""
    title = dated.title or dated.path
    publisher = dated.publisher or "publisher not stated"
    whose = dated.originator
    by = f", by {whose}" if whose and whose != dated.publisher else ""
    page = pages_in_words(dated) if isinstance(dated, DatedPassage) else ""
    of_page = f", {page}" if page else ""
    return on_one_line(f"{title} — {publisher}{by}, {date_words(dated)}{of_page}")


def pages_in_words(passage: DatedPassage) -> str:
    """p. 12, or pp. 12–13 where a quote goes on; nothing for files without pages."""
    if passage.page is None:
        return ""
    last = passage.further_pages[-1].page if passage.further_pages else passage.page
    return f"p. {passage.page}" if last == passage.page else f"pp. {passage.page}–{last}"


def date_words(dated: Dated) -> str:
    """26 December 2024 (byline), May 2024 (front matter), or that there is no date."""
    said = day_words(dated)
    if said == NO_DATE or dated.date_source is None:
        return NO_DATE
    source = _SOURCES[dated.date_source]
    doubt = "" if dated.date_confidence == "high" else f", {dated.date_confidence} confidence"
    return f"{said} ({source}{doubt})"


def day_words(dated: Dated) -> str:
    """The day of publication, or what is known of it: a month, one of two days; or that there is no
    date."""
    if dated.published_on is not None:
        return day_in_words(dated.published_on)
    return in_words(dated.published_edtf) if dated.published_edtf is not None else NO_DATE


def tells_of(passage: DatedPassage) -> str:
    """The times that a quote speaks of, where they are not the day of publication: at most three,
    "2 May 2024; June 2024"; nothing where there is none."""
    published = passage.published_on.isoformat() if passage.published_on else None
    times = [time for time in passage.event_times if time != published]
    more = " and others" if len(times) > _TIMES_SHOWN else ""
    return "; ".join(map(time_in_words, times[:_TIMES_SHOWN])) + more


def _answer_lines(answer: Answer) -> Iterator[Text]:
    yield from _read_lines(answer)
    for line in answer.text.split("\n"):
        yield Text(shown(line))
    for note in answer.notes:
        yield Text(shown(note), style="yellow")
    yield Text()
    for citation in answer.citations:
        yield from _citation_lines(citation)
    written = written_by(answer)
    if written is not None:
        yield Text()
        yield Text(written, style="dim")


def written_by(answer: Answer) -> str | None:
    """Which language model wrote sentences of an answer, and that they were checked; None where
    all of them are the reports' own."""
    if answer.models.llm is None or all(sentence.verbatim for sentence in answer.sentences):
        return None
    model = on_one_line(answer.models.llm)
    return (
        f"Written by {model} from the passages quoted; every sentence was checked against its "
        "passage."
    )


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


_STATED_AS = {
    StatedAs.QUESTION: "A question: it states nothing",
    StatedAs.CONDITION: "Said on a condition",
    StatedAs.DENIAL: "A denial",
}


def stated_in_words(passage: DatedPassage) -> list[str]:
    """What a quote is that does not simply state, a sentence each."""
    return [f"{_STATED_AS[kind]}." for kind in passage.stated_as]


def remarks(passage: DatedPassage) -> Iterator[tuple[str, bool]]:
    """What a reader should know of a quote, a line each, and whether it is a doubt."""
    if passage.place:
        yield f"Under: {shown(passage.place)}", False
    if passage.said_by:
        yield f"In the words of: {shown('; '.join(passage.said_by))}", False
    for line in stated_in_words(passage):
        yield line, True
    if passage.date_note:
        yield f"Date doubtful: {shown(passage.date_note)}.", True
    for line in earlier_in_words(passage.superseded_on):
        yield line, True
    if passage.gone_since is not None:
        yield f"Its file is gone: not there since {day_in_words(passage.gone_since.date())}.", True
    if passage.url:
        yield address_in_words(passage.url), False
    if passage.also_in:
        yield f"The same words in: {on_one_line(copies_in_words(passage))}", False
    for line in what_else_is_said(passage):
        yield on_one_line(line), False


def earlier_in_words(superseded_on: date | None) -> Iterator[str]:
    """That a text is an earlier one of its report; nothing for what stands in it now."""
    if superseded_on is not None:
        day = day_in_words(superseded_on)
        yield f"An earlier text of the report, which has another from {day} on."


def copies_in_words(passage: DatedPassage) -> str:
    """The other reports that carry a quote's words, with their dates; not yet made safe to show."""
    return _reports_in_words(passage.also_in)


def _reports_in_words(reports: Iterable[Copy]) -> str:
    return "; ".join(
        f"{copy.path}, {day_in_words(copy.published_on) if copy.published_on else 'no date'}"
        for copy in reports
    )


def relations(citation: Citation) -> list[tuple[str, tuple[int, ...]]]:
    """How others stand to a citation, in words, and their markers; only where there are some."""
    told = (
        ("Corrected, it seems, by", citation.corrected_by),
        ("Later reported otherwise", citation.later_otherwise),
        ("Otherwise at the same time", citation.contradicts),
    )
    return [(words, others) for words, others in told if others]


def what_else_is_said(passage: DatedPassage) -> Iterator[str]:
    """What is said otherwise than a citation says, and by whom the same, a line each; nothing of
    other passages, and not yet made safe to show."""
    if not isinstance(passage, Citation):
        return
    for relation, markers in relations(passage):
        yield f"{relation}: {', '.join(f'[{n}]' for n in markers)}"
    if passage.agreeing:
        yield f"The same in other words in: {_reports_in_words(passage.agreeing)}"


def _read_lines(outcome: Answer | Refusal) -> Iterator[Text]:
    """How the question was read, where that is not all in its words."""
    if outcome.understood_as is not None:
        yield Text(f"Understood as: {shown(outcome.understood_as)}", style="dim")
    if outcome.window is not None:
        yield Text(window_words(outcome.window), style="dim")


def _citation_lines(citation: Citation) -> Iterator[Text]:
    yield Text.assemble((f"[{citation.n}] ", "bold"), (dated_line(citation), "cyan"))
    yield from _below(citation)


def _below(passage: DatedPassage) -> Iterator[Text]:
    yield Text.assemble(("    “", "dim"), _quoted(passage), ("”", "dim"))
    for remark, is_doubt in remarks(passage):
        yield Text(f"    {remark}", style="yellow" if is_doubt else "dim")


def _quoted(passage: DatedPassage) -> Text:
    """A quote with its own lines, such as items of a list, the words that answer in bold."""
    quote = passage.quote
    if not isinstance(passage, Citation) or None in (passage.answer_start, passage.answer_end):
        return Text(_in_lines(quote).strip(), style="dim")
    start = (passage.answer_start or 0) - passage.start
    end = (passage.answer_end or 0) - passage.start
    parts = ((quote[:start], "dim"), (quote[start:end], "bold"), (quote[end:], "dim"))
    line = Text()
    for text, style in parts:
        line.append(_in_lines(text), style=style)
    return line


def _in_lines(quote: str) -> str:
    lines = re.split(r"\n+", quote)
    return "\n     ".join(on_one_line(line, keep_ends=True) for line in lines)


def _refusal_lines(refusal: Refusal) -> Iterator[Text]:
    yield from _read_lines(refusal)
    yield Text(f"No answer. {shown(refusal.text)}", style="bold")
    if refusal.nearest:
        yield Text()
        yield from nearest_lines(refusal.nearest)


def nearest_lines(passages: Sequence[DatedPassage]) -> Iterator[Text]:
    """Passages near a question, said to be no sources for an answer to it."""
    yield Text("Nearest passages; they are not sources for an answer:", style="dim")
    for passage in passages:
        yield Text(f"  · {dated_line(passage)}", style="cyan")
        yield from _below(passage)
