"""What of a plain text is shown otherwise than it stands in its file."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from index.types import Block, Run, SourceMap

Words = tuple[str, int | None]
"""Words, and where they stand so in the file; None where they are not the file's."""


@dataclass(frozen=True, slots=True)
class Change:
    """`text[start:end]` of the file, which is shown as these words."""

    start: int
    end: int
    words: tuple[Words, ...]


def changed(
    text: str, blocks: Sequence[Block], changes: Sequence[Change]
) -> tuple[str, list[Block], SourceMap]:
    """The text that is shown, the blocks in it, and where it stands in the file.

    The changes are in order and apart. A block begins and ends outside of them, or where they do.
    """
    parts: list[str] = []
    runs: list[Run] = []
    shown = at = 0
    for change in [*changes, Change(len(text), len(text), ())]:
        for words, source in ((text[at : change.start], at), *change.words):
            if source is not None and words:
                runs.append(Run(shown, source, len(words), len(words)))
            parts.append(words)
            shown += len(words)
        at = change.end
    return "".join(parts), _moved(blocks, changes), SourceMap(tuple(runs))


def composed(shown: SourceMap, below: SourceMap) -> SourceMap:
    """Where a text stands in a file, of which `shown` tells where it stands in another text, and
    `below` where that stands in the file."""
    runs: list[Run] = []
    for run in shown.runs:
        end = run.source + run.source_length
        for part in below.within(run.source, end).runs:
            left, right = max(part.shown, run.source), min(part.shown + part.length, end)
            alike = part.length == part.source_length
            source = part.source + (left - part.shown if alike else 0)
            length = right - left if alike else part.source_length
            runs.append(Run(run.shown + left - run.source, source, right - left, length))
    return SourceMap(tuple(runs))


def _moved(blocks: Sequence[Block], changes: Sequence[Change]) -> list[Block]:
    ends = [change.end for change in changes]
    longer = [sum(len(words) for words, _ in c.words) - (c.end - c.start) for c in changes]
    by = list(accumulate(longer, initial=0))
    return [
        replace(
            block,
            start=block.start + by[bisect_right(ends, block.start)],
            end=block.end + by[bisect_right(ends, block.end)],
        )
        for block in blocks
    ]
