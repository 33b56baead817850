"""Questions over an index whose vectors are on a Chroma server: the same answers as with those in
the data folder; and while that server is out or lacks some, a refusal or an answer that says so."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from index.errors import VectorsOut
from index.ingestion.backup import back_up, restore
from index.ingestion.erasing import erase
from index.ingestion.mending import fill
from index.storage.catalog import Catalog
from index.storage.chroma import NAME_FILE, VECTORS_FOLDER, ChromaServer
from index.storage.store import Stores, recorded_making
from rag.engine.query_engine import QueryEngine
from rag.engine.vectors_served import VectorsWrong, vectors_wrong
from rag.question.parsing import Query
from tests.chroma_server import RunningChroma, chroma_server
from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus
from tests.rag.corpus import HARBOUR, answered, open_engine, refused
from tests.ui.conftest import Run
from tests.ui.serving import running, settings_of, wait_until
from ui.rendering import outcome_lines
from ui.server import build_app
from ui.service import Service
from ui.standing.asking import begin
from ui.standing.store import StandingStore

SEEDS = Path(__file__).parents[2] / "seeds"
ASKED = Query("When did engineers reopen the Kessel bridge?")
BODY = {"question": ASKED.question}
OUT = "The vectors of the reports cannot be asked at present"
BY_STORE: dict[str, object] = {"scan_at_most": 0}
"""Every question is asked of the vector store."""


@dataclass(frozen=True)
class World:
    """The harbour reports in an index, and the server that has its vectors."""

    folder: Path
    chroma: RunningChroma

    @property
    def corpus(self) -> Corpus:
        return Corpus(self.folder / "data")

    @property
    def settings(self) -> dict[str, object]:
        return {"chroma_url": self.chroma.url, **BY_STORE}

    def engine(self, **more: object) -> QueryEngine:
        return open_engine(self.folder / "data", **{**self.settings, **more})

    def service(self, **more: object) -> Service:
        settings = settings_of(self.folder, **{**self.settings, **more})
        return Service(settings, HashingEmbedder, lambda: date(2025, 6, 1))

    def stores(self) -> tuple[Catalog, Stores]:
        catalog = self.corpus.catalog()
        making = recorded_making(catalog)
        assert making is not None
        server = ChromaServer(self.chroma.url)
        return catalog, Stores(self.folder / "data", making.fingerprint, server)

    def lose_half(self) -> int:
        """Takes half of the vectors out of the server; says how many passages there are."""
        catalog, stores = self.stores()
        ids = catalog.passage_ids()
        catalog.close()
        stores.vectors.remove(ids[: len(ids) // 2])
        return len(ids)


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningChroma]:
    with chroma_server(tmp_path_factory.mktemp("chroma") / "server") as server:
        yield server


@pytest.fixture
def world(tmp_path: Path, chroma: RunningChroma) -> World:
    (tmp_path / "in").mkdir()
    for name, text in HARBOUR.items():
        (tmp_path / "in" / name).write_text(text, "utf-8")
    made = World(tmp_path, chroma)
    made.corpus.ingest(tmp_path / "in", **made.settings)
    return made


def _said(outcome: Any) -> dict[str, Any]:
    return outcome.model_dump(mode="json", exclude={"timings_ms"})


def test_the_answers_are_the_same_as_with_the_vectors_in_the_folder(
    tmp_path: Path, chroma: RunningChroma
) -> None:
    """Twenty questions on the seeds: same passages, same order, same words."""
    lines = (SEEDS / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines[::15]][:20]
    assert len(questions) == 20
    Corpus(tmp_path / "folder").ingest(SEEDS / "reports", **BY_STORE)
    shutil.copytree(tmp_path / "folder", tmp_path / "server")
    shutil.rmtree(tmp_path / "server" / VECTORS_FOLDER)
    found = []
    for name, more in (("folder", {}), ("server", {"chroma_url": chroma.url})):
        engine = open_engine(tmp_path / name, **BY_STORE, **more)
        found.append(
            [
                ([(r.finding.passage.id, r.candidate.cosine) for r in engine.search(asked)],
                 _said(engine.ask(asked)))
                for asked in map(Query, questions)
            ]
        )  # fmt: skip
    assert found[0] == found[1]
    assert sum(said["kind"] == "answer" for _, said in found[0]) >= 3
    assert not (tmp_path / "server" / VECTORS_FOLDER).exists()


def test_while_the_server_is_out_questions_are_refused(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with running(build_app(world.service())) as address:
        wait_until(lambda: httpx.get(f"{address}/readyz").status_code == 200)
        assert httpx.post(f"{address}/v1/ask", json=BODY).json()["corpus"]["missing"] is None
        world.chroma.stop()
        try:
            answer = httpx.post(f"{address}/v1/ask", json=BODY)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
            assert world.chroma.url not in answer.text
            assert f"The Chroma server at {world.chroma.url} does not answer" in caplog.text
            ready = httpx.get(f"{address}/readyz")
            assert (ready.status_code, ready.headers["Retry-After"]) == (503, "10")
            assert ready.json()["detail"] == f"{OUT}."
        finally:
            world.chroma.start()
        assert httpx.post(f"{address}/v1/ask", json=BODY).json()["kind"] == "answer"
        assert httpx.get(f"{address}/readyz").json() == {"status": "ready"}


def test_by_a_setting_they_are_answered_and_that_is_said(world: World) -> None:
    engine = world.engine(chroma_missing="say")
    whole = answered(engine.ask(ASKED))
    world.chroma.stop()
    try:
        answer = answered(engine.ask(ASKED))
        refusal = refused(engine.ask(Query("Who is Zaphod?")))
        wrong = vectors_wrong(engine)
        with pytest.raises(VectorsOut, match="does not answer"):
            engine.search(ASKED)
        with pytest.raises(VectorsOut, match="may have been missed"):
            begin(engine, StandingStore(world.folder), ASKED, [])
    finally:
        world.chroma.start()
    missing = answer.corpus.missing
    assert whole.notes == ()
    assert missing is not None
    assert missing.startswith(OUT)
    assert answer.notes == (missing,)
    assert answer.citations[0].quote == whole.citations[0].quote
    assert refusal.text.endswith(missing)
    assert wrong == VectorsWrong(f"{OUT}.", refused=False)


def test_half_of_the_vectors_is_noticed_and_mended(world: World) -> None:
    strict, saying = world.engine(), world.engine(chroma_missing="say")
    for engine in (strict, saying):
        assert engine.ask(ASKED).corpus.missing is None
    passages = world.lose_half()
    words = f"Of {passages} passages {passages // 2} or more lack their vectors at present"
    with pytest.raises(VectorsOut, match=rf"^{words}\. Run `dateline doctor`"):
        strict.ask(ASKED)
    wrong = vectors_wrong(strict)
    assert wrong is not None
    assert (wrong.words.startswith(words), wrong.refused) == (True, True)
    outcome = saying.ask(ASKED)
    assert str(outcome.corpus.missing).startswith(words)
    assert any(line.plain.startswith(words) for line in outcome_lines(outcome))
    assert world.engine().ask(ASKED).corpus.missing is None
    catalog, stores = world.stores()
    assert stores.vectors.ids() == set(catalog.passage_ids())
    assert vectors_wrong(strict) is None


def test_what_is_scanned_needs_no_server(world: World) -> None:
    """The file that is scanned is of all passages of the catalog: nothing is missed."""
    before = world.engine(scan_at_most=100).ask(ASKED)
    world.chroma.stop()
    try:
        engine = world.engine(scan_at_most=100)
        answer = engine.ask(ASKED)
        wrong = vectors_wrong(engine)
    finally:
        world.chroma.start()
    assert answer.corpus.missing is None
    assert answer.text == before.text
    assert wrong is not None
    assert (wrong.words.startswith(OUT), wrong.refused) == (True, False)


def test_an_ingest_while_the_server_is_out_changes_nothing(world: World) -> None:
    (world.folder / "in" / "new.txt").write_text(
        "News\n\nMay 9, 2024\n\nThe ferry was sold to a shipyard in Torvik. It will be broken up.",
        "utf-8",
    )
    before = world.corpus.catalog().coverage()
    world.chroma.stop()
    try:
        with pytest.raises(VectorsOut, match="does not answer"):
            world.corpus.ingest(world.folder / "in", **world.settings)
    finally:
        world.chroma.start()
    assert world.corpus.catalog().coverage() == before
    assert len(world.corpus.ingest(world.folder / "in", **world.settings).added) == 1
    catalog, stores = world.stores()
    assert stores.vectors.ids() == set(catalog.passage_ids())


def _never() -> HashingEmbedder:
    raise AssertionError("nothing was to be embedded")


def test_an_index_is_moved_to_a_server_without_being_embedded(
    tmp_path: Path, chroma: RunningChroma
) -> None:
    world = World(tmp_path, chroma)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bridge.txt").write_text(HARBOUR["bridge.txt"], "utf-8")
    world.corpus.ingest(tmp_path / "in")
    chosen = settings_of(tmp_path, **world.settings)
    catalog = world.corpus.catalog()
    making = recorded_making(catalog)
    assert making is not None
    assert fill(catalog, Stores.of(chosen, making.fingerprint), _never) > 0
    catalog, stores = world.stores()
    assert stores.vectors.ids() == set(catalog.passage_ids())


def test_a_backup_does_not_take_the_vectors_of_its_folder_along(world: World) -> None:
    """Else two folders would put into one collection, and take out what is the other's."""
    back_up(world.folder / "data", world.folder / "kept.zip")
    restore(world.folder / "kept.zip", world.folder / "again", served=True)
    assert not (world.folder / "again" / NAME_FILE).exists()
    assert not (world.folder / "again" / VECTORS_FOLDER).exists()
    again = open_engine(world.folder / "again", **world.settings)
    assert _said(again.ask(ASKED)) == _said(world.engine().ask(ASKED))
    names = {(world.folder / one / NAME_FILE).read_text("ascii") for one in ("data", "again")}
    assert len(names) == 2


