"""A catalog of which some collections alone are seen.

Views of a connection's own stand before the tables, under their names, so that whatever is asked of
the catalog there, now or in code to come, other reports are not in it. What counts words over all
reports (`vocabulary`, `spellings`) has no reports to leave out: who asks it counts what is left.
"""

from collections.abc import Sequence

_SEEN = "seen_collections"
_BELONGS = (
    "EXISTS (SELECT 1 FROM main.collections AS c WHERE c.report_id = x.{column}"
    f" AND c.name IN (SELECT name FROM temp.{_SEEN}))"
)
_BY_REPORT = {
    "reports": ("id",),
    "edits": ("report_id",),
    "gone": ("report_id",),
    "earlier": ("now",),
    "blocks": ("report_id",),
    "times": ("report_id",),
    "abbreviations": ("report_id",),
    "passages": ("report_id",),
    "statements": ("report_id",),
    "paged": ("report_id",),
    "page_lines": ("report_id",),
}
"""Tables with the columns that have the ids of reports, all of which must be seen."""
_WITHIN = {
    **{
        table: " AND ".join(_BELONGS.format(column=column) for column in columns)
        for table, columns in _BY_REPORT.items()
    },
    "collections": f"x.name IN (SELECT name FROM temp.{_SEEN})",
    "fetched": "0",
    "containers": "0",
    "removed": "0",
}
"""What rows of a table must be to be seen."""
SHADOWED = frozenset(_WITHIN)
WHOLE = frozenset({"meta", "passage_words", "vocabulary", "instances", "spellings"})
"""Tables that are seen whole: without reports, or asked only with `passages` beside them."""


def hiding(collections: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Statements, with values, that hide from a connection all reports that belong to none of some
    collections."""
    insert = f"INSERT OR IGNORE INTO temp.{_SEEN} VALUES (?)"
    return [
        ("PRAGMA temp_store = MEMORY", ()),
        (f"CREATE TEMP TABLE {_SEEN} (name TEXT PRIMARY KEY) WITHOUT ROWID", ()),
        *((insert, (name,)) for name in collections),
        *(
            (f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} AS x WHERE {within}", ())
            for table, within in _WITHIN.items()
        ),
    ]
