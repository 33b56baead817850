"""The command line's questions."""

from pathlib import Path
from typing import Annotated

import typer

from ui.cli_options import (
    AsOf,
    Collection,
    DataDir,
    DatedForSure,
    From,
    Json,
    Publisher,
    To,
    folder_of,
    path_of,
)


def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    batch: Annotated[
        Path | None,
        typer.Option(
            "--batch",
            parser=path_of,
            metavar="PATH",
            help="A JSON-lines file of questions instead.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            parser=path_of,
            metavar="PATH",
            help="Where the answers to --batch are written.",
        ),
    ] = None,
    first: From = None,
    last: To = None,
    as_of: AsOf = None,
    publisher: Publisher = None,
    report: Annotated[
        str | None,
        typer.Option(
            "--report", metavar="ID_OR_PATH", help="Only this report, by its id or its file."
        ),
    ] = None,
    top_k: Annotated[
        int | None, typer.Option("--top-k", min=1, help="Answer from this many passages at most.")
    ] = None,
    collection: Collection = None,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export",
            parser=path_of,
            metavar="PATH",
            help="Write the answer to a file too: .docx with footnotes, .md, .html; .bib, .json "
            "(CSL) and .ris of the reports cited.",
        ),
    ] = None,
    receipt: Annotated[
        Path | None,
        typer.Option(
            "--receipt",
            parser=path_of,
            metavar="PATH",
            help="Write a receipt too: the outcome with all that it depends on, for `replay`.",
        ),
    ] = None,
    dated_for_sure: DatedForSure = False,
    json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Answer from the reports. Exit 0: an answer; 3: a refusal; 2: bad input."""
    from ui.commands.ask import Bounds, Files, run_ask, run_batch  # noqa: PLC0415

    bounds = Bounds(
        first, last, as_of, publisher, top_k, report, tuple(collection or ()), dated_for_sure
    )
    if batch is not None:
        if question is not None:
            raise typer.BadParameter("give a question or --batch, not both")
        if export is not None or receipt is not None:
            raise typer.BadParameter(
                "--export and --receipt go with one question; --batch has --out"
            )
        raise typer.Exit(run_batch(folder_of(data_dir), batch, out, bounds))
    if question is None:
        raise typer.BadParameter('give a question in quotes, for example "What happened in Kyiv?"')
    if out is not None:
        raise typer.BadParameter("--out goes with --batch; use --json to print JSON")
    files = Files(export, receipt)
    raise typer.Exit(run_ask(folder_of(data_dir), question, bounds, as_json=json, files=files))
