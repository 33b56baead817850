"""A catalog of which some collections alone are seen.

Views stand before the tables, under their names, so that whatever is asked of the catalog by them,
now or in code to come, other reports are not in it. What counts words over all
reports (`vocabulary`, `spellings`) has no reports to leave out: who asks it counts what is left.
"""

from collections.abc import Sequence

from index.storage.views import SEEN, Views

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
        f" AND c.name IN (SELECT name FROM temp.{SEEN}))"
    )


_OF_PEOPLE = frozenset({"edits", "gone", "earlier", "versions"})
_WITHIN = {
    **{
        table: " AND ".join(belongs(f"x.{column}") for column in columns)
        for table, columns in BY_REPORT.items()
    },
    "collections": f"x.name IN (SELECT name FROM temp.{SEEN})",
    "fetched": "false",
    "containers": "false",
    "removed": "false",
    "earlier_as_read": "false",
    **{f"earlier_{table}": "false" for table in BY_REPORT if table not in _OF_PEOPLE},
}
"""What rows of a table must be to be seen; earlier texts are only where they are asked for."""
SHADOWED = frozenset(_WITHIN)
_OF_WORDS = ("words", "vocabulary", "instances", "spellings")
WHOLE = frozenset(
    {"meta", "passage_words", *_OF_WORDS[1:], *(f"earlier_{table}" for table in _OF_WORDS)}
)
"""Tables that are seen whole: without reports, or asked only with `passages` beside them."""


def hiding(collections: Sequence[str]) -> Views:
    """What hides all reports that belong to none of some collections."""
    return Views(
        tuple(collections),
        {
            table: f"SELECT * FROM main.{table} AS x WHERE {within}"
            for table, within in _WITHIN.items()
        },
    )
