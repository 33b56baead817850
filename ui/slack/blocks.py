"""Answers and refusals as messages of Slack.

Reports and questions stand in plain text and in the text elements of rich text alone. Slack shows
these as they are, so that no mention, link, format or emoji can come out of a document; nothing
needs to be escaped. Words that a notification shows are escaped besides.
"""

import re
from collections.abc import Iterator, Sequence

from rag.guardrail.wording import covers
from rag.types import Answer, Citation, DatedPassage, Refusal
from ui.console import shown
from ui.rendering import dated_line, remarks, what_else_is_said, window_words, written_by
from ui.slack.limits import SECTION, cut, packed, pieces, weight
from ui.slack.posting import Block, Message

HELPFUL, UNHELPFUL, QUOTES = "helpful", "unhelpful", "quotes"
"""Ids of the buttons."""
_QUOTE, _NAME, _LINE, _NOTIFIED = 300, 200, 1900, 2500
_NOT_SOURCES = "Nearest passages; they are not sources for an answer:"
_EMOJI = re.compile(r":(?=[^\s:]+:)")


def outcome_messages(
    outcome: Answer | Refusal, value: str, heading: Sequence[str] = ()
) -> list[Message]:
    """An outcome with its citations and buttons, in as many messages as it takes.

    `value` is what the buttons carry; `heading` are lines to begin with.
    """
    blocks = [_small(_one_line(line)) for line in heading]
    if outcome.understood_as is not None:
        blocks.append(_small(f"Understood as: {_one_line(outcome.understood_as)}"))
    if outcome.window is not None:
        blocks.append(_small(window_words(outcome.window)))
    if isinstance(outcome, Answer):
        blocks += [_section(piece) for piece in pieces(shown(outcome.text)) if piece.strip()]
        blocks += [_small(shown(note)) for note in outcome.notes]
        blocks += [_context(c, f"*[{c.n}]*") for c in outcome.citations]
        written = written_by(outcome)
        blocks += [_small(written)] if written is not None else []
        buttons = "Show the full quotes"
    else:
        blocks += _refusal_blocks(outcome)
        buttons = "Show the nearest passages in full" if outcome.nearest else ""
    return _messages([*blocks, _buttons(value, buttons)], _notified(outcome))


def quote_messages(outcome: Answer | Refusal) -> list[Message]:
    """Every quote of an outcome in full, with its report, its date and what to know of it."""
    passages = outcome.citations if isinstance(outcome, Answer) else outcome.nearest
    blocks = [] if isinstance(outcome, Answer) else [_small(_NOT_SOURCES)]
    for passage in passages:
        blocks += _quote_blocks(passage)
    named = cut(_one_line(outcome.question), _QUOTE)
    return _messages(blocks, escaped(f"The full quotes for: {named}"))


def notice(text: str) -> Message:
    """Words of our own, such as why there is no answer right now."""
    return Message(escaped(text), (_section(text),))


def escaped(text: str) -> str:
    """A text for where Slack looks for markup: without any, and without codes of emoji."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _EMOJI.sub(":\N{ZERO WIDTH SPACE}", plain)


def _refusal_blocks(refusal: Refusal) -> Iterator[Block]:
    for piece in pieces(f"No answer. {shown(refusal.text)}"):
        yield _section(piece)
    coverage = covers(refusal.corpus.coverage)
    if coverage not in refusal.text:
        yield _small(f"The corpus holds {coverage}.")
    if refusal.nearest:
        yield _small(_NOT_SOURCES)
        for passage in refusal.nearest:
            yield _context(passage, "·")


def _context(passage: DatedPassage, marker: str) -> Block:
    """One line: the report, its date, the beginning of the quote and what to doubt."""
    line = f"{_dated(passage)} · “{cut(_one_line(passage.quote), _QUOTE)}”"
    for told in what_else_is_said(passage):
        line = f"{line} · {_one_line(told)}"
    for remark, is_doubt in remarks(passage):
        if is_doubt:
            line = f"{line} · {_one_line(remark)}"
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": marker}, _plain(cut(line, _LINE))],
    }


def _dated(passage: DatedPassage) -> str:
    """The report and its date on a line. However long its names are, the date is seen."""
    named = {name: getattr(passage, name) for name in ("publisher", "originator")}
    named["title"] = passage.title or passage.path
    short = {name: cut(_one_line(said), _NAME) for name, said in named.items() if said}
    return _one_line(dated_line(passage.model_copy(update=short)))


def _quote_blocks(passage: DatedPassage) -> Iterator[Block]:
    marker = f"[{passage.n}] " if isinstance(passage, Citation) else ""
    yield _rich("rich_text_section", [_text(f"{marker}{_dated(passage)}", bold=True)])
    yield from _whole_quote(passage)
    for remark, _ in remarks(passage):
        yield _small(_one_line(remark))


def _whole_quote(passage: DatedPassage) -> Iterator[Block]:
    """A quote with the words that answer in bold; without, where it needs several blocks."""
    quote = shown(passage.quote)
    if weight(quote) > SECTION:
        for piece in pieces(quote):
            yield _rich("rich_text_quote", [_text(piece)])
        return
    start = end = 0
    if isinstance(passage, Citation) and passage.answer_start is not None:
        start = passage.answer_start - passage.start
        end = (passage.answer_end or passage.end) - passage.start
    parts = ((quote[:start], False), (quote[start:end], True), (quote[end:], False))
    yield _rich("rich_text_quote", [_text(text, bold=bold) for text, bold in parts if text])


def _buttons(value: str, quotes: str) -> Block:
    labels = [(HELPFUL, "Helpful"), (UNHELPFUL, "Not helpful"), (QUOTES, quotes)]
    return {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": action, "value": value, "text": _plain(label)}
            for action, label in labels
            if label
        ],
    }


def _messages(blocks: Sequence[Block], notified: str) -> list[Message]:
    return [Message(notified, together) for together in packed(blocks)]


def _notified(outcome: Answer | Refusal) -> str:
    text = outcome.text if isinstance(outcome, Answer) else f"No answer. {outcome.text}"
    return escaped(cut(shown(text), _NOTIFIED))


def _section(text: str) -> Block:
    return {"type": "section", "text": _plain(text)}


def _small(text: str) -> Block:
    return {"type": "context", "elements": [_plain(cut(text, _LINE))]}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _rich(kind: str, elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": elements}]}


def _text(text: str, *, bold: bool = False) -> Block:
    return {"type": "text", "text": text, **({"style": {"bold": True}} if bold else {})}


def _one_line(text: str) -> str:
    return " ".join(shown(text).split())
