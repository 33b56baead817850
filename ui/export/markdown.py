"""A conversation as Markdown, to be kept or sent."""

from collections.abc import Iterator, Sequence
from datetime import date

from index.calendar import day_in_words
from rag.types import Answer, DatedPassage, Refusal
from ui.console import on_one_line
from ui.export.kept import TITLE, Kept
from ui.links import address_in_words, followable
from ui.markdown import plain
from ui.rendering import (
    copies_in_words,
    dated_line,
    earlier_in_words,
    stated_in_words,
    what_else_is_said,
    written_by,
)


def as_markdown(kept: Sequence[Kept], today: date) -> str:
    """The questions with their answers or refusals, each with its passages, under a heading."""
    lines = [f"# {TITLE}", "", f"Exported on {day_in_words(today)}.", ""]
    return "\n".join([*lines, *(line for one in kept for line in _one(one))]) + "\n"


def _one(kept: Kept) -> Iterator[str]:
    yield from (f"## {_plain(kept.question)}", "")
    for line in kept.heads:
        yield from (_plain(line), "")
    outcome = kept.outcome
    if outcome is None:
        yield from (_plain(kept.problem or "Not answered."), "")
        return
    yield from _answer(outcome) if isinstance(outcome, Answer) else _refusal(outcome)


def _answer(answer: Answer) -> Iterator[str]:
    for sentence in answer.sentences:
        markers = "".join(f" \\[{n}\\]" for n in sentence.citations)
        yield from (f"{_plain(sentence.text)}{markers}", "")
    for note in answer.notes:
        yield from (_plain(note), "")
    for citation in answer.citations:
        yield from (f"**\\[{citation.n}\\]** {_plain(dated_line(citation))}", "")
        yield from _below(citation)
    written = written_by(answer)
    if written is not None:
        yield from (_plain(written), "")


def _refusal(refusal: Refusal) -> Iterator[str]:
    yield from (f"**No answer.** {_plain(refusal.text)}", "")
    if refusal.nearest:
        yield from ("Nearest passages; they are not sources:", "")
    for passage in refusal.nearest:
        yield from (_plain(dated_line(passage)), "")
        yield from _below(passage)


def _below(passage: DatedPassage) -> Iterator[str]:
    yield from (f"> “{_plain(passage.quote)}”", "")
    if passage.place:
        yield from (f"Under: {_plain(passage.place)}", "")
    if passage.said_by:
        yield from (f"In the words of: {_plain('; '.join(passage.said_by))}", "")
    for line in stated_in_words(passage):
        yield from (line, "")
    if passage.date_note:
        yield from (f"Date doubtful: {_plain(passage.date_note)}.", "")
    for line in earlier_in_words(passage.superseded_on):
        yield from (line, "")
    for line in what_else_is_said(passage):
        yield from (_plain(line), "")
    if passage.also_in:
        yield from (f"The same words in: {_plain(copies_in_words(passage))}", "")
    if passage.url:
        address = followable(passage.url)
        linked = address is not None and not set(address) & set("<> \n")
        yield from (f"<{address}>" if linked else _plain(address_in_words(passage.url)), "")


def _plain(text: str) -> str:
    """Text on one line in which nothing is Markdown or HTML."""
    return plain(on_one_line(text))
