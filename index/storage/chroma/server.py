"""Chroma as a server of its own, or as the proxy before one, spoken to over HTTP.

Every request that is made here may be made again: vectors are put, described and removed by ids
that are made of what they are of. So what a server did not take is repeated, a few times; what it
took too long for is not, as it may be at work on it still.
"""

import json
import ssl
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from threading import Lock
from time import sleep
from typing import Any, TypeVar

import httpx
from chromadb.api import ServerAPI
from chromadb.api.fastapi import FastAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import DEFAULT_DATABASE, System
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from index.errors import IndexUnusable, VectorsOut
from index.storage.chroma.address import ChromaServer
from index.storage.chroma.named import CONFIGURATION, name_of, prefixed

Done = TypeVar("Done")
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_NO_LEAVE = frozenset({401, 403, 407})
_NOT_FOUND = 404
_WAIT_S = 0.25
"""Before a request is made again for the first time; twice as long each further time."""
_SAID_AT_MOST = 200
_CONNECTING = Lock()


class _Refused(Exception):
    """The server answered with an error."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(" ".join(said.split())[:_SAID_AT_MOST])
        self.status = status


class ServedChroma:
    """The collections of one index on a server, of which one, for a fingerprint, is asked.

    Nothing is asked before it is needed: an index may be opened while its server is out. Safe from
    several threads.
    """

    at_once = 250
    """Vectors that are written at one time: on a server so busy that 2,000 took ten seconds, these
    took one."""

    def __init__(self, server: ChromaServer, data_dir: Path, fingerprint: str) -> None:
        self.server = server
        self._data_dir, self._fingerprint = data_dir, fingerprint
        self._collection: Collection | None = None

    def asked(self, method: str, **what: Any) -> Any:
        """What a method of the collection gives for `what`; the collection is made where there is
        none. Raises VectorsOut where the server does not answer or does not let us in,
        IndexUnusable where it refuses what is asked."""
        return self._explained(lambda: self._found(method, what))

    def _found(self, method: str, what: Mapping[str, Any]) -> Any:
        try:
            return getattr(self._opened(), method)(**what)
        except _Refused as error:
            if error.status != _NOT_FOUND or self._collection is None:
                raise
            self._collection = None  # its server lost it: it is begun anew
            return getattr(self._opened(), method)(**what)

    def version(self) -> str:
        """Of its API; all of Chroma's servers from 1.0 on say 1.0.0. Raises VectorsOut."""
        return self._explained(lambda: str(self._connected().get_version()))

    def drop_others(self) -> None:
        """Deletes this index's collections of other fingerprints."""
        self._explained(self._drop_others)

    def _drop_others(self) -> None:
        server, ours = self.server, prefixed(name_of(self._data_dir), "")
        api = self._connected()
        for one in api.list_collections(tenant=server.tenant, database=server.database):
            if one.name.startswith(ours) and one.name != self._name:
                api.delete_collection(one.name, server.tenant, server.database)

    @property
    def _name(self) -> str:
        return prefixed(name_of(self._data_dir), self._fingerprint)

    def _opened(self) -> Collection:
        kept = self._collection
        if kept is not None:
            return kept
        api, server = self._connected(), self.server
        _make_database(api, server)
        model = api.get_or_create_collection(
            self._name, configuration=CONFIGURATION,
            tenant=server.tenant, database=server.database,
        )  # fmt: skip
        self._collection = Collection(client=api, model=model, embedding_function=None)
        return self._collection

    def _connected(self) -> FastAPI:
        with _CONNECTING:
            return _api(self.server)

    def _explained(self, do: Callable[[], Done]) -> Done:
        """What `do` gives, tried again where that may help; errors in words that say what to do."""
        for left in reversed(range(self.server.retries + 1)):
            try:
                return do()
            except (_Refused, httpx.HTTPError) as error:
                if not left or not _passes(error):
                    raise _in_words(self.server, error) from error
            except (ChromaError, ValueError, KeyError, TypeError) as error:
                raise VectorsOut(
                    f"The Chroma server at {self.server.url} cannot be used ({error}). See that "
                    "DATELINE_CHROMA_URL is that of a Chroma server of version 1."
                ) from error
            sleep(_WAIT_S * 2 ** (self.server.retries - left))
        raise AssertionError("the last try returns or raises")


