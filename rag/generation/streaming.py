"""What a language model says piece by piece, and when it has broken off or fallen silent."""

import asyncio
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

from rag.generation.failures import BrokeOff, FellSilent

if TYPE_CHECKING:
    from llama_index.core.base.llms.types import ChatResponseAsyncGen

BETWEEN_S = 10.0
"""Seconds without a word after the first, then it is cut off."""
CUT_SHORT = frozenset({"length", "content_filter", "error", "abort"})
"""Reasons that servers give for an end that is not the model's own."""


async def pieces_of(stream: "ChatResponseAsyncGen") -> AsyncGenerator[str]:
    """What is new in each part of a stream, where there is anything."""
    async for part in stream:
        if part.delta:
            yield part.delta
        choices = getattr(part.raw, "choices", None) or []
        if any(getattr(choice, "finish_reason", None) in CUT_SHORT for choice in choices):
            raise BrokeOff


async def next_of(pieces: AsyncGenerator[str]) -> str:
    """The next piece, or "" at the end."""
    try:
        async with asyncio.timeout(BETWEEN_S):
            return await anext(pieces, "")
    except TimeoutError as error:
        raise FellSilent from error
