"""The check of a text as the server's interfaces ask for it."""

import asyncio
from collections.abc import Callable
from functools import partial

from rag.drafts.checking import DraftChecker
from rag.drafts.reading import read_draft
from rag.drafts.results import CheckedSentence, CheckedText
from rag.question.parsing import Query
from ui.service import Busy, Done, Seen, Service

_ROOM_S = 0.2
"""Seconds after which it is looked again whether there is room for a further sentence."""


def untold(_done: int, _of: int) -> None:
    """Tells nobody how far a text is checked."""


async def check_text(
    service: Service,
    name: str,
    content: bytes,
    query: Query,
    tell: Callable[[int, int], None] = untold,
    seen: Seen = None,
) -> CheckedText:
    """A text, as the content of a file of this name, checked within the bounds of a query.

    Each sentence waits its turn among the questions, so that none is kept from an answer by a long
    text. Nothing but what is `seen` is found or named. `tell` is called with how many are done, and
    of how many. Raises BadInput for a text that cannot be checked, and what `Service.ask` does.
    """
    settings = service.settings
    draft = await service.do(lambda: read_draft(name, content, settings, settings.max_checked))
    checker = await service.do(lambda: DraftChecker(service.engine_for(seen), query))
    done: list[CheckedSentence] = []
    for number, written in enumerate(draft.sentences, 1):
        tell(len(done), len(draft.sentences))
        done.append(await _in_turn(service, partial(checker.check, number, written)))
    return checker.result(done, draft)


async def _in_turn(service: Service, work: Callable[[], Done]) -> Done:
    """What `work` gives, done when there is room for it."""
    while True:
        try:
            return await service.do(work)
        except Busy:
            await asyncio.sleep(_ROOM_S)
