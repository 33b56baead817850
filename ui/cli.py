"""The command line. Commands import what they need when they run, so that `--help` is quick."""

import gc
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ui.cli_asking import ask
from ui.cli_changing import Every, edit, erase, remove, watch
from ui.cli_checking import check, replay
from ui.cli_evaluation import calibrate, evaluate
from ui.cli_examples import give_examples
from ui.cli_finding import find
from ui.cli_options import DataDir, Json, choose, folder_of, path_of
from ui.cli_slack import slack
from ui.cli_standing import standing
from ui.cli_tokens import tokens


class _Commands(TyperGroup):
    """Ctrl-C ends a command as bad input does, with a line and exit code 2."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            print("dateline: interrupted.", file=sys.stderr)
            raise typer.Exit(2) from None


app = typer.Typer(
    name="dateline",
    cls=_Commands,
    help="Ask dated reports. Every answer quotes the report, names it and dates it; where no "
    "report answers, it says so.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _tell_version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415

        print(f"dateline {version('dateline')}")
        raise typer.Exit


@app.callback()
def _options(
    data_dir: DataDir = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and exit.", is_eager=True, callback=_tell_version
        ),
    ] = False,
) -> None:
    choose(data_dir)


@app.command()
def ingest(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Files, folders, or addresses (https://…), which are fetched: texts, web pages, "
            "documents, mail, feeds, tables, archives.",
        ),
    ],
    data_dir: DataDir = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Drop reports of these folders whose files are gone.")
    ] = False,
    restore: Annotated[
        bool, typer.Option("--removed", help="Read reports again that were removed.")
    ] = False,
    today: Annotated[
        str | None,
        typer.Option("--today", help="The day to take as today; later dates are not believed."),
    ] = None,
    collection: Annotated[
        list[str] | None,
        typer.Option(
            "--collection",
            metavar="NAME",
            help="The collection that the reports become part of; may be given several times. "
            "Otherwise the first folder in PATH that they lie in.",
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=1,
            max=256,
            metavar="N",
            help="Processes that read and embed, each on one CPU. Default: "
            "DATELINE_INGEST_WORKERS, or one that reads; then all CPUs embed.",
            show_default=False,
        ),
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option(
            "--ray",
            metavar="ADDRESS",
            help="Read and embed on the machines of a Ray cluster (host:6379), as many reports at "
            "once as these have CPUs.",
        ),
    ] = None,
) -> None:
    """Read reports into the index: what is new or changed, all of it or nothing."""
    if ray is not None and workers is not None:
        raise typer.BadParameter("--workers are of this machine and --ray of others; give one")
    from ui.commands.ingest import run_ingest  # noqa: PLC0415

    code = run_ingest(
        folder_of(data_dir), paths, prune=prune, restore=restore, today=today,
        collections=collection or (), workers=workers, ray=ray,
    )  # fmt: skip
    raise typer.Exit(code)


app.command()(ask)
app.command()(find)
app.command()(check)
app.command()(replay)
app.command(name="eval")(evaluate)
app.command()(calibrate)
app.add_typer(standing)
app.add_typer(slack)
app.add_typer(tokens)


@app.command()
def chat(data_dir: DataDir = None) -> None:
    """Ask one question after another at a prompt."""
    from ui.chat import run_chat  # noqa: PLC0415

    raise typer.Exit(run_chat(folder_of(data_dir)))


@app.command()
def serve(
    host: Annotated[
        str | None, typer.Option("--host", help="Address to listen on. Default: this machine only.")
    ] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Port to listen on.")
    ] = None,
    watched: Annotated[
        list[str] | None,
        typer.Option(
            "--watch",
            metavar="FOLDER|URL",
            help="Read reports as they come there; may be given several times.",
        ),
    ] = None,
    every: Every = 15,
    data_dir: DataDir = None,
) -> None:
    """Serve the chat, the JSON interface and Slack on one port."""
    from ui.commands.serve import run_serve  # noqa: PLC0415

    raise typer.Exit(run_serve(folder_of(data_dir), host, port, watched or (), every * 60))


@app.command()
def feedback(
    json: Json = False,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export",
            parser=path_of,
            metavar="QUESTIONS.jsonl",
            help="Write the questions last judged helpful, with what was cited or that none "
            "answers, for `dateline eval`. Those judged not helpful are left out: their right "
            "answer is not known.",
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """List what readers thought of answers and refusals, the newest last."""
    from ui.commands.feedback import run_feedback  # noqa: PLC0415

    if json and export is not None:
        raise typer.BadParameter("--json prints and --export writes; give one of them")
    raise typer.Exit(run_feedback(folder_of(data_dir), as_json=json, export=export))


@app.command()
def mcp(data_dir: DataDir = None) -> None:
    """Serve the reports to an assistant over the Model Context Protocol (stdio)."""
    from ui.commands.mcp import run_mcp  # noqa: PLC0415

    raise typer.Exit(run_mcp(folder_of(data_dir)))


@app.command()
def reports(
    report: Annotated[
        str | None,
        typer.Argument(metavar="REPORT", help="Its id or its file: all that is known of it."),
    ] = None,
    json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """List the reports with their dates and where these are from, or tell all of one."""
    from ui.commands.reports import run_report, run_reports  # noqa: PLC0415

    folder = folder_of(data_dir)
    if report is None:
        raise typer.Exit(run_reports(folder, as_json=json))
    raise typer.Exit(run_report(folder, report, as_json=json))


app.command()(watch)
app.command()(edit)
app.command()(remove)
app.command()(erase)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    data_dir: DataDir = None,
) -> None:
    """Write the index, feedback, conversations and uploads to one file, while they are used."""
    from ui.commands.backup import run_backup  # noqa: PLC0415

    raise typer.Exit(run_backup(folder_of(data_dir), file))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of `dateline backup`.")],
    data_dir: DataDir = None,
) -> None:
    """Make an empty data folder what it was when a backup was made of it."""
    from ui.commands.backup import run_restore  # noqa: PLC0415

    raise typer.Exit(run_restore(folder_of(data_dir), file))


@app.command()
def doctor(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Cut and embed all reports again, from the catalog.")
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Check the installation and the index, and mend what can be mended."""
    from ui.commands.doctor import run_doctor  # noqa: PLC0415

    raise typer.Exit(run_doctor(folder_of(data_dir), rebuild=rebuild))


@app.command()
def schema() -> None:
    """Print the JSON Schema of answers and refusals, as --json and other programs get them."""
    from rag.types import outcome_schema  # noqa: PLC0415

    print(outcome_schema())


give_examples(app)


def main() -> None:
    """Runs the command line. Errors made for people are printed as one line, exit code 2."""
    from index.errors import DatelineError, OutOfMemory  # noqa: PLC0415
    from index.failures import lacks_memory  # noqa: PLC0415

    try:
        app()
    except DatelineError as error:
        print(f"dateline: {error}", file=sys.stderr)
        sys.exit(2)
    except Exception as error:
        if not lacks_memory(error):
            raise
        print(f"dateline: {OutOfMemory()}", file=sys.stderr)
        sys.exit(2)
    finally:
        # What is left lives until the end. As Python ends it would be looked through for garbage
        # several times, which takes longer than a short command does.
        gc.freeze()


if __name__ == "__main__":
    main()
