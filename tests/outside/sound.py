"""What holds of every report that was read, whatever its file was."""

from datetime import date
from itertools import pairwise

from index.errors import BadInput, DatelineError
from index.ingestion.chunking import passages_of
from index.ingestion.understanding import Identity, understand
from index.reading import Limits, Part, read_file
from index.time_limit import TookTooLong
from index.types import Role, SourceMap, SourceText
from tests.index.corpus import READ_AT

DAY = date(2025, 6, 1)


def parts_of(name: str, content: bytes) -> tuple[Part, ...]:
    """The parts of a file, each of which is held against what must be true of it; reading twice
    gives the same."""
    limits = Limits()
    parts = read_file(name, content, limits).parts
    assert parts, "a file is read or told of"
    names = [part.name for part in parts]
    assert len(set(names)) == len(names)
    for part in parts:
        assert part.name.isprintable()
        if isinstance(part.read, BadInput):
            hold_told(part.read)
        else:
            hold_source(part.read)
    again = read_file(name, content, limits).parts
    assert [_plain(part) for part in again] == [_plain(part) for part in parts]
    return parts


def _plain(part: Part) -> tuple[str, bytes, object]:
    return part.name, part.content, str(part.read) if isinstance(part.read, BadInput) else part.read


def hold_told(error: DatelineError) -> None:
    """An error is one line for a person."""
    said = str(error)
    assert said.strip() == said != ""
    assert said.isprintable(), said
    assert len(said) < 400
    assert not isinstance(error, TookTooLong)


def hold_source(source: SourceText) -> None:
    """Blocks are in order, apart and trimmed; what is said is Unicode; the map is sound."""
    text = source.text
    text.encode()
    assert source.blocks
    ends = [0, *(block.end for block in source.blocks)]
    assert all(a <= b.start < b.end for a, b in zip(ends, source.blocks, strict=False))
    assert ends[-1] <= len(text)
    for block in source.blocks:
        words = text[block.start : block.end]
        assert words == words.strip()
        f"{block.under}{block.reason}".encode()
    stated = source.metadata
    for words in (stated.title, stated.publisher, stated.author):
        assert words is None or (words.encode() and words == " ".join(words.split()))
    for address in (stated.url, stated.own_path):
        assert address is None or (address.encode() and address.splitlines() == [address])
    if source.source is not None:
        _hold_map(source.source, len(text))


def _hold_map(map_: SourceMap, length: int) -> None:
    for run in map_.runs:
        assert run.length > 0
        assert run.source_length > 0
    assert all(a.shown + a.length <= b.shown for a, b in pairwise(map_.runs))
    assert all(run.shown >= 0 and run.shown + run.length <= length for run in map_.runs)


def hold_places(written: str, source: SourceText) -> None:
    """All that a report shows stands in its file where the map says, in the same order."""
    if source.source is None:
        assert source.text == written
        return
    runs = source.source.runs
    for run in runs:
        shown = source.text[run.shown : run.shown + run.length]
        there = written[run.source : run.source + run.source_length]
        assert len(there) == run.source_length
        if run.length == run.source_length:
            assert shown.split() == there.split()
    # the cell of a table that is merged of several is shown in each of its rows
    merged = "rowspan" in written
    assert merged or all(a.source <= b.source for a, b in pairwise(runs))


def hold_understood(source: SourceText, path: str = "report.txt") -> None:
    """A report that was read is understood or told of, and what is quoted of it is verbatim."""
    identity = Identity("r", path, "", READ_AT)
    bare = False
    try:
        report = understand(identity, source, DAY).report
    except BadInput as error:
        hold_told(error)
        bare = str(error) == "holds no text beside its title, date and page furniture"
    if bare:
        return
    assert report.text == source.text
    bodies = [block for block in report.blocks if block.role is Role.BODY]
    passages = passages_of(report)
    assert len({passage.id for passage in passages}) == len(passages)
    for passage in passages:
        block = report.blocks[passage.block]
        assert block in bodies
        assert block.start <= passage.start < passage.end <= block.end
        spans = passage.sentences
        assert (spans[0][0], spans[-1][1]) == (passage.start, passage.end)
        assert all(a < b for a, b in spans)
        assert all(b <= c for (_, b), (c, _) in pairwise(spans))
    published = report.head.dated.published_on
    assert published is None or published <= DAY
