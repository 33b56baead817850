"""Which short lines of a page are headings: they announce what follows, and tell nothing."""

import re
from dataclasses import replace
from datetime import date

from index.furniture.titles import is_headline
from index.rules import Stage, always, declare
from index.structure.leading import is_numbered
from index.text.normalize import collapsed
from index.text.terms import FUNCTION_WORDS
from index.times.dates import day_mentions
from index.types import Block, Kind, Role

_TERMINATED = re.compile(r"[.…][\"'”’»)\]]*$")
_CLOSING = "\"'”’»)]"
_OPENING, _SIGNS = "\"'“‘«*¿¡ ", "#$£€§"
_OF_TEXT = ("?", "!", ",", ";", "-", "–", "—")
_MANY_HEADINGS = 3
"""So many short lines in a row announce nothing: they are a list whose bullets were lost."""
_LINE_AT_MOST = 60
_HEADING_AT_MOST = 120
_LABEL = re.compile(r"[A-Z][\w ]{0,20}:\s+\S{1,20}")
_SEVERAL = re.compile(r"[A-Z][\w &]{2,30}: [A-Z][^,:]{1,60}, \S")
_YEAR_OR_NUMBERING = re.compile(
    r"\b(?:1[89]|20)\d{2}\b|^\d{1,2}(?:\.\d{1,2})+\.?(?=\s+[A-Z])|^\d{1,3}[.)]|[A-Za-z]-?\d+"
    r"|(?:#|\b[Nn][or]\.?)\s?\d{1,4}\b"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|did|does|took|said|says|went|came|made"
    r"|began|held|hit|fell|[a-z]{3,}ed)\b"
)
_SENTENCE_WORDS = 6
_SOME_DAY = date(2024, 12, 31)
"""Any anchor: days are only looked for, to be left aside."""
HEADINGS = declare(
    "heading-short-lines", Stage.INGEST,
    "A short line that is no sentence announces what follows and is no text to answer from.",
)  # fmt: skip
FIGURES = declare(
    "heading-figures-tell", Stage.INGEST,
    "A short line with a number in it tells something and is no heading.",
)  # fmt: skip
LONG = declare(
    "heading-sentences-tell", Stage.INGEST,
    "What is set as a heading and is a sentence, or long, is a text to answer from, too.",
)  # fmt: skip
CAPTIONS = declare(
    "heading-captions", Stage.INGEST,
    "A short line such as “Figure 2. Losses by port” announces something and tells nothing.",
)  # fmt: skip
UNENDED = declare(
    "heading-unended-sentences", Stage.INGEST,
    "Words with a verb and few capitals are a sentence and no heading, though no stop ends them.",
)  # fmt: skip
ENDS = declare(
    "heading-ends-tell", Stage.INGEST,
    "What ends with ?, !, a comma or a dash, takes two lines, or lists names, is no heading.",
)  # fmt: skip
WHOLE = declare(
    "heading-whole", Stage.INGEST,
    "What begins with a bracket, or ends in a word such as “and”, is no heading.",
)  # fmt: skip
LED = declare(
    "heading-lead-ins-tell", Stage.INGEST,
    "A sentence that ends in a colon leads to what is right below it, and heads no section.",
)  # fmt: skip
ROWS = declare(
    "heading-rows-are-lists", Stage.INGEST,
    "Several short lines in a row are a list that lost its bullets, and no headings.",
)  # fmt: skip


