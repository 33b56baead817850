"""What a server with OpenAI's interface takes of what may be asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from rag.generation.failures import status_of
from rag.generation.messages import Schema

_FEWER = {20: 5, 5: 0}
"""Alternatives to the first token: OpenAI's bound, that of stricter servers, none."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is asked of a server beside the messages."""

    schema: bool = True
    alternatives: int = 20
    bound: str = "max_tokens"
    temperature: float | None = 0.0

    def options(self, schema: Schema | None, tokens: int) -> dict[str, object]:
        """The options of a request that may be answered with so many tokens; of one token, its
        alternatives are asked for."""
        asked: dict[str, object] = {self.bound: tokens, "temperature": self.temperature}
        if schema is not None and self.schema:
            form = {"name": schema.name, "strict": True, "schema": schema.schema}
            asked["response_format"] = {"type": "json_schema", "json_schema": form}
        if tokens == 1 and self.alternatives:
            asked |= {"logprobs": True, "top_logprobs": self.alternatives}
        return asked

    def along_with(self, other: Self) -> Self:
        """What is asked of a server that does not take what either leaves out."""
        return replace(
            self,
            schema=self.schema and other.schema,
            alternatives=min(self.alternatives, other.alternatives),
            bound=other.bound if self.bound == "max_tokens" else self.bound,
            temperature=self.temperature if other.temperature is not None else None,
        )

    def without(self, error: BaseException, asked: Mapping[str, object]) -> Self | None:
        """How to ask again after an error; None where what was asked for is not the reason."""
        said = str(error).lower()
        if status_of(error) not in (400, 422):
            return None
        if "max_completion_tokens" in said and "max_tokens" in asked:
            return replace(self, bound="max_completion_tokens")
        if "temperature" in said and asked["temperature"] is not None:
            return replace(self, temperature=None)
        if "response_format" in asked:
            return replace(self, schema=False)
        if "logprobs" in asked:
            return replace(self, alternatives=_FEWER[self.alternatives])
        return None
