"""Fetching an address: politely, within bounds, and from nowhere private.

What robots.txt forbids is not fetched (RFC 9309, read by Protego). Each connection is held against
the addresses that are on no public network as it is made, so that neither a redirection nor a name
that leads elsewhere a second time gets around that.
"""

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

import aiohttp
from protego import Protego

from index.errors import BadInput

AGENT = "Dateline"
USER_AGENT = f"{AGENT}/0.1 (reads single reports when a person names them)"
_SECONDS = 60
_REDIRECTIONS = 5
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_ROBOTS_AT_MOST = 500_000
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: its bytes and headers, or that they are as they were before, with no
    bytes. `address` is where it was in the end."""

    address: str
    content: bytes | None
    headers: Mapping[str, str]


class _Private(OSError):
    """An address is on no public network."""


def fetch(
    address: str, most: int, *, private: bool = False, since: Mapping[str, str] | None = None
) -> Page:
    """What is at an address now, `most` bytes at most; with `since`, the headers of a conditional
    request, only if it changed. Raises BadInput, in words, where it cannot be had."""
    try:
        return asyncio.run(_fetched(address, most, private, since or {}))
    except TimeoutError as error:
        raise BadInput(f"did not answer within {_SECONDS} seconds") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        if isinstance(error.__cause__, _Private) or isinstance(error, _Private):
            raise BadInput(
                "is at a private address, which is not fetched from (setting fetch_private)"
            ) from error
        words = " ".join(str(error).split())[:200] or type(error).__name__
        raise BadInput(f"cannot be fetched: {words}") from error


async def _fetched(address: str, most: int, private: bool, since: Mapping[str, str]) -> Page:
    connector = aiohttp.TCPConnector(
        socket_factory=_open if private else _open_public, force_close=True
    )
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, headers={"User-Agent": USER_AGENT}, trust_env=False
    ) as session:
        at = address
        for _ in range(_REDIRECTIONS + 1):
            _check(at)
            if not await _may_be_fetched(session, at):
                raise BadInput(f"is not to be fetched, says the robots.txt of its site ({at})")
            async with session.get(at, headers=dict(since), allow_redirects=False) as response:
                if response.status in _REDIRECTING and "Location" in response.headers:
                    at = urljoin(at, response.headers["Location"])
                    continue
                if response.status == 304:
                    return Page(at, None, dict(response.headers))
                if response.status != 200:
                    raise BadInput(f"cannot be fetched: the server answers {response.status}")
                return Page(at, await _body(response, most), dict(response.headers))
    raise BadInput(f"is led on more than {_REDIRECTIONS} times")


def _check(address: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadInput(f"leads to {address[:200]}, which is not on the web")
    if parts.username is not None or parts.password is not None:
        raise BadInput("has a name or a password in its address; Dateline signs in nowhere")


async def _may_be_fetched(session: aiohttp.ClientSession, address: str) -> bool:
    """Whether a site's robots.txt lets an address be fetched; where the site cannot tell, it does
    not."""
    async with session.get(urljoin(address, "/robots.txt")) as response:
        if response.status >= 500:
            return False
        if response.status != 200:
            return True
        rules = (await response.content.read(_ROBOTS_AT_MOST)).decode("utf-8", "replace")
    return bool(Protego.parse(rules).can_fetch(address, AGENT))


async def _body(response: aiohttp.ClientResponse, most: int) -> bytes:
    pieces, length = [], 0
    async for piece in response.content.iter_chunked(_PIECE):
        length += len(piece)
        if length > most:
            raise BadInput(f"larger than {most / 1e6:g} MB")
        pieces.append(piece)
    return b"".join(pieces)


def _open(info: Any) -> socket.socket:
    family, kind, protocol, _, _ = info
    return socket.socket(family, kind, protocol)


def _open_public(info: Any) -> socket.socket:
    """A socket for a connection to a public address. Raises _Private for any other."""
    if not is_public(str(info[4][0])):
        raise _Private(f"{info[4][0]} is on no public network")
    return _open(info)


def is_public(host: str) -> bool:
    """Whether an IP address is one of the public network, also where it stands for another."""
    address = ip_address(host.partition("%")[0])
    inner: IPv4Address | IPv6Address | None = None
    if isinstance(address, IPv6Address):
        teredo = address.teredo[1] if address.teredo is not None else None
        inner = address.ipv4_mapped or address.sixtofour or teredo
        if inner is None and address.packed[:12] == _NAT64:
            inner = IPv4Address(address.packed[12:])
    return (
        address.is_global and not address.is_multicast and (inner is None or is_public(f"{inner}"))
    )


_NAT64 = bytes.fromhex("0064ff9b0000000000000000")