def mark_headings(text: str, blocks: list[Block]) -> None:
    """Short lines that announce what follows, and are no sentence themselves; what a format calls a
    heading and is a sentence, or longer than one, tells something."""
    for i, block in enumerate(blocks):
        set_as_one = block.role is Role.HEADING and block.kind is Kind.HEADING
        if LONG.applies(set_as_one and _is_text(text[block.start : block.end])):
            blocks[i] = replace(block, role=Role.BODY)
    headings = [_announces(text, block) for block in blocks]
    if blocks and headings[-1] and not is_numbered(text[blocks[-1].start : blocks[-1].end]):
        headings[-1] = not is_headline(text, blocks[-1])
    run: list[int] = []
    for i, heading in enumerate([*headings, False]):
        if heading:
            run.append(i)
            continue
        if i < len(blocks) and run and _is_of_a_row(text, blocks[i]):
            run.append(i)
            continue
        if not ROWS.applies(len(run) >= _MANY_HEADINGS):
            for j in run:
                if headings[j]:
                    blocks[j] = _as_heading(text, blocks[j])
        run = []


def _as_heading(text: str, block: Block) -> Block:
    """A heading, or the caption of a figure or a table, which heads no text behind it."""
    numbered = CAPTIONS.applies(is_numbered(text[block.start : block.end]))
    kind = Kind.CAPTION if numbered and not block.level else block.kind
    return replace(block, role=Role.HEADING, kind=kind)


def _is_text(words: str) -> bool:
    """Whether what is set as a heading is a sentence of some length, or more."""
    sentence = _TERMINATED.search(words) and len(words.split()) >= _SENTENCE_WORDS
    return len(words) > _HEADING_AT_MOST or bool(sentence)


def _is_of_a_row(text: str, block: Block) -> bool:
    """Whether a block that announces nothing is a short line of a list all the same."""
    short = block.end - block.start <= _HEADING_AT_MOST and block.role is Role.BODY
    words = text[block.start : block.end]
    return short and words[-1] not in ".?!…" and (words[-1] in ",;-–—" or "\n" in words)


@HEADINGS.governs(without=always(False))
def _announces(text: str, block: Block) -> bool:
    if block.role is not Role.BODY or block.is_list_item or block.kind is Kind.TURN:
        return False
    line = collapsed(text[block.start : block.end])
    broken = block.kind is not Kind.HEADING and "\n" in text[block.start : block.end]
    several = (
        block.kind is not Kind.HEADING
        and _SEVERAL.match(line) is not None
        and not is_numbered(line)
    )
    if ENDS.applies(broken or several or line.rstrip(_CLOSING).endswith(_OF_TEXT)):
        return False
    short = len(line) <= _LINE_AT_MOST
    if WHOLE.applies(block.kind is not Kind.HEADING and not _is_whole(line)):
        return False
    if short and line.endswith(":"):
        return not LED.applies(_is_unended_sentence(line[:-1]))
    if _holds_a_figure(line) and not CAPTIONS.applies(is_numbered(line)):
        return False
    label = short and _LABEL.fullmatch(line) is not None
    headline = len(line) <= _HEADING_AT_MOST and is_headline(text, block)
    return label or (headline and not _is_unended_sentence(line))


def _is_whole(line: str) -> bool:
    """Whether a line begins as words do, and ends in one that can end them."""
    begins = line.lstrip(_OPENING)[:1]
    return (begins.isalnum() or begins in _SIGNS) and line.rsplit(None, 1)[-1] not in FUNCTION_WORDS


@FIGURES.governs(without=always(False))
def _holds_a_figure(line: str) -> bool:
    """True for a line with a number that is no date, year, numbering or name: what it tells."""
    if len(line) > _HEADING_AT_MOST:
        return False
    for mention in reversed(day_mentions(line, _SOME_DAY)):
        line = line[: mention.start] + line[mention.end :]
    return any(c.isdigit() for c in _YEAR_OR_NUMBERING.sub(" ", line))


@UNENDED.governs(without=always(False))
def _is_unended_sentence(line: str) -> bool:
    """True for words written as a sentence, with few capitals, but for its full stop: many of them,
    or some with a verb."""
    words = line.split()
    small = sum(word[0].islower() for word in words)
    written = len(words) >= _SENTENCE_WORDS and 2 * small > len(words)
    return written and (len(line) > _LINE_AT_MOST or bool(_VERB.search(line)))
