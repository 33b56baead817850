"""API tokens: made, listed and withdrawn on the command line; what each may over HTTP."""

import sqlite3
from pathlib import Path

import httpx
import pytest

from tests.ui.conftest import Run, run_process
from tests.ui.serving import harbour_service, running
from ui.server import build_app
from ui.tokens import TOKENS_FILE

ASKED = {"question": "When did the bridge reopen?"}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_token_is_shown_once_and_not_kept(run: Run, tmp_path: Path) -> None:
    added = run("tokens", "add", "ann", "--scope", "ask", "--data-dir", tmp_path)
    token = added.out.strip()
    assert (added.code, added.out.count("\n"), token[:3], len(token)) == (0, 1, "dl_", 46)
    assert "ann may ask, and sees all reports" in added.err
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert token.encode() not in held
    assert token[3:].encode() not in held
    assert (tmp_path / TOKENS_FILE).stat().st_mode & 0o077 == 0
    listed = run("tokens", "list", "--data-dir", tmp_path)
    assert "ann  ask  reports: all  made " in listed.out
    assert token[3:] not in listed.out + listed.err


def test_what_each_may_is_listed(run: Run, tmp_path: Path) -> None:
    for name, *more in (
        ("ann",), ("bob", "--scope", "READ", "--scope", "ask", "--collection", "board"),
        ("root", "--scope", "admin"),
    ):  # fmt: skip
        assert run("tokens", "add", name, *more, "--data-dir", tmp_path).code == 0
    listed = run("tokens", "list", "--json", "--data-dir", tmp_path).out
    assert '"name": "bob",\n    "scopes": [\n      "ask",\n      "read"\n    ]' in listed
    lines = run("tokens", "list", "--data-dir", tmp_path).out.splitlines()
    assert [line.partition("  made")[0] for line in lines] == [
        "ann  ask, read  reports: all", "bob  ask, read  reports: board",
        "root  admin  reports: all",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "ann"), "There is a token “ann” already."),
        (("add", "new", "--scope", "all"),
         "There is no scope “all”. Scopes: ask, read, ingest, admin."),
        (("add", " "), "The name of a token has 1 to 64 characters on one line."),
        (("add", "a\nb"), "The name of a token has 1 to 64 characters on one line."),
        (("remove", "bob"), "There is no token “bob”. Tokens: ann."),
    ],
    ids=["taken", "scope", "empty", "two lines", "unknown"],
)  # fmt: skip
def test_what_cannot_be_done(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    run("tokens", "add", "ann", "--data-dir", tmp_path)
    ran = run("tokens", *arguments, "--data-dir", tmp_path)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err


def test_a_token_opens_what_it_is_for(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(build_app(harbour_service(tmp_path, tokens="first"))) as address:
        may: dict[str, list[int]] = {}
        for name in ("ask", "read", "ingest", "admin"):
            token = run("tokens", "add", name, "--scope", name, "--data-dir", data).out.strip()
            may[name] = _statuses(address, token)
        assert may == {
            "ask": [200, 200, 403, 403, 403],
            "read": [403, 403, 200, 404, 403],
            "ingest": [403, 403, 403, 403, 403],
            "admin": [200, 200, 200, 404, 404],
        }
        assert _statuses(address, "first") == [200, 200, 200, 404, 403]
        token = run("tokens", "add", "a", "--scope", "ask", "--data-dir", data).out.strip()
        refused = httpx.get(f"{address}/v1/reports", headers=bearer(token))
        assert (
            refused.json()["detail"] == "This token may not do this: it has not the scope “read”."
        )


def _statuses(address: str, token: str) -> list[int]:
    asked = httpx.post(f"{address}/v1/ask", json=ASKED, headers=bearer(token))
    paths = ("models", "reports", "reports/none", "nothing")
    got = [httpx.get(f"{address}/v1/{path}", headers=bearer(token)) for path in paths]
    return [response.status_code for response in (asked, *got)]


def test_a_running_server_hears_of_both_at_once(tmp_path: Path) -> None:
    """Made and withdrawn by another process; from the first on nobody comes in without."""
    data = tmp_path / "data"
    with running(build_app(harbour_service(tmp_path))) as address:
        models, page = f"{address}/v1/models", f"{address}/config"
        assert httpx.get(models).status_code == httpx.get(page).status_code == 200
        made = run_process("tokens", "add", "ann", "--data-dir", data, cwd=tmp_path)
        token = made.out.strip()
        assert "From now on /v1 asks for a token" in made.err
        assert [httpx.get(models).status_code, httpx.get(page).status_code] == [401, 404]
        assert httpx.get(models, headers=bearer(token)).status_code == 200
        gone = run_process("tokens", "remove", "ann", "--data-dir", data, cwd=tmp_path)
        assert gone.out.startswith("The token ann is withdrawn.\nNo token is left, and /v1 still")
        assert httpx.get(models, headers=bearer(token)).status_code == 401
        assert httpx.get(models).status_code == 401
    with running(build_app(harbour_service(tmp_path))) as address:
        assert httpx.get(f"{address}/v1/models").status_code == 401
        assert httpx.get(f"{address}/").status_code == 404


def test_a_damaged_file_lets_nobody_in(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(build_app(harbour_service(tmp_path))) as address:
        token = run("tokens", "add", "ann", "--data-dir", data).out.strip()
        for file in data.glob(f"{TOKENS_FILE}*"):
            file.unlink()
        (data / TOKENS_FILE).write_bytes(b"no database at all" * 400)
        for headers in ({}, bearer(token)):
            refused = httpx.get(f"{address}/v1/models", headers=headers)
            assert refused.status_code in (401, 503)


def test_another_token_of_the_same_name_is_somebody_else(run: Run, tmp_path: Path) -> None:
    """A conversation is the token's, not its name's or its place in the list."""
    data = tmp_path / "data"
    with running(build_app(harbour_service(tmp_path))) as address:
        ask = f"{address}/v1/ask"
        follow = {"question": "And what did it cost?", "conversation_id": "c"}

        def follows(token: str) -> bool:
            said = httpx.post(ask, json=follow, headers=bearer(token)).json()
            return said["understood_as"] is not None

        tokens = {}
        for name in ("a", "b"):
            tokens[name] = run("tokens", "add", name, "--data-dir", data).out.strip()
        first = {"question": "When did engineers reopen the Kessel bridge?", "conversation_id": "c"}
        httpx.post(ask, json=first, headers=bearer(tokens["b"]))
        run("tokens", "remove", "a", "--data-dir", data)
        assert follows(tokens["b"])
        run("tokens", "remove", "b", "--data-dir", data)
        again = run("tokens", "add", "b", "--data-dir", data).out.strip()
        assert not follows(again)


def test_only_digests_are_in_the_file(run: Run, tmp_path: Path) -> None:
    run("tokens", "add", "ann", "--data-dir", tmp_path)
    with sqlite3.connect(tmp_path / TOKENS_FILE) as kept:
        [(digest,)] = kept.execute("SELECT digest FROM tokens").fetchall()
    kept.close()
    assert len(digest) == 32
