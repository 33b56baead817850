"""`dateline tokens` on the command line."""

from typing import Annotated

import typer

from ui.cli_options import DataDir, Json, folder_of

tokens = typer.Typer(
    name="tokens", help="Say who may use the server over HTTP, and what he may see.",
    no_args_is_help=True,
)  # fmt: skip
Name = Annotated[str, typer.Argument(metavar="NAME", help="What you call it: for whom it is.")]


@tokens.command()
def add(
    name: Name,
    scope: Annotated[
        list[str] | None,
        typer.Option(
            "--scope",
            metavar="SCOPE",
            help="What it may: ask, read, ingest, admin; may be given several times. Otherwise "
            "ask and read.",
        ),
    ] = None,
    collection: Annotated[
        list[str] | None,
        typer.Option(
            "--collection",
            metavar="NAME",
            help="A collection that it sees; may be given several times. Otherwise all reports.",
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Make a token and print it, this once."""
    from ui.commands.tokens import run_add  # noqa: PLC0415

    raise typer.Exit(run_add(folder_of(data_dir), name, scope or (), collection or ()))


@tokens.command(name="list")
def listed(json: Json = False, data_dir: DataDir = None) -> None:
    """List the tokens by name with what each may, not the tokens themselves."""
    from ui.commands.tokens import run_list  # noqa: PLC0415

    raise typer.Exit(run_list(folder_of(data_dir), as_json=json))


@tokens.command()
def remove(name: Name, data_dir: DataDir = None) -> None:
    """Withdraw a token: servers that run refuse it from the next request on."""
    from ui.commands.tokens import run_remove  # noqa: PLC0415

    raise typer.Exit(run_remove(folder_of(data_dir), name))
