"""An index that is made, replaced or added to while the service runs."""

import asyncio
import shutil
from datetime import date
from pathlib import Path

from rag.question.parsing import Query
from rag.types import Reason
from tests.doubles import HashingEmbedder
from tests.rag.corpus import HARBOUR, KESSEL, answered, engine_over, refused
from tests.ui.serving import harbour_service, settings_of
from ui.service import Service

BRIDGE = Query("When did the Kessel bridge reopen?")
LIGHTHOUSE = {
    "lighthouse.txt": (
        "A Lamp for Olm\n\nCoast Weekly\n\nMarch 4, 2025\n\n"
        "Ada Lund lit the lighthouse of Olm on March 3. The old lamp went to a museum."
    )
}


def test_an_index_that_is_made_after_the_start(tmp_path: Path) -> None:
    loaded: list[HashingEmbedder] = []

    def load() -> HashingEmbedder:
        loaded.append(HashingEmbedder())
        return loaded[-1]

    service = Service(settings_of(tmp_path), load)

    async def ask() -> None:
        await service.warm_up()
        assert service.ready
        assert refused(await service.ask(BRIDGE)).reason is Reason.EMPTY_CORPUS
        assert (service.reports(), service.report("r"), service.catalog) == ([], None, None)
        engine_over(tmp_path, HARBOUR)
        for outcome in await asyncio.gather(*(service.ask(BRIDGE) for _ in range(8))):
            assert answered(outcome).citations[0].quote == KESSEL
        assert len(service.reports()) == service.coverage().reports == 4

    asyncio.run(ask())
    service.close()


def test_an_index_that_is_put_in_place_of_another(tmp_path: Path) -> None:
    """As the messages about damaged indexes advise: the folder moved away, a new one made."""
    engine_over(tmp_path, HARBOUR)
    engine_over(tmp_path / "new", LIGHTHOUSE)
    service = Service(settings_of(tmp_path), HashingEmbedder)
    olm = Query("Who lit the lighthouse of Olm?")

    async def ask() -> None:
        assert answered(await service.ask(BRIDGE)).corpus.reports == 4
        shutil.move(tmp_path / "data", tmp_path / "old")
        assert refused(await service.ask(BRIDGE)).reason is Reason.EMPTY_CORPUS
        shutil.move(tmp_path / "new" / "data", tmp_path / "data")
        first, other = await asyncio.gather(service.ask(olm), service.ask(BRIDGE))
        assert answered(first).citations[0].published_on == date(2025, 3, 4)
        assert refused(other).corpus.reports == 1
        assert service.engine.search(olm)[0].candidate.dense_rank == 1, "by the old vectors"
        shutil.rmtree(tmp_path / "data")
        shutil.move(tmp_path / "old", tmp_path / "data")
        assert answered(await service.ask(BRIDGE)).citations[0].quote == KESSEL

    asyncio.run(ask())
    service.close()


def test_reports_that_are_added_while_it_runs(tmp_path: Path) -> None:
    service = harbour_service(tmp_path)
    olm = Query("Who lit the lighthouse of Olm?")

    async def ask() -> None:
        refused(await service.ask(olm))
        engine_over(tmp_path, {**HARBOUR, **LIGHTHOUSE})
        assert answered(await service.ask(olm)).corpus.reports == 5

    asyncio.run(ask())
    service.close()
