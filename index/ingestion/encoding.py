"""The vectors of passages, made in this process or by an executor."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, Protocol

from index.embedding.embedder import Embedder
from index.embedding.embedders import load_embedder
from index.errors import BadInput, DatelineError
from index.ingestion.executor import Executor, Pending, ahead
from index.ingestion.requests import Given, Tell
from index.reading import Part
from index.settings import IndexSettings
from index.storage.encoding import Read, encode_passages
from index.storage.filters import FilterValues
from index.storage.token_vectors import PassageVectors
from index.types import Passage, Report

_TOGETHER = 32
"""Passages of one request, at most: a second or two of work."""
_SECONDS = 600.0
"""For loading a model and encoding so many passages; a process that takes longer hangs."""


@dataclass(frozen=True, slots=True)
class ReportPassages:
    """A report and its passages, with their ids, what models read of each, what each is filtered
    by, and the numbers of those that have no vectors yet."""

    report: Report
    passages: Sequence[Passage]
    ids: Sequence[str]
    read: Sequence[Read]
    values: Sequence[FilterValues]
    new: Sequence[int]


Group = Sequence[ReportPassages]
"""Reports whose vectors are stored together."""
Encoded = tuple[Group, list[dict[int, PassageVectors]]]
"""A group and, for each of its reports, the vectors that are new by their passages' numbers."""


class Encoding(Protocol):
    """Encodes what is new of groups of reports, one after another."""

    def encoded(self, groups: Iterable[Group]) -> Iterator[Encoded]: ...


@dataclass(frozen=True, slots=True)
class EncodingHere:
    """Encodes in this process, the passages of a group together. The embedder is only asked for
    where something is new."""

    embedder: Callable[[], Embedder]

    def encoded(self, groups: Iterable[Group]) -> Iterator[Encoded]:
        for group in groups:
            read = [of.read[n] for of in group for n in of.new]
            kept = iter(encode_passages(self.embedder(), read) if read else [])
            yield group, [{n: next(kept) for n in of.new} for of in group]


@dataclass(frozen=True, slots=True)
class Encode:
    """Asks for the vectors of passages, by a model that runs on one thread."""

    embedder: str
    batch: int
    read: Sequence[Read]
    bounded: ClassVar[bool] = False

    def run(self, tell: Tell) -> list[PassageVectors]:
        tell(Given(_SECONDS))
        return encode_passages(_loaded(self.embedder, self.batch), self.read)

    def outcome(self, parts: Sequence[Part], done: object) -> list[PassageVectors]:
        """Raises BadInput."""
        if isinstance(done, list):
            return done
        raise done if isinstance(done, BadInput) else BadInput("cannot be encoded")


_loaded = cache(lambda name, batch: load_embedder(name, batch, threads=1))


class EncodingBrokeDown(DatelineError):
    """Two processes died, or one hung, over the vectors of a report."""

    def __init__(self, report: Report) -> None:
        super().__init__(
            f"The vectors of {report.head.path} cannot be made: the program that makes them broke "
            "down over it. The index is as it was; take the report out with `dateline remove`, or "
            "try again with another model."
        )
        self.report_id = report.head.id


@dataclass(slots=True)
class _Begun:
    """A group and, by the number of the report in it, some of its passages that are being encoded;
    `last` says that no others of the group follow."""

    group: Group
    at: int
    numbers: Sequence[int]
    last: bool
    pending: Pending[list[PassageVectors]] | None = None


@dataclass(frozen=True, slots=True)
class EncodingApart:
    """Has an executor encode, a few passages of one report at a time."""

    settings: IndexSettings
    executor: Executor

    def encoded(self, groups: Iterable[Group]) -> Iterator[Encoded]:
        """Raises EncodingBrokeDown."""
        slices = (one for group in groups for one in _slices(group))
        kept = defaultdict[int, dict[int, PassageVectors]](dict)
        for begun in ahead(slices, self._begin, self.executor.most):
            kept[begun.at].update(_finished(begun))
            if begun.last:
                yield begun.group, [kept[at] for at in range(len(begun.group))]
                kept.clear()

    def _begin(self, begun: _Begun) -> _Begun:
        if begun.numbers:
            read = [begun.group[begun.at].read[n] for n in begun.numbers]
            request = Encode(self.settings.embedder, self.settings.embed_batch, read)
            begun.pending = self.executor.submit(request)
        return begun


def _slices(group: Group) -> Iterator[_Begun]:
    slices = [
        (at, of.new[first : first + _TOGETHER])
        for at, of in enumerate(group)
        for first in range(0, len(of.new), _TOGETHER)
    ] or [(0, ())]
    for number, (at, some) in enumerate(slices, 1):
        yield _Begun(group, at, some, number == len(slices))


def _finished(begun: _Begun) -> dict[int, PassageVectors]:
    if begun.pending is None:
        return {}
    try:
        made = begun.pending.result()
    except BadInput as error:
        raise EncodingBrokeDown(begun.group[begun.at].report) from error
    return dict(zip(begun.numbers, made, strict=True))
