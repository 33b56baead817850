"""What is said to a language model, and the form in which it is to answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat, and whose it is."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Schema:
    """A JSON Schema that an answer is to follow, under a name that servers ask for."""

    name: str
    schema: Mapping[str, object]
