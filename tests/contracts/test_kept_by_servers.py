"""What servers keep of clients, conversations, Slack and judgements: one by itself, and several
that share a database. Each that shares it stands for a process of its own."""

import asyncio
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from index.errors import DatabaseUnusable
from rag.conversation.turn import Turn
from rag.engine.kept_turns import MOST_TURNS, KeptTurns, SharedTurns, TurnsInMemory
from rag.engine.query_engine import QueryEngine
from rag.question.parsing import After, Query
from rag.settings import Settings
from tests.postgres import Server
from tests.rag.corpus import HARBOUR, engine_over
from tests.ui.serving import wait_until
from ui.feedback import FeedbackStore
from ui.http.allowance import Allowance, OwnAllowance, SharedAllowance
from ui.shared import MOST_WAITING, Shared, open_shared
from ui.slack.outcomes import OwnOutcomes, SharedOutcomes
from ui.slack.seen import OwnSeen, Seen, SharedSeen

TURN = Turn(
    Query(
        "Who fell at Olm?", first=date(2024, 1, 2), told=("a", "“ü”"), collections=("x",),
        after=After("And then?", ("p1", "p2"), ("p3",)), dated_for_sure=True,
    ),
    ("He fell.",), date(2024, 12, 26), "He", ("He fell at Olm\u0000.",), ("p1",),
)  # fmt: skip


@dataclass
class Kept:
    """What one server keeps, or several: `each` of them, one where there are not several."""

    folder: Path
    shared: list[Shared] = field(default_factory=list)

    def seen(self, n: int = 0, **more: int) -> Seen:
        return SharedSeen(self.shared[n], **more) if self.shared else OwnSeen(self.folder, **more)

    def turns(self, n: int = 0, most: int = 100) -> KeptTurns:
        return SharedTurns(self.shared[n].db, most) if self.shared else TurnsInMemory(most)

    def allowance(self, per_minute: int, n: int = 0) -> Allowance:
        if self.shared:
            return SharedAllowance(self.shared[n], per_minute)
        return OwnAllowance(per_minute)

    def feedback(self, n: int = 0) -> FeedbackStore:
        return FeedbackStore(self.folder, self.shared[n] if self.shared else None)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> QueryEngine:
    return engine_over(tmp_path_factory.mktemp("harbour"), HARBOUR)


@pytest.fixture(scope="module")
def servers(postgresql: Server) -> Iterator[list[Shared]]:
    """Two servers over one database, which begin at the same moment."""
    url = SecretStr(postgresql.database("kept_by_servers"))
    settings = Settings(state_url=url, state_connections=4)
    with ThreadPoolExecutor() as pool:
        opened = [one for one in pool.map(open_shared, [settings] * 2) if one is not None]
    yield opened
    for one in opened:
        one.close()


@pytest.fixture
def several(servers: list[Shared], tmp_path: Path) -> Kept:
    """Servers that share a database with nothing in it."""
    servers[0].db.run_script("TRUNCATE seen, allowance, conversation, turn, feedback, outcome")
    return Kept(tmp_path, servers)


