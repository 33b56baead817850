"""What programs ask the server for: questions with their bounds, texts to check, exports."""

import json
import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from rag.question.parsing import Query
from rag.types import OUTCOME, Answer, Outcome, Refusal

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Frozen(BaseModel):
    """What has the fields that are named, and no others."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _read_day(value: object) -> object:
    """Keeps pydantic from taking numbers, and times of day, for days."""
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise PydanticCustomError("date_parsing", "this is not a day; write it as 2024-12-26")


Day = Annotated[date, BeforeValidator(_read_day)]


class Bounded(Frozen):
    """The bounds that are set beside a question or a text."""

    first: Day | None = Field(
        default=None, alias="from", description="Only reports published on or after this day."
    )
    last: Day | None = Field(
        default=None, alias="to", description="Only reports published on or before this day."
    )
    as_of: Day | None = Field(default=None, description="As things were known on this day.")
    publisher: str | None = Field(
        default=None, description="Only reports of publishers whose name has this in it."
    )
    report: str | None = Field(
        default=None, description="Only the report with this id, as citations and lists have it."
    )
    collections: tuple[str, ...] = Field(
        default=(), max_length=100, description="Only reports that belong to one of these."
    )
    dated_for_sure: bool = Field(
        default=False, strict=True, description="Only reports whose date is in no doubt."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first is not None and self.last is not None and self.first > self.last:
            raise ValueError("`from` is later than `to`")
        return self

    def bounds(self, question: str = "") -> Query:
        """A question within the bounds."""
        publisher = self.publisher if self.publisher and self.publisher.strip() else None
        return Query(
            question, self.first, self.last, self.as_of, publisher, report=self.report or None,
            collections=self.collections, dated_for_sure=self.dated_for_sure,
        )  # fmt: skip


class Asked(Frozen):
    """A question."""

    question: str = Field(description="The question, in words.")


class BoundedQuestion(Bounded, Asked):
    """A question and the bounds that are set beside it."""

    def query(self) -> Query:
        """What the engine is asked."""
        return self.bounds(self.question)


class CheckRequest(Bounded):
    """A text to be checked, and the reports that it is checked against."""

    text: str = Field(min_length=1, description="The text: its sentences are checked.")
    format: Literal["markdown", "text"] = Field(
        default="markdown", description="How the text is written; plain text is read as such."
    )


class AskRequest(BoundedQuestion):
    """A question, its bounds and the conversation that it is asked in."""

    conversation_id: str | None = Field(
        default=None, max_length=200, description="Names the conversation that this belongs to."
    )


class FindRequest(BoundedQuestion):
    """What is to be found in all reports, and its bounds."""

    question: str = Field(
        max_length=2000,
        description="The words to be found, or “How many reports mention …?”.",
    )
    format: Literal["json", "csv"] | None = Field(
        default=None, description="Of the response; null: as the header Accept has it."
    )


class FindQuery(FindRequest):
    """The same, as it stands in an address."""

    dated_for_sure: bool = Field(
        default=False, description="Only reports whose date is in no doubt: true or false."
    )


def _read_outcome(value: object) -> object:
    """Keeps pydantic from taking 0 for false, or "1" for a number."""
    if isinstance(value, Answer | Refusal):
        return value
    try:
        return OUTCOME.validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(str(part) for part in first["loc"][1:]) or "kind"
        raise PydanticCustomError(
            "outcome", "{place}: {why}", {"place": place, "why": first["msg"]}
        ) from error


class ExportRequest(Frozen):
    """Outcomes to be exported as one file."""

    format: Literal["docx", "md", "html", "bib", "csl-json", "ris"] = Field(
        description="A document with footnotes (docx, md, html), or the reports cited."
    )
    outcomes: tuple[Annotated[Outcome, BeforeValidator(_read_outcome)], ...] = Field(
        min_length=1,
        max_length=200,
        description="Answers and refusals as /v1/ask gave them: one, or those of a conversation.",
    )
