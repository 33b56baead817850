"""The text of a report as a reader sees it, built block by block from a file with markup."""

from index.types import Block, Kind, Role, Run, SourceMap

_BETWEEN = "\n\n"
"""What stands between two blocks of the text."""


class Shown:
    """Builds the text that is shown, its blocks, and where they stand in the file.

    A block is begun, given its words in order, and ended; one without a word is left out. White
    space is kept as it is given, but at the edges of a block.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._runs: list[Run] = []
        self._blocks: list[Block] = []
        self._open: list[tuple[str, int | None, int]] = []

    def add(self, words: str, source: int | None = None, source_length: int | None = None) -> None:
        """Words of the block that is open. `source` is where they stand in the file, in characters
        of it decoded, and `source_length` how many they are there if not as many; None where they
        are not the file's."""
        if words:
            length = len(words) if source_length is None else source_length
            self._open.append((words, source, length))

    def end(
        self, kind: Kind = Kind.PARAGRAPH, *, level: int = 0, under: str = "",
        role: Role = Role.BODY, reason: str = "", label: str = "",
    ) -> Block | None:  # fmt: skip
        """Ends the block that is open and gives it; None where it has no words. A `label`, as the
        number of an item, stands before it in the text and is no part of it."""
        parts, self._open = _stripped(self._open), []
        if not parts:
            return None
        if self._blocks:
            self._put(_BETWEEN, None, 0)
        if label:
            self._put(f"{label} ", None, 0)
        start = self._length
        for words, source, length in parts:
            self._put(words, source, length)
        block = Block(start, self._length, kind, role, reason, level, under)
        self._blocks.append(block)
        return block

    def _put(self, words: str, source: int | None, source_length: int) -> None:
        if source is not None:
            self._runs.append(Run(self._length, source, len(words), source_length))
        self._parts.append(words)
        self._length += len(words)

    def text(self) -> str:
        """All that was ended so far."""
        return "".join(self._parts)

    def blocks(self) -> tuple[Block, ...]:
        return tuple(self._blocks)

    def source_map(self) -> SourceMap:
        return SourceMap(tuple(_joined(self._runs)))


def _stripped(parts: list[tuple[str, int | None, int]]) -> list[tuple[str, int | None, int]]:
    """The parts of a block without the white space at its edges."""
    kept = list(parts)
    while kept and not kept[0][0].strip():
        del kept[0]
    while kept and not kept[-1][0].strip():
        del kept[-1]
    if not kept:
        return []
    words, source, length = kept[0]
    bare = words.lstrip()
    if length == len(words) and source is not None:
        source, length = source + len(words) - len(bare), len(bare)
    kept[0] = (bare, source, length)
    words, source, length = kept[-1]
    bare = words.rstrip()
    kept[-1] = (bare, source, len(bare) if length == len(words) else length)
    return kept


def _joined(runs: list[Run]) -> list[Run]:
    """Runs that follow each other in the text and in the file as one."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.length == last.source_length
            and run.length == run.source_length
            and last.shown + last.length == run.shown
            and last.source + last.source_length == run.source
        ):
            joined[-1] = Run(last.shown, last.source, last.length + run.length,
                             last.source_length + run.source_length)  # fmt: skip
        else:
            joined.append(run)
    return joined
