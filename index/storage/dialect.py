"""How PostgreSQL spells the statements of a catalog, which are written for SQLite, and how views
stand before its tables there."""

import re
from functools import lru_cache

from index.storage.views import SEEN, Views

_SPELT = {
    "json_group_array(c.name)": "coalesce(json_agg(c.name)::text, '[]')",
    "json_extract(changed, '$.collections')": "changed::json -> 'collections'",
    "max(p.start - ": "greatest(p.start - ",
    "instr(": "strpos(",
    "char(10)": "chr(10)",
    "CROSS JOIN": "JOIN",
    "LIMIT -1": "OFFSET 0",
    "temp.": "",
}
"""What SQLite has, and what stands for it. Its `CROSS JOIN` is any join whose order is said, and
its `LIMIT -1` is none."""


@lru_cache(maxsize=2048)
def spelt(sql: str, schema: str) -> str:
    """A statement as PostgreSQL has it, for a catalog whose tables are in a schema."""
    for here, there in _SPELT.items():
        sql = sql.replace(here, there)
    return re.sub(r"\bmain\.", f"{schema}.", sql)


@lru_cache(maxsize=2048)
def _viewed(sql: str, tables: tuple[tuple[str, str], ...]) -> str:
    """A statement with the queries before it that it needs: under the names of tables that have no
    schema before them, these stand for the tables."""
    needed: list[str] = []
    said = sql
    for name, query in reversed(tables):
        if re.search(rf"(?<![\w.]){name}\b", said):
            needed.insert(0, f"{name} AS NOT MATERIALIZED ({query})")
            said += f" {query}"
    if f"temp.{SEEN}" in said:
        needed.insert(0, f"{SEEN} (name) AS (SELECT unnest(?::text[]))")
    if not needed:
        return sql
    before = ", ".join(needed)
    return f"WITH {before}, {sql[5:]}" if sql.startswith("WITH ") else f"WITH {before} {sql}"


def viewed(sql: str, values: list[object], views: Views) -> tuple[str, list[object]]:
    """A statement and its values with views in the place of tables: PostgreSQL has views of a
    connection's own as well, but making them for each takes longer than a question may."""
    made = _viewed(sql, tuple(views.tables.items()))
    asks = made.startswith(f"WITH {SEEN} (name)")
    return made, [list(views.seen), *values] if asks else values
