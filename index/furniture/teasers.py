"""What a page says of other reports: teasers, and a tail that speaks of other things."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from index.furniture.recurrence import body_length
from index.furniture.site_phrases import is_before_teasers, is_of_the_site
from index.furniture.titles import is_headline
from index.rules import Stage, always, declare
from index.text.normalize import folded
from index.types import Block, Role

_FEW_NAMES = 3
"""From fewer names than this nothing is concluded on what a text is about."""
_NAME = re.compile(r"\b[A-Z][\w’'-]{2,}")
_ENDS_AT_MOST = 20
"""So many page controls are looked at for an unrelated tail: a report has few."""
UNRELATED_TAIL = declare(
    "furniture-unrelated-tail", Stage.INGEST,
    "What comes after a share line and has other names than the report is page furniture.",
)  # fmt: skip


def mark_teasers(text: str, blocks: list[Block]) -> None:
    """A label such as "Must read", with the headlines and short blurbs that follow it."""
    lengths = [
        b.end - b.start for b in blocks
        if b.role is Role.BODY and not b.is_list_item and not is_headline(text, b)
    ]  # fmt: skip
    usual = median(lengths) if lengths else 0
    for i, block in enumerate(blocks):
        line = text[block.start : block.end]
        if block.role is not Role.BODY or not is_before_teasers(line):
            continue
        blocks[i] = replace(block, role=Role.FURNITURE, reason=f"teaser label “{line}”")
        headed = False
        for j in range(i + 1, len(blocks)):
            follower = blocks[j]
            headline = is_headline(text, follower)
            blurb = headed and follower.end - follower.start < 0.4 * usual
            if follower.role is not Role.BODY or not (headline or blurb):
                break
            blocks[j] = replace(follower, role=Role.FURNITURE, reason=f"teaser under “{line}”")
            headed = headline


def mark_tail(text: str, blocks: list[Block]) -> None:
    """A share or support line, and what comes after the last one if it speaks of other things."""
    ends = [
        i for i, block in enumerate(blocks)
        if block.role is Role.BODY and is_of_the_site(text[block.start : block.end])
    ]  # fmt: skip
    for i in ends[:-_ENDS_AT_MOST]:
        line = text[blocks[i].start : blocks[i].end]
        blocks[i] = replace(blocks[i], role=Role.FURNITURE, reason=f"page control “{line}”")
    for i in ends[-_ENDS_AT_MOST:]:
        line = text[blocks[i].start : blocks[i].end]
        blocks[i] = replace(blocks[i], role=Role.FURNITURE, reason=f"page control “{line}”")
        if _is_unrelated_tail(text, blocks[:i], blocks[i + 1 :]):
            for j in range(i + 1, len(blocks)):
                if blocks[j].role in (Role.BODY, Role.HEADING, Role.LINK):
                    reason = f"unrelated text after “{line}”"
                    blocks[j] = replace(blocks[j], role=Role.FURNITURE, reason=reason)
            return


@UNRELATED_TAIL.governs(without=always(False))
def _is_unrelated_tail(text: str, before: Sequence[Block], after: Sequence[Block]) -> bool:
    """True for the smaller end of a page whose names are, for the most part, used nowhere above.

    Without some names there is nothing to tell by, and the text is kept.
    """
    known, later = _names(text, before), _names(text, after)
    if not known or later.total() < _FEW_NAMES or body_length(before) < body_length(after):
        return False
    shared = sum(count for name, count in later.items() if name in known)
    return shared < 0.25 * later.total()


def _names(text: str, blocks: Sequence[Block]) -> Counter[str]:
    """Capitalised words that do not begin a sentence."""
    names: Counter[str] = Counter()
    for block in blocks:
        line = text[block.start : block.end]
        for match in _NAME.finditer(line):
            before = line[max(0, match.start() - 8) : match.start()].rstrip()
            if match.start() > 0 and before[-1:] not in '.!?:"“”':
                names[folded(match.group())] += 1
    return names
