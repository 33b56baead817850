"""`dateline standing` on the command line."""

from typing import Annotated

import typer

from ui.cli_options import Collection, DataDir, DatedForSure, From, Json, Publisher, folder_of

standing = typer.Typer(
    name="standing",
    help="Keep questions that are asked again when the reports have changed, and be told where the "
    "answer has.",
    no_args_is_help=True,
)


@standing.command()
def add(
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            metavar="KIND[=ADDRESS]",
            help="Where alerts go: slack, smtp, webhook or feed; may be given several times. "
            "Otherwise to the feed alone, which sends nothing.",
        ),
    ] = None,
    first: From = None,
    publisher: Publisher = None,
    collection: Collection = None,
    dated_for_sure: DatedForSure = False,
    data_dir: DataDir = None,
) -> None:
    """Keep a question, and say what it is answered with now."""
    from ui.commands.ask import Bounds  # noqa: PLC0415
    from ui.commands.standing import run_add  # noqa: PLC0415

    bounds = Bounds(
        first,
        publisher=publisher,
        collections=tuple(collection or ()),
        dated_for_sure=dated_for_sure,
    )
    raise typer.Exit(run_add(folder_of(data_dir), question, bounds, to or ()))


@standing.command(name="list")
def listed(json: Json = False, data_dir: DataDir = None) -> None:
    """List the questions, where their alerts go, and what could not be sent."""
    from ui.commands.standing import run_list  # noqa: PLC0415

    raise typer.Exit(run_list(folder_of(data_dir), as_json=json))


@standing.command()
def remove(
    number: Annotated[int, typer.Argument(metavar="ID", help="Its number, as `list` has it.")],
    data_dir: DataDir = None,
) -> None:
    """Forget a question, with those of its alerts that were not sent."""
    from ui.commands.standing import run_remove  # noqa: PLC0415

    raise typer.Exit(run_remove(folder_of(data_dir), number))


@standing.command()
def run(data_dir: DataDir = None) -> None:
    """Ask all of them again if the reports have changed, and send what waits: for cron.

    Exit 2 where a question could not be asked or an alert not be sent; the next run tries again.
    """
    from ui.commands.standing import run_run  # noqa: PLC0415

    raise typer.Exit(run_run(folder_of(data_dir)))
