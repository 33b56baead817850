"""What Slack takes at most, and texts and blocks cut to it."""

from collections.abc import Iterator, Sequence

from ui.slack.posting import Block

SECTION = 2900
"""Weight of one text; Slack takes 3,000 characters in a section and 2,000 in a context."""
MESSAGE = 9000
"""Weight of one message. Slack turns away messages above some 12,000 characters in all, which it
does not document: https://github.com/slackapi/bolt-js/issues/2509"""
BLOCKS = 45
"""Blocks of one message; Slack takes 50."""
HOOK_USES = 5
"""Messages that Slack takes at one `response_url`."""


def weight(text: str) -> int:
    """The length of a text as Slack may count it: in UTF-16, with &, < and > escaped."""
    return sum(5 if c in "&<>" else 2 if ord(c) > 0xFFFF else 1 for c in text)


def cut(text: str, limit: int) -> str:
    """A text within a weight, with an ellipsis where something is left out."""
    return text if weight(text) <= limit else f"{_head(text, limit - 1).rstrip()}…"


def pieces(text: str, limit: int = SECTION) -> Iterator[str]:
    """A whole text in parts within a weight, parted where a line or else a word ends."""
    while weight(text) > limit:
        head = _head(text, limit)
        end = max(head.rfind("\n"), 0) or max(head.rfind(" "), 0) or len(head) - 1
        yield text[: end + 1]
        text = text[end + 1 :]
    yield text


def packed(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """Blocks in their order, as many together as one message takes."""
    held: list[Block] = []
    total = 0
    for block in blocks:
        own = _block_weight(block)
        if held and (len(held) == BLOCKS or total + own > MESSAGE):
            yield tuple(held)
            held, total = [], 0
        held.append(block)
        total += own
    if held:
        yield tuple(held)


def _head(text: str, limit: int) -> str:
    """As much of the start of a text as has no more than a weight."""
    total = 0
    for at, character in enumerate(text):
        total += weight(character)
        if total > limit:
            return text[:at]
    return text


def _block_weight(part: object) -> int:
    """The weight of all texts in a block, whatever their depth."""
    if isinstance(part, dict):
        return sum(
            weight(inner) if key in ("text", "value") and isinstance(inner, str)
            else _block_weight(inner)
            for key, inner in part.items()
        )  # fmt: skip
    return sum(map(_block_weight, part)) if isinstance(part, list) else 0
