"""The command line's check of a text, and of an answer that was kept."""

from typing import Annotated

import typer

from ui.cli_options import AsOf, Collection, DataDir, From, Json, Publisher, To, folder_of


def check(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="Plain text, Markdown or Word (.docx); - reads what is typed."
        ),
    ],
    first: From = None,
    last: To = None,
    as_of: AsOf = None,
    publisher: Publisher = None,
    collection: Collection = None,
    json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Check a text against the reports, sentence by sentence. Exit 0: all that it claims is
    supported; 3: something is contradicted or not told; 2: bad input."""
    from ui.commands.ask import Bounds  # noqa: PLC0415
    from ui.commands.check import run_check  # noqa: PLC0415

    bounds = Bounds(first, last, as_of, publisher, collections=tuple(collection or ()))
    raise typer.Exit(run_check(folder_of(data_dir), file, bounds, as_json=json))


def replay(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A receipt; - reads what is typed.")],
    json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Ask the question of a receipt again. Exit 0: the same outcome; 3: another, with what has
    changed and why; 2: bad input."""
    from ui.commands.replay import run_replay  # noqa: PLC0415

    raise typer.Exit(run_replay(folder_of(data_dir), file, as_json=json))
