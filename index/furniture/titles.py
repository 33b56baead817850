"""The head of a page: which line is its title, and which names its publisher."""

import re
from collections.abc import Sequence

from index.dating import HEAD_BLOCKS
from index.furniture.site_phrases import is_before_teasers
from index.rules import Stage, declare
from index.structure.standing import menu_length
from index.text.normalize import aligned, folded
from index.types import Block, Role

_TERMINATED = re.compile(r"[.…][\"'”’»)\]]*$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\]\([^\s()]{1,500}\)")
_HEADLINE_AT_MOST = 200
_LINE_AT_MOST = 60
_BY = re.compile(r"by\b", re.IGNORECASE)
_NAME_AT_MOST = 8
_ORGANISATION = re.compile(
    r"\b(?:institute|institution|cent(?:er|re)|foundation|council|agency|ministry|university|times"
    r"|post|news|press|journal|gazette|tribune|herald|guardian|observer|daily|weekly|magazine"
    r"|review|reuters|bbc|cnn|group|bureau|commission|organi[sz]ation|network|monitor|pravda)\b",
    re.IGNORECASE,
)
TITLE = declare(
    "title-headline", Stage.INGEST,
    "The first line of the head that is written as a headline is the title.",
)  # fmt: skip
PUBLISHER = declare(
    "publisher-line", Stage.INGEST,
    "A short line beside the title that names an organisation is the publisher.",
)  # fmt: skip


def is_headline(text: str, block: Block) -> bool:
    """Whether a block is written as a headline is: short, and no sentence."""
    if block.end - block.start > 2 * _HEADLINE_AT_MOST:
        return False
    line = aligned(text[block.start : block.end]).rstrip()
    return (
        not block.is_list_item
        and len(line) <= _HEADLINE_AT_MOST
        and not _TERMINATED.search(line)
        and not line.endswith(":")
        and any(c.isalpha() for c in line)
    )


def _marked_title(text: str, blocks: Sequence[Block]) -> int | None:
    return next((i for i, block in enumerate(blocks) if block.role is Role.TITLE), None)


@TITLE.governs(without=_marked_title)
def find_title(text: str, blocks: Sequence[Block]) -> int | None:
    """The number of the block that is the title; None where none is."""
    marked = _marked_title(text, blocks)
    if marked is not None:
        return marked
    begin = menu_length(text, blocks)
    for i, block in enumerate(blocks[begin : begin + HEAD_BLOCKS], begin):
        line = text[block.start : block.end]
        if block.role is not Role.BODY or is_before_teasers(line):
            continue
        return i if is_headline(text, block) and not _ADDRESS.search(line) else None
    return None


def _unnamed(text: str, blocks: Sequence[Block], title: int | None) -> int | None:
    return None


@PUBLISHER.governs(without=_unnamed)
def find_publisher(text: str, blocks: Sequence[Block], title: int | None) -> int | None:
    """A short line beside the title that names an organisation, or stands before its colon."""
    if title is None:
        return None
    headline = folded(text[blocks[title].start : blocks[title].end])
    for i in (title + 1, title - 1):
        if not 0 <= i < len(blocks) or blocks[i].role is not Role.BODY:
            continue
        line = text[blocks[i].start : blocks[i].end]
        if len(line) > _LINE_AT_MOST or not is_headline(text, blocks[i]):
            continue
        if headline.startswith(folded(line) + ":") or _names_an_organisation(line):
            return i
    return None


def _names_an_organisation(line: str) -> bool:
    """True for a name such as "Institute for the Study of War", and no headline that has one."""
    words = [word for word in line.split() if len(word) > 3]
    return (
        bool(_ORGANISATION.search(line))
        and not _BY.match(line)
        and len(line.split()) <= _NAME_AT_MOST
        and all(word[0].isupper() for word in words)
    )
