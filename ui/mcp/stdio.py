"""The server on standard input and output, for one assistant."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Thread
from typing import TextIO

import anyio
from mcp.server.stdio import stdio_server

from index.errors import DatelineError
from ui.mcp.server import build_server
from ui.service import Service

_logger = logging.getLogger(__name__)
_TOGETHER = 65536
"""Bytes of input handed on at once, at most."""


async def serve_stdio(service: Service) -> None:
    """Serves until the input ends or the process is told to stop, and closes the service.

    Nothing but the protocol reaches standard output: what else is written there goes to standard
    error meanwhile.
    """
    warming = asyncio.create_task(_warm_up(service))
    try:
        with _input_until_told() as (lines, end):
            server = build_server(service)
            async with stdio_server(stdin=anyio.wrap_file(lines)) as (read, write):
                try:
                    await server.run(read, write, server.create_initialization_options())
                finally:
                    end()
    except* ConnectionError:
        _logger.info("the assistant went away")
    finally:
        await warming
        await asyncio.to_thread(service.close)


async def _warm_up(service: Service) -> None:
    """Loads the models beside serving. What fails here is told to the first who asks, too."""
    try:
        await service.warm_up()
    except DatelineError as error:
        _logger.error("%s", error)


@contextmanager
def _input_until_told() -> Iterator[tuple[TextIO, Callable[[], None]]]:
    """Standard input, which ends on SIGINT, on SIGTERM and when the function beside it is called.

    The SDK reads in a thread that cannot be stopped while it waits for input. Here one that need
    not be stopped waits, and hands on what comes.
    """
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    end = partial(_end, theirs)
    with ours, theirs, ours.makefile("r", encoding="utf-8", errors="replace") as lines:
        for told in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(told, end)
        Thread(target=_hand_on, args=(sys.stdin.fileno(), theirs), daemon=True).start()
        try:
            yield lines, end
        finally:
            for told in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(told)


def _hand_on(descriptor: int, to: socket.socket) -> None:
    with suppress(OSError):
        while some := os.read(descriptor, _TOGETHER):
            to.sendall(some)
    _end(to)


def _end(handed_on: socket.socket) -> None:
    """Ends what is handed on; also where it has ended before."""
    with suppress(OSError):
        handed_on.shutdown(socket.SHUT_WR)
