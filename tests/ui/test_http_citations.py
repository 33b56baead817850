"""Citations that were given once, checked again while their reports change."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.doubles import HashingEmbedder
from tests.index.corpus import Corpus, write_report
from tests.ui.serving import running, settings_of
from ui.callers import TokenScope
from ui.server import build_app
from ui.service import Service
from ui.tokens import TokenStore

QUESTION = {"question": "When was the bridge 0 inspected by engineers?"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_report(tmp_path / "in", 0)
    return tmp_path / "in"


@pytest.fixture
def corpus(tmp_path: Path, folder: Path) -> Corpus:
    made = Corpus(tmp_path / "data")
    made.ingest(folder)
    return made


@pytest.fixture
def client(corpus: Corpus, tmp_path: Path) -> Iterator[httpx.Client]:
    service = Service(settings_of(tmp_path, per_minute=0), HashingEmbedder)
    with running(build_app(service)) as address, httpx.Client(base_url=address) as client:
        client.timeout = httpx.Timeout(60)
        yield client


def _cited(client: httpx.Client) -> dict[str, object]:
    citation: dict[str, object] = client.post("/v1/ask", json=QUESTION).json()["citations"][0]
    return citation


def _checked(client: httpx.Client, cited: dict[str, object], **other: object) -> httpx.Response:
    asked = {name: cited[name] for name in ("quote", "start", "sha256")} | other
    return client.get(f"/v1/citations/{cited['report_id']}", params=asked)


def _standing(client: httpx.Client, cited: dict[str, object]) -> tuple[object, ...]:
    told = _checked(client, cited).raise_for_status().json()
    same = told["report_id"] == cited["report_id"]
    return told["standing"], same, told["as_cited"], told["replaced_at"] is None


def test_while_nothing_changes_the_words_stand(client: httpx.Client) -> None:
    cited = _cited(client)
    assert _checked(client, cited).json() == {
        "standing": "stands", "report_id": cited["report_id"], "start": cited["start"],
        "end": cited["end"], "as_cited": True, "replaced_at": None, "gone_since": None,
    }  # fmt: skip


def test_the_words_of_a_report_that_changes(
    client: httpx.Client, corpus: Corpus, folder: Path
) -> None:
    cited = _cited(client)
    file = folder / "000.txt"
    first = file.read_text("utf-8")
    file.write_text(first + "\n\nA mason was hired for it.", "utf-8")
    corpus.ingest(folder)
    assert _standing(client, cited) == ("stands", False, True, False)
    file.write_text(first.replace("The bridge 0 was", "Before noon. The bridge 0 was"), "utf-8")
    corpus.ingest(folder)
    assert _standing(client, cited) == ("elsewhere", False, True, False)
    told = _checked(client, cited).json()
    text = client.get(f"/v1/reports/{told['report_id']}").json()["text"]
    assert text[told["start"] : told["end"]] == cited["quote"]
    file.write_text(first.replace("inspected by engineers", "looked at by masons"), "utf-8")
    corpus.ingest(folder)
    assert _standing(client, cited) == ("gone", False, True, False)
    file.write_text(first, "utf-8")
    corpus.ingest(folder)
    assert _standing(client, cited) == ("stands", True, True, True)


def test_the_words_of_a_report_that_goes(
    client: httpx.Client, corpus: Corpus, folder: Path
) -> None:
    cited = _cited(client)
    client.delete(f"/v1/reports/{cited['report_id']}").raise_for_status()
    told = _checked(client, cited).raise_for_status().json()
    assert (told["standing"], told["report_id"], told["start"]) == ("removed", None, None)


@pytest.mark.parametrize(
    ("other", "status", "standing"),
    [
        ({"quote": "The bridge fell into the sea."}, 200, "never"),
        ({"start": 3}, 200, "elsewhere"),
        ({"sha256": "0" * 64}, 404, None),
        ({"sha256": "none"}, 422, None),
        ({"quote": ""}, 422, None),
        ({"start": -1}, 422, None),
    ],
    ids=["other words", "other place", "other bytes", "no sum", "no words", "no place"],
)
def test_what_was_not_cited_so(
    client: httpx.Client, other: dict[str, object], status: int, standing: str | None
) -> None:
    came = _checked(client, _cited(client), **other)
    assert came.status_code == status
    if standing is not None:
        assert (came.json()["standing"], came.json()["as_cited"]) == (standing, False)


def test_a_report_that_is_not_seen_is_as_unknown_as_any(
    client: httpx.Client, corpus: Corpus, folder: Path
) -> None:
    cited = _cited(client)
    write_report(folder, 0, ["A mason was hired for it."])
    corpus.ingest(folder, collections=["bridges"])
    tokens = TokenStore(corpus.data_dir)
    for seen, status in (("bridges", 200), ("museums", 404)):
        made = tokens.add(seen, [TokenScope.READ], [seen])
        client.headers["Authorization"] = f"Bearer {made}"
        assert _checked(client, cited).status_code == status


def test_a_report_that_was_never_there(client: httpx.Client) -> None:
    asked = {"quote": "The bridge", "start": 0}
    assert client.get("/v1/citations/none", params=asked).status_code == 404


def test_only_so_many_earlier_texts_are_kept(
    corpus: Corpus, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.storage.kept_tables.MOST_EARLIER", 2)
    ids = []
    for number in range(5):
        ids.append(next(iter(corpus.catalog().locations().values())))
        write_report(folder, 0, [f"Mason number {number} was hired for it."])
        corpus.ingest(folder)
    catalog = corpus.catalog()
    assert sum(catalog.earlier(one) is not None for one in ids) == 2
