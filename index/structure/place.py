"""The place of a passage: what it stands under, which is searched and judged with it, not quoted.

A sentence seldom says all that it is about: the storm is named in the bulletin's title, the
company in the head of the section, the year over the column.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import PurePath

from index.calendar import day_in_words
from index.edtf import in_words
from index.rules import Stage, declare
from index.structure.leading import leads, without_colon
from index.text.normalize import collapsed
from index.text.terms import words
from index.types import Block, Finding, Kind, ReportHead, Role

PATH_SIGN = " › "
"""Between headings, from the widest to the narrowest."""
BEFORE = 240
"""Characters before a passage that are looked up with it."""
PASSAGE_SIGN = "|"
"""Between what stands before a passage and its words."""
_TITLE_AT_MOST, _HEADING_AT_MOST, _UNDER_AT_MOST, _BEFORE_AT_MOST = 120, 90, 160, 180
_HEADINGS_AT_MOST = 3
_DAY = re.compile(
    r"(?<!\d)(?:(?:1[5-9]|20)\d{2}[-_.][01]?\d[-_.][0-3]?\d|(?:19|20)\d{2}[01]\d[0-3]\d)(?!\d)"
)
_OUTER = re.compile(r"\.\w{1,5}(?:#|\Z)")
"""The ending of a file that another is in, with the part of it that this is."""
_READ_AT_MOST = 900
"""Characters that a reader has room for beside a question; the passage's own come first."""
_STARS = "*=~# "
_UNLEVELLED = 99
"""Below all headings whose level is known."""

TELLING = declare(
    "heading-tells-and-heads", Stage.INGEST,
    "A line set as a heading stands over its section, though it is also a text to answer from.",
)  # fmt: skip


def places(text: str, blocks: Sequence[Block]) -> list[str]:
    """For each block the headings of its section, and what it stands under within that: what leads
    to it from right above, and what its format tells."""
    found = []
    path: list[tuple[int, str]] = []
    after_a_heading = False
    for block, lead in zip(blocks, leads(text, blocks), strict=True):
        tells = block.role is Role.BODY and block.kind is Kind.HEADING
        heads = block.role is Role.HEADING and block.kind is not Kind.CAPTION
        if heads or TELLING.applies(tells):
            level = block.level or _UNLEVELLED
            # headings without a level that follow each other at once all hold for what comes
            keep = level == _UNLEVELLED and after_a_heading
            path = [one for one in path if one[0] < level or (keep and one[0] == level)]
            found.append(_joined(path))
            path.append((level, _heading(text[block.start : block.end])))
            after_a_heading = True
            continue
        found.append(_joined(path, lead, _shortened(block.under, _UNDER_AT_MOST)))
        if block.role is Role.BODY:
            after_a_heading = False
    return found


@lru_cache(maxsize=4096)  # a question finds many passages of few reports
def place_of_report(head: ReportHead) -> str:
    """What every passage of a report stands under: its title, its file's name where that says more,
    and its day."""
    title = _shortened(head.title or "", _TITLE_AT_MOST)
    name = file_words(head.path)
    if set(words(name)) <= set(words(title)):
        name = ""
    published, edtf = head.dated.published_on, head.dated.published_edtf
    day = in_words(edtf) if edtf is not None else ""
    if published is not None:
        day = days_in_words(published, published)
    return ", ".join(part for part in (title, name, day) if part)


def days_in_words(first: date, last: date) -> str:
    """Days as people write them: "8 March 2025", "8 March 2025 to 3 May 2025"."""
    ends = (day_in_words(day) for day in (first, last)[: 1 + (first != last)])
    return " to ".join(ends)


def reading_place(of_report: str, place: str) -> str:
    """All that a passage stands under, as models are given it before the passage's words."""
    parts = [part for part in (of_report, place) if part]
    return f"{': '.join(parts)}:" if parts else ""


def read_under(finding: Finding) -> str:
    """The same of a passage that was found."""
    return reading_place(place_of_report(finding.report), finding.passage.place)


def read_after(finding: Finding) -> str:
    """All that a reader is given before the words of a passage that was found: what that stands
    under, and what stands right before it, with a sign between it and the passage.

    "He was taken there by air" answers nothing where it stands alone.
    """
    under = read_under(finding)
    room = min(_BEFORE_AT_MOST, _READ_AT_MOST - len(under) - len(finding.text))
    line = collapsed(finding.before)
    if len(finding.before) >= BEFORE or len(line) > room:
        line = line[-max(room, 1) :].partition(" ")[2]  # it begins within a word
    return f"{under} {line} {PASSAGE_SIGN}".lstrip() if line else under


def in_its_place(texts: Sequence[str], under: Sequence[str]) -> list[str]:
    """Texts as a model reads them, each behind what it stands `under`; alone if that is empty."""
    places = under or [""] * len(texts)
    return [f"{place} {text}" if place else text for place, text in zip(places, texts, strict=True)]


def file_words(path: str) -> str:
    """The words of a file's name, without its ending and the day in it; of a file within another,
    those of its own."""
    stem = PurePath(_innermost(path)).stem
    return " ".join(words(_DAY.sub(" ", stem)))


def _innermost(path: str) -> str:
    """The path of a file within the one that it is in: `old.zip!a/b.docx` gives `a/b.docx`."""
    steps = path.split("!")
    for number in range(len(steps) - 1, 0, -1):
        if _OUTER.search(steps[number - 1].rpartition("/")[2]):
            return "!".join(steps[number:])
    return path


def _heading(words_of_it: str) -> str:
    """A heading without the dots or stars that it is set in: `...HEAD...`, `*** HEAD ***`."""
    line = collapsed(words_of_it)
    if line.startswith("."):
        line = line.strip(".")
    elif line[:1] == line[-1:] and line[:1] in _STARS:
        line = line.strip(_STARS)
    return _shortened(line, _HEADING_AT_MOST)


def _joined(path: Sequence[tuple[int, str]], *within: str) -> str:
    headings = [heading for _, heading in path[-_HEADINGS_AT_MOST:]]
    told = dict.fromkeys(part for part in within if part and part not in headings)
    return ": ".join(part for part in (PATH_SIGN.join(headings), *told) if part)


def _shortened(words_of_it: str, most: int) -> str:
    """On one line, with its end cut off at a space where it is too long."""
    line = without_colon(collapsed(words_of_it))
    if len(line) <= most:
        return line
    return f"{line[:most].rpartition(' ')[0] or line[:most]}…"
