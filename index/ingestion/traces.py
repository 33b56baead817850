"""What an erased report may have left in a data folder: words to search its files for, in each form
in which Dateline keeps text."""

import json
import mmap
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.text.sentences import sentence_spans
from index.text.terms import words
from index.types import Report

_AT_LEAST, _AT_MOST = 20, 40
"""Characters of what is searched for: shorter words stand anywhere, and longer ones may be parted
by the pages of a database."""
_SOUGHT = 60
"""So many of a report's sentences are searched for, spread over it."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a search of the data folder looked through, and the files that it found something in."""

    files: int
    size: int
    found: tuple[str, ...]


def search(data_dir: Path, sought: Sequence[str], but: Collection[Path] = ()) -> Proof:
    """Looks for words in all files of a data folder but some."""
    forms = sorted({form for one in sought for form in _forms(one)})
    files, size, found = 0, 0, list[str]()
    for path in sorted(path for path in data_dir.rglob("*") if path.is_file()):
        if path in but:
            continue
        length = path.stat().st_size
        files, size = files + 1, size + length
        if not length:
            continue
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
            if any(held.find(form) >= 0 for form in forms):
                found.append(path.relative_to(data_dir).as_posix())
    return Proof(files, size, tuple(found))


def sought_of_report(report: Report) -> list[str]:
    """The beginnings of sentences to search for; of a report without any that is long enough, those
    of its blocks."""
    begun = _begun(report.text, ((block.start, block.end) for block in report.blocks))
    return _spread(_long(begun) or [one for one in begun if one])


def sought_of_text(text: str) -> list[str]:
    """The same of a text alone, as of one that a report had before."""
    return _spread(_long(_begun(text, [(0, len(text))])))


def _begun(text: str, parts: Iterable[tuple[int, int]]) -> list[str]:
    """The beginnings of the sentences in parts of a text, each once."""
    spans = (span for start, end in parts for span in sentence_spans(text, start, end))
    return list(dict.fromkeys(text[a:b][:_AT_MOST].strip() for a, b in spans))


def _long(begun: Sequence[str]) -> list[str]:
    return [one for one in begun if len(one) >= _AT_LEAST]


def _spread(begun: Sequence[str]) -> list[str]:
    """So many of them as are searched for, from all of a text."""
    return list(begun[:: max(1, len(begun) // _SOUGHT)][:_SOUGHT])


def _forms(sought: str) -> Iterator[bytes]:
    """Words as text, as JSON with and without other letters than those of ASCII, and as what to
    look up by."""
    yield sought.encode("utf-8")
    for ascii_alone in (True, False):
        yield json.dumps(sought, ensure_ascii=ascii_alone)[1:-1].encode("utf-8")
    looked_up = " ".join(words(sought)[:-1])  # the last may have been cut
    if len(looked_up) >= _AT_LEAST:
        yield looked_up.encode("utf-8")
