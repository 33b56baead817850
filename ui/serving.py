"""The server as a process: where it listens, and how it stops."""

import asyncio
import atexit
import os
import signal
import socket
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from index.errors import BadInput
from ui.logs import LOG

_PATIENCE_S = 30
"""Seconds for the head of a request to be there whole, from when the connection is made or the
head begins; a connection whose request was answered is closed sooner, by uvicorn."""
_GRACE_S = 3
"""Seconds beyond what is given to questions under way, for closing what is open."""


class Listening:
    """A port that this process has taken. Nobody is answered until the server runs."""

    def __init__(self, host: str, port: int) -> None:
        """Raises BadInput where there is no such address or the port is in use."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        except (OSError, UnicodeError) as error:
            raise BadInput(
                f"There is no address {host!r} to listen on. Name one of this machine with --host, "
                "for example 127.0.0.1, or 0.0.0.0 for all of them."
            ) from error
        family, kind, protocol, _, address = found[0]
        self.socket = socket.socket(family, kind, protocol)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self.socket.bind(address)
        except OSError as error:
            self.socket.close()
            raise BadInput(
                f"Port {port} of {host} cannot be listened on ({error.strerror}). Stop what uses "
                "it, or choose another port with --port; 0 is any free one."
            ) from error
        self._host = host

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        port = self.socket.getsockname()[1]
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - shown, not listened on
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{everywhere.get(self._host, host)}:{port}"


class Impatient(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """A connection that is closed where nothing is asked on it, or too slowly."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    @property
    def _asked(self) -> bool:
        """Whether a request is under way."""
        return self.cycle is not None and not self.cycle.response_complete

    def _watch(self) -> None:
        if self._asked:
            self._forget()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(_PATIENCE_S, self._give_up)

    def _forget(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        if not self._asked:
            self.transport.close()


class StoppingServer(uvicorn.Server):
    """A server whose first signal lets what is under way end, for so many seconds, and whose
    second ends it at once."""

    def __init__(self, app: FastAPI, shutdown_s: int, started: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=Impatient,
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=shutdown_s,
            )
        )
        self._shutdown_s = shutdown_s
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self.should_exit:
            os._exit(128 + sig)  # threads that answer cannot be stopped otherwise
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        LOG.info("stopping: what is under way has %d seconds", self._shutdown_s)
        signal.signal(signal.SIGALRM, _cut_off)
        signal.alarm(self._shutdown_s + _GRACE_S)
        await super().shutdown(sockets)
        signal.alarm(0)
        LOG.info("stopped")


def end_now(code: int) -> NoReturn:
    """Ends the process without waiting for its threads: one that imports may not be stopped in the
    middle of that. What is to be done at the end of every process is done."""
    atexit._run_exitfuncs()
    os._exit(code)


def _cut_off(sig: int, frame: FrameType | None) -> None:
    LOG.error("stopped with a question unanswered: its time was up")
    os._exit(1)
