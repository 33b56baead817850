"""What the guardrail says of a question, and what it may look at."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from index.calendar import Period
from index.types import Finding
from rag.types import Reason

if TYPE_CHECKING:
    from rag.evidence.evidence import Evidence

SURELY_NOT = 0.01
"""The confidence where a check fails."""


class Lack(StrEnum):
    """What keeps a question from being answered."""

    NOTHING = "nothing"
    NOWHERE = "words that no report has"
    NOT_NEAR = "words that no passage near the question has"
    TIME = "a time that no passage near the question speaks of"
    OUTSIDE = "a time that the reports do not cover"
    UNANSWERED = "none of the passages near the question answers it"
    OFF_TOPIC = "no passage is near the question"
    OPINION = "the language model holds that none of the nearest passages answers it"

    @property
    def reason(self) -> Reason:
        """What programs are told of it."""
        if self is Lack.OFF_TOPIC:
            return Reason.OFF_TOPIC
        return Reason.OUT_OF_WINDOW if self in (Lack.OUTSIDE, Lack.TIME) else Reason.NO_EVIDENCE


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around the passages and may supply what they leave out.

    `around` gives the paragraph that a passage stands in, `stated` what its report's title,
    publisher and date are; `in_a_report` tells whether some report has a word anywhere. `covered`
    are the days of the first report and the last, and `tells_of` says whether any report tells of a
    time.
    """

    around: Callable[[Finding], str]
    stated: Callable[[Finding], str]
    in_a_report: Callable[[str], bool]
    covered: Period | None = None
    tells_of: Callable[[Period], bool] = lambda period: False


@dataclass(frozen=True, slots=True)
class Why:
    """What keeps a question from being answered, with the words for it and the days near it, as
    `Verdict` has them."""

    lack: Lack
    missing: tuple[str, ...] = ()
    times: tuple[Period, ...] = ()
    before: date | None = None
    after: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether there is evidence, which, how sure that is, and what is lacking.

    `evidence` are the passages that may be answered from, best first; where the question names
    several times, the first `leading` of them are the best for each. `missing` are the words of
    the question that are meant by `lack`, and `times` the days that each of them means where they
    are words for times. `before` and `after` are the published dates nearest to the time asked
    about of the nearest reports.
    """

    evidence: tuple["Evidence", ...]
    confidence: float
    enough: bool
    lack: Lack = Lack.NOTHING
    missing: tuple[str, ...] = ()
    times: tuple[Period, ...] = ()
    leading: int = 1
    before: date | None = None
    after: date | None = None
