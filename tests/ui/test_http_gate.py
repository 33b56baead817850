"""Tokens, and requests a minute."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from index.errors import BadInput
from rag.settings import Settings
from tests.ui.serving import harbour_service, running
from ui.http.allowance import OwnAllowance
from ui.http.gate import Tokens
from ui.server import build_app

ASKED = {"question": "When did the bridge reopen?"}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("guarded")
    with running(build_app(harbour_service(folder, tokens="first, sécond,", per_minute=20))) as at:
        yield at


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer wrong", "Bearer first, sécond", "Basic first", "first",
     "Bearer fir", "Bearer firstt", "Bearer FIRST", "Bearer ,"],
    ids=repr,
)  # fmt: skip
def test_nobody_without_a_token(guarded: str, header: str | None) -> None:
    headers = {"Authorization": header.encode()} if header is not None else {}
    # an address of its own, so that one try does not count for another
    headers["X-Forwarded-For"] = f"10.0.0.{abs(hash(header)) % 250}".encode()
    refused = httpx.post(f"{guarded}/v1/ask", content=b"not even read", headers=headers)
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert refused.json()["detail"] == (
        "Send one of this server's tokens: Authorization: Bearer TOKEN."
    )
    assert "first" not in refused.text


@pytest.mark.parametrize(
    "header", ["Bearer first", "bearer first", "Bearer   first", "Bearer sécond"]
)
def test_each_token_lets_in(guarded: str, header: str) -> None:
    headers = {"Authorization": header.encode()}
    asked = httpx.post(f"{guarded}/v1/ask", json=ASKED, headers=headers)
    assert (asked.status_code, asked.json()["kind"]) == (200, "answer")


def test_what_watches_the_server_needs_none(guarded: str) -> None:
    for path in ("healthz", "readyz", "metrics", "docs", "openapi.json"):
        assert httpx.get(f"{guarded}/{path}").status_code in (200, 503)


def test_the_description_says_that_a_token_is_needed(guarded: str) -> None:
    document = httpx.get(f"{guarded}/openapi.json").json()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert ("security" in operation) == path.startswith("/v1/"), path


def test_a_client_that_asks_too_often(guarded: str) -> None:
    """Guessing tokens is slowed down with it; somebody with a token is another client."""
    headers = {"X-Forwarded-For": "192.0.2.7"}
    got = [httpx.get(f"{guarded}/v1/models", headers=headers) for _ in range(21)]
    assert [response.status_code for response in got] == [401] * 20 + [429]
    wait = int(got[-1].headers["Retry-After"])
    assert 1 <= wait <= 60
    assert got[-1].json()["detail"] == (
        f"Too many requests in a minute. Try again in {wait} seconds."
    )
    let_in = httpx.get(f"{guarded}/v1/models", headers={**headers, "Authorization": "Bearer first"})
    assert let_in.status_code == 200
    assert httpx.get(f"{guarded}/healthz", headers=headers).status_code == 200


@pytest.mark.parametrize("written", [",", " , ", "  "], ids=repr)
def test_tokens_that_are_none(written: str) -> None:
    with pytest.raises(BadInput, match="names no token"):
        Tokens(Settings(tokens=SecretStr(written)))


def test_no_tokens_let_everybody_in(tmp_path: Path) -> None:
    assert not Tokens(Settings(data_dir=tmp_path)).asked_for


def test_the_allowance_is_of_any_minute() -> None:
    now = 100.0
    allowance = OwnAllowance(3, lambda: now)

    def wait(client: str, times: int) -> list[int]:
        return [asyncio.run(allowance.wait(client)) for _ in range(times)]

    assert wait("a", 4) == [0, 0, 0, 60]
    assert wait("b", 1) == [0]
    now = 130.0
    assert wait("a", 1) == [30]
    now = 160.0
    assert wait("a", 4) == [0, 0, 0, 60]


def test_clients_that_are_quiet_are_forgotten() -> None:
    now = 0.0
    allowance = OwnAllowance(1, lambda: now)

    async def ask(clients: range) -> list[int]:
        return [await allowance.wait(str(n)) for n in clients]

    assert set(asyncio.run(ask(range(10_001)))) == {0}
    now = 61.0
    assert asyncio.run(ask(range(1))) == [0]
    assert len(allowance._made) == 1
