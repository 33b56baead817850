"""The elements of HTML, by what they do to the text that is shown."""

import re

from markdown_it.common.html_blocks import block_names

_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
BREAKING = frozenset({"br"})
STRUCK = frozenset({"del", "s", "strike"})
"""What is struck out is said no longer, and is not shown."""
UNSEEN = frozenset({"script", "style", "template", "textarea", "svg", "head", "title"})
APART = (frozenset(block_names) | {"pre", "button", "img", "hr"}) - {"br"}
"""Elements that stand apart from what is before and after them."""
_WITHIN = frozenset(
    {
        "a", "abbr", "acronym", "area", "audio", "b", "bdi", "bdo", "big", "br", "canvas", "cite",
        "code", "data", "datalist", "del", "dfn", "em", "embed", "font", "i", "iframe", "img",
        "input", "ins", "kbd", "label", "map", "mark", "math", "meter", "noscript", "object",
        "output", "picture", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp",
        "script", "select", "slot", "small", "source", "span", "strike", "strong", "style", "sub",
        "sup", "svg", "template", "textarea", "time", "title", "tt", "u", "var", "video", "wbr",
    }
)  # fmt: skip
KNOWN = APART | _WITHIN


def tag_name(tag: str) -> str:
    """The name of the element that a tag opens or closes; empty for what is no tag."""
    found = _NAME.match(tag)
    return found.group(1).lower() if found else ""
