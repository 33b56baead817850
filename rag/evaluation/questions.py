"""A file of questions whose answers are known, read and checked before the first is asked."""

import re
from datetime import date
from pathlib import Path
from typing import Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from index.errors import BadInput
from index.files import numbered_lines, value_of
from rag.question.parsing import Query


class KnownWindow(BaseModel):
    """The time window that a question names: None where it has no bound."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")
    as_of: date | None = None


Place = tuple[str, int, int]
"""A file's name or path as it was ingested, with the first and the last character, end exclusive,
of the file read as UTF-8, a line end counting as one; of a PDF, a document, a sheet or a report
within a file of several, of the text that Dateline reads."""


class Identified(BaseModel):
    """A line of such a file; no two have one id."""

    id: str = Field(min_length=1)


Known = TypeVar("Known", bound=Identified)


class KnownQuestion(Identified):
    """A question with what a right answer has. `seeds/README.md` describes the fields.

    `facts` are regular expressions, `evidence` verbatim sentences of the reports, and `spans`, in
    place of these, every place in the files that answers. `nearest` are the places that look most
    like an answer and are none. `answer` says in words what is right, `why` that nothing is.
    `window` is what should be read from the question, where that is known; `report` is the id of
    the one report that is asked. `asked_on` is the day it is asked on, where "last month" must mean
    the same for ever.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    question: str
    answerable: bool
    kind: str = "any"
    seeds: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    spans: tuple[Place, ...] = ()
    nearest: tuple[Place, ...] = ()
    answer: str | None = None
    why: str | None = None
    dates: tuple[date, ...] = ()
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")
    as_of: date | None = None
    publisher: str | None = None
    report: str | None = None
    collections: tuple[str, ...] = ()
    window: KnownWindow | None = None
    asked_on: date | None = None

    @field_validator("facts")
    @classmethod
    def _compile(cls, facts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(checked_pattern, facts))

    @field_validator("spans", "nearest")
    @classmethod
    def _check_places(cls, places: tuple[Place, ...]) -> tuple[Place, ...]:
        for file, start, end in places:
            if not 0 <= start < end:
                raise ValueError(f"{file} has no characters {start} to {end}")
        return places

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if not self.answerable and (self.facts or self.evidence or self.spans or self.dates):
            raise ValueError("a question without an answer has no facts, evidence, spans or dates")
        if self.answerable and self.nearest:
            raise ValueError("only a question without an answer has nearest places")
        return self

    @property
    def query(self) -> Query:
        return Query(
            self.question, self.first, self.last, self.as_of, self.publisher, report=self.report,
            collections=self.collections,
        )  # fmt: skip

    def states_facts(self, text: str) -> bool | None:
        """Whether `text` matches all facts; None where none is given."""
        if not self.facts:
            return None
        return all(re.search(fact, text, re.IGNORECASE) for fact in self.facts)


def checked_pattern(text: str) -> str:
    """The text, where it is a regular expression. Raises ValueError."""
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is not a regular expression ({error})") from error
    return text


def read_questions(file: Path) -> list[KnownQuestion]:
    """The questions of a JSON-lines file. Raises BadInput, naming the line."""
    return read_lines(file, KnownQuestion, "questions")


def read_lines(file: Path, model: type[Known], things: str) -> list[Known]:
    """What each line of a JSON-lines file describes; `things` is the word for them.

    Raises BadInput, naming the line, or the id that is there twice.
    """
    read = [_read(file, model, number, line) for number, line in numbered_lines(file)]
    if not read:
        raise BadInput(f"{file} has no {things} in it.")
    seen = set[str]()
    for known in read:
        if known.id in seen:
            raise BadInput(f"{file} has two {things} with the id {known.id!r}.")
        seen.add(known.id)
    return read


def _read(file: Path, model: type[Known], number: int, line: str) -> Known:
    try:
        return model.model_validate(value_of(line))
    except BadInput as error:
        raise BadInput(f"{file}, line {number}: this is {error}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        where = f"{field}: " if field else ""
        raise BadInput(f"{file}, line {number}: {where}{first['msg']}.") from error