def test_what_is_erased_leaves_the_server(world: World) -> None:
    report = world.corpus.heads()["bridge.txt"].id
    erase(world.folder / "data", report, ChromaServer(world.chroma.url))
    catalog, stores = world.stores()
    assert not any(one.startswith(report) for one in stores.vectors.ids())
    assert stores.vectors.ids() == set(catalog.passage_ids())


def test_the_command_line(
    run: Run, harbour_data: Path, chroma: RunningChroma, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    data = tmp_path / "data"
    shutil.copytree(harbour_data, data)
    monkeypatch.setenv("DATELINE_DATA_DIR", str(data))
    monkeypatch.setenv("DATELINE_CHROMA_URL", chroma.url)
    monkeypatch.setenv("DATELINE_SCAN_AT_MOST", "0")
    monkeypatch.setenv("DATELINE_CHROMA_TOKEN", "s3cret")
    healthy = run("doctor")
    assert healthy.code == 0
    assert f"ok   the Chroma server at {chroma.url} answers, with version" in healthy.out
    assert f"6 of 384 numbers, cosine, on the Chroma server at {chroma.url}" in healthy.out
    assert "s3cret" not in healthy.out
    chroma.stop()
    try:
        out, asked = run("doctor"), run("ask", ASKED.question)
        monkeypatch.setenv("DATELINE_CHROMA_MISSING", "say")
        said = run("ask", ASKED.question)
    finally:
        chroma.start()
    assert out.code == asked.code == 2
    words = f"The Chroma server at {chroma.url} does not answer"
    assert f"BAD  {words}" in out.out
    assert words in asked.err
    assert said.code == 0
    assert OUT in " ".join(said.out.split())
