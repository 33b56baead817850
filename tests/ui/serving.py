"""A real server on loopback, as the tests of the interfaces use it."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from rag.settings import Settings
from tests.doubles import HashingEmbedder
from tests.rag.corpus import HARBOUR, engine_over
from ui.service import Service

TODAY = date(2025, 6, 1)


def harbour_service(folder: Path, **settings: object) -> Service:
    """A service over the harbour reports, with an embedder that needs no model and no judge."""
    engine_over(folder, HARBOUR)
    chosen = {"data_dir": folder / "data", "embedder": "hashing", "judge": "none", **settings}
    return Service(Settings.model_validate(chosen), HashingEmbedder, lambda: TODAY)


@contextmanager
def running(app: FastAPI, **config: Any) -> Iterator[str]:
    """Serves an application on a free port of 127.0.0.1; gives its address. Stops it cleanly.

    `config` is more of uvicorn's.
    """
    # FastAPI builds routes that were included at the first request, and Gradio its own on another
    # thread: both change the filters of warnings, which are all threads', so that one comes first.
    list(iter_route_contexts(app.routes))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", **config))
        serving = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        serving.start()
        wait_until(lambda: server.started)
        address = f"http://127.0.0.1:{port}"
        # what a test puts together meanwhile would do the same: the chat is waited for
        httpx.get(address, timeout=60)
        failed = True
        try:
            yield address
            failed = False
        finally:
            server.should_exit = True
            serving.join(30)
            # a page that a failed test left open may keep it: then that failure is what is told
            assert failed or not serving.is_alive(), "the server did not stop"


def wait_until(happened: Callable[[], bool], seconds: float = 90) -> None:
    """Waits until a condition holds; fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def settings_of(folder: Path, **more: object) -> Settings:
    """Settings for an index in a folder, with the hashing double and no judge."""
    return Settings.model_validate(
        {"data_dir": folder / "data", "embedder": "hashing", "judge": "none", **more}
    )
