"""How long the body of a request may take."""

import asyncio
import socket
import time

from starlette.types import Message, Receive, Scope, Send

from ui.http.slow import SlowBodies

_LIMIT_S = 0.1


def test_a_body_that_came_in_time_counts_though_the_server_was_too_busy_to_look() -> None:
    assert asyncio.run(_read_while_busy()) == [{"type": "http.request", "body": b"{}"}]


async def _read_while_busy() -> list[Message]:
    """What is read of a body that comes at once, while the server does something else for longer
    than a body may take."""
    read: list[Message] = []
    here, there = socket.socketpair()
    come = asyncio.Event()
    asyncio.get_running_loop().add_reader(here, come.set)

    async def receive() -> Message:
        await come.wait()
        return {"type": "http.request", "body": here.recv(8)}

    async def send(_: Message) -> None: ...

    async def app(_: Scope, receive: Receive, __: Send) -> None:
        asyncio.get_running_loop().call_soon(busy)
        read.append(await receive())

    def busy() -> None:
        there.sendall(b"{}")
        time.sleep(3 * _LIMIT_S)

    try:
        await SlowBodies(app, _LIMIT_S)({"type": "http", "path": "/v1/ask"}, receive, send)
    finally:
        asyncio.get_running_loop().remove_reader(here)
        here.close()
        there.close()
    return read
