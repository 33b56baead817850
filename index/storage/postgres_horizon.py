"""Whether what was deleted in PostgreSQL can be gone from its files: what an open transaction may
see is copied whenever its table is written anew."""

from typing import Protocol

from index.errors import DatabaseUnusable
from index.storage.sql import SqlDatabase
from index.storage.waiting import awaited

_TABLES = "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = ?"
_NOW = "SELECT txid_snapshot_xmax(txid_current_snapshot()) % 4294967296"
_OLDER = (
    "SELECT 1 FROM pg_stat_activity WHERE (datname = current_database() OR datname IS NULL)"
    " AND pid <> pg_backend_pid() AND coalesce(backend_type, '') <> 'autovacuum worker'"
    " AND age(backend_xmin) > age(?::text::xid) LIMIT 1"
)
"""Whether a transaction, or a replica, sees what was there before one of a number began."""


class _Placed(SqlDatabase, Protocol):
    @property
    def place(self) -> str: ...


def seen_by_nobody(
    db: _Placed, schema: str, timeout_s: float, fault: type[DatabaseUnusable]
) -> str:
    """The names of the tables of a schema, once no open transaction may see what was deleted of
    them before; raises a `fault` where that takes longer than so many seconds."""
    [(now,)] = db.rows(_NOW)
    if not awaited(lambda: not db.rows(_OLDER, [str(now)]), timeout_s):
        raise fault(
            f"A transaction that began before is still open in {db.place}, and may see what was "
            "deleted. End it, a dump perhaps, and try again."
        )
    return ", ".join(name for (name,) in db.rows(_TABLES, [schema]))
