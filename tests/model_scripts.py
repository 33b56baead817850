"""What a scripted language model is asked and says: texts, replies with more of a say, faults."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape
from typing import Any

FOREVER = 10**9


class Fault(StrEnum):
    """How a server that was reached can fail beside answering with a status."""

    HANG = "no answer at all"
    EMPTY = "no choices"
    SILENT = "a choice without a word"
    HTML = "a page"
    INVALID_JSON = "events that are no JSON"
    NOT_A_STREAM = "the whole answer at once where a stream was asked for"
    ERROR_IN_STREAM = "an error among the events"


@dataclass(frozen=True, slots=True)
class Status:
    """An error by its status, with the message of its body."""

    code: int
    message: str = "something is wrong"
    retry_after: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A text, and how it comes.

    `size` characters in a piece, `pause` seconds between two. After `until` pieces it stops as
    `then` says: "hang" or "cut"; `endless` says it over and over; `finish` is the reason given at
    the end. `first` are the probabilities of the first token's alternatives.
    """

    text: str = ""
    size: int = 8
    pause: float = 0.0
    until: int = FOREVER
    then: str = "cut"
    endless: bool = False
    finish: str = "stop"
    first: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as the model was shown it."""

    id: str
    title: str
    publisher: str
    published: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to the model."""

    body: Mapping[str, Any]
    key: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def messages(self) -> list[dict[str, str]]:
        return list(self.body["messages"])

    @property
    def system(self) -> str:
        return "\n".join(m["content"] for m in self.messages if m["role"] == "system")

    @property
    def user(self) -> str:
        """The last message of the user."""
        return next(m["content"] for m in reversed(self.messages) if m["role"] == "user")

    @property
    def wants_schema(self) -> bool:
        return "response_format" in self.body

    @property
    def wants_judgement(self) -> bool:
        """Whether only yes or no is asked for."""
        return self.body.get("logprobs") is True

    @property
    def passages(self) -> list[Shown]:
        """The passages in the messages of the user, as `rag.generation.prompts` writes them."""
        said = "\n".join(m["content"] for m in self.messages if m["role"] == "user")
        return [
            Shown(
                **{k: unescape(v) for k, v in _ATTRIBUTE.findall(found[2])}, text=found[3].strip()
            )
            for found in _PASSAGE.finditer(said)
        ]


_PASSAGE = re.compile(r"<(passage-\w+)((?: \w+=\"[^\"]*\")*)>\n(.*?)\n</\1>", re.DOTALL)
_ATTRIBUTE = re.compile(r"(\w+)=\"([^\"]*)\"")
Script = Callable[[Asked], "str | Reply | Status | Fault"]


def written(*sentences: tuple[str, Sequence[str]]) -> str:
    """What a model says that keeps to the schema: each sentence with the ids it names."""
    said = [{"text": text, "passages": list(ids)} for text, ids in sentences]
    return json.dumps({"sentences": said}, ensure_ascii=False)


def lines(*sentences: tuple[str, Sequence[str]]) -> str:
    """The same in the plain format."""
    return "\n".join(f"{text} [{', '.join(ids)}]" for text, ids in sentences)


def echo_passages(asked: Asked) -> str | Reply:
    """A good model: one true sentence for each passage, the first of it, verbatim."""
    return rewording({})(asked)


def rewording(words: Mapping[str, str]) -> Script:
    """A good model that says some sentences in other words. Asked to judge, it says yes."""

    def script(asked: Asked) -> str | Reply:
        if asked.wants_judgement:
            return Reply("yes", first={"yes": 0.9, "no": 0.08, "Yes": 0.01})
        firsts = [(re.split(r"(?<=[.!?])\s", p.text)[0], p.id) for p in asked.passages]
        said = [(words.get(text, text), [of]) for text, of in firsts]
        return written(*said) if asked.wants_schema else lines(*said)

    return script


def one_after_another(*scripts: "Script | str | Reply | Status | Fault") -> Script:
    """A script for each request in turn, the last for all that follow."""
    left = list(scripts)

    def script(asked: Asked) -> str | Reply | Status | Fault:
        now = left.pop(0) if len(left) > 1 else left[0]
        return now(asked) if callable(now) else now

    return script
