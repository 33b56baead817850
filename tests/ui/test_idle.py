"""Connections on which nothing is asked, or too slowly, are closed; those that are used stay."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import pytest

from tests.ui.serving import harbour_service, running
from ui import serving
from ui.server import build_app
from ui.serving import Impatient

pytestmark = pytest.mark.usefixtures("without_page")

PATIENCE_S = 0.5


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    app = build_app(harbour_service(tmp_path_factory.mktemp("idle")))
    with running(app, http=Impatient, timeout_keep_alive=1) as at:
        yield at


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "_PATIENCE_S", PATIENCE_S)


def _closed(connection: socket.socket) -> bool:
    """Whether the other side has closed a connection, after all that it sent; uvicorn takes a
    second here for one whose request was answered."""
    connection.settimeout(20)
    try:
        while connection.recv(65536):
            pass
    except TimeoutError:
        return False
    return True


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname, parts.port or 0))


@pytest.mark.parametrize(
    "begun",
    [b"", b"GET /healthz HTTP/1.1\r\n", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET"],
    ids=["nothing", "half a head", "a request, and half of another"],
)
def test_an_idle_connection_is_closed(address: str, begun: bytes) -> None:
    with _connected(address) as connection:
        connection.sendall(begun)
        assert _closed(connection)


def test_a_head_that_dribbles_in(address: str) -> None:
    began = time.monotonic()
    with _connected(address) as connection, suppress(ConnectionError):
        connection.sendall(b"GET /healthz HTTP/1.1\r\nX: ")
        while time.monotonic() - began < 10:
            connection.sendall(b"x")
            time.sleep(0.05)
    assert time.monotonic() - began < 5


def test_a_connection_that_is_used_stays(address: str) -> None:
    with httpx.Client() as client:
        for _ in range(4):
            assert client.get(f"{address}/healthz").status_code == 200
            time.sleep(PATIENCE_S / 2)
