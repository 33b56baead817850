"""What was searched for an outcome: the time window applied, the corpus and the models."""

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from index.types import Coverage


class Frozen(BaseModel):
    """A value that other programs rely on: it does not change, and has no keys but its own."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        json_schema_serialization_defaults_required=True,
    )


class Window(Frozen):
    """The time window applied, and the words it was read from.

    `of` tells whether the reports or what they tell of must be of that time, or either.
    """

    first: date | None = Field(alias="from")
    last: date | None = Field(alias="to")
    as_of: date | None
    reading: str
    of: Literal["published", "event", "either"] = "published"


class Corpus(Frozen):
    """What was searched."""

    reports: int
    passages: int
    first: date | None = Field(alias="from")
    last: date | None = Field(alias="to")
    snapshot: str
    languages: dict[str, int] = Field(
        default={},
        description="How many reports are in other languages than English, by their codes.",
    )

    missing: str | None = Field(
        default=None,
        description="What of it could not be searched, in words; null where all of it was.",
    )

    @classmethod
    def of(cls, coverage: Coverage, missing: str | None = None) -> Self:
        """What a corpus covers, and what of it could not be searched."""
        return cls(
            reports=coverage.reports,
            passages=coverage.passages,
            first=coverage.first,
            last=coverage.last,
            snapshot=coverage.snapshot,
            languages=dict(coverage.languages),
            missing=missing,
        )

    @property
    def coverage(self) -> Coverage:
        """The same, as the index tells it."""
        languages = tuple(self.languages.items())
        return Coverage(
            self.reports, self.passages, self.first, self.last, self.snapshot, languages
        )


class Models(Frozen):
    """The models that took part; None where none was used."""

    embedder: str | None
    reranker: str | None = None
    judge: str | None = None
    llm: str | None = None
