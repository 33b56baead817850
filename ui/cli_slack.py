"""`dateline slack` on the command line."""

from typing import Annotated

import typer

slack = typer.Typer(name="slack", help="Set up Dateline in Slack.", no_args_is_help=True)


@slack.callback()
def _group() -> None:
    """A group of one command stays a group."""


@slack.command()
def manifest(
    url: Annotated[
        str | None,
        typer.Option(
            "--url",
            metavar="URL",
            help="The https:// address under which Slack reaches the server.",
        ),
    ] = None,
    socket: Annotated[
        bool,
        typer.Option("--socket", help="No address: the server connects to Slack (Socket Mode)."),
    ] = False,
) -> None:
    """Print the app manifest, from which Slack makes the app."""
    from ui.commands.slack import run_manifest  # noqa: PLC0415

    raise typer.Exit(run_manifest(url, by_socket=socket))
