"""What goes wrong in the page without having been foreseen: logged once, and told in words."""

import inspect
from collections.abc import Callable
from contextlib import aclosing
from functools import wraps
from typing import Any, TypeVar, cast

import gradio as gr

from ui.logs import LOG
from ui.web.conversation import Conversation
from ui.web.language import ENGLISH, texts_of

_Does = TypeVar("_Does", bound=Callable[..., Any])


def logged(do: _Does) -> _Does:
    """An event's function that fails with a line in the log and words for the reader.

    Left to itself, Gradio prints what went wrong in between the lines of the log. It looks at what
    kind of function it is given, so that this one is of the same kind.
    """

    @wraps(do)
    async def generate(*given: Any) -> Any:
        try:
            async with aclosing(do(*given)) as steps:
                async for step in steps:
                    yield step
        except Exception as error:  # noqa: BLE001 - nobody else would log it
            raise _told(error, given) from None

    @wraps(do)
    async def wait(*given: Any) -> Any:
        try:
            return await do(*given)
        except Exception as error:  # noqa: BLE001 - nobody else would log it
            raise _told(error, given) from None

    @wraps(do)
    def call(*given: Any) -> Any:
        try:
            return do(*given)
        except Exception as error:  # noqa: BLE001 - nobody else would log it
            raise _told(error, given) from None

    if inspect.isasyncgenfunction(do):
        return cast("_Does", generate)
    return cast("_Does", wait if inspect.iscoroutinefunction(do) else call)


def _told(error: Exception, given: tuple[Any, ...]) -> gr.Error:
    """What the reader is told of an error, which is logged, in the language of his page."""
    LOG.error("an error that was not foreseen, in the chat", exc_info=error)
    codes = (one.language for one in given if isinstance(one, Conversation))
    texts = texts_of(next(codes, ENGLISH.code))
    return gr.Error(texts("error.unforeseen"), title=texts("error.title"), print_exception=False)
