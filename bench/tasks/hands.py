"""The hands of a new user: what they do in a browser and a shell is done, and counted."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Download, Locator, Page

from bench.browser import SCREENS
from bench.common import ROOT
from bench.servers import serving, wait_until_ready

_MOST_BYTES = 60_000
_COLOURS = {"light": ("#fffefb", "#1c2329"), "dark": ("#14181c", "#e7e4dc")}
_SHELL_LINES = 44
_COMMAND_S = 180


class NotSeen(Exception):
    """What a task should have led to is not to be seen."""


@dataclass(slots=True)
class Hands:
    """One user at one screen, in one folder. What they do is a step each, kept in words; looking
    is none."""

    page: Page
    address: str
    folder: Path
    scheme: str
    picture: Path
    steps: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    """What the shell showed, commands and what they printed."""
    pictured: bool = False

    def open(self, query: str = "") -> None:
        """Opens the page, or an address that somebody shared."""
        self.steps.append("open the page" if not query else "open the address that was shared")
        self.page.goto(f"{self.address}/{query}")
        self.page.wait_for_selector("#send")
        self.page.wait_for_selector("#thread .examples, #thread .turn")

    def click(self, what: str | Locator, words: str) -> Locator:
        """Presses a button or link: the first that is seen of a selector."""
        part = self.page.locator(f"{what}:visible").first if isinstance(what, str) else what
        self.steps.append(f"click {words}")
        part.click()
        return part

    def tab(self, name: str) -> None:
        """Turns to a tab of the page."""
        self.click(self.page.get_by_role("tab", name=name), f"the tab “{name}”")

    def button(self, name: str) -> None:
        """Presses the first button of a name that is seen."""
        found = self.page.get_by_role("button", name=name).locator("visible=true")
        self.click(found.first, f"“{name}”")

    def fill(self, part: Locator, text: str, words: str) -> None:
        """Fills a field."""
        self.steps.append(f"fill {words}")
        part.fill(text)

    def key(self, key: str) -> None:
        """Presses a key."""
        self.steps.append(f"press {key}")
        self.page.keyboard.press(key)

    def choose(self, part: Locator, value: str, words: str) -> None:
        """Chooses of a list."""
        self.steps.append(f"choose {words}")
        part.select_option(value)

    def give(self, part: Locator, file: Path) -> None:
        """Chooses a file to be sent."""
        self.steps.append(f"choose the file {file.name}")
        part.set_input_files(file)

    def ask(self, question: str) -> None:
        """Asks in the page, and waits for all that is said."""
        before = self.page.locator("#thread .turn").count()
        self.fill(self.page.locator("#question textarea"), question, "the question")
        self.key("Enter")
        self.answered(before)

    def answered(self, before: int) -> None:
        """Waits for the answer after so many turns."""
        self.page.wait_for_function(
            "n => document.querySelectorAll('#thread .turn').length > n"
            " && !document.querySelector('#thread .stage')",
            arg=before,
        )

    @contextmanager
    def saving(self) -> Iterator[list[Download]]:
        """What is saved of the page in here; it is written to the folder."""
        saved: list[Download] = []
        with self.page.expect_download() as given:
            yield saved
        saved.append(given.value)
        given.value.save_as(self.folder / given.value.suggested_filename)

    def sees(self, selector: str, text: str = "", timeout_s: float = 60) -> Locator:
        """Waits until a part of the page with this text is seen."""
        part = self.page.locator(f"{selector}:visible").filter(has_text=text).first
        try:
            part.wait_for(timeout=timeout_s * 1000)
        except Exception as error:
            raise NotSeen(f"{selector} with “{text}” is not seen") from error
        return part

    def write(self, name: str, text: str) -> None:
        """Writes a file with an editor, or puts one that they have into a folder."""
        self.steps.append(f"put {name} there")
        self.has(name, text)

    def run(self, command: str, *holds: str, code: int = 0, **environment: str) -> None:
        """Runs a command, which has to end with this code and print all of `holds`."""
        self.steps.append(f"run `{command}`")
        ran = subprocess.run(
            ["/bin/sh", "-c", command], cwd=self.folder, text=True,
            env=surroundings() | environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=_COMMAND_S,
        )  # fmt: skip
        self.said += [f"$ {command}", *ran.stdout.splitlines()]
        if ran.returncode != code:
            raise NotSeen(f"`{command}` ended with {ran.returncode}: {ran.stdout[-300:]}")
        for one in holds:
            if one not in ran.stdout:
                raise NotSeen(f"`{command}` does not print “{one}”")

    def has(self, name: str, text: str) -> None:
        """Gives the user a file that was there before: no step."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, "utf-8")

    def has_reports(self, reports: Mapping[str, str]) -> None:
        """Gives the user reports that were ingested before, in the folder `reports`: no step."""
        for name, text in reports.items():
            self.has(f"reports/{name}", text)
        told = (self.steps[:], self.said[:])
        self.run("dateline ingest reports")
        self.steps, self.said = told

    @contextmanager
    def serving(self, *options: str, **settings: str) -> Iterator[None]:
        """Starts the server over the user's own folder, which is a step, and stops it, which is
        none."""
        self.steps.append(f"run `{' '.join(('dateline serve', *options))}`")
        places = [str(self.folder / one) if one[:1] != "-" else one for one in options]
        with serving(self.folder / ".dateline", *places, **settings) as (_, self.address):
            wait_until_ready(self.address)
            yield
            if self.page.url != "about:blank":
                self.shot()

    def shot(self) -> None:
        """Takes the picture, of what is seen now: of the shell, if the page was not opened."""
        if self.pictured:
            return
        self.pictured = True
        if self.said and self.page.url == "about:blank":
            ground, ink = _COLOURS[self.scheme]
            text = escape("\n".join(self.said[-_SHELL_LINES:]))
            self.page.set_content(
                f"<body style='margin:0;background:{ground};color:{ink}'><pre style='margin:16px;"
                f"font:13px/1.4 monospace;white-space:pre-wrap'>{text}</pre>"
            )
        self.page.wait_for_timeout(250)  # what fades in is drawn whole
        picture = Image.open(BytesIO(self.page.screenshot())).convert("RGB")
        for quality in (80, 60, 40):
            picture.save(self.picture, quality=quality)
            if self.picture.stat().st_size <= _MOST_BYTES:
                return


def surroundings() -> dict[str, str]:
    """The environment of a user who has installed Dateline and set nothing."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DATELINE_")}
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    return {**kept, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "110"}


@contextmanager
def hands(browser: Browser, address: str, folder: Path, screen: str) -> Iterator[Hands]:
    """A new user at a screen such as `phone-dark`, in an empty folder."""
    size, _, scheme = screen.partition("-")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    context = browser.new_context(
        viewport=SCREENS[size], color_scheme="dark" if scheme == "dark" else "light",
        permissions=["clipboard-read", "clipboard-write"], locale="en-GB",
    )  # fmt: skip
    context.set_default_timeout(60_000)
    try:
        yield Hands(
            context.new_page(), address, folder, scheme, folder.with_name(f"{folder.name}.webp")
        )
    finally:
        context.close()
