"""Earlier texts of reports as the catalog keeps them to be searched, and the views that show
the reports as they were known on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from index.storage.fts5_terms import TOKENIZER
from index.storage.partial import BY_REPORT, belongs, hiding
from index.storage.views import SEEN, Views

EARLIER = "earlier_"
"""What the names of tables of earlier texts begin with."""
NEVER = 9_999_999
"""An ordinal past every day."""
_KEPT = (
    "reports", "blocks", "times", "abbreviations", "passages", "statements", "paged", "page_lines",
)  # fmt: skip
"""Tables whose rows of a report are kept when another text takes its place."""
ID_OF = {table: BY_REPORT[table][0] for table in _KEPT}
"""The same, with the column that has the report's id."""
_DAY = "CAST(julianday(substr({0}, 1, 10)) - 1721424.5 AS INTEGER)"

VERSION_SCHEMA = (
    "".join(
        f"CREATE TABLE IF NOT EXISTS earlier_{table} AS SELECT * FROM {table} WHERE 0;"
        f"CREATE INDEX IF NOT EXISTS earlier_{table}_report ON earlier_{table} ({column});"
        for table, column in ID_OF.items()
    )
    + f"""
CREATE INDEX IF NOT EXISTS earlier_passages_id ON earlier_passages (id);
CREATE INDEX IF NOT EXISTS earlier_statements_hash ON earlier_statements (hash);
CREATE VIRTUAL TABLE IF NOT EXISTS earlier_words
    USING fts5 (text, place, tokenize = '{TOKENIZER}');
CREATE VIRTUAL TABLE IF NOT EXISTS earlier_vocabulary USING fts5vocab ('earlier_words', 'row');
CREATE VIRTUAL TABLE IF NOT EXISTS earlier_instances USING fts5vocab ('earlier_words', 'instance');
CREATE TABLE IF NOT EXISTS earlier_spellings (
    key TEXT NOT NULL,
    term TEXT NOT NULL,
    PRIMARY KEY (key, term)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS earlier_as_read (
    report_id TEXT PRIMARY KEY,
    as_read TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS versions (
    report_id TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (report_id, since)
) WITHOUT ROWID;
"""
)
"""`earlier_…` have the rows of reports that another text has taken the place of, as they were;
`earlier_as_read` is what was read of them, in the place of which an edit of their report may stand.
`versions` says of the texts of reports that have changed when each stood: from the day `since`,
which is 0 for the first one, to the day before `until`."""

VERSIONS_OF_BEFORE = f"""
INSERT OR IGNORE INTO versions
    SELECT report_id, 0, {_DAY.format("replaced_at")} FROM earlier;
INSERT OR IGNORE INTO versions
    SELECT now, max({_DAY.format("replaced_at")}), {NEVER} FROM earlier GROUP BY now;
"""
"""Fills `versions` in a catalog that kept no more of earlier texts than the texts."""


@dataclass(frozen=True, slots=True)
class TextTables:
    """A table of words to search, the instances of its terms, and the passages and blocks that it
    has them of."""

    words: str
    instances: str
    passages: str
    blocks: str


CURRENT = (TextTables("passage_words", "instances", "passages", "blocks"),)
OF_VERSIONS = (
    TextTables("passage_words", "instances", "current_passages", "main.blocks"),
    TextTables("earlier_words", "earlier_instances", "past_passages", "main.earlier_blocks"),
)


def knowing(day: date | None, seen: Sequence[str] | None) -> Views:
    """What shows the reports as they were known on a day: each with the text that stood then.
    Without a day all texts are shown. `seen` are the collections whose reports alone are shown; an
    earlier text belongs to those of its report.
    """
    at = f"v.since <= {day.toordinal()} AND v.until > {day.toordinal()}" if day else "true"
    standing = f"SELECT v.report_id FROM main.versions v WHERE {at}"
    unknown = f"SELECT report_id FROM main.versions EXCEPT {standing}"
    past = (
        "SELECT e.report_id FROM main.earlier e WHERE e.report_id IN"
        f" ({standing}) AND e.now IN (SELECT id FROM main.reports)"
        " AND e.report_id NOT IN (SELECT id FROM main.reports)"
        + (f" AND {belongs('e.now')}" if seen is not None else "")
    )
    made: dict[str, str] = {}
    for table, column in ID_OF.items():
        own = f" AND {belongs(f'x.{column}')}" if seen is not None else ""
        now = f"SELECT * FROM main.{table} AS x WHERE x.{column} NOT IN ({unknown}){own}"
        then = f"SELECT * FROM main.earlier_{table} AS x WHERE x.{column} IN ({past})"
        made[table] = f"{now} UNION ALL {then}"
        if table == "passages":
            made |= {"current_passages": now, "past_passages": then}
    made |= _COLLECTIONS if seen is None else _COLLECTIONS_SEEN
    hidden = hiding(seen) if seen is not None else Views((), {})
    rest = {table: query for table, query in hidden.tables.items() if table not in made}
    return Views(hidden.seen, {**rest, **made})


_NAMED = "SELECT x.name, x.report_id FROM main.collections AS x"
_COLLECTIONS = {
    "own_collections": _NAMED,
    "collections": "SELECT name, report_id FROM own_collections UNION ALL SELECT o.name,"
    " e.report_id FROM main.earlier e JOIN own_collections o ON o.report_id = e.now",
    "vocabulary": "SELECT term FROM main.vocabulary UNION SELECT term FROM main.earlier_vocabulary",
    "spellings": "SELECT key, term FROM main.spellings UNION"
    " SELECT key, term FROM main.earlier_spellings",
}
_COLLECTIONS_SEEN = {
    **_COLLECTIONS,
    "own_collections": f"{_NAMED} WHERE x.name IN (SELECT name FROM temp.{SEEN})",
}
