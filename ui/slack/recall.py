"""What the buttons below an answer stand for, also after the server was started anew."""

from hashlib import blake2b

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import DatelineError
from rag.question.parsing import Query
from rag.types import Answer, Refusal
from ui.service import Service
from ui.slack.limits import weight
from ui.slack.outcomes import outcomes_of

_LONGEST = 2000
"""Characters that Slack keeps with a button."""


class Forgotten(DatelineError):
    """An answer of old cannot be had again as it was."""

    def __init__(self) -> None:
        super().__init__(
            "This answer cannot be had again: Dateline was started anew since, and the reports, "
            "the day or the conversation that it came from are not the same. Ask the question "
            "again and use the buttons of the new answer."
        )


class _Kept(BaseModel):
    """A button's value: the question and a digest of what was said to it."""

    model_config = ConfigDict(extra="forbid")

    said: str
    question: str | None


class Recall:
    """Gives buttons their value, and outcomes for the values.

    The last outcomes are at hand; older ones are asked for again, and given only if they are the
    same.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._recent = outcomes_of(service.shared)

    async def value(self, outcome: Answer | Refusal) -> str:
        """What the buttons below an outcome are to carry."""
        said = _digest(outcome)
        await self._recent.keep(said, outcome)
        value = _Kept(said=said, question=outcome.question).model_dump_json()
        if weight(value) > _LONGEST:
            return _Kept(said=said, question=None).model_dump_json()
        return value

    async def outcome(self, value: str) -> Answer | Refusal:
        """The outcome that a button stands for. Raises Forgotten, or another DatelineError."""
        try:
            kept = _Kept.model_validate_json(value)
        except ValidationError:
            raise Forgotten from None
        recent = await self._recent.find(kept.said)
        if recent is not None:
            return recent
        if kept.question is None:
            raise Forgotten
        again = await self._service.ask(Query(kept.question))
        if _digest(again) != kept.said:
            raise Forgotten
        return again


def _digest(outcome: Answer | Refusal) -> str:
    """Tells outcomes apart by all that a reader was shown."""
    shown = outcome.model_dump_json(
        include={"kind", "question", "text", "citations", "nearest", "notes", "window"}
    )
    return blake2b(shown.encode(), digest_size=12).hexdigest()