@pytest.fixture(params=["alone", "shared"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    if request.param == "alone":
        return Kept(tmp_path)
    found: Kept = request.getfixturevalue("several")
    return found


def test_a_key_is_new_once(kept: Kept) -> None:
    async def scenario() -> None:
        seen = kept.seen()
        assert await seen.first_time("a", ("C1", "1.1"))
        assert not await seen.first_time(("C1", "1.1"))
        assert not await seen.first_time("a", "b")
        assert not await seen.first_time("b")
        await seen.forget("a")
        assert await seen.first_time("a", "a")
        await seen.keep("a")
        await seen.keep("a", "b")
        assert [await seen.first_time(key) for key in "ab"] == [False, False]

    asyncio.run(scenario())


def test_so_many_keys_are_known(kept: Kept) -> None:
    async def scenario() -> None:
        seen = kept.seen(capacity=3)
        for number in range(5):
            await seen.keep(number)
            await seen.first_time(number)
        for again, forgotten in ((seen, 0), (kept.seen(capacity=3), 1)):
            assert [await again.first_time(number) for number in (4, 3, 2)] == [False] * 3
            assert await again.first_time(forgotten)

    asyncio.run(scenario())


def test_turns_come_back_as_they_were(kept: Kept) -> None:
    turns = kept.turns()
    turns.add("a", TURN)
    turns.add("a", Turn(Query("And who else?")))
    assert turns.of("a") == (TURN, Turn(Query("And who else?")))
    assert turns.of("b") == ()


def test_turns_and_conversations_are_bounded(kept: Kept) -> None:
    turns = kept.turns(most=2)
    asked = [Turn(Query(f"Who fell at Olm in {2000 + n}?")) for n in range(MOST_TURNS + 2)]
    for turn in asked:
        turns.add("a", turn)
    assert turns.of("a") == tuple(asked[2:])
    turns.add("b", asked[0])
    turns.add("a", asked[0])
    turns.add("c", asked[1])
    assert [turns.of(name) for name in "abc"] == [(*asked[3:], asked[0]), (), (asked[1],)]


def test_the_allowance_of_a_client(kept: Kept) -> None:
    async def scenario() -> None:
        allowance, unbound = kept.allowance(3), kept.allowance(0)
        assert [await allowance.wait("a") for _ in range(3)] == [0, 0, 0]
        assert 55 <= await allowance.wait("a") <= 60
        assert await allowance.wait("b") == 0
        assert {await unbound.wait("a") for _ in range(20)} == {0}

    asyncio.run(scenario())


def test_judgements(kept: Kept, engine: QueryEngine) -> None:
    store, at = kept.feedback(), datetime(2025, 6, 1, tzinfo=UTC)
    answer = engine.ask(Query("When did engineers reopen the Kessel bridge?"))
    other = engine.ask(Query("?"))
    asked = Query("When?", publisher="Wächter", as_of=date(2024, 6, 1))
    assert list(store.all()) == []
    store.add(answer, "chat", at, helpful=True, asked=asked)
    store.add(other, "slack", at, helpful=False)
    [first, second] = kept.feedback().all()
    assert (first.place, first.helpful, first.given_at) == ("chat", True, at.isoformat())
    assert first.bounds == {"as_of": "2024-06-01", "publisher": "Wächter"}
    assert first.outcome["text"] == answer.text
    assert (second.helpful, second.bounds) == (False, {})
    assert answer.kind == "answer"
    assert store.erase([answer.citations[0].report_id, "0" * 16]) == 1
    assert [one.place for one in store.all()] == ["slack"]


def test_outcomes_of_buttons(kept: Kept, engine: QueryEngine) -> None:
    async def scenario() -> None:
        made = (
            SharedOutcomes(kept.shared[0], capacity=2) if kept.shared else OwnOutcomes(capacity=2)
        )
        asked = ("When did engineers reopen the Kessel bridge?", "Who is Zaphod?", "?")
        said = [engine.ask(Query(question)) for question in asked]
        for name, outcome in zip("abc", said, strict=True):
            await made.keep(name, outcome)
        await made.keep("c", said[2])
        assert [await made.find(name) for name in "abc"] == [None, said[1], said[2]]

    asyncio.run(scenario())


def test_an_allowance_is_one_for_all_servers_to_the_last_request(several: Kept) -> None:
    """Two servers are asked at once, by ten threads each."""
    allowances = [several.allowance(50, n % 2) for n in range(20)]

    def ask(allowance: Allowance) -> list[int]:
        return [asyncio.run(allowance.wait("a")) for _ in range(20)]

    with ThreadPoolExecutor(20) as pool:
        waits = [wait for some in pool.map(ask, allowances) for wait in some]
    assert waits.count(0) == 50
    assert all(0 < wait <= 60 for wait in waits if wait)


def test_the_allowance_is_of_any_minute(several: Kept) -> None:
    """A minute is of a second here: the third of two is let through when the first is that old."""
    one, other = (SharedAllowance(shared, 2, minute_s=1) for shared in several.shared)
    began = time.monotonic()
    assert [asyncio.run(each.wait("a")) for each in (one, other)] == [0, 0]
    wait_until(lambda: asyncio.run(one.wait("a")) == 0)
    assert time.monotonic() - began >= 1


def test_clients_that_are_quiet_are_forgotten(several: Kept) -> None:
    allowance = SharedAllowance(several.shared[0], 5, minute_s=0)
    allowance._counted = 9_998

    async def scenario() -> None:
        for client in "abc":
            assert await allowance.wait(client) == 0

    asyncio.run(scenario())
    assert several.shared[0].db.rows("SELECT count(*) FROM allowance") == [(1,)]


def test_an_event_that_two_servers_get_at_once_is_new_to_one(several: Kept) -> None:
    """A message that is two events has one key of its own in each, and one in both."""

    async def scenario() -> tuple[list[bool], list[bool]]:
        one, other = several.seen(0), several.seen(1)
        at_once = [(one, other)[n % 2].first_time("E0", ("C1", "1")) for n in range(40)]
        crossed = [
            (one, other)[n].first_time(*keys)
            for message in range(20)
            for n, keys in enumerate([(f"A{message}", message), (message, f"B{message}")])
        ]
        return await asyncio.gather(*at_once), await asyncio.gather(*crossed)

    at_once, crossed = asyncio.run(scenario())
    assert sum(at_once) == 1
    assert [a + b for a, b in zip(crossed[::2], crossed[1::2], strict=True)] == [1] * 20


def test_what_a_dead_server_took_on_is_taken_by_another_after_a_while(several: Kept) -> None:
    async def scenario() -> None:
        dead, other = SharedSeen(several.shared[0], taken_s=0.2), several.seen(1)
        assert await dead.first_time("done", "begun")
        await dead.keep("done")
        assert not await other.first_time("begun")
        await asyncio.sleep(0.25)
        assert [await other.first_time(key) for key in ("begun", "done")] == [True, False]
        assert not await dead.first_time("begun")

    asyncio.run(scenario())


def test_a_conversation_goes_on_at_another_server(several: Kept) -> None:
    several.turns(0).add("a", TURN)
    several.turns(1).add("a", TURN)
    assert several.turns(0).of("a") == (TURN, TURN)


def test_a_turn_of_a_later_version_is_read_as_far_as_it_is_known(several: Kept) -> None:
    turns, db = several.turns(), several.shared[0].db
    turns.add("a", TURN)
    db.rows('UPDATE turn SET turn = replace(turn, \'{"query"\', \'{"new": [1], "query"\')')
    assert turns.of("a") == (TURN,)
    db.rows("UPDATE turn SET turn = '{}'")
    assert turns.of("a") == ()


def test_no_more_wait_for_a_slow_database_than_are_served(several: Kept) -> None:
    shared, end = several.shared[0], threading.Event()

    async def scenario() -> None:
        waiting = [asyncio.create_task(shared.do(end.wait)) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(DatabaseUnusable, match="answers too slowly: 200 requests wait"):
            await shared.check()
        end.set()
        assert all(await asyncio.gather(*waiting))
        await shared.check()

    asyncio.run(scenario())


def test_nothing_that_names_somebody_is_kept(several: Kept) -> None:
    """Of clients, conversations and what Slack sent there are digests."""

    async def scenario() -> None:
        await several.seen().keep("Ev-legible", ("C-legible", "1.1"))
        await several.allowance(3).wait("192.0.2.7")

    asyncio.run(scenario())
    several.turns().add("http 192.0.2.7 legible", TURN)
    for table in ("seen", "allowance", "conversation", "turn"):
        rows = str(several.shared[0].db.rows(f"SELECT * FROM {table}"))
        assert rows != "[]"
        assert "legible" not in rows
        assert "192.0.2.7" not in rows
