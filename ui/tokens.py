"""The tokens of one data folder: what each may, and by what it is known. None is kept itself."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.errors import BadInput
from index.storage.database import Database, make_folder
from index.storage.sql import Row
from ui.callers import TokenScope

TOKENS_FILE = "tokens.sqlite"
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS tokens ("
    "name TEXT PRIMARY KEY, digest BLOB NOT NULL, scopes TEXT NOT NULL, collections TEXT,"
    " made_at TEXT NOT NULL) WITHOUT ROWID"
)
_BEGINNING = "dl_"
"""By it a token is known for one where it was left lying about."""
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class KeptToken:
    """What is kept of a token. `digest` is its SHA-256, `collections` are those that it sees, None
    for all, and `made_at` is a time in UTC (ISO 8601)."""

    name: str
    digest: bytes
    scopes: frozenset[TokenScope]
    collections: tuple[str, ...] | None
    made_at: str


class TokenStore:
    """The tokens of a data folder, in a SQLite file; what is changed holds at once in every process
    that uses them.

    Whoever has the file has no token: each is 256 random bits, of which only the digest is kept.
    """

    def __init__(self, data_dir: Path) -> None:
        self.file = data_dir / TOKENS_FILE
        self._db = Database(self.file, "Move the file away and make the tokens anew.")

    @property
    def exists(self) -> bool:
        """Whether tokens were ever made here. From then on they are asked for, none left or not."""
        return self._db.exists

    def add(
        self, name: str, scopes: Iterable[TokenScope], collections: Sequence[str] | None
    ) -> str:
        """Makes a token and gives it, which nothing can do again. Raises BadInput for a name that
        is taken or unusable, and IndexUnusable where it cannot be kept."""
        if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable() or name != name.strip():
            raise BadInput(f"The name of a token has 1 to {_LONGEST_NAME} characters on one line.")
        folder = self.file.parent
        make_folder(folder)
        token = _BEGINNING + secrets.token_urlsafe(32)
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        seen = None if collections is None else json.dumps(list(collections), ensure_ascii=False)
        row = (name, digest_of(token.encode()), json.dumps(sorted(scopes)), seen, made_at)
        with self._db.writing():
            self._db.rows(_SCHEMA)
            if self._db.row("SELECT 1 FROM tokens WHERE name = ?", [name]):
                raise BadInput(
                    f"There is a token “{name}” already. Choose another name, or withdraw it first "
                    f"with `dateline tokens remove`."
                )
            self._db.rows("INSERT INTO tokens VALUES (?, ?, ?, ?, ?)", row)
        return token

    def remove(self, name: str) -> None:
        """Withdraws a token. Raises BadInput where there is none of that name."""
        if self.exists:
            with self._db.writing():
                if self._db.rows("DELETE FROM tokens WHERE name = ? RETURNING name", [name]):
                    return
        known = ", ".join(token.name for token in self.all()) or "none"
        raise BadInput(f"There is no token “{name}”. Tokens: {known}.")

    def all(self) -> list[KeptToken]:
        """Every token, by name. Raises IndexUnusable."""
        if not self.exists:
            return []
        rows = self._db.rows(
            "SELECT name, digest, scopes, collections, made_at FROM tokens ORDER BY name"
        )
        return [_kept(row) for row in rows]


def find_token(digest: bytes, tokens: Sequence[KeptToken]) -> KeptToken | None:
    """The one of some tokens that has a digest. All are compared, each in a time that does not tell
    how much of it is right."""
    found = [token for token in tokens if hmac.compare_digest(digest, token.digest)]
    return found[0] if found else None


def digest_of(token: bytes) -> bytes:
    """What is kept of a token. It is random, so that nothing slower guards it better."""
    return hashlib.sha256(token).digest()


def _kept(row: Row) -> KeptToken:
    name, digest, scopes, collections, made_at = row
    seen = None if collections is None else tuple(json.loads(collections))
    return KeptToken(name, digest, frozenset(map(TokenScope, json.loads(scopes))), seen, made_at)
