"""Every way into the server: behind the gate, or named as open with the reason."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.ui.conftest import ROOT
from tests.ui.serving import harbour_service, running
from ui.callers import TokenScope
from ui.http.ways import NEEDS, OPEN, OPEN_PAGE, is_counted, is_of_page, scope_needed
from ui.server import build_app
from ui.service import Service
from ui.web.app import chat_of


def _ways(app: object, under: str = "") -> Iterator[tuple[str, str]]:
    """The method and the path of every route, of applications and routers within others too."""
    for route in getattr(app, "routes", ()):
        yield from _of_route(route, under)


def _of_route(route: object, under: str) -> Iterator[tuple[str, str]]:
    candidates = getattr(route, "effective_candidates", None)
    if candidates is not None:
        for candidate in candidates():
            yield from _of_route(candidate, under)
        return
    path = under + str(getattr(route, "path", ""))
    inner = getattr(route, "app", None)
    if getattr(inner, "routes", None) and not getattr(route, "methods", None):
        yield from _ways(inner, path)
        return
    for method in sorted(getattr(route, "methods", None) or {"GET"}):
        yield method, path


def _all_ways(service: Service) -> set[tuple[str, str]]:
    """Those of the server and of the chat, which is put together only when it is first needed."""
    mounted = ("GET", "")
    return {*_ways(build_app(service)), *_ways(chat_of(service))} - {mounted}


def _reason(path: str) -> str | None:
    """Why a path is open: by the longest beginning that is named."""
    open_ = OPEN | OPEN_PAGE
    named = [one for one in open_ if path == one or (one != "/" and path.startswith(one))]
    return open_[max(named, key=len)] if named else None


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return harbour_service(tmp_path_factory.mktemp("ways"), per_minute=0)


@pytest.fixture(scope="module")
def ways(service: Service) -> set[tuple[str, str]]:
    return _all_ways(service)


def test_the_routes_are_found(ways: set[tuple[str, str]]) -> None:
    assert len(ways) > 60
    assert {
        ("POST", "/v1/ask"), ("GET", "/v1/reports/{report_id}"), ("POST", "/slack/events"),
        ("POST", "/gradio_api/queue/join"), ("POST", "/gradio_api/run/{api_name}"),
        ("POST", "/gradio_api/upload"), ("GET", "/metrics"),
    } <= ways  # fmt: skip


def test_each_is_behind_the_gate_or_named_as_open(ways: set[tuple[str, str]]) -> None:
    unnamed = {
        (method, path)
        for method, path in ways
        if not is_counted(method, path) and _reason(path) is None
    }
    assert unnamed == set()


def test_what_is_named_as_open_is_there(ways: set[tuple[str, str]]) -> None:
    paths = {path for method, path in ways if not is_counted(method, path)}
    unused = {one for one in OPEN | OPEN_PAGE if not any(path.startswith(one) for path in paths)}
    assert unused == set()


def test_each_of_them_is_told_of() -> None:
    page = (ROOT / "docs" / "http.md").read_text("utf-8")
    told = [f"| `{path}` | {why} |" for path, why in (OPEN | OPEN_PAGE).items()]
    told += [f"| `{path}` | `{scope}` |" for path, scope in NEEDS.items()]
    assert [line for line in told if line not in page] == []


def test_each_says_which_scope_it_needs(ways: set[tuple[str, str]]) -> None:
    """What nobody has named is for an admin alone."""
    needed = {path: scope_needed("GET", path) for _, path in ways if path.startswith("/v1/")}
    del needed["/v1/{rest:path}"]  # whatever is not there
    assert needed == {
        "/v1/ask": TokenScope.ASK,
        "/v1/ask/stream": TokenScope.ASK,
        "/v1/chat/completions": TokenScope.ASK,
        "/v1/check": TokenScope.ASK,
        "/v1/export": TokenScope.ASK,
        "/v1/find": TokenScope.ASK,
        "/v1/models": TokenScope.ASK,
        "/v1/receipts": TokenScope.ASK,
        "/v1/citations/{report_id}": TokenScope.READ,
        "/v1/reports": TokenScope.READ,
        "/v1/reports/{report_id}": TokenScope.READ,
        "/v1/reports/{report_id}/pages/{page}": TokenScope.READ,
        "/v1/standing.atom": TokenScope.ADMIN,
    }
    for path in ("/v1", "/v1/rest", "/v1/reports2"):
        assert scope_needed("GET", path) is scope_needed("DELETE", path) is TokenScope.ADMIN
    changes = {(method, path) for method, path in ways if method in ("PATCH", "PUT", "DELETE")}
    assert changes == {(method, "/v1/reports/{report_id}") for method in ("PATCH", "DELETE")}
    assert {scope_needed(*way) for way in changes} == {TokenScope.INGEST}


def test_each_is_the_pages_or_the_servers(ways: set[tuple[str, str]], service: Service) -> None:
    """Those of the page are shut with it."""
    own = {path for _, path in _ways(chat_of(service))}
    assert {path for _, path in ways if is_of_page(path)} == own - {"/openapi.json"}


def test_no_way_of_the_page_to_have_work_done_goes_past_the_limit(
    ways: set[tuple[str, str]], tmp_path: Path
) -> None:
    app = build_app(harbour_service(tmp_path, per_minute=1))
    posts = sorted({
        path.format(api_name="a", event_id="b") for method, path in ways
        if method == "POST" and path.startswith("/gradio_api/")
    })  # fmt: skip
    assert len(posts) > 10
    with running(app) as address:
        httpx.get(f"{address}/v1/models")
        said = [httpx.post(f"{address}{path}", json={}).status_code for path in posts]
        assert set(said) == {429}
        assert httpx.get(f"{address}/config").status_code == 200


def test_without_a_token_there_is_no_way_in(tmp_path: Path) -> None:
    app = build_app(harbour_service(tmp_path, tokens="first"))
    ways = [(method, path) for method, path in _ways(app) if path.startswith("/v1")]
    with running(app) as address:
        for method, path in ways:
            came = httpx.request(method, f"{address}{path.replace('{', '').replace('}', '')}")
            assert came.status_code == 401, path
        others = {path for _, path in _ways(app)} - {path for _, path in ways}
    assert {path for path in others if path.startswith(("/gradio_api", "/config"))} == set()


GETS = ["/healthz", "/readyz", "/metrics", "/docs", "/openapi.json", "/v1/reports", "/", "/config"]


def test_head_is_answered_where_get_is(tmp_path: Path) -> None:
    with running(build_app(harbour_service(tmp_path, per_minute=0))) as address:
        for path in GETS:
            got, head = httpx.get(f"{address}{path}"), httpx.head(f"{address}{path}")
            assert (head.status_code, head.content) == (got.status_code, b""), path
            assert head.headers["content-type"] == got.headers["content-type"]
        unknown = httpx.head(f"{address}/v1/reports/none")
        assert (unknown.status_code, unknown.content) == (404, b"")
        other = httpx.head(f"{address}/v1/ask")
        assert (other.status_code, other.headers["allow"]) == (405, "POST")
        assert httpx.post(f"{address}/healthz").headers["allow"] == "GET, HEAD"
