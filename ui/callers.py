"""Who sends a request to the server, and what he may."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from index.errors import BadInput


class TokenScope(StrEnum):
    """What a token may be used for."""

    ASK = "ask"
    READ = "read"
    INGEST = "ingest"
    ADMIN = "admin"


AS_BEFORE = frozenset({TokenScope.ASK, TokenScope.READ})
"""What a token may that is given no scopes, as those of the setting are."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks. `key` tells him from all others, `collections` are those whose reports alone he may
    see, by their exact names; None for all. `user` is his name where he is signed in."""

    key: str
    scopes: frozenset[TokenScope] = frozenset(TokenScope)
    collections: tuple[str, ...] | None = None
    user: str = ""

    def may(self, scope: TokenScope) -> bool:
        """Whether what needs a scope is open to him."""
        return scope in self.scopes or TokenScope.ADMIN in self.scopes


def scopes_named(names: Iterable[str]) -> frozenset[TokenScope]:
    """Scopes by their names. Raises BadInput for one that there is not."""
    found = set()
    for name in names:
        try:
            found.add(TokenScope(name.strip().lower()))
        except ValueError:
            known = ", ".join(TokenScope)
            raise BadInput(f"There is no scope “{name}”. Scopes: {known}.") from None
    return frozenset(found)
