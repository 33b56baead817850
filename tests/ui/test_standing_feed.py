"""The feed of standing questions holds the last alerts of each owner, whatever others are told."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from rag.answer.changes import Basis, Kind
from rag.question.parsing import Query
from rag.receipts.receipt import Asked
from tests.rag.corpus import HARBOUR, engine_over
from ui.standing import store as kept
from ui.standing.alerts import Alert, Given
from ui.standing.destinations import Destination
from ui.standing.store import StandingStore


def test_who_is_told_much_takes_no_place_from_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_FEED", 2)
    engine = engine_over(tmp_path, HARBOUR)
    outcome = engine.ask(Query("Who built the ferry?"))
    now = datetime(2024, 5, 1, tzinfo=UTC)
    given, basis = Given.of(outcome, now), Basis.of(outcome)
    asked = Asked.of(Query("Who built the ferry?"), outcome, now.date())
    store = StandingStore(tmp_path / "data")
    for owner, alerts in (("Ann", 1), ("Bob", 4)):
        store.add(asked, [Destination("feed")], "s", 0, basis, given, owner)
        for number in range(alerts):
            one = store.all()[-1]
            alert = Alert(
                id=f"{owner}-{number}", kind=Kind.NEW_VALUE, standing_id=one.id, question="?",
                made_at=now, fresh=(), before=given, after=given,
            )  # fmt: skip
            assert store.note_change(one, "s", 0, basis, alert)
    assert [alert.id for alert in store.feed()] == ["Bob-3", "Bob-2", "Ann-0"]
