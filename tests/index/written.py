"""Files written for a test and read as reports are."""

from pathlib import Path

from index.reading import read_report
from index.types import SourceText

LIMIT = 1_000_000


def written(folder: Path, content: bytes | str, name: str = "report.txt") -> SourceText:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_report(file, LIMIT)[1]


def roles(source: SourceText) -> list[tuple[str, str]]:
    return [(b.role.value, source.text[b.start : b.end]) for b in source.blocks]
