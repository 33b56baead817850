"""Telling a report from the page it stands on: titles, bylines, teasers, share links, notes.

General means come first: what stands where, what repeats, what speaks of other things. Phrases
that sites are known to use come last and only mark where a teaser or a tail begins. What recurs
across reports is told in `recurrence`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.furniture.announcing import mark_headings
from index.furniture.teasers import mark_tail, mark_teasers
from index.furniture.titles import find_publisher, find_title
from index.rules import Stage, declare
from index.structure.standing import is_standing, menu_length
from index.text.normalize import aligned, folded
from index.types import Block, Metadata, Role

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\]\([^\s()]{1,500}\)")
_OF_THE_WEB = re.compile(r"(?:https?://|www\.)\S+")
_THE_WHOLE = re.compile(r"\b(?:full|original)\b", re.IGNORECASE)
_TERMINATED = re.compile(r"[.…][\"'”’»)\]]*$")
_SAID_AGAIN_AT_MOST, _LINE_AT_MOST = 40, 60


WORDLESS = declare(
    "furniture-wordless", Stage.INGEST,
    "Rules, stray bullets and other blocks without a word are page furniture.",
)  # fmt: skip
LINKS = declare(
    "furniture-links", Stage.INGEST,
    "A line that is mostly an address is a link and not a sentence of the report.",
)  # fmt: skip
ADDRESS = declare(
    "address-full-report", Stage.INGEST,
    "The address in a line such as “Read the full report” is the report's own.",
)  # fmt: skip
REPEATS = declare(
    "furniture-repeats", Stage.INGEST,
    "A block that says word for word what a block above it says is page furniture.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageLayout:
    """A report's blocks with their roles, and what its head says."""

    blocks: tuple[Block, ...]
    title: str | None
    publisher: str | None
    url: str | None


def lay_out(
    text: str, blocks: Sequence[Block], metadata: Metadata, byline: int | None
) -> PageLayout:
    """Roles of the blocks of one page, told from the page alone. `byline` is its date block."""
    marked = list(blocks)
    if byline is not None:
        marked[byline] = replace(marked[byline], role=Role.BYLINE)
    _mark_wordless(text, marked)
    _mark_standing(text, marked)
    title = find_title(text, marked)
    if title is not None:
        marked[title] = replace(marked[title], role=Role.TITLE)
    publisher = find_publisher(text, marked, title)
    if publisher is not None:
        marked[publisher] = replace(marked[publisher], role=Role.PUBLISHER)
    _mark_links(text, marked)
    _mark_repeats(text, marked)
    mark_teasers(text, marked)
    mark_tail(text, marked)
    mark_headings(text, marked)
    return PageLayout(
        tuple(marked),
        metadata.title or _text_at(text, marked, title),
        metadata.publisher or _text_at(text, marked, publisher),
        metadata.url or _full_report_address(text, marked),
    )


def _text_at(text: str, blocks: Sequence[Block], number: int | None) -> str | None:
    if number is None:
        return None
    return " ".join(aligned(text[blocks[number].start : blocks[number].end]).split())


def _mark_wordless(text: str, blocks: list[Block]) -> None:
    """Rules, stray bullets and the like."""
    for i, block in enumerate(blocks):
        if WORDLESS.applies(not any(c.isalnum() for c in text[block.start : block.end])):
            blocks[i] = replace(block, role=Role.FURNITURE, reason="holds no words")


def _mark_standing(text: str, blocks: list[Block]) -> None:
    """The menu above the head, and lines such as copyright and cookie notices."""
    menu = menu_length(text, blocks)
    for i, block in enumerate(blocks):
        if block.role is not Role.BODY:
            continue
        if i < menu:
            blocks[i] = replace(block, role=Role.FURNITURE, reason="menu above the head")
        elif is_standing(text[block.start : block.end]):
            blocks[i] = replace(block, role=Role.FURNITURE, reason="standing line")


def _mark_links(text: str, blocks: list[Block]) -> None:
    """Lines that are mostly an address."""
    for i, block in enumerate(blocks):
        line = text[block.start : block.end]
        linked = sum(len(m.group()) for m in _ADDRESS.finditer(line))
        if LINKS.applies(block.role is Role.BODY and linked > 0.5 * len(line)):
            blocks[i] = replace(block, role=Role.LINK)


def _no_address(text: str, blocks: Sequence[Block]) -> str | None:
    return None


@ADDRESS.governs(without=_no_address)
def _full_report_address(text: str, blocks: Sequence[Block]) -> str | None:
    """The address of which a line says that the whole, or the original, is there; None where that
    is said of several, which are other reports'."""
    found = {
        address.rstrip(".,;)")
        for block in blocks if block.role is Role.LINK
        for line in (text[block.start : block.end],)
        if _THE_WHOLE.search(_ADDRESS.sub(" ", line))
        for address in _OF_THE_WEB.findall(line)
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None


def _mark_repeats(text: str, blocks: list[Block]) -> None:
    """A block that repeats one above it, word for word.

    Lists may repeat their paragraphs, and a short sentence, or what has a figure, may be said
    twice, as of two years. A heading may come back, as who speaks does.
    """
    seen: set[str] = set()
    for i, block in enumerate(blocks):
        words = folded(text[block.start : block.end])
        told = _TERMINATED.search(words) or any(c.isdigit() for c in words)
        said_again = len(words) < _SAID_AGAIN_AT_MOST and told
        loose = block.role is Role.BODY and not block.is_list_item and not said_again
        repeats = words in seen and loose and not _heads_again(text, blocks, i, words, seen)
        if REPEATS.applies(repeats):
            blocks[i] = replace(block, role=Role.FURNITURE, reason="repeats a block above it")
        seen.add(words)


def _heads_again(
    text: str, blocks: Sequence[Block], number: int, words: str, seen: set[str]
) -> bool:
    """Whether a short line that comes back heads something: it ends in a colon, or a paragraph that
    does not come back is right below it."""
    if len(words) > _LINE_AT_MOST or _TERMINATED.search(words):
        return False
    following = blocks[number + 1] if number + 1 < len(blocks) else None
    if following is None or following.role is not Role.BODY:
        return False
    below = text[following.start : following.end]
    return words.endswith(":") or (len(below) > _LINE_AT_MOST and folded(below) not in seen)
