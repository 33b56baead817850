"""`dateline replay`: the question of a receipt asked again."""

from collections.abc import Iterator
from pathlib import Path

from rich.text import Text

from index.errors import BadInput
from rag.build import build_engine
from rag.receipts.receipt import Receipt, read_receipt
from rag.receipts.replay import Replay, replay
from rag.settings import read_settings
from ui.console import EXIT_ANSWER, EXIT_REFUSAL, console, on_one_line, show
from ui.files import read_given


def run_replay(data_dir: Path | None, file: str, *, as_json: bool) -> int:
    """Prints what has changed and why, and returns the exit code: 3 where the outcome is another.
    Raises BadInput for what is no receipt."""
    try:
        receipt = read_receipt(read_given(file).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadInput(f"{file} cannot be read: it is no text.") from error
    again = replay(build_engine(read_settings(data_dir)), receipt)
    if as_json:
        print(again.model_dump_json(by_alias=True, indent=2))
    else:
        show(console(), _lines(receipt, again))
    return EXIT_ANSWER if again.same else EXIT_REFUSAL


def _lines(receipt: Receipt, again: Replay) -> Iterator[Text]:
    yield Text(on_one_line(receipt.asked.question), style="bold")
    yield Text(f"Receipt of {receipt.made_at:%Y-%m-%d %H:%M} UTC.", style="dim")
    yield Text("The same outcome." if again.same else "The outcome is another:")
    yield from (Text(f"  · {on_one_line(line)}") for line in again.differs)
    if again.changes:
        yield Text("What is otherwise now:")
        yield from (Text(f"  · {on_one_line(one.what)}", style="dim") for one in again.changes)
    elif not again.same:
        yield Text(_UNEXPLAINED, style="yellow")
    if receipt.outcome.models.llm is not None:
        yield Text("A language model took part: it may write otherwise each time.", style="dim")


_UNEXPLAINED = (
    "Reports, settings, models and version are the same: the question leaned on a conversation, or "
    "a language model took part."
)
