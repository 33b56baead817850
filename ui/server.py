"""The server put together: JSON at /v1, Slack at /slack/events, the chat at /, on one port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from functools import partial

from fastapi import FastAPI

from index.errors import DatelineError
from ui.http.gate import Tokens
from ui.http.routes import add_routes, new_app
from ui.http.sign_in import SignIn
from ui.logs import LOG
from ui.service import Service
from ui.slack.endpoint import add_slack, build_slack
from ui.standing.rounds import Rounds
from ui.watching import Watching
from ui.web.late import LateChat


def build_app(service: Service, watching: Watching | None = None) -> FastAPI:
    """The application over a service. It loads the models when it starts, beside serving, and reads
    what comes into the folders and addresses that are watched.

    Raises BadInput for unusable tokens, and for sign-in that is half set.
    """
    if watching is not None:
        service.watched = lambda: watching.state
    slack = build_slack(service)
    tokens, sign_in = Tokens(service.settings), SignIn(service.settings)
    served = sign_in.asked_for or not tokens.asked_for
    chat = LateChat(partial(_chat_of, service)) if served else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warming = asyncio.create_task(_warm_up(service))
        try:
            async with (
                slack.running() if slack is not None else nullcontext(),
                chat.running(warming) if chat is not None else nullcontext(),
                _beside(watching),
                Rounds(service).running(),
            ):
                yield
        finally:
            await asyncio.gather(warming, return_exceptions=True)
            await asyncio.to_thread(service.close)

    app = new_app(lifespan)
    add_routes(app, service, tokens, sign_in)
    add_slack(app, slack, service.settings.max_body_kb * 1024)
    if chat is not None:
        app.mount("/", chat)  # last: it takes every address that is left
    else:
        LOG.warning("the chat is not served: it asks for no token, and tokens are set")
    return app


@asynccontextmanager
async def _beside(watching: Watching | None) -> AsyncIterator[None]:
    """Watches for as long as this is entered; the event loop goes on while that ends."""
    if watching is None:
        yield
        return
    watching.start()
    try:
        yield
    finally:
        await asyncio.to_thread(watching.stop)


def _chat_of(service: Service) -> FastAPI:
    from ui.web.app import chat_of  # noqa: PLC0415 - Gradio takes seconds to import

    return chat_of(service)


async def _warm_up(service: Service) -> None:
    try:
        await service.warm_up()
    except DatelineError as error:
        LOG.error("questions cannot be answered: %s", error)
    except Exception:  # noqa: BLE001 - nobody waits for it
        LOG.exception("questions cannot be answered: the models could not be loaded")
    else:
        LOG.info("ready")
