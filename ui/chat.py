"""The chat in the terminal."""

import sys
from pathlib import Path

from index.errors import DatelineError
from rag.build import build_engine
from rag.engine.conversations import Conversations
from rag.engine.query_engine import QueryEngine
from rag.guardrail.wording import covers
from rag.question.parsing import Query
from rag.settings import read_settings
from ui.commands.reports import run_reports
from ui.console import EXIT_ANSWER, console, show
from ui.rendering import outcome_lines

_PROMPT = "\nAsk: "
_HERE = "terminal"
"""Names the one conversation that there is."""
_LEAVE = {"/quit", "/exit", "quit", "exit"}


def run_chat(data_dir: Path | None) -> int:
    """Answers questions until the input ends or /quit is typed."""
    engine, conversations = build_engine(read_settings(data_dir)), Conversations()
    out = console()
    coverage = engine.coverage()
    out.print(f"Dateline. The corpus holds {covers(coverage)}.")
    out.print("Type a question. /reports lists the reports, /quit or Ctrl-D leaves.")
    if coverage.passages:
        with out.status("Loading the embedding model…"):
            engine.search(Query("What is reported?"))
    while True:
        try:
            asked = input(_PROMPT if sys.stdin.isatty() else "").strip()
        except (EOFError, KeyboardInterrupt):
            out.print()
            return EXIT_ANSWER
        if asked.lower() in _LEAVE:
            return EXIT_ANSWER
        if asked == "/reports":
            run_reports(data_dir, as_json=False)
        elif asked:
            _answer(conversations, engine, asked)


def _answer(conversations: Conversations, engine: QueryEngine, asked: str) -> None:
    """Prints one outcome; an error ends the question, not the chat."""
    out = console()
    try:
        show(out, outcome_lines(conversations.ask(engine, Query(asked), _HERE)))
    except DatelineError as error:
        out.print(str(error), markup=False)
