"""Tasks of getting Dateline, and reports into it."""

import shutil
import subprocess
import sys
import sysconfig

from bench.common import ROOT
from bench.tasks.hands import Hands
from bench.tasks.reports import AUDIT, COST, FIRST, UNDATED
from bench.tasks.task import Task

_PACKED = ("index", "rag", "ui", "pyproject.toml", "README.md", "LICENSE")
_COUNCIL = "The council on the Kessel bridge"


def install(user: Hands) -> None:
    """From a wheel, into an environment that borrows the libraries of this one."""
    copy = user.folder / "checkout"
    copy.mkdir()
    for name in _PACKED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", user.folder]
    subprocess.run([*build, copy], check=True, capture_output=True)
    libraries = {"PYTHONPATH": sysconfig.get_path("purelib")}
    user.run("python -m venv --without-pip here")
    user.run("python -m pip --python here install --no-index --no-deps --quiet dateline-*.whl")
    user.run("here/bin/dateline --version", "dateline ", **libraries)


def first_folder(user: Hands) -> None:
    for name, text in FIRST.items():
        user.has(f"reports/{name}", text)
    user.run("dateline ingest reports", "closed.md", "12 May 2024 (text, low)")
    user.run(f'dateline ask "{COST}"', "4.2 million euros", "10 September 2024")


def mend_a_date(user: Hands) -> None:
    user.open()
    user.tab("Reports")
    user.sees("#list .doubt", "the report gives no date")
    mend = user.page.locator("#list li").filter(has_text=_COUNCIL).locator(".mend")
    user.fill(mend.locator("input"), "2024-05-14", "“It came out on”")
    user.click(mend.locator("button"), "“Save”")
    user.sees("#uploaded .receipt", "14 May 2024 (edited)")


def take_back_an_upload(user: Hands) -> None:
    user.has("audit.md", AUDIT)
    user.open()
    user.tab("Reports")
    user.give(user.page.locator("#upload input[type=file]"), user.folder / "audit.md")
    user.sees("#uploaded .added", "audit.md")
    user.button("Take audit.md back")
    user.sees("#uploaded .removed", "audit.md")


def watch_a_folder(user: Hands) -> None:
    user.has("reports/closed.md", FIRST["closed.md"])
    with user.serving("--watch", "reports"):
        user.write("reports/council.txt", UNDATED)
        user.open()
        user.tab("Reports")
        user.sees("#list .title", _COUNCIL)


TASKS = (
    Task("install it", "desk-dark", install),
    Task("ask a first folder of one's own", "desk-light", first_folder),
    Task("find a wrong date and mend it", "desk-light", mend_a_date, first=5),
    Task("take an upload back", "phone-dark", take_back_an_upload, first=5),
    Task("have a folder watched", "desk-dark", watch_a_folder),
)
