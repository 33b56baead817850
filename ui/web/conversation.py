"""What one reader has asked and was told. Each session of a browser has its own."""

import secrets
from dataclasses import dataclass, field

from index.types import ReportHead
from rag.question import Query
from rag.types import Answer, Citation, DatedPassage, Refusal
from ui.web.bounds import in_words


@dataclass(slots=True)
class Turn:
    """A question, and what has been said to it so far.

    `query` is what the engine was asked, None where the filters beside it cannot be meant, and
    `report` the name of the one report that it was asked of, if it was one. `stage` says what is
    being done while there is no outcome, and `problem` why there will be none. Of an answer, so
    many sentences are `shown`. `helpful` is the reader's judgement.
    """

    question: str
    query: Query | None = None
    report: str = ""
    stage: str = ""
    problem: str = ""
    outcome: Answer | Refusal | None = None
    shown: int = 0
    helpful: bool | None = None

    @property
    def bounds(self) -> str:
        """The dates set beside the question, in words; nothing where none were."""
        return in_words(self.query) if self.query is not None else ""

    @property
    def publisher(self) -> str:
        """Whose reports alone were read; nothing where anybody's were."""
        return (self.query.publisher if self.query is not None else None) or ""

    @property
    def answer(self) -> Answer | None:
        """The outcome, where it is an answer."""
        return self.outcome if isinstance(self.outcome, Answer) else None

    @property
    def refusal(self) -> Refusal | None:
        """The outcome, where it is a refusal."""
        return self.outcome if isinstance(self.outcome, Refusal) else None


@dataclass(frozen=True, slots=True)
class Opened:
    """A report beside the chat, and the passage of it that is pointed at, if any."""

    report_id: str
    passage: DatedPassage | None = None

    @property
    def citation(self) -> Citation | None:
        """The passage, where an answer rests on it."""
        return self.passage if isinstance(self.passage, Citation) else None


@dataclass(slots=True)
class Conversation:
    """The turns of one session, in order, and the report that is open in it.

    `only` is the one report that is asked from now on, None where all are.
    `openings` counts how often one was opened, so that a page sees when the same is opened again.
    """

    turns: list[Turn] = field(default_factory=list)
    opened: Opened | None = None
    openings: int = 0
    only: ReportHead | None = None
    _id: str = ""

    @property
    def id(self) -> str:
        """A name that nobody else's conversation has, and that cannot be guessed."""
        # Sessions begin as copies of one empty conversation, so it is not made with that.
        self._id = self._id or secrets.token_urlsafe(16)
        return self._id

    @property
    def cited(self) -> tuple[Citation, ...]:
        """The citations of the latest turn; none of a refusal."""
        answer = self.turns[-1].answer if self.turns else None
        return answer.citations if answer is not None else ()

    def turn(self, number: object) -> Turn | None:
        """The turn of this number, counted from 0, as a page names it; None for any other."""
        try:
            at = int(str(number))
        except ValueError:
            return None
        return self.turns[at] if 0 <= at < len(self.turns) else None

    def passage(self, turn: object, place: object) -> DatedPassage | None:
        """The citation with this marker in a turn, or the nearest passage of this number of a
        refusal, counted from 1."""
        found = self.turn(turn)
        outcome = found.outcome if found else None
        if outcome is None:
            return None
        passages = outcome.citations if isinstance(outcome, Answer) else outcome.nearest
        return next((p for n, p in enumerate(passages, 1) if str(n) == str(place)), None)

    @property
    def is_waiting(self) -> bool:
        """Whether the latest question has not been answered yet."""
        return bool(self.turns) and bool(self.turns[-1].stage)

    def open(self, opened: Opened) -> None:
        """Opens a report, at a passage if there is one."""
        self.opened = opened
        self.openings += 1

    def clear(self) -> None:
        """Begins another conversation. Filters hold until they are cleared."""
        self.turns, self.opened, self._id = [], None, ""
