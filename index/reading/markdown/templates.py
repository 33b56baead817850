"""Tags of the templates that sites are made with, Liquid's and Hugo's, which no page shows."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from index.reading.markdown.places import Placed, joined
from index.rules import Stage, declare

_CODE = (
    r"^(?P<fence>`{3,}+|~{3,}+)[^\n]*\n(?:.*?^(?P=fence)|.*)"
    r"|(?<!`)(?P<ticks>`++)[^`\n]{1,400}(?P=ticks)(?!`)"
)
_TAG = r"\{%(?!%)(?:[^{%]|\{(?!%)|%(?!\})){0,4000}+%\}|\{\{[^{}\n]{0,400}\}\}"
_CODE_OR_TAG = re.compile(rf"{_CODE}|(?P<tag>{_TAG})", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"\{%-?\s*comment\s*-?%\}")
_COMMENT_ENDS = re.compile(r"\{%-?\s*endcomment\s*-?%\}")
_LONGEST_COMMENT = 4000
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
    for start, end in _tags(placed.text):
        kept += [placed.cut(at, start), *_sentences(placed, start, end)]
        at = end
    return joined([*kept, placed.cut(at, len(placed.text))])


def _tags(text: str) -> Iterator[tuple[int, int]]:
    """Where tags begin and end outside of code, a comment with all that it says as one."""
    ends = [found.span() for found in _COMMENT_ENDS.finditer(text)]
    at = 0
    while found := _CODE_OR_TAG.search(text, at):
        at = found.end()
        if found["tag"] is not None:
            if _COMMENT.fullmatch(found["tag"]):
                at = _end_of_comment(ends, at)
            yield found.start(), at


def _end_of_comment(ends: Sequence[tuple[int, int]], begun: int) -> int:
    """Where the comment ends whose first tag ends at `begun`: there, if none ends near."""
    number = bisect_left(ends, (begun, begun))
    if number == len(ends) or ends[number][0] - begun > _LONGEST_COMMENT:
        return begun
    return ends[number][1]


def _sentences(placed: Placed, start: int, end: int) -> list[Placed]:
    """The whole sentences that a tag of several lines is given, each on a line."""
    kept: list[Placed] = []
    for said in _SAID.finditer(placed.text, start, end):
        line_end = placed.text.find("\n", said.end(), end)
        if line_end >= 0:
            kept += [placed.cut(*said.span()), placed.cut(line_end, line_end + 1)]
    return kept
