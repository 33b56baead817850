"""Inputs that once went wrong, asked again.

    python -m bench.cases FOLDER [--only NUMBER ...] [--checks FILE]

Each folder within FOLDER is named by a number and a word, holds the files of a case and a
`case.json`: the `kind` of the fault, and its `questions`, each with what is `expected` in words. A
question without words of its own says what is to be looked at instead: its `check` is `ingest` or
`reports`. What it gives is held against patterns of FILE, by the number of the case and in the
order of its questions: all of `has` must match, none of `never` may. Without any it is to be read.
"""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel, ConfigDict, TypeAdapter

from index.files import find_files
from index.ingestion.ingest import Ingest, IngestResult
from index.types import ReportHead
from rag.build import build_engine, embedder_of
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from rag.settings import Settings
from rag.types import Answer, Refusal

CASE = "case.json"


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True)


class Asked(_Read):
    """A question of a case, or what is to be looked at instead of one; `got` is what came out when
    it was reported."""

    expected: str
    question: str | None = None
    check: str | None = None
    as_of: date | None = None
    today: date | None = None
    got: str = ""


class Case(_Read):
    """A fault that was seen: its kind in words, and the questions that show it."""

    kind: str
    questions: tuple[Asked, ...]


class Check(_Read):
    """Patterns, case-insensitive, of what must come out and of what must never."""

    has: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def holds(self, got: str) -> bool:
        def found(pattern: str) -> bool:
            return re.search(pattern, got, re.IGNORECASE | re.DOTALL) is not None

        return all(map(found, self.has)) and not any(map(found, self.never))


_Checks = TypeAdapter(dict[str, tuple[Check, ...]])


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one question of a case; `held` is None where nothing tells."""

    case: str
    asked: Asked
    got: str
    held: bool | None

    @property
    def lines(self) -> str:
        told = {True: "holds", False: "DOES NOT HOLD", None: "to be read"}[self.held]
        what = self.asked.question or self.asked.check
        bounds = f" (as of {self.asked.as_of})" if self.asked.as_of else ""
        said = f"  expected: {self.asked.expected}\n  got:      {self.got}"
        return f"{self.case}: {what}{bounds}: {told}\n{said}"


def cases_of(folder: Path, only: Sequence[str]) -> Iterator[tuple[Path, Case]]:
    """The cases in a folder, in order of number; those with the numbers `only`, if some are."""
    for file in sorted(folder.glob(f"*/{CASE}")):
        if not only or number_of(file.parent) in only:
            yield file.parent, Case.model_validate_json(file.read_bytes())


def number_of(folder: Path) -> str:
    return folder.name.partition("-")[0]


class Desk:
    """Asks cases, each of an index of its own within a folder; models are loaded once."""

    def __init__(self, work: Path) -> None:
        self._work = work
        self._embedder = embedder_of(Settings())
        self._engine: QueryEngine | None = None

    def outcomes(self, folder: Path, case: Case, checks: Sequence[Check]) -> Iterator[Came]:
        """What comes of the questions of a case."""
        settings = Settings(data_dir=self._work / folder.name)
        files = [file for file in find_files([folder]) if file.location.name != CASE]
        read = Ingest(settings, self._embedder, date.today()).run(files)
        engine = build_engine(settings, self._embedder, before=self._engine)
        self._engine = engine
        heads = engine.catalog.report_heads() if engine.catalog is not None else []
        for at, asked in enumerate(case.questions):
            got = _got(asked, engine, read, heads)
            held = checks[at].holds(got) if at < len(checks) else None
            yield Came(folder.name, asked, got, held)


def _got(asked: Asked, engine: QueryEngine, read: IngestResult, heads: Sequence[ReportHead]) -> str:
    if asked.question is None:
        return _as_read(read) if asked.check == "ingest" else _as_dated(heads)
    on = engine.on(asked.today) if asked.today else engine
    return _as_told(on.ask(Query(asked.question, as_of=asked.as_of)))


def _as_read(read: IngestResult) -> str:
    rejected = [(one.path, one.remark) for one in read.rejected]
    return f"added {len(read.added)} rejected {rejected}"


def _as_dated(heads: Sequence[ReportHead]) -> str:
    return "; ".join(f"{head.path} {_dated(head)}" for head in heads)


def _dated(head: ReportHead) -> str:
    dated = head.dated
    day = dated.published_on or dated.published_edtf
    note = f"; {dated.note}" if dated.note else ""
    return f"{day} ({dated.source}, {dated.confidence}{note})"


def _as_told(outcome: Answer | Refusal) -> str:
    window = outcome.window
    bounds = f" || window {window.model_dump_json(by_alias=True)}" if window else ""
    sure = f" || confidence {outcome.confidence:.3f}{bounds}"
    if isinstance(outcome, Refusal):
        return f"REFUSAL ({outcome.reason}): {outcome.text}{sure}"
    cited = "; ".join(
        f"{c.path} {c.published_on} events {[str(day) for day in c.event_dates]} "
        f"times {list(c.event_times)} under {c.place!r} also_in {[copy.path for copy in c.also_in]}"
        for c in outcome.citations
    )
    return f"ANSWER: {outcome.text} || {cited}{sure}"


def main(given: Sequence[str] | None = None) -> int:
    """Runs the program; 1 where something does not hold."""
    about, _, _ = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(prog="python -m bench.cases", description=about)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="+", default=[], metavar="NUMBER")
    parser.add_argument("--checks", type=Path, metavar="FILE")
    options = parser.parse_args(given)
    checks = _Checks.validate_json(options.checks.read_bytes()) if options.checks else {}
    came: list[Came] = []
    with TemporaryDirectory() as work:
        desk = Desk(Path(work))
        for folder, case in cases_of(options.folder, options.only):
            for one in desk.outcomes(folder, case, checks.get(number_of(folder), ())):
                print(one.lines, flush=True)
                came.append(one)
    print(summary(came))
    return 1 if any(one.held is False for one in came) else 0


def summary(came: Sequence[Came]) -> str:
    """How many of the cases hold, as a line."""
    cases = dict.fromkeys(one.case for one in came)
    failing = dict.fromkeys(one.case for one in came if one.held is False)
    unread = sum(one.held is None for one in came)
    named = f": not {', '.join(failing)}" if failing else ""
    return (
        f"{len(cases) - len(failing)} of {len(cases)} cases hold{named}; "
        f"{unread} of {len(came)} questions are to be read"
    )


if __name__ == "__main__":
    sys.exit(main())
