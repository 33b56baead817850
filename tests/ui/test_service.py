"""Many who ask at once, and who leave."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from index.embedding.embedder import Encoding
from index.errors import ModelUnusable
from rag.progress import Progress, Said, Stage
from rag.question.parsing import Query
from rag.types import Answer
from tests.doubles import HashingEmbedder
from tests.model_server import serving_model
from tests.rag.corpus import HARBOUR, KESSEL, answered, engine_over
from tests.ui.serving import settings_of, wait_until
from ui.service import Busy, Service, Stopping

BRIDGE = Query("When did the Kessel bridge reopen?")


@dataclass
class Gate:
    """Holds back whoever encodes a question until it is opened, and tells who was there."""

    opened: threading.Event = field(default_factory=threading.Event)
    seen: list[str] = field(default_factory=list)
    at_once: int = 0
    most: int = 0
    counting: threading.Lock = field(default_factory=threading.Lock)

    def pass_through(self, texts: Sequence[str]) -> None:
        with self.counting:
            self.seen += texts
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        assert self.opened.wait(30)
        with self.counting:
            self.at_once -= 1


class GatedEmbedder(HashingEmbedder):
    """The hashing double behind a gate."""

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self._gate = gate

    def encode(self, texts: Sequence[str], *, asked: bool = False) -> list[Encoding]:
        self._gate.pass_through(texts)
        return super().encode(texts)


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the harbour's index. Only to be read."""
    folder = tmp_path_factory.mktemp("harbour")
    engine_over(folder, HARBOUR)
    return folder


def gated(harbour: Path, gate: Gate, **more: object) -> Service:
    return Service(settings_of(harbour, **more), lambda: GatedEmbedder(gate))


async def until(happened: Callable[[], object]) -> None:
    """Waits in a thread until a condition holds; the event loop must be free to go on then."""
    await asyncio.to_thread(wait_until, lambda: bool(happened()))


def test_many_questions_at_once_get_their_own_outcomes(harbour: Path, gate: Gate) -> None:
    service = gated(harbour, gate, workers=2, in_flight=60)
    asked = [BRIDGE, Query("What tore the roof off the museum?"), Query("Who is Xyzzy Quux?")] * 20

    async def ask() -> list[str]:
        asking = [asyncio.create_task(service.ask(query)) for query in asked]
        await until(lambda: gate.at_once == 2 and service.under_way == 60)
        gate.opened.set()
        outcomes = await asyncio.gather(*asking)
        assert [outcome.question for outcome in outcomes] == [query.question for query in asked]
        return [outcome.text for outcome in outcomes]

    texts = asyncio.run(ask())
    service.close()
    assert [set(texts[n::3]) for n in range(3)] == [{texts[0]}, {texts[1]}, {texts[2]}]
    assert texts[0].startswith(KESSEL)
    assert gate.most == 2
    assert service.under_way == 0


def test_no_more_than_in_flight_and_the_event_loop_stays_free(harbour: Path, gate: Gate) -> None:
    service = gated(harbour, gate, workers=1, in_flight=3)

    async def ask() -> None:
        asking = [asyncio.create_task(service.ask(BRIDGE)) for _ in range(3)]
        await until(lambda: service.under_way == 3)
        with pytest.raises(Busy, match=r"Too many questions .* Try again in a moment\."):
            await service.ask(BRIDGE)
        with pytest.raises(Busy):
            await service.search(BRIDGE, 3)
        assert service.under_way == 3
        gate.opened.set()
        await asyncio.gather(*asking)
        assert service.under_way == 0
        answered(await service.ask(BRIDGE))

    asyncio.run(ask())
    service.close()


