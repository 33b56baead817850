"""The command line's ways to change what is in the index, beside reading files into it."""

from typing import Annotated

import typer

from ui.cli_options import DataDir, Json, folder_of

_Report = Annotated[
    str, typer.Argument(metavar="REPORT", help="Its id, as `reports` lists it, or its file.")
]


def edit(
    report: _Report,
    published: Annotated[
        str | None, typer.Option("--published", metavar="DAY", help="The day it came out.")
    ] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", metavar="NAME", help="Who published it.")
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TITLE", help="What it is called.")
    ] = None,
    collection: Annotated[
        list[str] | None,
        typer.Option(
            "--collection",
            metavar="NAME",
            help="The collection that it belongs to, in place of those so far; may be given "
            "several times.",
        ),
    ] = None,
    reset: Annotated[
        bool, typer.Option("--reset", help="Undo all edits: what was read of it holds again.")
    ] = False,
    json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Put what you know of a report in the place of what was read of it, or undo that."""
    from index.types import Edit  # noqa: PLC0415
    from ui.commands.edit import run_edit  # noqa: PLC0415
    from ui.days import read_day  # noqa: PLC0415

    names = tuple(collection) if collection else None
    given = Edit(read_day("--published", published), publisher, title, names)
    if reset and given.changed:
        raise typer.BadParameter("--reset undoes all edits; give it alone")
    code = run_edit(folder_of(data_dir), report, None if reset else given, as_json=json)
    raise typer.Exit(code)


def remove(report: _Report, json: Json = False, data_dir: DataDir = None) -> None:
    """Take a report out of the index; its file stays, and is left out by later ingests."""
    from ui.commands.edit import run_remove  # noqa: PLC0415

    raise typer.Exit(run_remove(folder_of(data_dir), report, as_json=json))


def erase(
    report: Annotated[str, typer.Argument(metavar="ID", help="Its id, as `reports` lists it.")],
    data_dir: DataDir = None,
) -> None:
    """Take a report out for good: its text, vectors and judged answers; then search for it."""
    from ui.commands.erase import run_erase  # noqa: PLC0415

    raise typer.Exit(run_erase(folder_of(data_dir), report))


Every = Annotated[
    float,
    typer.Option("--every", metavar="MINUTES", min=0.05, help="How often addresses are asked."),
]


def watch(
    named: Annotated[
        list[str],
        typer.Argument(metavar="FOLDER|URL", help="Folders, feeds and pages (https://…)."),
    ],
    every: Every = 15,
    prune: Annotated[
        bool, typer.Option("--prune", help="Drop reports whose files go, instead of saying so.")
    ] = False,
    collection: Annotated[
        list[str] | None,
        typer.Option(
            "--collection",
            metavar="NAME",
            help="The collection that the reports become part of; may be given several times.",
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Read reports as they come into folders and feeds, until it is stopped."""
    from ui.commands.watch import run_watch  # noqa: PLC0415

    code = run_watch(
        folder_of(data_dir), named, every_s=every * 60, prune=prune, collections=collection or ()
    )
    raise typer.Exit(code)
