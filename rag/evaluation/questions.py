"""A file of questions whose answers are known, read and checked before the first is asked."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from index.errors import BadInput
from index.files import numbered_lines
from rag.question import Query


class KnownWindow(BaseModel):
    """The time window that a question names: None where it has no bound."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")
    as_of: date | None = None


class KnownQuestion(BaseModel):
    """A question with what a right answer has. `seeds/README.md` describes the fields.

    `facts` are regular expressions, `evidence` verbatim sentences of the reports. `window` is what
    should be read from the question, where that is known; `report` is the id of the one report
    that is asked.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    id: str = Field(min_length=1)
    question: str
    answerable: bool
    kind: str = "any"
    seeds: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")
    as_of: date | None = None
    publisher: str | None = None
    report: str | None = None
    window: KnownWindow | None = None

    @field_validator("facts")
    @classmethod
    def _compile(cls, facts: tuple[str, ...]) -> tuple[str, ...]:
        for fact in facts:
            try:
                re.compile(fact)
            except re.error as error:
                raise ValueError(f"{fact!r} is not a regular expression ({error})") from error
        return facts

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if not self.answerable and (self.facts or self.evidence or self.dates):
            raise ValueError("a question without an answer has no facts, evidence or dates")
        return self

    @property
    def query(self) -> Query:
        return Query(
            self.question, self.first, self.last, self.as_of, self.publisher, report=self.report
        )

    def states_facts(self, text: str) -> bool | None:
        """Whether `text` matches all facts; None where none is given."""
        if not self.facts:
            return None
        return all(re.search(fact, text, re.IGNORECASE) for fact in self.facts)


def read_questions(file: Path) -> list[KnownQuestion]:
    """The questions of a JSON-lines file. Raises BadInput, naming the line."""
    questions = [_read(file, number, line) for number, line in numbered_lines(file)]
    if not questions:
        raise BadInput(f"{file} has no questions in it.")
    seen = set[str]()
    for question in questions:
        if question.id in seen:
            raise BadInput(f"{file} has two questions with the id {question.id!r}.")
        seen.add(question.id)
    return questions


def _read(file: Path, number: int, line: str) -> KnownQuestion:
    try:
        return KnownQuestion.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise BadInput(f"{file}, line {number}: this is not JSON ({error.msg}).") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        where = f"{field}: " if field else ""
        raise BadInput(f"{file}, line {number}: {where}{first['msg']}.") from error
