"""The chat that is put together beside serving, with a chat of three lines in Gradio's place."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager

import httpx
import pytest
from fastapi import FastAPI

from tests.ui.test_logs import logged
from ui.web.late import LateChat


class _Made:
    """Puts chats together, and notes it; `open` says whether the chat is running."""

    def __init__(self) -> None:
        self.made = 0
        self.open = False
        self.opened = asyncio.Event()

    def __call__(self) -> FastAPI:
        @asynccontextmanager
        async def lifespan(_: FastAPI) -> AsyncIterator[None]:
            self.open = True
            self.opened.set()
            yield
            self.open = False

        self.made += 1
        chat = FastAPI(lifespan=lifespan)
        chat.get("/")(lambda: "the page")
        return chat


async def _page(chat: LateChat) -> tuple[int, str]:
    transport = httpx.ASGITransport(chat)
    async with httpx.AsyncClient(transport=transport, base_url="http://chat") as client:
        got = await client.get("/")
    return got.status_code, got.text


async def _put_together_when_ready() -> None:
    make, ready = _Made(), asyncio.get_running_loop().create_future()
    chat = LateChat(make)
    async with chat.running(ready):
        await asyncio.sleep(0)
        assert make.made == 0
        ready.set_result(None)
        await asyncio.wait_for(make.opened.wait(), 30)
        assert [await _page(chat), await _page(chat)] == [(200, '"the page"')] * 2
        assert make.made == 1
    assert not make.open


async def _put_together_when_asked_for_before() -> None:
    make, never = _Made(), asyncio.get_running_loop().create_future()
    chat = LateChat(make)
    async with chat.running(never):
        assert await asyncio.gather(_page(chat), _page(chat)) == [(200, '"the page"')] * 2
        assert make.made == 1


async def _stopped_before() -> None:
    make, never = _Made(), asyncio.get_running_loop().create_future()
    chat = LateChat(make)
    async with chat.running(never):
        await asyncio.sleep(0)
    assert make.made == 0
    assert await _page(chat) == (503, "The chat is not served now.")


async def _not_running() -> None:
    assert await _page(LateChat(_Made())) == (503, "The chat is not served now.")


@pytest.mark.parametrize(
    "course",
    [_put_together_when_ready, _put_together_when_asked_for_before, _stopped_before, _not_running],
    ids=lambda course: course.__name__.strip("_"),
)
def test_a_chat_is(course: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(course())


def test_a_chat_that_cannot_be_put_together_is_logged_and_said() -> None:
    def broken() -> FastAPI:
        raise RuntimeError("no such theme")

    async def asked() -> tuple[int, str]:
        chat = LateChat(broken)
        async with chat.running(asyncio.get_running_loop().create_future()):
            return await _page(chat)

    with logged() as lines:
        assert asyncio.run(asked()) == (503, "The chat is not served now.")
    assert [line["message"] for line in lines()] == [
        "the chat is not served: it could not be put together"
    ]
