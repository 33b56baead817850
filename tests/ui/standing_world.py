"""An index of a test's own, with questions that a new report changes the answer of."""

import json
import shutil
from pathlib import Path
from typing import Any

from tests.ui.conftest import Ran, Run

COST = "What did the repairs of the Kessel bridge cost?"
FERRY = "When does the Torvik ferry sail?"
BILL = (
    "Bridge Bill Grows\n\nJune 9, 2024\n\n"
    "The repairs of the Kessel bridge cost 4.1 million crowns, the auditors found."
)
SAILS = (
    "Ferry Sails Again\n\nJune 10, 2024\n\n"
    "The Torvik ferry sails at nine each morning, the harbour office said."
)


def own_copy(of: Path, to: Path) -> Path:
    """A copy of a data folder, for a test that changes it."""
    return shutil.copytree(of, to)


def add_report(run: Run, data: Path, name: str, text: str) -> None:
    """Ingests one more report, of the collection `new`."""
    file = data.parent / "new" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    assert run("--data-dir", data, "ingest", file, "--collection", "new").code == 0


def listed(run: Run, *options: object) -> list[dict[str, Any]]:
    """The standing questions, as programs have them."""
    found: list[dict[str, Any]] = json.loads(run("standing", "list", "--json", *options).out)
    return found


def ended(ran: Ran) -> tuple[int, str, str]:
    """How a command ended and what it wrote."""
    return ran.code, ran.out, ran.err


NOTHING = (0, "", "")
