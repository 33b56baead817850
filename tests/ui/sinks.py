"""Where alerts arrive, on loopback: a receiver of webhooks and a mail server that keep what comes,
and can be held up before they say that they have it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast


@dataclass(frozen=True)
class Posted:
    """A request as it came; `headers` by their names in small letters."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Sink:
    """What came, and what is answered once `may_answer` is set: `status` with `reply`, or over
    SMTP `code` to each recipient."""

    port: int = 0
    status: int = 200
    reply: bytes = b"ok"
    location: str = ""
    code: int = 250
    posted: list[Posted] = field(default_factory=list)
    mailed: list[EmailMessage] = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/alerts"


class _Http(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Who sent was killed."""


class _Smtp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, *_: object) -> None:
        """Who sent was killed."""


@contextmanager
def http_sink() -> Iterator[Sink]:
    """A receiver of webhooks."""
    sink = Sink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            sink.posted.append(Posted(self.path, headers, body))
            sink.may_answer.wait(60)
            self.send_response(sink.status)
            if sink.location:
                self.send_header("Location", sink.location)
            self.send_header("Content-Length", str(len(sink.reply)))
            self.end_headers()
            self.wfile.write(sink.reply)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    with _serving(_Http(("127.0.0.1", 0), Handler), sink):
        yield sink


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    """A mail server without TLS."""
    sink = Sink()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 loopback\r\n")
            for line in self.rfile:
                verb = line[:4].upper()
                if verb == b"DATA":
                    self.wfile.write(b"354 go on\r\n")
                    self._take()
                elif verb == b"QUIT":
                    self.wfile.write(b"221 bye\r\n")
                    return
                else:
                    code = sink.code if verb == b"RCPT" else 250
                    self.wfile.write(f"{code} so\r\n".encode())

        def _take(self) -> None:
            lines = list[bytes]()
            for line in self.rfile:
                if line == b".\r\n":
                    break
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            message = message_from_bytes(b"".join(lines), policy=policy.default)
            sink.mailed.append(cast(EmailMessage, message))
            sink.may_answer.wait(60)
            self.wfile.write(b"250 taken\r\n")

    with _serving(_Smtp(("127.0.0.1", 0), Handler), sink):
        yield sink


@contextmanager
def _serving(server: socketserver.TCPServer, sink: Sink) -> Iterator[None]:
    sink.port = int(server.server_address[1])
    sink.may_answer.set()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        sink.may_answer.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
