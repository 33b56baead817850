"""What stands around a page's report whatever it tells: menus, copyright and cookie notices."""

import re
from collections.abc import Sequence

from index.rules import Stage, always, declare
from index.types import Block

_WRAPPED_AT_MOST = 120
_WRAPPED_AT_LEAST = 40
_CONTROL = re.compile(
    r"skip to\b.{0,40}|home(?: ?page)?|menu|main menu|search|(?:sign|log) ?(?:in|up|out)|register"
    r"|subscribe|my account|close|(?:toggle|main) navigation|navigation",
    re.IGNORECASE,
)
_STANDING = re.compile(
    r"(?:©|\(c\)\s|copyright\s(?:©\s|\(c\)\s)?\d{4})[^\n]{0,200}"
    r"|(?:[^\n]{0,80}\b)?all rights reserved\b[^\n]{0,80}"
    r"|(?:we|this (?:site|website|page)|our (?:site|website)) uses? cookies\b[^\n]{0,280}"
    r"|(?:accept|reject|decline|allow|manage) (?:all|cookies|preferences)(?: cookies)?"
    r"|(?:leave a )?comments?(?: ?\(\d{1,6}\))?|\d{1,6} comments"
    r"|(?:\W{0,3}(?:terms(?: (?:of|and) (?:use|service|conditions))?|privacy(?: policy)?"
    r"|cookie (?:policy|settings)|imprint|contact us)\b){1,6}",
    re.IGNORECASE,
)
_STANDING_AT_MOST = 320
_MENU_WORDS = 3
_MENU_ENTRIES = 5
"""So many lines of a few words above a headline are a menu, though none is a known control."""
STANDING_LINES = declare(
    "furniture-standing-lines", Stage.INGEST,
    "Copyright lines, cookie notices and the like are page furniture.",
)  # fmt: skip
MENU = declare(
    "furniture-menu", Stage.INGEST,
    "Lines of a few words above the headline are the menu of the page.",
)  # fmt: skip


@STANDING_LINES.governs(without=always(False))
def is_standing(line: str) -> bool:
    """True for copyright lines, cookie notices and the like, which tell nothing of the report."""
    return len(line) <= _STANDING_AT_MOST and _STANDING.fullmatch(line) is not None


@MENU.governs(without=always(0))
def menu_length(text: str, blocks: Sequence[Block]) -> int:
    """How many of the first blocks are the page's menu, and what stands in it.

    Lines of a few words are one where they hold a control such as "Sign in", or are many and a
    headline follows. The last of them is the title where text or a date follows at once.
    """
    run, controls = 0, 0
    for block in blocks:
        line = text[block.start : block.end] if block.end - block.start <= _STANDING_AT_MOST else ""
        control = _CONTROL.fullmatch(line) is not None
        if not control and not is_standing(line) and not _may_be_of_a_menu(line):
            break
        run, controls = run + 1, controls + control
    if not controls and run < _MENU_ENTRIES:
        return 0
    headed = run < len(blocks) and _is_longer_headline(text[blocks[run].start : blocks[run].end])
    if headed:
        return run
    if not controls:
        return 0
    last = text[blocks[run - 1].start : blocks[run - 1].end]
    return run if _CONTROL.fullmatch(last) or is_standing(last) else run - 1


def _may_be_of_a_menu(line: str) -> bool:
    return (
        0 < len(line) <= _WRAPPED_AT_LEAST
        and len(line.split()) <= _MENU_WORDS
        and line[-1] not in ".!?…:"
        and line[0].isupper()
        and not any(c.isdigit() for c in line)
    )


def _is_longer_headline(line: str) -> bool:
    return (
        len(line) <= 2 * _WRAPPED_AT_MOST
        and len(line.split()) > _MENU_WORDS
        and line[-1] not in ".!?…:"
    )
