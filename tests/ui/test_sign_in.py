"""Sign-in through a reverse proxy's header: who is believed, and whose a conversation is."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser
from pydantic import SecretStr

from index.errors import BadInput
from rag.settings import Settings
from tests.ui.browser import visiting
from tests.ui.conftest import Run
from tests.ui.serving import harbour_service, running
from ui.http.sign_in import SignIn
from ui.server import build_app

SECRET = "a secret of the proxy's"  # noqa: S105 - of this test
HEADER = "X-Forwarded-User"


def as_user(name: str) -> dict[str, str]:
    """What the proxy sends of somebody."""
    return {HEADER: name, "X-Dateline-Proxy": SECRET}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("sign-in")
    settings = {"proxy_user_header": HEADER, "proxy_secret": SECRET, "tokens": "first"}
    with running(build_app(harbour_service(folder, per_minute=0, **settings))) as at:
        yield at


def test_the_page_is_for_users_though_there_are_tokens(address: str) -> None:
    for path in ("/", "/config", "/gradio_api/startup-events", "/theme.css"):
        refused = httpx.get(f"{address}{path}")
        assert (refused.status_code, refused.json()["detail"]) == (
            401, "Sign in: come to this page by way of its proxy.",
        ), path  # fmt: skip
        token = httpx.get(f"{address}{path}", headers={"Authorization": "Bearer first"})
        assert token.status_code == 401
    for path in ("/", "/config", "/theme.css"):
        assert httpx.get(f"{address}{path}", headers=as_user("ann")).status_code == 200
    posted = httpx.post(f"{address}/gradio_api/queue/join", json={})
    assert posted.status_code == 401
    assert httpx.get(f"{address}/healthz").status_code == 200


def test_programs_come_in_by_token_or_as_users(address: str) -> None:
    models = f"{address}/v1/models"
    assert httpx.get(models).status_code == 401
    assert httpx.get(models, headers={"Authorization": "Bearer first"}).status_code == 200
    assert httpx.get(models, headers=as_user("ann")).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        [(HEADER, "ann")],
        [(HEADER, "ann"), ("X-Dateline-Proxy", "another secret of somebody's")],
        [(HEADER, "ann"), ("X-Dateline-Proxy", "")],
        [(HEADER, "ann"), (HEADER, "bob"), ("X-Dateline-Proxy", SECRET)],
        [(HEADER, "ann"), ("X-Dateline-Proxy", "wrong"), ("X-Dateline-Proxy", SECRET)],
        [(HEADER, "a" * 201), ("X-Dateline-Proxy", SECRET)],
        [("X-Dateline-Proxy", "wrong")],
        [(HEADER, "ann"), ("Authorization", "Bearer first")],
    ],
    ids=["no secret", "wrong", "empty", "two users", "two secrets", "long", "no user", "a token"],
)
def test_who_is_not_the_proxy_is_refused(address: str, headers: list[tuple[str, str]]) -> None:
    for path in ("/", "/config", "/v1/models"):
        refused = httpx.get(f"{address}{path}", headers=headers)
        assert (refused.status_code, refused.json()["detail"]) == (
            403, "This names a user, and does not come by way of this server's proxy.",
        )  # fmt: skip
        assert SECRET not in refused.text


def test_a_conversation_is_its_users(address: str) -> None:
    ask = f"{address}/v1/ask"
    first = {"question": "When did engineers reopen the Kessel bridge?", "conversation_id": "c"}
    follow = {"question": "And what did it cost?", "conversation_id": "c"}
    assert httpx.post(ask, json=first, headers=as_user("ann")).status_code == 200
    other = httpx.post(ask, json=follow, headers=as_user("bob")).json()
    assert other["understood_as"] is None
    mine = httpx.post(ask, json=follow, headers=as_user("ann")).json()
    assert mine["understood_as"] is not None


def test_a_session_of_the_page_is_its_users(address: str) -> None:
    """Whoever knows its name gets nothing of it."""
    join = {"data": [], "fn_index": 0, "session_hash": "known"}
    data = f"{address}/gradio_api/queue/data?session_hash=known"
    assert httpx.post(
        f"{address}/gradio_api/queue/join", json=join, headers=as_user("ann")
    ).status_code in (404, 422)
    assert httpx.get(data, headers=as_user("bob")).status_code == 404
    posted = httpx.post(f"{address}/gradio_api/queue/join", json=join, headers=as_user("bob"))
    assert posted.status_code == 404
    beat = httpx.get(f"{address}/gradio_api/heartbeat/known", headers=as_user("bob"))
    assert beat.status_code == 404


def test_a_conversation_of_the_page_is_its_users(browser: Browser, address: str) -> None:
    """It is there after a reload, and not for another who has its id."""
    with visiting(browser, address) as visit:
        ann = visit(extra_http_headers=as_user("ann"))
        ann.ask("When did engineers reopen the Kessel bridge?")
        ann.page.reload()
        ann.page.wait_for_selector("#thread .turn")
        kept = ann.page.evaluate("() => Object.entries(sessionStorage)")
        bob = visit(extra_http_headers=as_user("bob"))
        bob.page.evaluate("kept => kept.forEach(([k, v]) => sessionStorage.setItem(k, v))", kept)
        bob.page.reload()
        bob.page.get_by_text("is not kept any more").wait_for()
        assert bob.page.locator("#thread .turn").count() == 0


@pytest.mark.parametrize(
    ("header", "secret", "said"),
    [(HEADER, None, "needs both"), (None, SECRET, "needs both"), (HEADER, "short", "less than 16")],
)
def test_settings_that_are_half_there(header: str | None, secret: str | None, said: str) -> None:
    kept = SecretStr(secret) if secret else None
    with pytest.raises(BadInput, match=said):
        SignIn(Settings(proxy_user_header=header, proxy_secret=kept))


def test_the_server_does_not_start_with_half_of_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_PROXY_USER_HEADER", HEADER)
    ran = run("serve", "--port", "0", "--data-dir", tmp_path)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "DATELINE_PROXY_SECRET" in ran.err
