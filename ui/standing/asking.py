"""Standing questions asked, and asked again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

from index.errors import BadInput, VectorsOut
from rag.answer.changes import Basis, change
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import Query
from rag.receipts.receipt import Asked
from rag.types import Answer, Reason, Refusal
from ui.standing.alerts import Alert, Given
from ui.standing.destinations import Destination
from ui.standing.store import Standing, StandingStore

_NO_QUESTION = (Reason.QUESTION_TOO_LONG, Reason.NOT_A_QUESTION)


def begin(
    engine: QueryEngine, store: StandingStore, query: Query, destinations: Sequence[Destination],
    owner: str = "",
) -> tuple[Standing, Answer | Refusal]:  # fmt: skip
    """Keeps a question for its owner, with the outcome that it has now: changes are told from it.

    Raises as asking does, and BadInput for what is no question.
    """
    look = _look(engine, store, query)
    outcome = look.outcome
    if isinstance(outcome, Refusal) and outcome.reason in _NO_QUESTION:
        raise BadInput(outcome.text)
    standing = store.add(
        Asked.of(query, outcome, engine.today()), destinations, outcome.corpus.snapshot,
        look.round, Basis.of(outcome), Given.of(outcome, look.at), owner,
    )  # fmt: skip
    return standing, outcome


def look_again(engine: QueryEngine, store: StandingStore, standing: Standing) -> Alert | None:
    """Asks a question again and notes what came of it: the alert where its answer has changed.

    None too where another process was quicker, or the question was removed meanwhile.
    """
    look = _look(engine, store, standing.asked.query())
    outcome, snapshot = look.outcome, look.outcome.corpus.snapshot
    cited = outcome.citations if isinstance(outcome, Answer) else ()
    new = store.new_since(standing.round, {one.report_id for one in cited})
    lost = standing.basis.lost or not standing.basis.reports <= look.reports
    found = change(standing.basis, outcome, new.__contains__, lost=lost)
    if found is None:
        store.note(standing, snapshot)
        return None
    alert = Alert(
        id=uuid4().hex, kind=found.kind, standing_id=standing.id, made_at=look.at,
        question=standing.asked.question, fresh=found.fresh, before=standing.told,
        after=Given.of(outcome, look.at),
    )  # fmt: skip
    noted = store.note_change(standing, snapshot, look.round, Basis.of(outcome), alert)
    return alert if noted else None


@dataclass(frozen=True, slots=True)
class _Look:
    """A question asked: of which reports, in which look, when, and what came of it."""

    reports: frozenset[str]
    round: int
    at: datetime
    outcome: Answer | Refusal


def _look(engine: QueryEngine, store: StandingStore, query: Query) -> _Look:
    """Asks in the reports' own words: no language model is asked, and nothing is sent.

    Raises VectorsOut where not all was searched: what is missing then has not changed.
    """
    catalog = engine.catalog
    reports = frozenset(catalog.locations().values() if catalog is not None else ())
    round_ = store.see(reports)
    outcome = engine.extractive().ask(query)
    if outcome.corpus.missing is not None:
        raise VectorsOut(outcome.corpus.missing)
    return _Look(reports, round_, datetime.now(UTC).replace(microsecond=0), outcome)
