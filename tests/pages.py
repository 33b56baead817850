"""The commands that pages print, run in order as a reader would type them.

A page is one shell: what it exports holds until its end. A server or a watcher that it starts runs
until the page starts another or ends, and must then stop as one that is asked to.
"""

import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parent.parent
PRINTED = "127.0.0.1:8000"
"""Where pages say that the server is; each has one at a port of its own here."""
_FENCED = re.compile(
    r"^(?P<in> *)```(?P<of>sh|python)\n(?P<code>.*?)^(?P=in)```$", re.MULTILINE | re.DOTALL
)
_LASTS = re.compile(r"\S*dateline( --data-dir \S+)? (serve|watch)\b")
_SECONDS = 240
"""For a page, on a machine that does much else."""
_OURS = ("DATELINE_", "MAKE", "MFLAGS", "PYTHONPATH")
_CLEAN = {key: value for key, value in os.environ.items() if not key.startswith(_OURS)}
"""Read once, before anything runs: pages run side by side, and pytest sets and unsets a variable of
its own meanwhile."""
_STOP = """
if [ -n "${lasting-}" ]; then kill -TERM $lasting; wait $lasting; echo $? > "$lasts.code"; fi
lasting=
"""


@dataclass(frozen=True)
class Step:
    """A command of a page, with its here-document and the lines that go on with it."""

    page: str
    text: str

    @property
    def lasts(self) -> bool:
        """Whether it runs until it is stopped."""
        return _LASTS.match(self.text) is not None


@dataclass(frozen=True)
class Ended:
    """How a step ended and what it wrote."""

    code: int
    out: str
    err: str


def steps(page: str) -> list[Step]:
    """The commands of a page, by its path in the repository, in their order."""
    return list(_steps(page, (ROOT / page).read_text("utf-8")))


def _steps(page: str, text: str) -> Iterator[Step]:
    for block in _FENCED.finditer(text):
        code = dedent(block["code"])
        if block["of"] == "python":
            yield Step(page, f"python - <<'END'\n{code}END")
            continue
        begun = ""
        for line in code.splitlines():
            begun = f"{begun}\n{line}" if begun else line
            if not re.sub(r"^\s*#.*", "", begun).strip():
                begun = ""
            elif _is_whole(begun):
                yield Step(page, begun)
                begun = ""
        assert not begun, f"{page}: {begun!r} has no end"


def _is_whole(text: str) -> bool:
    """Whether a shell would begin with it; a here-document must have its end."""
    if text.endswith("\\"):
        return False
    read = subprocess.run(["bash", "-n"], input=text, text=True, capture_output=True)
    return read.returncode == 0 and read.stderr == ""


def run(page: list[Step], folder: Path, commands: Path, more: Mapping[str, str]) -> list[Ended]:
    """How each step ends where all are run in a folder.

    `commands` is the socket of a process that runs commands (`tests/forking.py`); `more` is set in
    the environment.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = folder.parent / f"{folder.name}-ran"
    kept.mkdir()
    bins = _programs(kept, commands)
    environment = {
        **_CLEAN,
        "PATH": f"{bins}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "DATELINE_PORT": str(port),
        # a server is stopped as soon as it answers, while it still puts its page together
        "DATELINE_SHUTDOWN_S": "90",
        "OMP_NUM_THREADS": "1",
        **more,
    }
    script = "".join(_script(number, step, kept) for number, step in enumerate(page)) + _STOP
    subprocess.run(
        ["bash", "-c", script.replace(PRINTED, f"127.0.0.1:{port}")],
        cwd=folder, env=environment, stdin=subprocess.DEVNULL, timeout=_SECONDS, check=True,
        capture_output=True,
    )  # fmt: skip
    return [_ended(kept / str(number)) for number in range(len(page))]


def _programs(kept: Path, commands: Path) -> Path:
    """A folder of programs with `dateline` and `python`, for the front of PATH. What lasts is a
    process of its own from the beginning, as it is told to stop by a signal."""
    bins = kept / "bin"
    bins.mkdir()
    python, forking = shlex.quote(sys.executable), ROOT / "tests" / "forking.py"
    dateline = f"""case " $* " in
*" serve "* | *" watch "*) exec {python} -m ui.cli "$@" ;;
esac
exec {python} -S {forking} {commands} "$@"
"""
    programs = {"dateline": dateline, "python": f'exec {python} -W error::UserWarning:ui "$@"\n'}
    for name, script in programs.items():
        (bins / name).write_text(f"#!/bin/sh\n{script}", "utf-8")
        (bins / name).chmod(0o755)
    return bins


def _script(number: int, step: Step, kept: Path) -> str:
    at = kept / str(number)
    if not step.lasts:
        return f'{{\n{step.text}\n}} >"{at}.out" 2>"{at}.err"\necho $? >"{at}.code"\n'
    # a server is ready when it says so, a watcher when it has told of what it read
    told = f'[ "$(wc -l < "{at}.out")" -gt 1 ]'
    ready = f"curl -sf http://{PRINTED}/readyz" if "serve" in step.text else told
    return f"""{_STOP}
(exec {step.text}
) >"{at}.out" 2>"{at}.err" &
lasting=$! lasts="{at}"
until {ready} >/dev/null; do kill -0 $lasting || break; sleep 0.1; done
"""


def _ended(at: Path) -> Ended:
    def wrote(what: str) -> str:
        return at.with_name(f"{at.name}.{what}").read_text("utf-8", errors="replace")

    return Ended(int(wrote("code")), wrote("out"), wrote("err"))
