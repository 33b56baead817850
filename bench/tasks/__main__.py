"""In how many steps does a new user do what most of them want?"""

import shutil
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from subprocess import SubprocessError

import httpx
from playwright.sync_api import Browser
from playwright.sync_api import Error as PlaywrightError

from bench.browser import chromium
from bench.common import WORK, Figure, Result, Skipped, Table, keep, seconds, show
from bench.corpus import ingest, settings_for, shipped, write_files
from bench.servers import serving, wait_until_ready
from bench.tasks import asking, beginning, keeping
from bench.tasks.hands import NotSeen, hands
from bench.tasks.reports import ALL, COST
from bench.tasks.task import Done, Task

FOLDER = WORK / "tasks"
TASKS = (*beginning.TASKS, *asking.TASKS, *keeping.TASKS)


def measure(wanted: Sequence[str]) -> Result:
    """Tries the tasks whose names in files are wanted; all where none is."""
    tasks = [task for task in TASKS if not wanted or task.slug in wanted]
    with _corpus() as address, chromium() as browser:
        body = {"question": COST}
        paces = [
            seconds(lambda: httpx.post(f"{address}/v1/ask", json=body, timeout=60))
            for _ in range(3)
        ]
        pace = statistics.median(paces)
        return _result([_try(task, browser, address, pace) for task in tasks])


@contextmanager
def _corpus() -> Iterator[str]:
    """A server over reports as they were written, nothing edited or uploaded."""
    reports = write_files(FOLDER / "town", ALL)
    shutil.rmtree(settings_for(reports).data_dir, ignore_errors=True)
    ingest(reports, shipped)
    with serving(settings_for(reports).data_dir, per_minute="0") as (_, address):
        wait_until_ready(address)
        yield address


def _try(task: Task, browser: Browser, address: str, pace: float) -> Done:
    """Does a task; what goes wrong is told, and ends only this one."""
    fault = ""
    with hands(browser, address, FOLDER / task.slug, task.screen) as user:

        def do() -> None:
            task.do(user)
            user.shot()

        try:
            taken = seconds(do)
        except (NotSeen, PlaywrightError, SubprocessError, OSError) as error:
            taken, fault = 0.0, f"{type(error).__name__}: {error}".splitlines()[0]
            user.shot()
        print(f"{task.name}: {len(user.steps)} steps; {fault or 'done'}", file=sys.stderr)
        return Done(task, tuple(user.steps), taken / pace, fault)


def _result(done: list[Done]) -> Result:
    first = sum(one.task.first or len(one.steps) for one in done)
    rows = [
        [
            one.task.name, one.task.screen.replace("-", ", "), str(len(one.steps)),
            str(one.task.first or ""), f"{one.ratio:.0f}", one.fault or "yes",
        ]
        for one in done
    ]  # fmt: skip
    ways = [[one.task.name, "; ".join(one.steps).replace("|", "\\|")] for one in done]
    return Result(
        name="tasks",
        title="What a new user does, and in how many steps",
        about=(
            f"{len(done)} tasks, each done by a script in Chromium without a window or in a shell, "
            "over seven small reports of a town that there is not. A step is a page opened, a "
            "click, a field filled, a key, a choice, a file put somewhere or a command; what is "
            "only looked at is none. Time is that of the script, which neither reads nor thinks, "
            "in answers to one warm question over HTTP on the same machine. A picture of each end "
            f"lies in `{FOLDER.relative_to(WORK.parent)}`, under the name of the task."
        ),
        figures=[
            Figure("tasks done", sum(not one.fault for one in done), at_least=len(TASKS)),
            Figure("steps, all together", sum(len(one.steps) for one in done)),
            Figure("the same before ways were made shorter", first),
            Figure("steps of the longest", max(len(one.steps) for one in done)),
        ],
        tables=[
            Table("Tasks", ("task", "screen", "steps", "at first", "time, in answers", "done"),
                  rows),
            Table("Their steps", ("task", "steps"), ways),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    try:
        result = measure(sys.argv[1:])
    except Skipped as reason:
        sys.exit(f"skipped: {reason}")
    if sys.argv[1:]:
        show(result)
    else:
        keep(result)
    sys.exit(any(row[-1] != "yes" for row in result.tables[0].rows))
