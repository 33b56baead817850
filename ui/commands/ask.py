"""`dateline ask`: one question, or a file of them."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from index.errors import BadInput
from index.files import numbered_lines, value_of
from index.storage.catalog import Catalog
from rag.build import build_engine
from rag.engine.query_engine import QueryEngine
from rag.limit import QuestionTimedOut
from rag.question.parsing import Query
from rag.settings import read_settings
from rag.types import Answer, Reason, Refusal
from ui.console import EXIT_ANSWER, EXIT_BAD_INPUT, EXIT_REFUSAL, console, progress, show
from ui.days import read_day
from ui.export import Kept, export, format_of
from ui.export.receipt import as_receipt
from ui.files import write_bytes, write_whole
from ui.naming import report_named
from ui.rendering import outcome_lines

_BAD_QUESTION = (Reason.QUESTION_TOO_LONG, Reason.NOT_A_QUESTION)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Options that narrow what is looked at, as typed."""

    first: str | None = None
    last: str | None = None
    as_of: str | None = None
    publisher: str | None = None
    top_k: int | None = None
    report: str | None = None
    collections: tuple[str, ...] = ()
    dated_for_sure: bool = False

    def query(self, question: str) -> Query:
        """A question within these bounds. Raises BadInput for what is no date."""
        query = Query(
            _text(question),
            read_day("--from", self.first),
            read_day("--to", self.last),
            read_day("--as-of", self.as_of),
            self.publisher,
            self.top_k,
            self.report,
            collections=tuple(map(_text, self.collections)),
            dated_for_sure=self.dated_for_sure,
        )
        if query.first and query.last and query.first > query.last:
            raise BadInput(f"--from {query.first} is later than --to {query.last}.")
        return query


@dataclass(frozen=True, slots=True)
class Files:
    """What an outcome is written to beside: a document, and a receipt."""

    export: Path | None = None
    receipt: Path | None = None


NO_FILES = Files()


def run_ask(
    data_dir: Path | None, question: str, bounds: Bounds, *, as_json: bool, files: Files = NO_FILES
) -> int:
    """Prints the answer or refusal, writes it to files where some are named, and returns the exit
    code. Raises BadInput, before anything is asked, for a file whose format is unknown."""
    ending = format_of(files.export) if files.export is not None else ""
    engine = build_engine(read_settings(data_dir))
    query = within(engine.catalog, bounds.query(question))
    outcome = engine.ask(query)
    if files.export is not None:
        kept = [Kept(outcome.question, outcome)]
        write_bytes(files.export, export(kept, ending, engine.today()).data)
    if files.receipt is not None:
        write_bytes(files.receipt, as_receipt(engine, query, outcome).data)
    if as_json:
        print(outcome.model_dump_json(by_alias=True, indent=2))
    if isinstance(outcome, Refusal) and outcome.reason in _BAD_QUESTION:
        if not as_json:
            raise BadInput(outcome.text)
        return EXIT_BAD_INPUT
    if not as_json:
        show(console(), outcome_lines(outcome))
    return EXIT_ANSWER if isinstance(outcome, Answer) else EXIT_REFUSAL


def run_batch(data_dir: Path | None, batch: Path, out: Path | None, bounds: Bounds) -> int:
    """Answers a file of questions, one JSON object a line, in order.

    The questions are checked before the first is asked, and `out` is written whole or not at
    all. A question that takes too long costs its own line, of the kind "error". Exit 0, whatever
    mix of answers and refusals.
    """
    engine = build_engine(read_settings(data_dir))
    asked = list(_read_batch(batch, bounds, engine.catalog))
    if out is None:
        for line in _answer_all(engine, asked):
            sys.stdout.write(line)
        return EXIT_ANSWER
    write_whole(out, _answer_all(engine, asked))
    return EXIT_ANSWER


def _read_batch(
    batch: Path, bounds: Bounds, catalog: Catalog | None
) -> Iterator[tuple[object, Query]]:
    for number, line in numbered_lines(batch):
        try:
            identity, query = _read_line(line, bounds)
            yield identity, within(catalog, query)
        except BadInput as error:
            raise BadInput(f"{batch}, line {number}: {error}") from error


def _read_line(line: str, bounds: Bounds) -> tuple[object, Query]:
    try:
        asked = value_of(line)
    except BadInput as error:
        raise BadInput(f"This is {error}.") from error
    if not isinstance(asked, dict) or not isinstance(asked.get("question"), str):
        raise BadInput('There is no "question" that is a text.')
    for name in ("from", "to", "as_of", "publisher", "report"):
        if not isinstance(asked.get(name), str | None):
            raise BadInput(f'"{name}" is not a text.')
    own = Bounds(
        asked.get("from") or bounds.first,
        asked.get("to") or bounds.last,
        asked.get("as_of") or bounds.as_of,
        asked.get("publisher") or bounds.publisher,
        bounds.top_k,
        asked.get("report") or bounds.report,
        _names(asked.get("collections")) or bounds.collections,
        bool(asked.get("dated_for_sure")) or bounds.dated_for_sure,
    )
    return asked.get("id"), own.query(asked["question"])


def _names(given: object) -> tuple[str, ...]:
    """The collections that a line names. Raises BadInput for what is no list of texts."""
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(name, str) for name in given):
        raise BadInput('"collections" is not a list of texts.')
    return tuple(given)


def _text(typed: str) -> str:
    """What was typed as text: a terminal may pass bytes that are none."""
    return typed.encode(errors="replace").decode()


def within(catalog: Catalog | None, query: Query) -> Query:
    """A question whose report, named by its id or its file, is named by its id.

    Raises BadInput where there is no such report, or more than one of that path.
    """
    if query.report is None or catalog is None:
        return query
    return replace(query, report=report_named(catalog, _text(query.report)))


def _answer_all(engine: QueryEngine, asked: list[tuple[object, Query]]) -> Iterator[str]:
    with progress() as bar:
        for identity, query in bar.track(asked, description="answering"):
            try:
                outcome = engine.ask(query).model_dump(mode="json", by_alias=True)
            except QuestionTimedOut as error:
                outcome = {"kind": "error", "question": query.question, "text": str(error)}
            line = {"id": identity, **outcome} if identity is not None else outcome
            yield json.dumps(line, ensure_ascii=False) + "\n"
