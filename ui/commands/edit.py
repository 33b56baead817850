"""`dateline edit` and `dateline remove`: reports changed by a person, each with a receipt."""

from datetime import date
from pathlib import Path

from rich.text import Text

from index.errors import BadInput
from index.ingestion.editing import Editor
from index.storage.catalog import Catalog
from index.types import Edit, Receipt
from rag.build import embedder_of
from rag.settings import Settings, read_settings
from ui.console import EXIT_ANSWER, console, show, shown
from ui.naming import report_named
from ui.receipts import receipt_lines
from ui.report_schemas import ChangeReceipt


def run_edit(data_dir: Path | None, name: str, edit: Edit | None, *, as_json: bool) -> int:
    """Edits a report, or undoes all edits of it where `edit` is None, and prints what was and what
    is now. Raises a DatelineError, with nothing changed, where that cannot be done."""
    settings = read_settings(data_dir)
    report_id, editor = _named(settings, name), _editor(settings)
    receipt = editor.reset(report_id) if edit is None else editor.edit(report_id, edit)
    return _print(receipt, as_json=as_json)


def run_remove(data_dir: Path | None, name: str, *, as_json: bool) -> int:
    """Takes a report out and prints what it was. Raises a DatelineError as `run_edit` does."""
    settings = read_settings(data_dir)
    return _print(_editor(settings).remove(_named(settings, name)), as_json=as_json)


def _editor(settings: Settings) -> Editor:
    return Editor(settings, embedder_of(settings), date.today())


def _named(settings: Settings, name: str) -> str:
    catalog = Catalog.open(settings)
    if catalog is None:
        raise BadInput(f"There is no index in {settings.data_dir}. `dateline ingest` makes one.")
    return report_named(catalog, name)


def _print(receipt: Receipt, *, as_json: bool) -> int:
    if as_json:
        print(ChangeReceipt.of(receipt).model_dump_json(indent=2))
        return EXIT_ANSWER
    lines = receipt_lines(receipt)
    if receipt.after is None:
        lines.append(
            f"Its file {receipt.file} stays and is left out from now on; `dateline ingest "
            "--removed` with it reads it again."
        )
    show(console(), (Text(shown(line)) for line in lines))
    return EXIT_ANSWER
