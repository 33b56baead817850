"""Addresses that are named for an ingest: what is fetched of them, and what is not."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index.errors import BadInput
from index.settings import IndexSettings
from index.sources import fetch_all, is_address
from index.sources.fetched import Refused
from index.sources.web import USER_AGENT, Page, fetch, is_public
from index.storage.catalog import Catalog
from tests.doubles import HashingEmbedder

PAGE = (
    b"<html><body><h1>Quay news</h1><p>The quay was shut by the board on Friday.</p></body></html>"
)


@dataclass
class Site:
    """A site on this machine: what it answers by path, and what it was asked."""

    port: int = 0
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def pages(self) -> list[str]:
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    served = Site(answers={"/a.html": (200, {"Content-Type": "text/html"}, PAGE)})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, dict(self.headers)))
            status, headers, body = served.answers.get(self.path, (404, {}, b""))
            if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
                status, body = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_address_is_fetched_by_name(site: Site) -> None:
    page = fetch(site.at("/a.html"), 1000, private=True)
    assert (page.address, page.content) == (site.at("/a.html"), PAGE)
    assert {headers["User-Agent"] for _, headers in site.asked} == {USER_AGENT}


REFUSED = [
    pytest.param({}, "/a.html", 1000, False,
                 "is at a private address, which is not fetched from (setting fetch_private)",
                 id="private"),
    pytest.param({}, "/gone", 1000, True, "cannot be fetched: the server answers 404", id="gone"),
    pytest.param({}, "/a.html", 10, True, "larger than 1e-05 MB", id="large"),
    pytest.param({"/robots.txt": (200, {}, b"User-agent: *\nDisallow: /*.html$\n")}, "/a.html",
                 1000, True, "is not to be fetched, says the robots.txt of its site", id="robots"),
    pytest.param({"/robots.txt": (503, {}, b"")}, "/a.html", 1000, True,
                 "is not to be fetched, says the robots.txt of its site", id="no robots"),
    pytest.param({"/on": (302, {"Location": "/on"}, b"")}, "/on", 1000, True,
                 "is led on more than 5 times", id="round in circles"),
    pytest.param({"/on": (302, {"Location": "file:///etc/hosts"}, b"")}, "/on", 1000, True,
                 "leads to file:///etc/hosts, which is not on the web", id="to a file"),
]  # fmt: skip


@pytest.mark.parametrize(("answers", "path", "most", "private", "reason"), REFUSED)
def test_what_is_not_fetched(
    site: Site, answers: dict[str, tuple[int, dict[str, str], bytes]], path: str, most: int,
    private: bool, reason: str,
) -> None:  # fmt: skip
    site.answers |= answers
    with pytest.raises(BadInput) as raised:
        fetch(site.at(path), most, private=private)
    assert str(raised.value).startswith(reason)


def test_an_address_with_a_password_is_not_fetched() -> None:
    with pytest.raises(BadInput, match="signs in nowhere"):
        fetch("http://ann:secret@127.0.0.1/", 1000)


def test_rules_for_others_do_not_count(site: Site) -> None:
    rules = b"User-agent: Other\nDisallow: /\n\nUser-agent: *\nDisallow: /\nAllow: /a\n"
    site.answers["/robots.txt"] = (200, {}, rules)
    assert fetch(site.at("/a.html"), 1000, private=True).content == PAGE


@pytest.mark.parametrize(
    ("host", "public"),
    [("93.184.216.34", True), ("2606:2800:220:1::1", True), ("127.0.0.1", False),
     ("10.1.2.3", False), ("169.254.169.254", False), ("::1", False),
     ("fe80::1%eth0", False), ("224.0.0.1", False),
     ("::ffff:127.0.0.1", False), ("2002:7f00:1::", False), ("64:ff9b::a00:1", False),
     ("0.0.0.1", False)],
)  # fmt: skip
def test_what_is_public(host: str, public: bool) -> None:
    assert is_public(host) is public


@pytest.mark.parametrize(
    ("named", "address"),
    [("https://lesk.example/a", True), ("HTTP://lesk.example", True), ("http.txt", False),
     ("in/https:/x", False)],
)  # fmt: skip
def test_what_is_an_address(named: str, address: bool) -> None:
    assert is_address(named) is address


@pytest.fixture
def settings(tmp_path: Path) -> IndexSettings:
    return IndexSettings(data_dir=tmp_path / "data", embedder="hashing", fetch_private=True)


def test_addresses_become_reports_and_are_asked_again_only_for_changes(
    site: Site, settings: IndexSettings
) -> None:
    from datetime import date

    from index.ingestion.ingest import Ingest
    from index.ingestion.ingest_result import Outcome

    site.answers["/a.html"] = (
        200,
        {"Content-Type": "text/html; charset=utf-8", "ETag": '"1"'},
        PAGE,
    )
    address = site.at("/a.html")
    files, refused = fetch_all(settings, [address, address, site.at("/no")])
    assert refused == [Refused(site.at("/no"), "cannot be fetched: the server answers 404")]
    result = Ingest(settings, HashingEmbedder, date(2025, 6, 1)).run(files)
    assert result.added == [Outcome(address, "no date found")]
    catalog = Catalog.open(settings.data_dir)
    assert catalog is not None
    [head] = catalog.report_heads()
    assert (head.path, head.url, head.title) == (address, address, "Quay news")
    catalog.close()
    again, _ = fetch_all(settings, [address])
    assert again == files
    assert site.asked[-1][1]["If-None-Match"] == '"1"'
    assert Ingest(settings, HashingEmbedder, date(2025, 6, 1)).run(again).left == [Outcome(address)]


NAMES = [
    pytest.param("http://x.example/a/News of May.doc?x=1", "application/octet-stream", "",
                 id="no such format"),
    pytest.param("http://x.example/a/Feed", "application/rss+xml", "Feed-", id="by its type"),
    pytest.param("http://x.example/a/b.csv", "text/plain", "b-", id="by its name"),
    pytest.param("http://x.example/", "text/html; charset=x", "page-", id="no name"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "kind", "begins"), NAMES)
def test_what_is_fetched_is_kept_by_a_name(
    settings: IndexSettings, address: str, kind: str, begins: str
) -> None:
    def get(address: str, most: int, **more: object) -> Page:
        return Page(address, b"x", {"Content-Type": kind})

    files, refused = fetch_all(settings, [address], get)
    if begins:
        assert files[0].location.name.startswith(begins)
        assert files[0].location.read_bytes() == b"x"
    else:
        assert refused[0].reason.startswith("is of no format that Dateline reads (application/")