def _make_database(api: FastAPI, server: ChromaServer) -> None:
    """Makes the database that a setting names, where its tenant has none of that name."""
    if server.database == DEFAULT_DATABASE:
        return
    try:
        api.get_database(server.database, server.tenant)
    except _Refused as error:
        if error.status != _NOT_FOUND:
            raise
        api.create_database(server.database, server.tenant)


@cache
def _api(server: ChromaServer) -> FastAPI:
    """Chroma's own client, with requests that have a limit of time and raise what they were told.
    A process keeps one for each server, with its connections. Raises VectorsOut where the file of
    the authority cannot be read."""
    settings = ChromaSettings(
        anonymized_telemetry=False, chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=server.url, chroma_server_http_port=0,
        chroma_server_ssl_enabled=server.url.startswith("https:"),
    )  # fmt: skip
    api: FastAPI = System(settings).instance(ServerAPI)
    headers = {**api._session.headers, **server.headers}
    api._session.close()
    api._session = httpx.Client(
        headers=headers, timeout=server.timeout_s, limits=api.http_limits,
        verify=_trusted(server.ca), event_hooks={"response": [_check]},
    )  # fmt: skip
    return api


def _trusted(ca: Path | None) -> ssl.SSLContext | bool:
    if ca is None:
        return True
    try:
        return ssl.create_default_context(cafile=str(ca))
    except OSError as error:
        raise VectorsOut(
            f"The certificates in {ca} cannot be read ({error.strerror or error}). Set "
            "DATELINE_CHROMA_CA to a PEM file."
        ) from error


def _check(response: httpx.Response) -> None:
    if response.is_error or response.is_redirect:
        response.read()
        raise _Refused(response.status_code, _message(response.text))


def _message(said: str) -> str:
    """What an error of Chroma's says; anything else as it is."""
    try:
        return str(json.loads(said)["message"])
    except (ValueError, KeyError, TypeError):
        return said


def _passes(error: Exception) -> bool:
    """Whether what was asked was not taken, and may be the next time."""
    if isinstance(error, _Refused):
        return error.status in _PASSING
    slow = isinstance(error, httpx.ReadTimeout | httpx.WriteTimeout)
    return isinstance(error, httpx.TransportError) and not slow and not _of_certificate(error)


def _of_certificate(error: Exception) -> bool:
    return "CERTIFICATE_VERIFY_FAILED" in str(error)


def _in_words(server: ChromaServer, error: Exception) -> IndexUnusable:
    """Why nothing is to be had from a server, and what to do."""
    whose = f"The Chroma server at {server.url}"
    if isinstance(error, _Refused):
        return _refused(server, whose, error)
    if _of_certificate(error):
        return VectorsOut(
            f"{whose} shows a certificate that is not trusted ({error}). Set DATELINE_CHROMA_CA "
            "to the file of the authority that signed it."
        )
    if isinstance(error, httpx.TimeoutException):
        return VectorsOut(
            f"{whose} takes longer than {server.timeout_s:g} s. See what it is busy with, or set "
            "DATELINE_CHROMA_TIMEOUT_S higher."
        )
    return VectorsOut(
        f"{whose} does not answer ({str(error).rstrip('.') or type(error).__name__}). Start it, or "
        "set DATELINE_CHROMA_URL to where it runs."
    )


def _refused(server: ChromaServer, whose: str, error: _Refused) -> IndexUnusable:
    if error.status in _NO_LEAVE:
        how = "does not take the token" if server.token is not None else "asks for a token"
        return VectorsOut(
            f"{whose} {how} ({error.status}). Set DATELINE_CHROMA_TOKEN to one that it takes, and "
            "DATELINE_CHROMA_TOKEN_HEADER to the header that it looks in."
        )
    if error.status in _PASSING:
        return VectorsOut(f"{whose} is out ({error.status} {error}). Ask again when it is back.")
    if error.status == _NOT_FOUND:
        return VectorsOut(
            f"{whose} has no database {server.database} of a tenant {server.tenant}, or is none of "
            f"Chroma's ({error}). Set DATELINE_CHROMA_URL, _TENANT and _DATABASE to what there is."
        )
    return IndexUnusable(f"{whose} refuses what it is asked ({error.status} {error}).")
