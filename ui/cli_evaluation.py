"""`dateline eval` and `dateline calibrate`, as typed."""

from pathlib import Path
from typing import Annotated

import typer

from ui.cli_options import Collection, DataDir, Json, folder_of, path_of


def evaluate(
    questions: Annotated[
        Path | None,
        typer.Argument(
            parser=path_of,
            metavar="QUESTIONS.jsonl",
            help="Questions with known answers; the seeds' own if none is named.",
        ),
    ] = None,
    json: Json = False,
    html: Annotated[
        Path | None,
        typer.Option(
            "--html", parser=path_of, metavar="PATH", help="Write a page with every answer."
        ),
    ] = None,
    compare: Annotated[
        Path | None,
        typer.Option(
            "--compare", parser=path_of, metavar="OLD.json", help="Show what changed since --json."
        ),
    ] = None,
    fail_under: Annotated[
        list[str] | None,
        typer.Option("--fail-under", metavar="NAME=VALUE", help="Exit 1 where a figure is worse."),
    ] = None,
    llm: Annotated[
        bool,
        typer.Option("--llm", help="Measure what the language model writes beside own words."),
    ] = False,
    dataset: Annotated[
        list[str] | None,
        typer.Option(
            "--dataset", metavar="NAME", help="Measure the judge on a public set instead."
        ),
    ] = None,
    conversations: Annotated[
        bool,
        typer.Option("--conversations", help="The file is of conversations: measure follow-ups."),
    ] = False,
    collection: Collection = None,
    data_dir: DataDir = None,
) -> None:
    """Measure answers and refusals on questions whose answers are known."""
    from datetime import date  # noqa: PLC0415

    if dataset:
        from ui.commands.datasets import run_datasets  # noqa: PLC0415

        if (
            questions is not None
            or html
            or compare
            or fail_under
            or llm
            or conversations
            or collection
        ):
            raise typer.BadParameter("--dataset goes with --json alone")
        raise typer.Exit(run_datasets(folder_of(data_dir), dataset, as_json=json))

    if conversations:
        from ui.commands.conversations import run_conversations  # noqa: PLC0415

        if html or compare or fail_under or llm or collection:
            raise typer.BadParameter("--conversations goes with a file and --json alone")
        raise typer.Exit(run_conversations(folder_of(data_dir), questions, as_json=json))

    from ui.commands.evaluate import Wanted, run_eval  # noqa: PLC0415

    if compare and llm:
        raise typer.BadParameter("--llm has its own comparison; leave out --compare")
    wanted = Wanted(json, html, compare, tuple(fail_under or ()), llm, tuple(collection or ()))
    raise typer.Exit(run_eval(folder_of(data_dir), questions, wanted, date.today()))


def calibrate(
    questions: Annotated[
        Path | None,
        typer.Argument(
            parser=path_of,
            metavar="QUESTIONS.jsonl",
            help="Questions with known answers; those that readers judged helpful if none is "
            "named.",
        ),
    ] = None,
    false_refusals: Annotated[
        float,
        typer.Option(
            "--false-refusals", min=0, max=1, help="Share of answerable questions to refuse."
        ),
    ] = 0.05,
    reset: Annotated[
        bool, typer.Option("--reset", help="Forget what the index was calibrated to.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Fit the confidence below which is refused to your own questions."""
    from ui.commands.calibrate import run_calibrate, run_reset  # noqa: PLC0415

    if reset:
        raise typer.Exit(run_reset(folder_of(data_dir)))
    raise typer.Exit(run_calibrate(folder_of(data_dir), questions, false_refusals))
