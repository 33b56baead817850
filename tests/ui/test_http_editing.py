"""PATCH and DELETE /v1/reports/{id}."""

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.ui.serving import harbour_service, running
from ui.callers import TokenScope
from ui.server import build_app
from ui.service import Service
from ui.tokens import TokenStore

pytestmark = pytest.mark.usefixtures("without_page")

_BY_SCOPES = [TokenScope.READ, TokenScope.INGEST]


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return harbour_service(tmp_path, tokens="secret", per_minute=0)


def _token(service: Service, name: str, scopes: list[TokenScope], *seen: str) -> dict[str, str]:
    made = TokenStore(service.settings.data_dir).add(name, scopes, seen or None)
    return {"Authorization": f"Bearer {made}"}


@pytest.fixture
def client(service: Service) -> Iterator[httpx.Client]:
    with (
        running(build_app(service)) as address,
        httpx.Client(
            base_url=address, headers=_token(service, "editor", _BY_SCOPES), timeout=30
        ) as client,
    ):
        yield client


def _first(client: httpx.Client) -> dict[str, object]:
    reports: list[dict[str, object]] = client.get("/v1/reports").json()
    return reports[0]


def test_an_edit_and_its_undoing(client: httpx.Client) -> None:
    before = _first(client)
    at = f"/v1/reports/{before['report_id']}"
    edit = {"published_on": "2024-04-02", "title": "Edited", "collections": ["north"]}
    receipt = client.patch(at, json=edit).raise_for_status().json()
    assert receipt["before"] == before
    assert receipt["after"] == {
        **before, **edit, "date_source": "edited", "date_confidence": "high", "date_note": None,
        "edited": ["collections", "published_on", "title"],
        "edited_at": receipt["after"]["edited_at"],
        "events_from": receipt["after"]["events_from"],
        "events_to": receipt["after"]["events_to"],
    }  # fmt: skip
    assert receipt["after"] in client.get("/v1/reports").json()
    undone = client.patch(at, json={"reset": True}).raise_for_status().json()
    assert undone == {"before": receipt["after"], "after": before}


def test_a_removal(client: httpx.Client) -> None:
    before = _first(client)
    at = f"/v1/reports/{before['report_id']}"
    assert client.delete(at).raise_for_status().json() == {"before": before, "after": None}
    assert client.get(at).status_code == 404
    assert client.delete(at).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"title": ""}, 422),
        ({"title": " "}, 422),
        ({"published_on": "9999-01-01"}, 422),
        ({"published_on": 7}, 422),
        ({"reset": True}, 422),
        ({"reset": True, "title": "A"}, 422),
        ({"path": "/etc/passwd"}, 422),
        ([], 422),
    ],
    ids=str,
)
def test_what_cannot_be_done_changes_nothing(
    client: httpx.Client, body: object, status: int
) -> None:
    before = _first(client)
    came = client.patch(f"/v1/reports/{before['report_id']}", json=body)
    assert (came.status_code, came.headers["content-type"]) == (status, "application/problem+json")
    assert _first(client) == before


def test_an_unknown_report(client: httpx.Client) -> None:
    assert client.patch("/v1/reports/none", json={"title": "A"}).status_code == 404


def test_without_a_token_for_it_nothing_is_changed(service: Service, client: httpx.Client) -> None:
    before = _first(client)
    at = f"/v1/reports/{before['report_id']}"
    for headers in ({}, {"Authorization": "Bearer other"}):
        with httpx.Client(base_url=client.base_url, headers=headers) as stranger:
            assert stranger.patch(at, json={"title": "A"}).status_code == 401
            assert stranger.delete(at).status_code == 401
    asks, part = {"Authorization": "Bearer secret"}, _token(service, "part", _BY_SCOPES, "news")
    for headers, why in ((asks, "it has not the scope “ingest”"), (part, "changes nothing")):
        for came in (
            client.patch(at, json={"title": "A"}, headers=headers),
            client.delete(at, headers=headers),
        ):
            assert came.status_code == 403
            assert why in came.json()["detail"]
    other = client.delete(at, headers={"Origin": "https://elsewhere.example"})
    assert other.status_code == 403
    assert _first(client) == before


def test_a_change_waits_for_another_but_not_for_long(
    service: Service, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.changing._PATIENCE_S", 1)
    at = f"/v1/reports/{_first(client)['report_id']}"
    with service.changing:
        came = client.patch(at, json={"title": "Later"})
    assert (came.status_code, came.headers["content-type"]) == (503, "application/problem+json")
    with service.changing:
        ending = threading.Timer(0.3, service.changing.release)
        ending.start()
        came = client.patch(at, json={"title": "Later"})
        ending.join()
        service.changing.acquire()
    assert came.json()["after"]["title"] == "Later"
