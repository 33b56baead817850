"""The check of a text in the chat: what a reader pastes or uploads, and what is shown of it."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import uuid4

from index.errors import BadInput, DatelineError
from rag.drafts.results import CheckedText
from rag.question.parsing import Query
from ui.checking import check_text
from ui.following import Following
from ui.logs import request_id
from ui.service import Service
from ui.web import pages
from ui.web.bounds import query_of
from ui.web.complaints import in_words
from ui.web.conversation import Conversation
from ui.web.language import ENGLISH, texts_of
from ui.web.words import bounds_of

_Step = tuple[int, int]
"""How many sentences are done, and of how many."""
_PASTED = "pasted.md"


async def check_for_page(
    service: Service,
    conversation: Conversation,
    text: str,
    files: Sequence[tuple[Path, str]],
    given: object,
) -> AsyncIterator[str]:
    """Checks the first file, or else what was pasted, within the filters that are given, and gives
    what is to be shown of it whenever there is more. The file is removed."""
    request_id.set(uuid4().hex)
    conversation.checked = None
    texts = texts_of(conversation.language)
    show = partial(pages.checked, texts=texts)
    try:
        name, content = _given(text, files)
        query = query_of("", given)
        within = "; ".join(filter(None, (bounds_of(texts, query), query.publisher or "")))
        yield show(within=within)
        work = partial(_check, service, name, content, query)
        checking: Following[_Step, CheckedText] = Following(work)
        async for step in checking.steps():
            if step is not None:
                yield show(done=step[0], of=step[1], within=within)
        conversation.checked = await checking.result()
        yield show(conversation.checked, within=within)
    except DatelineError as error:
        yield show(problem=in_words(error))


async def _check(
    service: Service, name: str, content: bytes, query: Query, tell: Callable[[_Step], None]
) -> CheckedText:
    return await check_text(service, name, content, query, lambda done, of: tell((done, of)))


def _given(text: str, files: Sequence[tuple[Path, str]]) -> tuple[str, bytes]:
    for path, name in files[:1]:
        with suppress(OSError):
            content = path.read_bytes()
            path.unlink()
            return name, content
    if not text.strip():
        raise BadInput(ENGLISH("told.error.nothing_pasted"))
    return _PASTED, text.encode()
