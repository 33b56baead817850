"""What a field's manifest says: where each report was published, and how its file is made."""

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from index.errors import BadInput

Line = Annotated[str, Field(min_length=1, pattern=r"^[^\n]+$")]
Commit = Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]
Offset = Annotated[int, Field(ge=0)]


class Making(StrEnum):
    """How a report's file is made of a file in a repository.

    BYTES: as it is. TEXT: read as UTF-8, U+FFFD where it is none, each line end a line feed. JSON:
    what stands between the quotation marks of a string, decoded. JSON_TEXT: the same, each line end
    a line feed. CSV: the same of a field. PDF: the text of each page by pypdf, joined by line
    feeds. All but the first may be cut.
    """

    BYTES = "bytes"
    TEXT = "text"
    JSON = "json"
    JSON_TEXT = "json-text"
    CSV = "csv"
    PDF = "pdf"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Repository(_Part):
    """A public repository at one commit, and on what terms its texts may be used."""

    url: Annotated[str, Field(pattern=r"^https://[^/\s]+/[\w.-]+/[\w.-]+$")]
    commit: Commit
    licence: Line

    @property
    def title(self) -> str:
        """Its owner and its name."""
        return "/".join(self.url.removesuffix(".git").split("/")[-2:])


class Document(_Part):
    """A report: its file's name, and from where and how it is made.

    `repository` counts from 0; `commit` is given where it is not the repository's. `start` and
    `end` are characters of the file as `made` reads it, end exclusive; None where it is not cut.
    `sha256` is of the bytes of the file that is made.
    """

    file: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d_[\w-][\w.-]*$")]
    date: date
    repository: Offset
    path: str
    commit: Commit | None = None
    start: Offset | None = None
    end: Offset | None = None
    made: Making
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

    @field_validator("path")
    @classmethod
    def _stay_inside(cls, path: str) -> str:
        if not path.isprintable() or "\\" in path or {"", ".", ".."} & set(path.split("/")):
            raise ValueError(f"{path!r} is no path within a repository")
        return path

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        cut = self.start is not None and self.end is not None
        if cut != (self.start is not None or self.end is not None):
            raise ValueError(f"{self.file} has a start or an end alone")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError(f"{self.file} has no characters {self.start} to {self.end}")
        if cut and self.made is Making.BYTES:
            raise ValueError(f"{self.file} is cut, and so it is made as text")
        if not cut and self.made in (Making.JSON, Making.JSON_TEXT, Making.CSV):
            raise ValueError(f"{self.file} is made from a string without a start and an end")
        if not self.file.startswith(self.date.isoformat()):
            raise ValueError(f"{self.file} does not begin with its date")
        return self


class Manifest(_Part):
    """A field: what it is, and from where its reports are.

    `dates` says what the reports' dates are, `matter` what they tell, `traps` what is easily
    mistaken in them; the last two are not given where nobody is to read them. `needs` are packages
    that its reports are made with, NAME==VERSION.
    """

    field: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    subject: Line
    form: Line
    dates: Line | None = None
    matter: Line | None = None
    traps: Line | None = None
    needs: tuple[Annotated[str, Field(pattern=r"^[\w-]+==[\w.]+$")], ...] = ()
    repositories: tuple[Repository, ...]
    documents: Annotated[tuple[Document, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if len({document.file.casefold() for document in self.documents}) < len(self.documents):
            raise ValueError("two documents have one file name")
        for document in self.documents:
            if document.repository >= len(self.repositories):
                raise ValueError(f"{document.file} is of repository {document.repository}")
        pypdf = any(re.match("pypdf==", needed) for needed in self.needs)
        if not pypdf and any(document.made is Making.PDF for document in self.documents):
            raise ValueError("there are PDFs, and needs does not say which pypdf reads them")
        return self

    def source_of(self, document: Document) -> tuple[Repository, str]:
        """The repository and the commit that a document is of."""
        repository = self.repositories[document.repository]
        return repository, document.commit or repository.commit

    def to_json(self) -> str:
        """The manifest as its file has it, without what is not given."""
        return self.model_dump_json(indent=1, exclude_defaults=True) + "\n"


def read_manifest(file: Path) -> Manifest:
    """The manifest in a file. Raises BadInput, naming what is wrong."""
    try:
        return Manifest.model_validate_json(file.read_bytes())
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadInput(f"{file}: {where or 'the whole'}: {first['msg']}.") from error
