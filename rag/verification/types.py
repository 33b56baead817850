"""What a written sentence may rest on, and what is found when it is checked."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a sentence may rest on: verbatim text of a report, with what that report states of
    itself."""

    text: str
    published_on: date | None = None
    title: str | None = None
    publisher: str | None = None
    originator: str | None = None


class FaultKind(StrEnum):
    """What may be wrong with a written sentence."""

    QUOTE = "quote"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    UNIT = "unit"
    NEGATION = "negation"
    MODALITY = "modality"
    ROLES = "roles"
    WORDS = "words"
    MARKUP = "markup"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a sentence; `what` says it in words."""

    kind: FaultKind
    what: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence as it was checked.

    `number` is the index of the grounds that support it best and `support` the judge's logit that
    they do, 0 where there is no judge. Without `faults` it may be shown with those grounds alone.
    """

    number: int
    support: float
    faults: tuple[Fault, ...]
