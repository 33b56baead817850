"""A question whose progress is told while it is being answered."""

from rag.progress import Progress
from rag.question.parsing import Query
from rag.types import Answer, Refusal
from ui.following import Following
from ui.http.problems import Problem, problem_of
from ui.service import Seen, Service

PING_S = 15.0
"""Seconds of silence after which a sign of life is sent, lest a proxy hang up."""
Asked = Following[Progress, Answer | Refusal]
"""A question under way. As a context, it is dropped where nobody follows any more and nobody has
begun to answer it."""


async def begin(
    service: Service, query: Query, seen: Seen, conversation: str | None = None
) -> Asked:
    """Asks the service about what is seen. Raises Busy."""
    asked = Asked(lambda tell: service.ask(query, conversation, tell, seen))
    await asked.taken_up()
    return asked


async def ended(asked: Asked) -> Answer | Refusal | Problem:
    """What came of it, a problem included: for those who have sent their status already."""
    try:
        return await asked.result()
    except Exception as error:  # noqa: BLE001 - there is no other way left to tell
        said, _ = problem_of(error)
        return said
