"""Tags of the templates that sites are made with, Liquid's and Hugo's, which no page shows."""

import re

from index.reading.markdown.places import Placed, joined
from index.rules import Stage, declare

_CODE = (
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?^(?P=fence)|.*)"
    r"|(?P<ticks>`+)[^`\n]{1,400}(?P=ticks)(?!`)"
)
_TAG = (
    r"\{%-?\s*comment\s*-?%\}.{0,4000}?\{%-?\s*endcomment\s*-?%\}"
    r"|\{%(?!%).{0,4000}?%\}"
    r"|\{\{[^{}\n]{0,400}\}\}"
)
_CODE_OR_TAG = re.compile(rf"{_CODE}|(?P<tag>{_TAG})", re.DOTALL | re.MULTILINE)
_SAID = re.compile(r"(?<=\")[^\"]{0,2000}[.?!](?=\")")
_ANY = re.compile(r"\{[{%]")

TEMPLATE_TAGS = declare(
    "block-template-tags", Stage.INGEST,
    "Tags of a site's templates within Markdown, as {% include %}, are not shown.",
)  # fmt: skip


def _with_them(placed: Placed) -> Placed:
    return placed


@TEMPLATE_TAGS.governs(without=_with_them)
def without_tags(placed: Placed) -> Placed:
    """The text without the tags that stand in it outside of code. Of one on several lines, whole
    sentences that it is given are kept: they are what it shows."""
    if not _ANY.search(placed.text):
        return placed
    kept: list[Placed] = []
    at = 0
    for found in _CODE_OR_TAG.finditer(placed.text):
        if found["tag"] is not None:
            kept += [placed.cut(at, found.start()), *_sentences(placed, *found.span())]
            at = found.end()
    return joined([*kept, placed.cut(at, len(placed.text))])


def _sentences(placed: Placed, start: int, end: int) -> list[Placed]:
    """The whole sentences that a tag of several lines is given, each on a line."""
    kept: list[Placed] = []
    for said in _SAID.finditer(placed.text, start, end):
        line_end = placed.text.find("\n", said.end(), end)
        if line_end >= 0:
            kept += [placed.cut(*said.span()), placed.cut(line_end, line_end + 1)]
    return kept
