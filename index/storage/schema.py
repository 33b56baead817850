"""The catalog's tables."""

from index.storage.fts5_terms import TOKENIZER

SCHEMA_VERSION = "10"
ADDED_TO = frozenset({"8", "9"})
"""Layouts that lack nothing but tables, which are added where such a catalog is opened."""

UNUSED = "".join(
    f"DROP TABLE IF EXISTS {table};" for table in ("likenesses", "sketches", "alike", "series")
)
"""Takes out tables of these layouts that nothing reads."""

SCHEMA = f"""
CREATE TABLE IF NOT EXISTS meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS reports (
    id TEXT PRIMARY KEY,
    location TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    text TEXT NOT NULL,
    title TEXT,
    publisher TEXT,
    url TEXT,
    published INTEGER,
    known_by INTEGER,
    date_source TEXT,
    date_confidence TEXT NOT NULL,
    date_note TEXT,
    page_date INTEGER,
    data_cutoff INTEGER,
    first_event INTEGER,
    last_event INTEGER,
    originator TEXT,
    copy_key TEXT NOT NULL,
    source TEXT,
    language TEXT,
    sha256 TEXT NOT NULL,
    retrieved_at TEXT,
    unread TEXT NOT NULL,
    published_edtf TEXT,
    published_first INTEGER,
    published_last INTEGER,
    date_modified INTEGER,
    not_before INTEGER,
    day_order TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS reports_published ON reports (published);
CREATE INDEX IF NOT EXISTS reports_bounds
    ON reports (published_first, published_last, known_by, publisher, date_confidence);

CREATE TABLE IF NOT EXISTS fetched (
    address TEXT PRIMARY KEY,
    location TEXT NOT NULL,
    etag TEXT NOT NULL,
    last_modified TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS containers (
    location TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS collections (
    name TEXT NOT NULL,
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    PRIMARY KEY (name, report_id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS collections_report ON collections (report_id);

CREATE TABLE IF NOT EXISTS edits (
    report_id TEXT PRIMARY KEY,
    location TEXT NOT NULL UNIQUE,
    changed TEXT NOT NULL,
    as_read TEXT NOT NULL,
    edited_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS removed (
    report_id TEXT PRIMARY KEY,
    location TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    removed_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS gone (
    report_id TEXT PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    since TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS earlier (
    report_id TEXT PRIMARY KEY,
    now TEXT NOT NULL,
    text TEXT NOT NULL,
    retrieved_at TEXT NOT NULL,
    replaced_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS earlier_now ON earlier (now);

CREATE TABLE IF NOT EXISTS blocks (
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    page_role TEXT NOT NULL,
    role TEXT NOT NULL,
    reason TEXT NOT NULL,
    level INTEGER NOT NULL,
    under TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (report_id, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS blocks_hash ON blocks (hash);

CREATE TABLE IF NOT EXISTS times (
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    block INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    begun INTEGER,
    edtf TEXT NOT NULL,
    PRIMARY KEY (report_id, block, start, end, first)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS times_days ON times (first, last, report_id, block);
CREATE INDEX IF NOT EXISTS times_begun ON times (begun, first, report_id, block)
    WHERE begun IS NOT NULL;

CREATE TABLE IF NOT EXISTS abbreviations (
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    short TEXT NOT NULL,
    long TEXT NOT NULL,
    short_key TEXT NOT NULL,
    long_key TEXT NOT NULL,
    PRIMARY KEY (report_id, short, long)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS abbreviations_short ON abbreviations (short_key);
CREATE INDEX IF NOT EXISTS abbreviations_long ON abbreviations (long_key);

CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    block INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    sentences TEXT NOT NULL,
    place TEXT NOT NULL,
    source TEXT
);
CREATE INDEX IF NOT EXISTS passages_report ON passages (report_id, start);

CREATE TABLE IF NOT EXISTS statements (
    hash INTEGER NOT NULL,
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    PRIMARY KEY (hash, report_id, start)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS statements_report ON statements (report_id);

CREATE VIRTUAL TABLE IF NOT EXISTS passage_words
    USING fts5 (text, place, tokenize = '{TOKENIZER}');
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab ('passage_words', 'row');
CREATE VIRTUAL TABLE IF NOT EXISTS instances USING fts5vocab ('passage_words', 'instance');

CREATE TABLE IF NOT EXISTS spellings (
    key TEXT NOT NULL,
    term TEXT NOT NULL,
    PRIMARY KEY (key, term)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS paged (
    report_id TEXT PRIMARY KEY REFERENCES reports (id) ON DELETE CASCADE,
    sizes TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS page_lines (
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    page INTEGER NOT NULL,
    x0 REAL NOT NULL,
    y0 REAL NOT NULL,
    x1 REAL NOT NULL,
    y1 REAL NOT NULL,
    words BLOB NOT NULL,
    PRIMARY KEY (report_id, start)
) WITHOUT ROWID;
"""
"""Days are proleptic Gregorian ordinals (`date.toordinal`), so that they compare as integers.

`published` is a day or nothing; where it is a month, or one of two days, `published_edtf` says so,
and `published_first` and `published_last` bound it, which are the day where there is one.
`day_order` says whether a report writes the day or the month first where both are figures.
`page_role` is what the page alone tells of a block, `role` what is left after comparing the
reports. `times` are the days that a block names, from `first` to `last`, at offsets in the report;
`begun` is the last day of what was named where "since" makes it last longer, and `edtf` the same in
the Extended Date/Time Format. `abbreviations` are
what a report explains, each form with the stems of its words to find it by. `statements` finds the
sentences that say the same word for word. `containers` are files in which several reports stand, as
they were when all of them were read, and `fetched` addresses with where they are kept, and by what
their sites tell versions of them. `edits` are what a person put in the place of what was read of a
report, with that, and stay while it is out of the catalog; `removed` are reports that a person took
out, which an ingest leaves out; `gone` those whose files were not there any more when they were
looked for. `earlier` are the texts of reports that another text has taken the place of: `now` is
the id of the report that did last. `retrieved_at` is a time in ISO 8601, in UTC, `unread` a list
in JSON of what of the file is not in the text. `spellings` finds the terms of the vocabulary that
sound alike. `paged` has the reports whose files have pages, with their sizes as JSON, and
`page_lines` says where the lines of their texts stand; `words` are the offsets in the line at which
words begin, and their left edges.
"""
