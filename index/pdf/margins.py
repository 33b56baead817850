"""What runs at the head and the foot of pages: told by its recurring there on other pages.

Numbers that count the pages are taken as the same. Only what stands outermost can run, and what
stands next to that which does.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.pdf.segments import Segment
from index.pdf.strips import Strip, strips_of
from index.rules import Stage, declare

_OUTERMOST = 4
"""So many lines at each edge of a page may run."""
_PAGES, _SHARE = 3, 0.3
"""Pages that a line must stand on; of a document of few, the share of them."""
_SAME_PLACE = 8.0
"""Points by which a line may stand elsewhere on another page."""
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"[ivxlc]{1,7}")
_ALONE_AT_MOST = 12
_RISING = 0.6

RUNNING = declare(
    "pdf-running-heads", Stage.INGEST,
    "Lines at the edges of pages that stand there on others, but for their numbers, run there.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageText:
    """The segments of a page in two: those that run, in lines, and those of the report."""

    running: list[list[Segment]]
    text: list[Segment]


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line at the head or the foot of a page, the `nth` from outside."""

    page: int
    head: bool
    nth: int
    strip: Strip
    keys: tuple[str, ...]
    place: float


def without_running(pages: Sequence[Sequence[Segment]], heights: Sequence[float]) -> list[PageText]:
    """The segments of pages, with what runs at their edges told apart."""
    edges = [
        edge for number, segments in enumerate(pages)
        for edge in _edges(number, segments, heights[number])
    ]  # fmt: skip
    recurring = _recurring(edges, len(pages))
    running: dict[int, list[Strip]] = defaultdict(list)
    stopped: set[tuple[int, bool]] = set()
    for edge in sorted(edges, key=lambda e: (e.page, not e.head, e.nth)):
        side = edge.page, edge.head
        if RUNNING.applies(edge in recurring and side not in stopped):
            running[edge.page].append(edge.strip)
        elif edge.nth or edge not in recurring:
            stopped.add(side)
    found = []
    for number, segments in enumerate(pages):
        strips = running[number]
        gone = {id(segment) for strip in strips for segment in strip.segments}
        text = [segment for segment in segments if id(segment) not in gone]
        found.append(PageText([strip.segments for strip in strips], text))
    return found


def _edges(number: int, segments: Sequence[Segment], height: float) -> list[_Edge]:
    strips = strips_of(segments)
    edges = []
    for head, some in ((True, strips), (False, strips[::-1])):
        for nth, strip in enumerate(some[:_OUTERMOST]):
            place = height - strip.high if head else strip.low
            if place < 0.5 * height:
                keys = tuple(_key(segment.text) for segment in strip.segments)
                edges.append(_Edge(number, head, nth, strip, keys, place))
    return edges


def _key(words: str) -> str:
    """Words with their numbers left out, those of pages in Roman letters too."""
    words = words.casefold()
    return "#" if _ROMAN.fullmatch(words) else _DIGITS.sub("#", words)


def _recurring(edges: Sequence[_Edge], pages: int) -> set[_Edge]:
    """The lines of which some words stand at one place on enough pages."""
    alike: dict[tuple[bool, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        for key in edge.keys:
            alike[edge.head, key].append(edge)
    least = min(_PAGES, max(2, round(_SHARE * pages)))
    found: set[_Edge] = set()
    for (_, key), some in alike.items():
        for edge in some if len(some) >= least else []:
            near = [e for e in some if _same_place(e, edge)]
            many = len({e.page for e in near})
            if many >= least and (_has_letters(key) or _count_pages(near, key)):
                found.add(edge)
    return found


def _same_place(one: _Edge, other: _Edge) -> bool:
    """Whether lines stand as far from the edge, or are the outermost of their pages."""
    return abs(one.place - other.place) <= _SAME_PLACE or one.nth == other.nth == 0


def _has_letters(key: str) -> bool:
    return any(c.isalpha() for c in key)


def _count_pages(edges: Sequence[_Edge], key: str) -> bool:
    """Whether the numbers of lines go up with their pages, from most to the next that has one; they
    may begin anew."""
    numbers: list[tuple[int, int]] = []
    for edge in sorted(edges, key=lambda e: e.page):
        words = edge.strip.segments[edge.keys.index(key)].text
        if len(words) > _ALONE_AT_MOST:
            return False
        found = _DIGITS.findall(words)
        if found:
            numbers.append((edge.page, int(found[0])))
    if not numbers:  # in Roman letters
        return True
    steps = [b - a == n - m for (a, m), (b, n) in pairwise(numbers)]
    return sum(steps) >= _RISING * len(steps)
