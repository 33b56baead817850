"""Lines of verse: those of a stanza are one block, since sentences go on over them."""

from collections.abc import Collection, Sequence

from index.rules import Stage, declare
from index.structure.lines import Line, is_ended, is_item

_LINES = 3
_VERSE_AT_MOST = 70
_PAUSES = (",", ";", "--", "—", "–", "-")

VERSES = declare(
    "block-verses", Stage.INGEST,
    "Short lines of which some end in a pause and the last as a sentence does are a stanza.",
)  # fmt: skip


def _none(text: str, lines: Sequence[Line], apart: Collection[int]) -> set[int]:
    return set()


@VERSES.governs(without=_none)
def verses(text: str, lines: Sequence[Line], apart: Collection[int]) -> set[int]:
    """Numbers of the lines that go on a stanza. `apart` are lines that are something else."""
    found: set[int] = set()
    run: list[int] = []
    for n, line in enumerate(lines):
        if n in apart or is_item(text, line) or line.length > _VERSE_AT_MOST:
            found |= _later(text, lines, run)
            run = []
            continue
        if line.blank or line.new_page:
            found |= _later(text, lines, run)
            run = []
        run.append(n)
    return found | _later(text, lines, run)


def _later(text: str, lines: Sequence[Line], run: Sequence[int]) -> set[int]:
    """The lines of a stanza behind its first; none where a run is no stanza."""
    if len(run) < _LINES or not is_ended(text, lines[run[-1]].end):
        return set()
    ends = [text[max(lines[n].start, lines[n].end - 2) : lines[n].end] for n in run[:-1]]
    begins = all(not text[lines[n].start].islower() for n in run)
    pauses = sum(end.endswith(_PAUSES) for end in ends)
    stops = sum(is_ended(text, lines[n].end) for n in run[:-1])
    return set(run[1:]) if begins and pauses >= 1 and 2 * (pauses + stops) >= len(ends) else set()
