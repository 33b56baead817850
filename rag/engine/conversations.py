"""Conversations: questions that follow up on others, kept apart and bounded."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from time import monotonic

from index.errors import DatabaseUnusable, DatelineError
from index.storage.catalog import Catalog
from rag.conversation.casing import with_capitals
from rag.conversation.named import name_asked_about, of_that_name, tells_of
from rag.conversation.resolve import may_follow_up, resolve
from rag.conversation.rewriting import is_faithful
from rag.conversation.topic import may_stand_alone
from rag.conversation.turn import Read, Turn, reader
from rag.engine.kept_turns import KeptTurns, TurnsInMemory
from rag.engine.query_engine import QueryEngine
from rag.limit import limited
from rag.progress import Progress, Said, Tell, untold
from rag.question.parsing import After, Query
from rag.types import Answer, Reason, Refusal

_NO_ANSWER = -2.0
"""Below this logit a passage is no answer by far."""
_NOTHING_ASKED = (Reason.NOT_A_QUESTION, Reason.QUESTION_TOO_LONG)

Rewrite = Callable[[str, Sequence[Turn]], str | None]
"""Makes a question whole that may follow up on turns, the newest last; None where it cannot. It may
raise a DatelineError."""
_logger = logging.getLogger(__name__)


class Conversations:
    """Questions that follow up on the turns that are kept, by conversation. Safe from several
    threads."""

    def __init__(self, kept: KeptTurns | None = None) -> None:
        """`kept` has the turns; where there is none, they end with the process."""
        self.kept = kept or TurnsInMemory()

    def ask(
        self,
        engine: QueryEngine,
        query: Query,
        conversation_id: str,
        tell: Tell = untold,
        rewrite: Rewrite | None = None,
    ) -> Answer | Refusal:
        """The outcome of a question that may follow up on earlier ones of its conversation.

        It says how the question was understood, where that is not as it was asked. `rewrite`, or
        else the engine's language model, is tried where the question may be a follow-up, and has
        its way only where all that it says stands in the question or the conversation; else, and
        where no report is indexed, the rules have theirs. The bounds are those of the question:
        none set beside an earlier one is taken over. Raises DatabaseUnusable where the turns cannot
        be had.
        """
        turns, spent_s, longest = self.kept.of(conversation_id), 0.0, engine.settings.max_question
        asked = with_capitals(query, engine.catalog, longest)
        whole = asked
        if turns and len(query.question) <= longest and engine.talk(query.question) is None:
            read = reader(query.asked_on(engine.today()), engine.covered_to(query.as_of))
            whole = _after(asked, resolve(asked, turns, read, engine.nearness), turns, read)
            if engine.coverage().passages and (rewrite := rewrite or engine.rewrite) is not None:
                begun = monotonic()
                whole = _rewritten(asked, whole, turns, read, rewrite)
                spent_s = monotonic() - begun
        as_asked = whole.question == asked.question
        said = query.question if as_asked else whole.question
        read = reader(query.asked_on(engine.today()), engine.covered_to(query.as_of))
        name = name_asked_about(asked.question, read) if turns else None
        if name is None and not as_asked and may_stand_alone(asked.question, read):
            outcome, whole = _of_either(engine, whole, asked, tell, spent_s)
        else:
            outcome = _of_a_name(engine, replace(whole, question=said), name, tell, spent_s)
        if not (isinstance(outcome, Refusal) and outcome.reason in _NOTHING_ASKED):
            self._keep(conversation_id, Turn.of(whole, outcome))
        if as_asked:
            return outcome
        understood = {"question": query.question, "understood_as": whole.question}
        return outcome.model_copy(update=understood)

    def _keep(self, conversation_id: str, turn: Turn) -> None:
        """Makes a turn the last of its conversation; one that cannot be kept loses no answer."""
        try:
            self.kept.add(conversation_id, turn)
        except DatabaseUnusable as error:
            _logger.error("A conversation goes on without its last question: %s", error)


def _of_either(
    engine: QueryEngine, whole: Query, asked: Query, tell: Tell, spent_s: float
) -> tuple[Answer | Refusal, Query]:
    """The outcome of a question that was made whole, with that; of it as it was asked, where only
    so it is answered by what has its own words, and what is quoted otherwise is no answer to it by
    far: then it was about another matter, as whoever asks is told."""
    held: list[Said] = []

    def hold(step: Progress) -> None:
        held.append(step) if isinstance(step, Said) else tell(step)

    with limited(engine.settings.question_timeout_s):
        outcome, taken = engine.ask(whole, hold, spent_s), whole
        catalog = engine.catalog
        if catalog is not None and not tells_of(outcome, asked.question, catalog):
            told, held = held, []
            alone = _answered_alone(engine, asked, catalog, hold, spent_s)
            if alone is not None and not _may_answer(engine, asked, outcome):
                outcome, taken = alone, asked
            else:
                held = told
    for said in held if isinstance(outcome, Answer) else ():
        tell(said)
    return outcome, taken


def _may_answer(engine: QueryEngine, asked: Query, outcome: Answer | Refusal) -> bool:
    """Whether what is quoted may well answer a question by itself, as the judge holds, if any."""
    if isinstance(outcome, Refusal) or engine.loaded.judge is None:
        return False
    quotes = [citation.quote for citation in outcome.citations]
    judged = engine.loaded.judge.judge(asked.question, quotes)
    return any(one.answers > _NO_ANSWER for one in judged)


def _answered_alone(
    engine: QueryEngine, asked: Query, catalog: Catalog, tell: Tell, spent_s: float
) -> Answer | Refusal | None:
    """The answer to a question by itself by what has its own words; None where there is none, or it
    cannot be had, as where time runs out."""
    try:
        outcome = engine.ask(asked, tell, spent_s)
    except DatelineError as error:
        _logger.warning("A question is not asked by itself: %s", error)
        return None
    return outcome if tells_of(outcome, asked.question, catalog) else None


def _of_a_name(
    engine: QueryEngine, query: Query, name: str | None, tell: Tell, spent_s: float
) -> Answer | Refusal:
    """The outcome of a question, which is about a name alone where there is one; then nothing is
    told of an answer before it is known to be."""
    if name is None or engine.catalog is None:
        return engine.ask(query, tell, spent_s)
    held: list[Said] = []
    outcome = engine.ask(
        query, lambda step: held.append(step) if isinstance(step, Said) else tell(step), spent_s
    )
    outcome = of_that_name(outcome, name, engine.catalog)
    for said in held if isinstance(outcome, Answer) else ():
        tell(said)
    return outcome


def _after(asked: Query, whole: Query, turns: Sequence[Turn], read: Read) -> Query:
    """A follow-up with the passages of the last answer, in which or near which its own may stand;
    another question as it is."""
    answered = next((turn for turn in reversed(turns) if turn.passages), None)
    follows = whole.question != asked.question or may_follow_up(asked.question, read)
    if answered is None or not follows:
        return whole
    return replace(whole, after=After(asked.question, answered.passages))


def _rewritten(
    query: Query, by_rules: Query, turns: Sequence[Turn], read: Read, rewrite: Rewrite
) -> Query:
    """The question as `rewrite` makes it whole, where it may be a follow-up and that is faithful;
    as the rules do, otherwise."""
    if by_rules == query and not may_follow_up(query.question, read):
        return by_rules
    try:
        written = rewrite(query.question, turns)
    except DatelineError:
        return by_rules
    asked, whole = query.question, by_rules.question
    if written is None or not is_faithful(written, asked, turns, whole, read):
        return by_rules
    return replace(by_rules, question=written.strip())
