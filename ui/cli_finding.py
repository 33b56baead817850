"""The command line's wide search."""

from typing import Annotated

import typer

from ui.cli_options import AsOf, DataDir, From, Json, Publisher, To, folder_of


def find(
    what: Annotated[
        str,
        typer.Argument(help="What is to be found, or “How many reports mention …?”, in quotes."),
    ],
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV, a row for each report.")] = False,
    first: From = None,
    last: To = None,
    as_of: AsOf = None,
    publisher: Publisher = None,
    json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Find all reports that have some words, with a quote of each. Exit 3: none has."""
    from ui.commands.ask import Bounds  # noqa: PLC0415
    from ui.commands.find import run_find  # noqa: PLC0415

    if csv and json:
        raise typer.BadParameter("give --csv or --json, not both")
    bounds = Bounds(first, last, as_of, publisher)
    code = run_find(folder_of(data_dir), what, bounds, as_json=json, as_table=csv)
    raise typer.Exit(code)
