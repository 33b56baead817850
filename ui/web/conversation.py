"""What one reader has asked and was told. Each session of a browser has its own."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from rag.drafts.results import CheckedText
from rag.engine.wide import Wide
from rag.progress import Said
from rag.question.parsing import Query
from rag.types import Answer, Citation, DatedPassage, Refusal, Sentence
from ui.checked import passages_of
from ui.standing.store import Standing
from ui.web.language import ENGLISH
from ui.web.tries import Try

MOST_TURNS = 50
"""Of one conversation."""


@dataclass(slots=True)
class Turn:
    """A question, and what has been said to it so far.

    `query` is what the engine was asked, None where the filters beside it cannot be meant, and
    `report` the name of the one report that it was asked of, if it was one. `stage` names what
    is being done while there is no outcome, `told` are the sentences that have passed the checks by
    then, and `problem` says why there will be no outcome. `helpful` is the reader's judgement,
    and `tries` what may be asked instead of what was refused. `wide` are all reports that have
    some words, where that was asked for: there is no outcome then. `standing` is the standing
    question that it was kept as.
    """

    question: str
    query: Query | None = None
    report: str = ""
    stage: str = ""
    problem: str = ""
    outcome: Answer | Refusal | None = None
    told: list[Said] = field(default_factory=list)
    helpful: bool | None = None
    tries: tuple[Try, ...] = ()
    wide: Wide | None = None
    standing: Standing | None = None

    @property
    def publisher(self) -> str:
        """Whose reports alone were read; nothing where anybody's were."""
        return (self.query.publisher if self.query is not None else None) or ""

    @property
    def answer(self) -> Answer | None:
        """The outcome, where it is an answer."""
        return self.outcome if isinstance(self.outcome, Answer) else None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """What is said in answer so far, which is all of it once there is an outcome."""
        if self.answer is not None:
            return self.answer.sentences
        return () if self.outcome is not None else tuple(said.sentence for said in self.told)

    @property
    def citations(self) -> dict[int, Citation]:
        """What these sentences rest on, by marker."""
        if self.outcome is not None:
            return {cited.n: cited for cited in (self.answer.citations if self.answer else ())}
        # of a marker told twice the first one stays, so that it is the same one that was opened
        return {cited.n: cited for said in reversed(self.told) for cited in said.cited}

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

    The first `dropped` turns have fallen away, and `remark` is what a reader should know before
    the first one. `checked` is the text that was checked last, and `owner` whose it is, where
    people sign in. `language` is that of the page. `openings` counts how often one was opened, so
    that a page sees when the same is opened again.
    """

    turns: list[Turn] = field(default_factory=list)
    opened: Opened | None = None
    openings: int = 0
    dropped: int = 0
    remark: str = ""
    checked: CheckedText | None = None
    owner: str = ""
    language: str = "en"
    _id: str = ""

    @property
    def id(self) -> str:
        """A name that nobody else's conversation has, and that cannot be guessed."""
        # 128 bits. Sessions begin as copies of one empty conversation, so it is not made with that.
        self._id = self._id or secrets.token_urlsafe(16)
        return self._id

    @property
    def cited(self) -> tuple[Citation, ...]:
        """The citations of the latest turn; none of a refusal."""
        return tuple(self.turns[-1].citations.values()) if self.turns else ()

    def turn(self, number: object) -> Turn | None:
        """The turn of this number, counted from 0 with those that have fallen away, as a page names
        it; None for any other."""
        try:
            at = int(str(number)) - self.dropped
        except ValueError:
            return None
        return self.turns[at] if 0 <= at < len(self.turns) else None

    def checked_passage(self, key: object) -> DatedPassage | None:
        """A passage beside a sentence of the text that was checked, as `passages_of` names it."""
        sentences = self.checked.sentences if self.checked is not None else ()
        found = (shown for sentence in sentences for shown in passages_of(sentence))
        return next((shown.passage for shown in found if shown.key == str(key)), None)

    def passage(self, turn: object, place: object) -> DatedPassage | None:
        """The citation with this marker in a turn, also while it is being answered, or the nearest
        passage of this number of a refusal, counted from 1."""
        found = self.turn(turn)
        if found is None:
            return None
        near: Iterable[tuple[int, DatedPassage]] = ()
        if found.refusal is not None:
            near = enumerate(found.refusal.nearest, 1)
        elif found.wide is not None:
            near = enumerate((mention.passage for mention in found.wide.mentions), 1)
        passages: dict[int, DatedPassage] = {**found.citations, **dict(near)}
        return next((p for n, p in passages.items() if str(n) == str(place)), None)

    @property
    def is_waiting(self) -> bool:
        """Whether the latest question has not been answered yet."""
        return bool(self.turns) and bool(self.turns[-1].stage)

    def add(self, turn: Turn) -> None:
        """Adds a turn; of more than `MOST_TURNS`, the oldest fall away."""
        self.turns.append(turn)
        self.remark = ""
        while len(self.turns) > MOST_TURNS:
            self.turns.pop(0)
            self.dropped += 1

    @property
    def fallen_away(self) -> str:
        """That the first turns are not kept, in English; nothing while all are."""
        if not self.dropped:
            return ""
        return ENGLISH("turn.fallen_away", count=self.dropped, most=MOST_TURNS)

    def stands(self, kept: Iterable[Standing]) -> None:
        """Takes note of which standing questions there are: one may be deleted elsewhere."""
        there = {one.id: one for one in kept}
        for turn in self.turns:
            turn.standing = there.get(turn.standing.id) if turn.standing else None

    def open(self, opened: Opened) -> None:
        """Opens a report, at a passage if there is one."""
        self.opened = opened
        self.openings += 1

    def clear(self) -> None:
        """Begins another conversation. Filters hold until they are cleared."""
        self.turns, self.opened, self.dropped, self.remark, self._id = [], None, 0, "", ""
        self.checked = None
