"""`dateline standing`: questions kept, asked again, and told of."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.text import Text

from index.errors import BadInput, BeingWritten, DatelineError
from rag.build import build_engine
from rag.settings import Settings, read_settings
from ui.commands.ask import Bounds
from ui.console import EXIT_ANSWER, EXIT_BAD_INPUT, console, on_one_line, show
from ui.rendering import outcome_lines
from ui.standing.asking import begin, look_again
from ui.standing.destinations import read_destinations
from ui.standing.outbox import Outbox, Waiting
from ui.standing.sending import send_next
from ui.standing.store import Standing, StandingStore


def run_add(data_dir: Path | None, question: str, bounds: Bounds, to: Sequence[str]) -> int:
    """Keeps a question and prints its answer as it is now.

    Raises BadInput where it is none, or a destination cannot be used: nothing is kept then.
    """
    settings = read_settings(data_dir)
    query, destinations = bounds.query(question), read_destinations(to, settings)
    store = StandingStore(settings.data_dir)
    standing, outcome = begin(build_engine(settings), store, query, destinations)
    show(console(), [Text(_kept(standing), style="bold"), Text(), *outcome_lines(outcome)])
    return EXIT_ANSWER


def run_list(data_dir: Path | None, *, as_json: bool) -> int:
    """Prints the questions and what of their alerts could not be sent yet."""
    folder = read_settings(data_dir).data_dir
    questions, waiting = StandingStore(folder).all(), Outbox(folder).waiting()
    if as_json:
        print(json.dumps([_as_json(q, waiting) for q in questions], ensure_ascii=False, indent=2))
        return EXIT_ANSWER
    if not questions:
        console().print("There are no standing questions. `dateline standing add` keeps one.")
    for question in questions:
        show(console(), _lines(question, waiting))
    return EXIT_ANSWER


def run_remove(data_dir: Path | None, number: int) -> int:
    """Removes a question. Raises BadInput where there is none of this number."""
    unsent = StandingStore(read_settings(data_dir).data_dir).remove(number)
    if unsent is None:
        raise BadInput(
            f"There is no standing question {number}. `dateline standing list` has their numbers."
        )
    more = f" Alerts of it that were not sent: {unsent}." if unsent else ""
    console().print(f"Removed standing question {number}.{more}", markup=False)
    return EXIT_ANSWER


def run_run(data_dir: Path | None) -> int:
    """Asks the questions again that were not asked of the reports as they are, prints what has
    changed, and sends what waits; exit 2 where something failed, which is told in a line each."""
    settings = read_settings(data_dir)
    if not StandingStore(settings.data_dir).exists:
        return EXIT_ANSWER
    failures = [*_ask_again(settings), *_send(settings)]
    return EXIT_BAD_INPUT if failures else EXIT_ANSWER


def _ask_again(settings: Settings) -> Iterator[str]:
    """Asks, prints what has changed, and gives what failed, which is told by then."""
    store, engine = StandingStore(settings.data_dir), build_engine(settings)
    for standing in store.behind(engine.coverage().snapshot):
        try:
            alert = look_again(engine, store, standing)
        except DatelineError as error:
            yield _complaint(f"standing question {standing.id} was not asked: {error}")
        else:
            if alert is not None:
                show(console(), [Text(line) for line in alert.text.split("\n")])


def _send(settings: Settings) -> Iterator[str]:
    """Sends, and gives what was not sent, which is told by then."""
    outbox, passed = Outbox(settings.data_dir), set[int]()
    try:
        while done := send_next(settings, outbox, all_waiting=True, but=passed):
            sending, why = done
            if why is not None:
                yield _complaint(f"an alert was not sent to {sending.destination}: {why}")
    except BeingWritten:
        console().print("Another process is sending alerts; it sends these too.")


def _complaint(line: str) -> str:
    said = f"dateline: {on_one_line(line)}"
    print(said, file=sys.stderr)
    return said


def _kept(standing: Standing) -> str:
    to = on_one_line(", ".join(map(str, standing.destinations)))
    return f"Standing question {standing.id} is kept; alerts go to: {to}. Its answer now:"


def _lines(question: Standing, waiting: Sequence[Waiting]) -> Iterator[Text]:
    to = on_one_line(", ".join(map(str, question.destinations)))
    yield Text(f"{question.id}. {on_one_line(question.asked.question)}", style="bold")
    state = "answered" if question.basis.answered else "not answered"
    state += ", paused on the page" if question.paused else ""
    whose = f"; of {on_one_line(question.owner)}" if question.owner else ""
    yield Text(f"    {state}, told on {question.told.asked_at:%Y-%m-%d}; alerts go to: {to}{whose}")
    for one in waiting:
        if one.standing_id == question.id:
            why = f": {on_one_line(one.failure)}" if one.failure else ""
            to = on_one_line(str(one.destination))
            yield Text(f"    not sent to {to}, tries: {one.tries}{why}", style="yellow")


def _as_json(question: Standing, waiting: Sequence[Waiting]) -> dict[str, object]:
    return {
        "id": question.id,
        "asked": question.asked.model_dump(mode="json", by_alias=True),
        "to": [str(one) for one in question.destinations],
        "added_at": question.added_at.isoformat(),
        "answered": question.basis.answered,
        "owner": question.owner,
        "paused": question.paused,
        "told": question.told.model_dump(mode="json"),
        "waiting": [
            {"to": str(one.destination), "tries": one.tries, "failure": one.failure}
            for one in waiting
            if one.standing_id == question.id
        ],
    }
