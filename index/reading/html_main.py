"""Which blocks of a web page are the report, and which are of the page around it.

trafilatura says which words are the main text; the blocks that hold them, and what stands between
them, are the report. Where it found little of what the page has, all of the page is.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from index.dating import HEAD_BLOCKS
from index.reading.html_found import Found
from index.reading.pieces import said
from index.rules import Stage, always, declare
from index.types import Kind

_WORD = re.compile(r"\w+")
_GRAM = 5
_COVERED = 0.5
"""Of the words of a block, so many must be of the main text."""
_HARDLY_ANY = 0.5
"""Less than this share of the page's running text is no main text."""
_MISSED_AT_MOST = 0.1
_LINKED = 0.7
_SENTENCE_WORDS = 9

ONLY_LINKS = declare(
    "furniture-only-links", Stage.INGEST,
    "A block of a web page that is made of links is a menu or leads to other pages.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MainText:
    """What is left of a page: its blocks, and for each whether it is only links."""

    blocks: list[Found]
    only_links: list[bool]


def choose(found: Sequence[Found], main: str | None) -> MainText | None:
    """The blocks that are the report; None where the walk lost some of the main text."""
    words = [_WORD.findall(said(block.pieces).lower()) for block in found]
    links = [is_only_links(block, said(block.pieces)) for block in found]
    told = _told(words, main or "")
    if told is None:
        return None
    told = [
        of_main and not (link and len(block) < _GRAM)
        for of_main, link, block in zip(told, links, words, strict=True)
    ]  # fmt: skip
    running = [
        n for n, block in enumerate(found) if not (links[n] or block.beside) or told[n]
    ]  # fmt: skip
    total = sum(len(words[n]) for n in running)
    if sum(len(words[n]) for n in running if told[n]) < _HARDLY_ANY * total or not any(told):
        kept = [n for n, block in enumerate(found) if not block.beside or len(running) == 0]
        all_links = all(links[n] for n in kept)
        return MainText(
            _unquoted([found[n] for n in kept]), [links[n] and not all_links for n in kept]
        )
    first, last = told.index(True), len(told) - 1 - told[::-1].index(True)
    first, last = _head(found, links, first), _end_of_table(found, last)
    of_report = [
        n for n, block in enumerate(found)
        if told[n]
        or (first <= n <= last and not (links[n] or block.beside))
        or (n > last and block.kind is Kind.NOTE)
    ]  # fmt: skip
    of_report = _headings_of_something(found, told, of_report)
    return MainText(_unquoted([found[n] for n in of_report]), [False] * len(of_report))


def _told(words: Sequence[Sequence[str]], main: str) -> list[bool] | None:
    """For each block, whether the main text has it; None where it has what no block has."""
    parts = [part for line in main.lower().split("\n") for part in (line, *line.split("|"))]
    lines = {" ".join(_WORD.findall(part)) for part in parts}
    all_main = _WORD.findall(main.lower())
    grams = _grams(all_main)
    walked = Counter(word for block in words for word in block)
    if (Counter(all_main) - walked).total() > _MISSED_AT_MOST * len(all_main) + _GRAM:
        return None
    told = []
    for block in words:
        own = _grams(block)
        whole = " ".join(block)
        told.append(whole in lines if not own else len(own & grams) >= _COVERED * len(own))
    return told


def _grams(words: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[n:] for n in range(_GRAM)), strict=False))


@ONLY_LINKS.governs(without=always(False))
def is_only_links(block: Found, words: str) -> bool:
    """True for a block of links that is no heading, no row of data and no whole sentence."""
    of_page = block.kind not in (Kind.HEADING, Kind.TABLE_ROW, Kind.KEY_VALUE, Kind.NOTE)
    sentence = words.endswith((".", "!", "?", "”")) and len(words.split()) >= _SENTENCE_WORDS
    return of_page and block.linked >= _LINKED * max(1, len(words)) and not sentence


def _head(found: Sequence[Found], links: Sequence[bool], first: int) -> int:
    """Where the report's head begins: at its first heading, or where the page or its menu leaves
    off, if that is close above the text."""
    near = range(first - 1, max(-1, first - HEAD_BLOCKS - 2), -1)
    above = list(takewhile(lambda n: not (links[n] or found[n].beside), near))
    headings = [n for n in above if found[n].kind is Kind.HEADING]
    if headings:
        return headings[-1]
    return above[-1] if above and len(above) <= HEAD_BLOCKS else first


def _end_of_table(found: Sequence[Found], last: int) -> int:
    """The last row of the table that the main text ends in, some rows of which it may lack."""
    if found[last].kind is not Kind.TABLE_ROW:
        return last
    rows = takewhile(lambda n: found[n].kind is Kind.TABLE_ROW, range(last, len(found)))
    return max(rows)


def _headings_of_something(
    found: Sequence[Found], told: Sequence[bool], kept: Sequence[int]
) -> list[int]:
    """The blocks that are kept, without headings of which nothing is left but the heading."""
    following = [*kept[1:], len(found)]
    return [
        n for n, after in zip(kept, following, strict=True)
        if told[n] or found[n].kind is not Kind.HEADING or after == n + 1
        or (after < len(found) and found[after].kind is not Kind.HEADING)
    ]  # fmt: skip


def _unquoted(found: Sequence[Found]) -> list[Found]:
    """The blocks, none of them a quotation where the page sets most of its text in as one."""
    quoted = sum(block.length for block in found if block.kind is Kind.QUOTE)
    if 2 * quoted <= sum(block.length for block in found):
        return list(found)
    return [
        replace(block, kind=Kind.PARAGRAPH) if block.kind is Kind.QUOTE else block
        for block in found
    ]  # fmt: skip
