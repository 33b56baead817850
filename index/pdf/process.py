"""The process that reads PDF files, as this one uses it: with limits, and replaced when it dies."""

import atexit
import json
import os
import re
import selectors
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from index.errors import BadInput
from index.pdf.drawn import About, Bookmark, Box, DrawnPage, Font, turned
from index.pdf.limits import PdfLimits

_ROOT = Path(__file__).resolve().parent.parent.parent
_PIPE = 1 << 20
_BOLD = re.compile(
    r"bold|black|heavy|demi|[-,]bd\b|-medi(?:ital)?$|^(?:.{6}\+)?cm(?:bx|b\d|ssbx)", re.IGNORECASE
)
_NOT_BOLD = re.compile(r"semilight|demilight", re.IGNORECASE)
_A4 = (595.0, 842.0)
_TICKED, _NOT_TICKED = "☒", "☐"


class Died(Exception):
    """The process is gone, or was ended since it took too long; says which."""


class PdfProcess:
    """One process, started when it is first asked, that has one document open at a time."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._megabytes = 0
        self._deadline = 0.0
        self._in_a_worker = False
        self._of_another: subprocess.Popen[bytes] | None = None

    @contextmanager
    def opened(self, content: bytes, limits: PdfLimits) -> Iterator["OpenPdf"]:
        """A document, to be asked for its pages; one thread at a time has one.

        Raises BadInput, within too, for what cannot be read and for what takes too long.
        """
        with self._lock:
            self._deadline = time.monotonic() + limits.seconds
            try:
                self._start(limits.megabytes)
                about, _ = self._ask({"do": "open"}, content)
                yield OpenPdf(self, _about(about))
                self._ask({"do": "close"})
            except Died as error:
                self.end()
                raise BadInput(str(error)) from error
            except BaseException:
                self.end()  # replies may be under way
                raise

    def begin_in_a_worker(self) -> None:
        """Called at the beginning of a process that is ended together with all that it started:
        the next document has a process of that kind, whatever was started before a fork."""
        self._in_a_worker = True
        self._lock = RLock()
        self._process, self._of_another = None, self._process

    def end(self) -> None:
        """Ends the process; the next document has another."""
        with self._lock:
            if self._process is None:
                return
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            self._process.kill()
            self._process.wait()
            self._process = None

    def _start(self, megabytes: int) -> None:
        if self._process is not None:
            if self._process.poll() is None and self._megabytes == megabytes:
                return
            self.end()
        environment = {**os.environ, "PYTHONPATH": str(_ROOT), "PYTHONSAFEPATH": "1"}
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter with a module of ours
            [sys.executable, "-m", "index.pdf.worker", str(megabytes)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=environment, start_new_session=not self._in_a_worker,
        )  # fmt: skip
        self._megabytes = megabytes

    def _ask(self, request: dict[str, Any], content: bytes = b"") -> tuple[dict[str, Any], bytes]:
        self.send(request, content)
        return self.receive()

    def send(self, request: dict[str, Any], content: bytes = b"") -> None:
        """Asks for something. Raises Died."""
        process = self._process
        if process is None or process.stdin is None:
            raise Died(_GONE)
        line = json.dumps({**request, "bytes": len(content)}).encode() + b"\n"
        rest = memoryview(line + content)
        pipe = process.stdin.fileno()
        try:
            while rest:
                if not _is_ready(pipe, selectors.EVENT_WRITE, self.seconds_left):
                    raise Died(_SLOW)
                rest = rest[os.write(pipe, rest[:4096]) :]
        except OSError as error:
            raise Died(_GONE) from error

    def receive(self) -> tuple[dict[str, Any], bytes]:
        """The next reply. Raises Died, and BadInput for one that says what is wrong."""
        (length,) = struct.unpack("<I", self._read(4))
        said: dict[str, Any] = json.loads(self._read(length))
        content = self._read(said["bytes"])
        if "error" in said:
            raise BadInput(_ERRORS.get(said["error"], f"cannot be read as PDF: {said['error']}"))
        return said, content

    def _read(self, length: int) -> bytes:
        process = self._process
        if process is None or process.stdout is None:
            raise Died(_GONE)
        pipe = process.stdout.fileno()
        parts = bytearray()
        while len(parts) < length:
            if not _is_ready(pipe, selectors.EVENT_READ, self.seconds_left):
                raise Died(_SLOW)
            part = os.read(pipe, min(_PIPE, length - len(parts)))
            if not part:
                raise Died(_GONE)
            parts += part
        return bytes(parts)

    @property
    def seconds_left(self) -> float:
        """Until what is open takes too long."""
        return max(0.0, self._deadline - time.monotonic())


_SLOW = "takes too long to be read as PDF (setting pdf_seconds)"
_GONE = "cannot be read as PDF: the program that reads it broke down over it"
_ERRORS = {
    "password": "is encrypted: remove its password and ingest it again",
    "damaged": "is damaged or no PDF",
    "memory": "needs too much memory to be read as PDF (setting pdf_memory_mb)",
}


class OpenPdf:
    """A document that is open in the process."""

    def __init__(self, process: PdfProcess, about: About) -> None:
        self._process, self.about = process, about

    def pages(self, first: int = 0, behind: int | None = None) -> Iterator[DrawnPage]:
        """What is drawn on each page, from one on and before another, from 0; they are read ahead.
        Raises BadInput."""
        behind = self.about.pages if behind is None else behind
        self._process.send({"do": "pages", "first": first, "behind": behind})
        for number in range(first, behind):
            said, boxes = self._process.receive()
            broken = said.get("broken", False)
            yield _broken(number) if broken else _page(number, said, boxes)

    @property
    def seconds_left(self) -> float:
        """How long the file may still take."""
        return self._process.seconds_left

    def picture(self, page: int, width: int) -> bytes:
        """A page, from 0, as a PNG so many pixels wide. Raises BadInput."""
        self._process.send({"do": "picture", "page": page, "width": width})
        return self._process.receive()[1]


def _is_ready(pipe: int, event: int, seconds: float) -> bool:
    """Whether a pipe can be read from or written to within so many seconds."""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, event)
        return bool(selector.select(seconds))


def _about(said: dict[str, Any]) -> About:
    bookmarks = tuple(Bookmark(level + 1, title, page) for level, title, page in said["bookmarks"])
    return About(said["pages"], said["title"], said["created"], said["modified"], bookmarks)


def _broken(number: int) -> DrawnPage:
    """A page that cannot be read, as large as any."""
    return DrawnPage(number, *_A4, "", np.zeros((0, 4)), is_broken=True)


def _page(number: int, said: dict[str, Any], content: bytes) -> DrawnPage:
    area, turn = said["box"], said["turn"] % 360
    boxes = np.frombuffer(content, np.float32).reshape(-1, 4).astype(np.float64)[:, [0, 3, 2, 1]]
    fields = [(box, _value(value)) for box, value in said["fields"]]
    width, height = area[2] - area[0], area[3] - area[1]
    if turn in (90, 270):
        width, height = height, width
    return DrawnPage(
        number, width, height, said["text"], turned(boxes, area, turn),
        tuple((at, font) for at, font in said["fonts"]),
        tuple(Font(name, _is_bold(name)) for name in said["named"]),
        _angles(said["angles"], turn),
        tuple((int(font), int(letter), *by) for font, letter, *by in said["hanging"]),
        _boxes(said["pictures"], area, turn), _boxes(said["strokes"], area, turn),
        tuple(zip(_boxes([box for box, _ in fields], area, turn), [v for _, v in fields],
                  strict=True)),
        said["cut"],
    )  # fmt: skip


def _angles(said: list[list[float]], turn: int) -> tuple[tuple[int, float], ...]:
    """From which character on text is turned by how many degrees against the clock, on the page as
    it is shown."""
    begins = [] if not turn or (said and said[0][0] == 0) else [[0, 0.0]]
    return tuple((int(at), (angle - turn) % 360) for at, angle in [*begins, *said])


def _value(value: str | bool) -> str:
    if isinstance(value, str):
        return value
    return _TICKED if value else _NOT_TICKED


def _is_bold(name: str) -> bool:
    """By its name: weights are guessed by pdfium where a font states none, and often wrong."""
    return _BOLD.search(name) is not None and _NOT_BOLD.search(name) is None


def _boxes(given: list[list[float]], area: list[float], turn: int) -> tuple[Box, ...]:
    if not given:
        return ()
    moved = turned(np.array(given, np.float64), area, turn)
    return tuple((left, low, right, high) for left, low, right, high in moved.tolist())


PDF_PROCESS, PDF_PICTURES = PdfProcess(), PdfProcess()
"""Those that this process uses: one reads, and one draws pages, for which nobody has to wait until
a report is read."""
atexit.register(PDF_PROCESS.end)
atexit.register(PDF_PICTURES.end)
