"""What can go wrong with a Chroma server, on real ones and a real proxy: each in words that say
what to do, and nothing asked for ever."""

import re
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import httpx
import numpy as np
import pytest
from pydantic import SecretStr, ValidationError

from index.errors import IndexUnusable, VectorsOut
from index.settings import IndexSettings
from index.storage.chroma import NAME_FILE, ChromaServer
from index.storage.chroma.server import ServedChroma
from index.storage.filters import UNKNOWN
from index.storage.vectors import VectorStore
from index.types import Scope
from tests.chroma_server import RunningChroma, chroma_server, guarded

VECTORS = np.array([[1, 0], [0, 1]], dtype=np.float32)
TOKEN = "s3cret-token"  # noqa: S105 - of a proxy of this test


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningChroma]:
    with chroma_server(tmp_path_factory.mktemp("chroma") / "server") as server:
        yield server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that is its own authority, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "own.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", key, "-out", made, "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return made, key


def _store(folder: Path, url: str, **more: object) -> VectorStore:
    settings = IndexSettings.model_validate({"data_dir": folder, "chroma_url": url, **more})
    return VectorStore(folder, "f", ChromaServer.of(settings))


def _put(store: VectorStore) -> None:
    store.put(["a", "b"], VECTORS, [UNKNOWN, UNKNOWN])


def _wrong(store: VectorStore) -> str:
    with pytest.raises(VectorsOut) as caught:
        len(store)
    assert TOKEN not in str(caught.value)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL], ids=lambda how: how.name)
def test_what_was_put_outlives_a_restart(
    running: RunningChroma, tmp_path: Path, how: signal.Signals
) -> None:
    store = _store(tmp_path, running.url)
    _put(store)
    before = store.nearest(VECTORS[1], 2, Scope())
    running.stop(how)
    running.start()
    assert store.nearest(VECTORS[1], 2, Scope()) == before == [("b", 1.0), ("a", 0.0)]


def test_a_restart_is_waited_for(running: RunningChroma, tmp_path: Path) -> None:
    store = _store(tmp_path, running.url, chroma_retries=6)
    _put(store)
    running.stop()
    starting = threading.Thread(target=lambda: (sleep(0.4), running.start()))
    starting.start()
    assert len(store) == 2
    starting.join()


def test_a_server_that_is_out(running: RunningChroma, tmp_path: Path) -> None:
    store = _store(tmp_path, running.url)
    running.stop()
    try:
        begun = monotonic()
        assert _wrong(store) == (
            f"The Chroma server at {running.url} does not answer ([Errno 111] Connection refused). "
            "Start it, or set DATELINE_CHROMA_URL to where it runs."
        )
        assert 0.7 < monotonic() - begun < 5
    finally:
        running.start()
    assert len(store) == 0


def test_a_server_that_lost_its_files(running: RunningChroma, tmp_path: Path) -> None:
    """Its collection is begun anew: what it lacks is told by the count."""
    store = _store(tmp_path, running.url)
    _put(store)
    name = f"passages-{(tmp_path / NAME_FILE).read_text('ascii').strip()}-f"
    of_all = f"{running.url}/api/v2/tenants/default_tenant/databases/default_database/collections"
    httpx.delete(f"{of_all}/{name}").raise_for_status()
    assert (len(store), store.lacking(2), store.nearest(VECTORS[0], 2, Scope())) == (0, 2, [])


@pytest.mark.parametrize(
    ("header", "value"),
    [("Authorization", f"Bearer {TOKEN}"), ("X-Chroma-Token", TOKEN)],
    ids=["bearer", "Chroma's own"],
)
def test_a_token(running: RunningChroma, tmp_path: Path, header: str, value: str) -> None:
    with guarded(running, header, value) as url:
        let_in = _store(tmp_path, url, chroma_token=TOKEN, chroma_token_header=header)
        _put(let_in)
        assert len(let_in) == 2
        how = (
            "Set DATELINE_CHROMA_TOKEN to one that it takes, and DATELINE_CHROMA_TOKEN_HEADER to "
            "the header that it looks in."
        )
        assert _wrong(_store(tmp_path, url)) == (
            f"The Chroma server at {url} asks for a token (401). {how}"
        )
        assert _wrong(_store(tmp_path, url, chroma_token=TOKEN[1:])) == (
            f"The Chroma server at {url} does not take the token (401). {how}"
        )


