"""Where the command line writes, and how report text is made safe to show there."""

import re
import sys
from collections.abc import Callable, Iterable

from rich.console import Console
from rich.padding import Padding
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

EXIT_ANSWER, EXIT_UNMET, EXIT_BAD_INPUT, EXIT_REFUSAL = 0, 1, 2, 3

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def console() -> Console:
    """Standard output; wrapped to the width of a terminal, and not at all elsewhere."""
    return Console(highlight=False, soft_wrap=not sys.stdout.isatty(), emoji=False)


def show(out: Console, lines: Iterable[Text]) -> None:
    """Prints lines; on a terminal, what is wrapped keeps the indent of its line."""
    for line in lines:
        indent = len(line.plain) - len(line.plain.lstrip(" "))
        if out.is_terminal and indent:
            out.print(Padding(line[indent:], (0, 0, 0, indent)))
        else:
            out.print(line)


_PACE_S = 600.0
"""Seconds over which the pace is taken that tells how long the rest takes."""


def progress() -> Progress:
    """A progress bar on standard error, shown to people only, with how long the rest takes."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        speed_estimate_period=_PACE_S,
        disable=not sys.stderr.isatty(),
        transient=True,
    )


def stages(bar: Progress, total: int) -> Callable[[str, int, int], None]:
    """What shows work of several stages, told by name, how much is done and of how much: each has a
    pace of its own."""
    task = bar.add_task("", total=total)

    def show(stage: str, done: int, of: int) -> None:
        if bar.tasks[0].description != stage:
            bar.reset(task, description=stage, total=of, completed=0)
        bar.update(task, completed=done, total=of)

    return show


def shown(text: str) -> str:
    """`text` without what would steer a terminal or reorder what stands around it."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def on_one_line(text: str, *, keep_ends: bool = False) -> str:
    """`text` safe to show, each run of spaces and line ends as one space."""
    plain = re.sub(r"\s+", " ", text)
    return shown(plain if keep_ends else plain.strip())