def test_what_a_caller_leaves_behind(harbour: Path, gate: Gate) -> None:
    """What has begun counts until it has ended; what has not is dropped."""
    service = gated(harbour, gate, workers=1, in_flight=2)
    steps: list[Progress] = []

    async def ask() -> None:
        begun = asyncio.create_task(service.ask(BRIDGE, tell=steps.append))
        await until(lambda: gate.seen)
        waiting = asyncio.create_task(service.ask(Query("What of the museum?")))
        await until(lambda: service.under_way == 2)
        told = len(steps)
        for left in (begun, waiting):
            left.cancel()
        await asyncio.gather(begun, waiting, return_exceptions=True)
        assert begun.cancelled()
        assert waiting.cancelled()
        assert service.under_way == 1
        gate.opened.set()
        await until(lambda: service.under_way == 0)
        answered(await service.ask(BRIDGE))
        assert len(steps) == told

    asyncio.run(ask())
    service.close()
    assert not [text for text in gate.seen if "museum" in text]


def test_all_is_told_on_the_event_loop_before_the_outcome(harbour: Path, gate: Gate) -> None:
    gate.opened.set()
    service = gated(harbour, gate)
    told: list[tuple[Progress, int]] = []

    async def ask() -> list[Progress]:
        outcome = await service.ask(
            BRIDGE, tell=lambda step: told.append((step, threading.get_ident()))
        )
        assert isinstance(outcome, Answer)
        stages = [Stage(name) for name in outcome.timings_ms if name != "total"]
        return [*stages, *(Said(sentence, outcome.citations) for sentence in outcome.sentences)]

    steps = asyncio.run(ask())
    service.close()
    assert told == [(step, threading.get_ident()) for step in steps]
    assert steps[-2:] == [Stage("selection"), steps[-1]]


def test_an_error_gives_the_place_back(harbour: Path) -> None:
    def missing() -> HashingEmbedder:
        raise ModelUnusable("The model is not there. Install it.")

    service = Service(settings_of(harbour, in_flight=1), missing)

    async def ask() -> None:
        for _ in range(3):
            with pytest.raises(ModelUnusable, match="Install it"):
                await service.ask(BRIDGE)
        with pytest.raises(ModelUnusable):
            await service.warm_up()

    asyncio.run(ask())
    service.close()
    assert not service.ready
    assert service.under_way == 0


def test_closing_ends_what_is_under_way_and_lets_nothing_in(harbour: Path, gate: Gate) -> None:
    service = gated(harbour, gate, workers=1)

    async def ask() -> None:
        asking = [asyncio.create_task(service.ask(BRIDGE)) for _ in range(3)]
        await until(lambda: gate.seen)
        closing = asyncio.create_task(asyncio.to_thread(service.close))
        await until(lambda: service._closed)
        with pytest.raises(Stopping, match="Dateline is stopping"):
            await service.ask(BRIDGE)
        assert service.under_way == 3
        gate.opened.set()
        for outcome in await asyncio.gather(*asking):
            answered(outcome)
        await closing

    asyncio.run(ask())
    assert service.under_way == 0


def test_a_search_gives_dated_passages_that_do_not_overlap(harbour: Path, gate: Gate) -> None:
    gate.opened.set()
    service = gated(harbour, gate)
    found = asyncio.run(service.search(BRIDGE, 3))
    everything = asyncio.run(service.search(BRIDGE, 100))
    nothing = asyncio.run(service.search(Query("Kessel", publisher="Nobody"), 3))
    service.close()
    assert found == everything[:3]
    assert found[0].quote.startswith("Engineers reopened the Kessel bridge on May 2")
    assert found[0].published_on is not None
    assert nothing == []
    spans = sorted((p.report_id, p.start, p.end) for p in everything)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(spans))
    for passage in everything:
        report = service.report(passage.report_id)
        assert report is not None
        assert report.text[passage.start : passage.end] == passage.quote


def test_what_is_closed_has_closed_its_language_model_if_it_was_loaded(harbour: Path) -> None:
    with serving_model() as server:
        for warm in (True, False):
            service = Service(settings_of(harbour, **server.settings), HashingEmbedder)
            if warm:
                asyncio.run(service.ask(BRIDGE))
                assert server.asked
            service.close()
            assert [t for t in threading.enumerate() if t.name == "language-model"] == []
            assert (service._engine.kept is not None) == warm
