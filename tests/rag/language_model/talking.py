"""What the tests of language models share: a model that is asked, and what came of it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rag.deadline import Deadline
from rag.generation.language_model import LlamaIndexModel, ModelFailed
from rag.generation.messages import Message, Schema
from rag.generation.providers import provide
from rag.settings import Settings
from tests.model_scripts import Asked, Fault, Reply, Script, Status
from tests.model_server import MODEL

ASKED = [Message("system", "Be brief."), Message("user", "What was reopened?")]
SCHEMA = Schema("answer", {"type": "object"})
SAID = "Engineers reopened the bridge on May 2."
LIMIT_S, AT_LAST_S = 1.5, 6
"""What is not cut off takes 15 s and more; a machine with much to do may stand still for some."""
TOO_LATE = "The language model did not answer within 1.5 seconds."


@contextmanager
def loaded(alone_s: float = 30, **settings: object) -> Iterator[LlamaIndexModel]:
    chosen = Settings.model_validate({"llm_model": MODEL, "llm_retries": 0, **settings})
    model = LlamaIndexModel(MODEL, provide(chosen, MODEL), chosen, alone_s)
    try:
        yield model
    finally:
        model.close()


@dataclass(frozen=True)
class Came:
    """What a model wrote until it failed, how it failed, and after how many seconds."""

    text: str
    failed: str
    seconds: float


def write(model: LlamaIndexModel, seconds: float = 5, schema: Schema | None = SCHEMA) -> Came:
    begun, pieces, failed = time.monotonic(), [], ""
    try:
        pieces.extend(model.write(ASKED, schema, Deadline.within(seconds)))
    except ModelFailed as error:
        failed = str(error)
    return Came("".join(pieces), failed, time.monotonic() - begun)


class Switch:
    """A script that can be changed, so that one server serves many tests."""

    def __init__(self) -> None:
        self.script: Script = lambda _: SAID

    def __call__(self, asked: Asked) -> str | Reply | Status | Fault:
        return self.script(asked)


SWITCH = Switch()


def says(script: Script | str | Reply | Status | Fault) -> None:
    SWITCH.script = script if callable(script) else lambda _: script
