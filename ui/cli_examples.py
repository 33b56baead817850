"""An example for the help of each command; the pages in docs/ have it too, where it is run."""

from collections.abc import Iterator, Mapping

from typer import Typer
from typer.models import CommandInfo

EXAMPLES: Mapping[str, str] = {
    "ingest": "dateline ingest reports --workers 4",
    "ask": 'dateline ask "What did the repairs of the Kessel bridge cost?"',
    "find": 'dateline find "Kessel bridge" --csv > mentions.csv',
    "check": "dateline check draft.md",
    "replay": "dateline replay cost.json",
    "eval": "dateline eval questions.jsonl --compare before.json",
    "calibrate": "dateline calibrate questions.jsonl --false-refusals 0.1",
    "chat": "dateline chat",
    "serve": "dateline serve --watch reports",
    "feedback": "dateline feedback --export judged.jsonl",
    "mcp": "dateline mcp",
    "reports": "dateline reports reports/closed.md",
    "watch": "dateline watch reports --prune",
    "edit": "dateline edit reports/council.txt --published 2024-05-14",
    "remove": "dateline remove reports/council.txt",
    "erase": 'dateline erase "$id"',
    "backup": "dateline backup dateline.zip",
    "restore": "dateline --data-dir other restore dateline.zip",
    "doctor": "dateline doctor",
    "schema": "dateline schema > answer.schema.json",
    "standing add": 'dateline standing add "Who leads the port of Lesk?"',
    "standing list": "dateline standing list",
    "standing remove": "dateline standing remove 1",
    "standing run": "dateline standing run",
    "slack manifest": "dateline slack manifest --socket",
    "tokens add": "dateline tokens add website --scope ask",
    "tokens list": "dateline tokens list",
    "tokens remove": "dateline tokens remove website",
}


def commands_of(app: Typer, under: str = "") -> Iterator[tuple[str, CommandInfo]]:
    """The commands of an application, with those of its groups, by what is typed for them."""
    for command in app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        yield f"{under}{name}", command
    for group in app.registered_groups:
        if group.typer_instance is not None:
            yield from commands_of(
                group.typer_instance, f"{under}{group.typer_instance.info.name} "
            )


def give_examples(app: Typer) -> None:
    """Puts the example of each command below its help. Raises KeyError for one without."""
    for name, command in commands_of(app):
        command.epilog = f"Example: {EXAMPLES[name]}"
