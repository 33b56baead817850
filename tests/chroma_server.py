"""A real Chroma server on loopback, and a real proxy before one that asks for a token.

`chroma run` is a Python script that imports all of Chroma's client before it starts the server,
which takes seconds; what it calls then is called here at once.
"""

import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

RUN = "import sys, chromadb_rust_bindings as chroma; chroma.cli(['chroma', 'run', *sys.argv[1:]])"


class RunningChroma:
    """`chroma run` over a folder, on a port that it keeps when it is stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port: int = taken.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it and waits until it answers."""
        said = (self.folder.parent / f"{self.folder.name}.log").open("ab")
        with said:
            self._process = subprocess.Popen(
                [sys.executable, "-c", RUN, "--path", self.folder, "--port", str(self.port),
                 "--host", "127.0.0.1"],
                stdout=said, stderr=said, cwd=self.folder.parent,
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while True:
            try:
                httpx.get(f"{self.url}/api/v2/heartbeat", timeout=5).raise_for_status()
            except httpx.HTTPError:
                assert time.monotonic() < deadline, "the Chroma server did not start"
                assert self._process.poll() is None, "the Chroma server ended"
                time.sleep(0.02)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stops it; nothing is started in its place."""
        if self._process is not None:
            os.kill(self._process.pid, how)
            self._process.wait(30)
            self._process = None


@contextmanager
def chroma_server(folder: Path) -> Iterator[RunningChroma]:
    """A server that runs within."""
    server = RunningChroma(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop(signal.SIGKILL)


@contextmanager
def guarded(
    server: RunningChroma, header: str, value: str, certificate: tuple[Path, Path] | None = None
) -> Iterator[str]:
    """The address of a proxy that passes on to a server what has a header of a value, and refuses
    all else; over TLS with a certificate and its key."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.headers.get(header) != value:
                self._answer(401, b"no entry")
                return
            kind = {"Content-Type": self.headers.get("Content-Type", "")}
            got = httpx.request(
                self.command, f"{server.url}{self.path}", content=body, headers=kind, timeout=60
            )
            self._answer(got.status_code, got.content)

        do_GET = do_POST = do_PUT = do_DELETE = do_any  # noqa: N815 - names of http.server

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    proxy.daemon_threads = True
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        proxy.socket = context.wrap_socket(proxy.socket, server_side=True)
    threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True).start()
    scheme = "https" if certificate is not None else "http"
    try:
        yield f"{scheme}://127.0.0.1:{proxy.server_address[1]}"
    finally:
        proxy.shutdown()
        proxy.server_close()
