"""A catalog of which some collections alone are seen.

Views of a connection's own stand before the tables, under their names, so that whatever is asked of
the catalog there, now or in code to come, other reports are not in it. What counts words over all
reports (`vocabulary`, `spellings`) has no reports to leave out: who asks it counts what is left.
"""

from collections.abc import Sequence

_SEEN = "seen_collections"
BY_REPORT = {
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
    "versions": ("report_id",),
}
"""Tables with the columns that have the ids of reports, all of which must be seen."""


def belongs(report_id: str) -> str:
    """A condition on the id of a report: that it belongs to one of the collections seen."""
    return (
        f"EXISTS (SELECT 1 FROM main.collections AS c WHERE c.report_id = {report_id}"
        f" AND c.name IN (SELECT name FROM temp.{_SEEN}))"
    )


_OF_PEOPLE = frozenset({"edits", "gone", "earlier", "versions"})
_WITHIN = {
    **{
        table: " AND ".join(belongs(f"x.{column}") for column in columns)
        for table, columns in BY_REPORT.items()
    },
    "collections": f"x.name IN (SELECT name FROM temp.{_SEEN})",
    "fetched": "0",
    "containers": "0",
    "removed": "0",
    "earlier_as_read": "0",
    **{f"earlier_{table}": "0" for table in BY_REPORT if table not in _OF_PEOPLE},
}
"""What rows of a table must be to be seen; earlier texts are only where they are asked for."""
SHADOWED = frozenset(_WITHIN)
_OF_WORDS = ("words", "vocabulary", "instances", "spellings")
WHOLE = frozenset(
    {"meta", "passage_words", *_OF_WORDS[1:], *(f"earlier_{table}" for table in _OF_WORDS)}
)
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
