"""What an ingest did, and how far it is."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: `path` as shown, and a reason or remark where there is one."""

    path: str
    remark: str = ""


@dataclass(slots=True)
class IngestResult:
    """What an ingest did. `embedded` and `reused` count passages; `missing` are reports whose files
    are not there any more, which stay, and `copies` files whose reports were left for others
    that have the same."""

    added: list[Outcome] = field(default_factory=list)
    changed: list[Outcome] = field(default_factory=list)
    left: list[Outcome] = field(default_factory=list)
    removed: list[Outcome] = field(default_factory=list)
    missing: list[Outcome] = field(default_factory=list)
    copies: list[Path] = field(default_factory=list)
    rejected: list[Outcome] = field(default_factory=list)
    embedded: int = 0
    reused: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest is: `stage` in words, `done` of `total` passages or files."""

    stage: str
    done: int
    total: int
