"""What programs written for OpenAI's chat completions send and get."""

from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StrictBool,
    model_serializer,
    model_validator,
)

from rag.types import Outcome

MODEL = "dateline"


class _Lenient(BaseModel):
    """Clients send much that has no meaning here: it is taken and left aside."""

    model_config = ConfigDict(frozen=True, extra="ignore")


_ONE_OF_THE_USER: dict[str, JsonValue] = {
    "contains": {
        "type": "object",
        "properties": {"role": {"const": "user"}},
        "required": ["role"],
    }
}


class Part(_Lenient):
    """A part of a message; those that are not text are left aside."""

    type: str
    text: str = ""


class Message(_Lenient):
    """One message of a conversation."""

    role: str
    content: str | tuple[Part, ...] | None = None

    @property
    def text(self) -> str:
        """Its words."""
        if isinstance(self.content, tuple):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(_Lenient):
    """What a stream is to carry beside the text."""

    include_usage: StrictBool = False


class ChatRequest(_Lenient):
    """A conversation; the last message of the user is the question."""

    messages: tuple[Message, ...] = Field(min_length=1, json_schema_extra=_ONE_OF_THE_USER)
    model: str = Field(default=MODEL, description="Any name: there is one model.")
    stream: StrictBool = False
    stream_options: StreamOptions | None = None

    @model_validator(mode="after")
    def _has_a_question(self) -> "ChatRequest":
        if not any(message.role == "user" for message in self.messages):
            raise ValueError("there is no message of the role user, so there is no question")
        return self

    @property
    def question(self) -> str:
        """What is asked."""
        return next(m.text for m in reversed(self.messages) if m.role == "user")


class Usage(BaseModel):
    """Tokens. None are counted: no model writes here."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0


class Reply(BaseModel):
    """The answer with its citations, or the refusal, as Markdown that holds no markup."""

    role: Literal["assistant"] = "assistant"
    content: str
    refusal: None = None


class Choice(BaseModel):
    """The one reply that there is."""

    index: int = 0
    message: Reply
    finish_reason: Literal["stop"] = "stop"
    logprobs: None = None


class Completion(BaseModel):
    """A reply; `dateline` is the answer or refusal as /v1/ask gives it."""

    id: str
    object: Literal["chat.completion"] = "chat.completion"
    created: int = Field(description="Seconds since 1970.")
    model: str = MODEL
    choices: tuple[Choice]
    usage: Usage = Usage()
    dateline: Outcome


class Delta(BaseModel):
    """What a chunk adds to the reply."""

    role: Literal["assistant"] | None = None
    content: str | None = None

    @model_serializer
    def _without_nothing(self) -> dict[str, str]:
        return {name: value for name, value in self if value is not None}


class ChunkChoice(BaseModel):
    """The one reply that there is, as far as this chunk goes."""

    index: int = 0
    delta: Delta
    finish_reason: Literal["stop"] | None = None
    logprobs: None = None


class Chunk(BaseModel):
    """A piece of a reply. The last one that has a choice has `dateline`."""

    id: str
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
    created: int
    model: str = MODEL
    choices: Annotated[tuple[ChunkChoice, ...], Field(max_length=1)]
    usage: Usage | None = None
    dateline: Outcome | None = None


class Model(BaseModel):
    """The one model that there is."""

    id: str = MODEL
    object: Literal["model"] = "model"
    created: int = 0
    owned_by: str = MODEL


class Models(BaseModel):
    """The list of it."""

    object: Literal["list"] = "list"
    data: tuple[Model] = (Model(),)