def test_tls_with_an_authority_of_ones_own(
    running: RunningChroma, tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    with guarded(running, "Authorization", f"Bearer {TOKEN}", certificate) as url:
        store = _store(tmp_path, url, chroma_token=TOKEN, chroma_ca=certificate[0])
        _put(store)
        assert len(store) == 2
        begun = monotonic()
        said = _wrong(_store(tmp_path, url, chroma_token=TOKEN))
        assert monotonic() - begun < 5
        assert "shows a certificate that is not trusted" in said
        assert said.endswith("Set DATELINE_CHROMA_CA to the file of the authority that signed it.")
        said = _wrong(_store(tmp_path, url, chroma_ca=tmp_path / "none.pem"))
        assert said == (
            f"The certificates in {tmp_path / 'none.pem'} cannot be read (No such file or "
            "directory). Set DATELINE_CHROMA_CA to a PEM file."
        )


@contextmanager
def _answering(answer: Callable[[int], bytes | None]) -> Iterator[tuple[str, list[float]]]:
    """A server that says `answer` to its nth request, or nothing for None; and when each came."""
    came: list[float] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            kept = []
            while True:
                try:
                    taken, _ = listening.accept()
                except OSError:
                    break
                came.append(monotonic())
                taken.recv(65_536)
                said = answer(len(came))
                if said is None:
                    kept.append(taken)
                    continue
                taken.sendall(said)
                taken.close()
            for one in kept:
                one.close()

        serving = threading.Thread(target=serve, daemon=True)
        serving.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", came
        listening.shutdown(socket.SHUT_RDWR)
    serving.join(10)


def _said(status: str, body: str = "busy") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()


def test_a_server_that_says_nothing_is_not_asked_again(tmp_path: Path) -> None:
    with _answering(lambda _: None) as (url, came):
        assert _wrong(_store(tmp_path, url, chroma_timeout_s=0.3)) == (
            f"The Chroma server at {url} takes longer than 0.3 s. See what it is busy with, or set "
            "DATELINE_CHROMA_TIMEOUT_S higher."
        )
        assert len(came) == 1


@pytest.mark.parametrize(
    ("said", "told", "asked"),
    [
        (_said("503 Service Unavailable"), "is out (503 busy). Ask again when it is back.", 3),
        (_said("429 Too Many Requests"), "is out (429 busy). Ask again when it is back.", 3),
        (_said("403 Forbidden"), "asks for a token (403).", 1),
        (_said("404 Not Found", "no page"), "or is none of Chroma's (no page).", 1),
        (b"", "does not answer (Server disconnected without sending a response).", 3),
    ],
    ids=["out", "busy", "forbidden", "another server", "cut off"],
)
def test_what_was_not_taken_is_asked_again_a_few_times(
    tmp_path: Path, said: bytes, told: str, asked: int
) -> None:
    with _answering(lambda _: said) as (url, came):
        assert told in _wrong(_store(tmp_path, url))
        assert len(came) == asked


def test_what_it_refuses_is_no_outage(tmp_path: Path) -> None:
    with _answering(lambda _: _said("400 Bad Request", "no such thing")) as (url, came):
        with pytest.raises(IndexUnusable, match=r"refuses what it is asked \(400 no such thing\)"):
            len(_store(tmp_path, url))
        assert len(came) == 1


def test_what_is_none_of_chromas(tmp_path: Path) -> None:
    with (
        _answering(lambda _: _said("200 OK", "<p>Hello</p>")) as (url, _),
        pytest.raises(VectorsOut, match="cannot be used"),
    ):
        len(_store(tmp_path, url))


def test_a_database_of_ones_own(running: RunningChroma, tmp_path: Path) -> None:
    store = _store(tmp_path, running.url, chroma_database="harbour")
    _put(store)
    assert (len(store), len(_store(tmp_path, running.url))) == (2, 0)


def test_a_tenant_of_ones_own(running: RunningChroma, tmp_path: Path) -> None:
    """`chroma run` lets a database be made in one that was never made itself."""
    store = _store(tmp_path, running.url, chroma_tenant="harbour", chroma_database="reports")
    _put(store)
    assert (len(store), len(_store(tmp_path, running.url))) == (2, 0)


def test_the_name_of_a_folder_is_drawn_once_and_private(
    running: RunningChroma, tmp_path: Path
) -> None:
    _put(_store(tmp_path, running.url))
    file = tmp_path / NAME_FILE
    assert re.fullmatch(r"[0-9a-f]{12}\n", file.read_text("ascii"))
    assert file.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir()] == [NAME_FILE]
    assert len(_store(tmp_path, running.url)) == 2


def test_a_name_that_is_damaged_is_not_another(running: RunningChroma, tmp_path: Path) -> None:
    for damaged in ("", "passages", "0123456789ab0123456789ab"):
        (tmp_path / NAME_FILE).write_text(damaged, "ascii")
        with pytest.raises(IndexUnusable, match="Put it back from a copy, or delete it"):
            len(_store(tmp_path, running.url))


def test_its_version(running: RunningChroma, tmp_path: Path) -> None:
    served = ServedChroma(ChromaServer(running.url), tmp_path, "f")
    assert re.fullmatch(r"\d+\.\d+\.\d+", served.version())
    assert TOKEN not in repr(ChromaServer(running.url, SecretStr(TOKEN)))


@pytest.mark.parametrize(
    "url", ["chroma:8000", "ftp://chroma", "http://ann:s3cret@chroma:8000", "http://c/?token=x"]
)
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(ValidationError) as caught:
        IndexSettings(chroma_url=url)
    assert re.search("it must be an address|a token belongs", str(caught.value))
