"""The process that reads PDF files: `python -m index.pdf.worker`.

A request is a line of JSON, with `bytes` so many bytes behind it. A reply is the length of a line
of JSON in four bytes, that line, and so many bytes as it says in `bytes`. Only what answers a
request is written to standard output.
"""

import json
import struct
import sys
from typing import Any, BinaryIO

import pypdfium2

from index.pdf.document import Unreadable, describe, open_document, page_content, picture_of

try:
    import resource
except ImportError:  # not on Windows: there the memory of the process is not bounded
    resource = None  # type: ignore[assignment]


def _bound_memory(megabytes: int) -> None:
    if resource is not None:
        most = megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


class Worker:
    """Has one document open at a time and answers requests about it."""

    def __init__(self, requests: BinaryIO, replies: BinaryIO) -> None:
        self._requests, self._replies = requests, replies
        self._document: pypdfium2.PdfDocument | None = None

    def run(self) -> None:
        """Answers until there are no more requests."""
        for line in iter(self._requests.readline, b""):
            request = json.loads(line)
            content = self._requests.read(request.get("bytes", 0))
            try:
                self._answer(request, content)
            except Unreadable as error:
                self._reply({"error": "password" if error.needs_password else "damaged"})
            except MemoryError:
                self._reply({"error": "memory"})
            except Exception as error:  # noqa: BLE001 - whatever a file brings about is its own
                self._reply({"error": f"{type(error).__name__}: {error}"})

    def _answer(self, request: dict[str, Any], content: bytes) -> None:
        asked = request["do"]
        if asked == "open":
            self._close()
            self._document = open_document(content)
            self._reply(describe(self._document))
        elif asked == "close":
            self._close()
            self._reply({})
        elif asked == "pages":
            for number in range(request["first"], request["behind"]):
                self._reply(*self._page(number))
        elif asked == "picture":
            picture = picture_of(self._opened(), request["page"], request["width"])
            self._reply({}, picture)

    def _page(self, number: int) -> tuple[dict[str, Any], bytes]:
        try:
            return page_content(self._opened(), number)
        except pypdfium2.PdfiumError:
            return {"broken": True}, b""

    def _opened(self) -> pypdfium2.PdfDocument:
        if self._document is None:
            raise Unreadable(needs_password=False)
        return self._document

    def _close(self) -> None:
        if self._document is not None:
            self._document.close()
            self._document = None

    def _reply(self, said: dict[str, Any], content: bytes = b"") -> None:
        line = json.dumps({**said, "bytes": len(content)}).encode()
        self._replies.write(struct.pack("<I", len(line)) + line + content)
        self._replies.flush()


if __name__ == "__main__":
    _bound_memory(int(sys.argv[1]))
    Worker(sys.stdin.buffer, sys.stdout.buffer).run()
