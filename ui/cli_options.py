"""Options that commands share."""

from pathlib import Path
from typing import Annotated

import typer


def path_of(value: str) -> Path:
    """A path as typed. An empty one, as an unset variable leaves it, is not the current folder."""
    from index.errors import BadInput  # noqa: PLC0415

    if not value.strip():
        raise BadInput("A path is empty. Name a file or a folder.")
    return Path(value)


DataDir = Annotated[
    Path | None,
    typer.Option(
        "--data-dir",
        parser=path_of,
        metavar="PATH",
        help="Folder that holds the index. Default: DATELINE_DATA_DIR, or .dateline here.",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
From = Annotated[
    str | None, typer.Option("--from", help="Only reports published on or after this day.")
]
To = Annotated[
    str | None, typer.Option("--to", help="Only reports published on or before this day.")
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="As things were known on this day.")]
Publisher = Annotated[
    str | None, typer.Option("--publisher", help="Only reports of this publisher.")
]
Collection = Annotated[
    list[str] | None,
    typer.Option(
        "--collection",
        metavar="NAME",
        help="Only reports of this collection; may be given several times.",
    ),
]
DatedForSure = Annotated[
    bool, typer.Option("--dated-for-sure", help="Only reports whose date is in no doubt.")
]
_CHOSEN: dict[str, Path | None] = {}


def choose(data_dir: Path | None) -> None:
    """Keeps the folder that was named before the command."""
    _CHOSEN["data_dir"] = data_dir


def folder_of(data_dir: Path | None) -> Path | None:
    """The folder named after the command, or else before it; None where none was."""
    return data_dir or _CHOSEN.get("data_dir")
