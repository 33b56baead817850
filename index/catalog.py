"""The catalog: reports, blocks and passages in SQLite, with full-text search. It is the truth;
vectors are made from it and can be made again."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from hashlib import sha256
from pathlib import Path

from index.errors import IndexUnusable
from index.schema import SCHEMA, SCHEMA_VERSION
from index.terms import spelling_key, words
from index.types import (
    Block,
    Confidence,
    Coverage,
    DateSource,
    Finding,
    Passage,
    Report,
    ReportDate,
    ReportHead,
    Role,
    Scope,
)

CATALOG_FILE = "catalog.sqlite"
_HEAD = (
    "r.id, r.path, r.title, r.publisher, r.url, r.published, r.date_source, r.date_confidence,"
    " r.date_note, r.page_date"
)
_PASSAGE = "p.id, p.report_id, p.block, p.start, p.end, p.sentences"
_MANY = 500


class Catalog:
    """One data folder's catalog. Reading is safe from several threads; one process writes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._local = threading.local()

    @classmethod
    def create(cls, data_dir: Path) -> "Catalog":
        """Opens the catalog of a folder for writing, making both where they do not exist."""
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _not_writable(data_dir, error.strerror or str(error)) from error
        catalog = cls(data_dir / CATALOG_FILE)
        with _explained(data_dir):
            catalog._db.executescript(SCHEMA)
            catalog._db.execute(
                "INSERT OR IGNORE INTO meta VALUES ('schema', ?)", (SCHEMA_VERSION,)
            )
        catalog._check_schema()
        return catalog

    @classmethod
    def open(cls, data_dir: Path) -> "Catalog | None":
        """The catalog of a folder, or None where nothing was ever ingested into it."""
        file = data_dir / CATALOG_FILE
        try:
            if not file.is_file():
                return None
        except OSError as error:
            raise IndexUnusable(
                f"The data folder {data_dir} cannot be read: {error.strerror}."
            ) from error
        catalog = cls(file)
        with _explained(data_dir):
            catalog._check_schema()
        return catalog

    @property
    def _db(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._file, timeout=2, isolation_level=None)
            connection.executescript(
                "PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL;"
            )
            self._local.connection = connection
        return connection

    def _check_schema(self) -> None:
        found = self.meta().get("schema")
        if found != SCHEMA_VERSION:
            raise IndexUnusable(
                f"The index in {self._file.parent} has layout {found or 'unknown'}, and this "
                f"version of Dateline needs {SCHEMA_VERSION}. Move the folder away and run "
                "`dateline ingest` again."
            )

    def close(self) -> None:
        """Closes this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction: all of it or, on any exception, nothing. Readers see the state before.

        Raises IndexUnusable where another process is writing, or the disk is full.
        """
        with _explained(self._file.parent):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    # What the index was made with

    def meta(self) -> dict[str, str]:
        return dict(self._db.execute("SELECT key, value FROM meta"))

    def set_meta(self, values: Mapping[str, str]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def forget_making(self) -> None:
        """Leaves nothing in `meta` but the layout: what the vectors were made with goes."""
        self._db.execute("DELETE FROM meta WHERE key <> 'schema'")

    def check_integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing for a sound one."""
        found = [str(row[0]) for row in self._db.execute("PRAGMA quick_check")]
        return [] if found == ["ok"] else found

    # Reports

    def coverage(self) -> Coverage:
        reports, first, last = self._db.execute(
            "SELECT count(*), min(published), max(published) FROM reports"
        ).fetchone()
        (passages,) = self._db.execute("SELECT count(*) FROM passages").fetchone()
        return Coverage(reports, passages, _day(first), _day(last), self.meta().get("snapshot", ""))

    def report_heads(self) -> list[ReportHead]:
        """All reports, the oldest first, those without a date last."""
        rows = self._db.execute(
            f"SELECT {_HEAD} FROM reports r ORDER BY r.published IS NULL, r.published, r.path"
        )
        return [_head(row) for row in rows]

    def report(self, report_id: str) -> Report | None:
        row = self._db.execute(
            f"SELECT {_HEAD}, r.text FROM reports r WHERE r.id = ?", (report_id,)
        ).fetchone()
        if row is None:
            return None
        return Report(_head(row[:-1]), row[-1], self.blocks(report_id))

    def blocks(self, report_id: str, *, page: bool = False) -> tuple[Block, ...]:
        """Blocks of a report in order; with `page`, as the page alone tells them."""
        rows = self._db.execute(
            "SELECT start, end, is_list_item, page_role, role, reason FROM blocks"
            " WHERE report_id = ? ORDER BY number",
            (report_id,),
        )
        return tuple(
            Block(start, end, bool(item), Role(page_role if page else role),
                  "" if page and page_role != role else reason)
            for start, end, item, page_role, role, reason in rows
        )  # fmt: skip

    def locations(self) -> dict[str, str]:
        """Where each report was read, by its file's location: the report's id."""
        return dict(self._db.execute("SELECT location, id FROM reports"))

    def publishers(self) -> list[str]:
        rows = self._db.execute(
            "SELECT DISTINCT publisher FROM reports WHERE publisher IS NOT NULL ORDER BY 1"
        )
        return [name for (name,) in rows]

    def add_report(
        self, report: Report, location: str, hashes: Sequence[str], copy_key: str
    ) -> None:
        head, dated = report.head, report.head.dated
        self._db.execute(
            "INSERT INTO reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (head.id, location, head.path, report.text, head.title, head.publisher, head.url,
             _ordinal(dated.published_on), dated.source, dated.confidence, dated.note,
             _ordinal(dated.page_date), copy_key),
        )  # fmt: skip
        self._db.executemany(
            "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(head.id, n, b.start, b.end, b.is_list_item, b.role, b.role, b.reason, h)
             for n, (b, h) in enumerate(zip(report.blocks, hashes, strict=True))],
        )  # fmt: skip

    def move_report(self, report_id: str, location: str, path: str) -> None:
        self._db.execute(
            "UPDATE reports SET location = ?, path = ? WHERE id = ?", (location, path, report_id)
        )

    def remove_report(self, report_id: str) -> None:
        self._forget_passages(report_id)
        self._db.execute("DELETE FROM reports WHERE id = ?", (report_id,))

    # Blocks that recur across reports

    def recurrence(self, hashes: Iterable[str], at_least: int) -> dict[str, int]:
        """Of these blocks, those in `at_least` different reports, copies of one counted once."""
        counts: dict[str, int] = {}
        for some in _batches(sorted(set(hashes))):
            counts.update(self._db.execute(
                "SELECT b.hash, count(DISTINCT r.copy_key) AS n FROM blocks b"
                f" JOIN reports r ON r.id = b.report_id WHERE b.hash IN ({_marks(some)})"
                " GROUP BY b.hash HAVING n >= ?", (*some, at_least)))  # fmt: skip
        return counts

    def block_hashes(self, report_id: str) -> list[str]:
        rows = self._db.execute(
            "SELECT hash FROM blocks WHERE report_id = ? ORDER BY number", (report_id,)
        )
        return [value for (value,) in rows]

    def reports_with_blocks(self, hashes: Iterable[str]) -> set[str]:
        found: set[str] = set()
        for some in _batches(sorted(set(hashes))):
            rows = self._db.execute(
                f"SELECT DISTINCT report_id FROM blocks WHERE hash IN ({_marks(some)})", some
            )
            found.update(report_id for (report_id,) in rows)
        return found

    def set_roles(self, report_id: str, blocks: Sequence[Block]) -> None:
        self._db.executemany(
            "UPDATE blocks SET role = ?, reason = ? WHERE report_id = ? AND number = ?",
            [(b.role, b.reason, report_id, n) for n, b in enumerate(blocks)],
        )

    # Passages

    def put_passages(self, report_id: str, text: str, passages: Sequence[Passage]) -> None:
        """Makes these the passages of a report, in place of those it had."""
        self._forget_passages(report_id)
        for p in passages:
            row = self._db.execute(
                "INSERT INTO passages (id, report_id, block, start, end, sentences)"
                " VALUES (?, ?, ?, ?, ?, ?) RETURNING number",
                (p.id, p.report_id, p.block, p.start, p.end, json.dumps(p.sentences)),
            ).fetchone()
            self._db.execute(
                "INSERT INTO passage_words (rowid, text) VALUES (?, ?)",
                (row[0], " ".join(words(text[p.start : p.end]))),
            )

    def _forget_passages(self, report_id: str) -> None:
        self._db.execute(
            "DELETE FROM passage_words WHERE rowid IN"
            " (SELECT number FROM passages WHERE report_id = ?)",
            (report_id,),
        )
        self._db.execute("DELETE FROM passages WHERE report_id = ?", (report_id,))

    def passage_ids(self, report_id: str | None = None) -> list[str]:
        """Ids of all passages, or of a report's, in order of place."""
        where, values = ("WHERE report_id = ?", (report_id,)) if report_id else ("", ())
        rows = self._db.execute(
            f"SELECT id FROM passages {where} ORDER BY report_id, start", values
        )
        return [value for (value,) in rows]

    def findings(self, passage_ids: Sequence[str]) -> dict[str, Finding]:
        """These passages with text and report, by id; unknown ids are left out."""
        found: dict[str, Finding] = {}
        for some in _batches(passage_ids):
            rows = self._db.execute(
                f"SELECT {_PASSAGE}, substr(r.text, p.start + 1, p.end - p.start), {_HEAD}"
                " FROM passages p JOIN reports r ON r.id = p.report_id"
                f" WHERE p.id IN ({_marks(some)})",
                tuple(some),
            )
            for row in rows:
                found[row[0]] = Finding(_passage(row[:6]), row[6], _head(row[7:]))
        return found

    def block_text(self, report_id: str, number: int) -> str:
        """The text of one block: the paragraph around a passage."""
        row = self._db.execute(
            "SELECT substr(r.text, b.start + 1, b.end - b.start) FROM blocks b"
            " JOIN reports r ON r.id = b.report_id WHERE b.report_id = ? AND b.number = ?",
            (report_id, number),
        ).fetchone()
        return str(row[0]) if row else ""

    # Full-text search

    def search(
        self, alternatives: Sequence[Sequence[str]], limit: int, scope: Scope
    ) -> list[tuple[str, float]]:
        """Passage ids with BM25 scores, higher better, ties by id; any of the words will do.

        `alternatives` holds, for each thing looked for, its spellings.
        """
        asked = " OR ".join(f'"{word}"' for spellings in alternatives for word in spellings)
        if not asked:
            return []
        where, values = _where(scope)
        rows = self._db.execute(
            "SELECT p.id, -bm25(passage_words) AS score FROM passage_words"
            " JOIN passages p ON p.number = passage_words.rowid"
            " JOIN reports r ON r.id = p.report_id"
            f" WHERE passage_words MATCH ?{where} ORDER BY score DESC, p.id LIMIT ?",
            (asked, *values, limit),
        )
        return [(passage_id, float(score)) for passage_id, score in rows]

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term stands; 0 for unknown ones."""
        found = dict.fromkeys(terms, 0)
        for some in _batches(sorted(found)):
            rows = self._db.execute(
                f"SELECT term, doc FROM vocabulary WHERE term IN ({_marks(some)})", some
            )
            found.update(rows)
        return found

    def spellings(self, term: str) -> list[str]:
        """Terms of the corpus that sound like this one, in alphabetical order."""
        rows = self._db.execute(
            "SELECT term FROM spellings WHERE key = ? ORDER BY term", (spelling_key(term),)
        )
        return [value for (value,) in rows]

    def terms_beginning(self, letters: str) -> list[str]:
        """Terms of the corpus that begin so, in alphabetical order."""
        rows = self._db.execute(
            "SELECT term FROM vocabulary WHERE term >= ? AND term < ? ORDER BY term",
            (letters, letters + "\U0010ffff"),
        )
        return [value for (value,) in rows]

    def in_scope(self, scope: Scope) -> int:
        """How many reports a scope holds."""
        where, values = _where(scope)
        (count,) = self._db.execute(
            f"SELECT count(*) FROM reports r WHERE 1{where}", values
        ).fetchone()
        return int(count)

    def finish(self, fingerprint: str) -> None:
        """Brings what is derived from the passages up to date, at the end of a change."""
        new = self._db.execute(
            "SELECT term FROM vocabulary EXCEPT SELECT term FROM spellings"
        ).fetchall()
        self._db.executemany(
            "INSERT OR IGNORE INTO spellings VALUES (?, ?)", [(spelling_key(t), t) for (t,) in new]
        )
        ids = [value for (value,) in self._db.execute("SELECT id FROM reports ORDER BY id")]
        snapshot = sha256("\n".join([fingerprint, *ids]).encode()).hexdigest()[:12]
        self.set_meta({"snapshot": snapshot})


@contextmanager
def _explained(data_dir: Path) -> Iterator[None]:
    """SQLite's errors in words that say what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        reason = str(error)
        if "locked" in reason:
            raise IndexUnusable(
                f"Another process is writing to {data_dir}. Wait for it to end and try again."
            ) from error
        if "full" in reason:
            raise IndexUnusable(
                f"The disk that holds {data_dir} is full. The index is as it was; make room and "
                "try again."
            ) from error
        if "readonly" in reason or "unable to open" in reason:
            raise _not_writable(data_dir, reason) from error
        raise IndexUnusable(f"The index in {data_dir} cannot be used: {reason}.") from error
    except sqlite3.DatabaseError as error:
        raise IndexUnusable(
            f"The index in {data_dir} is damaged ({error}). Move the folder away and run "
            "`dateline ingest` again."
        ) from error


def _not_writable(data_dir: Path, reason: str) -> IndexUnusable:
    return IndexUnusable(
        f"The data folder {data_dir} cannot be written to ({reason.lower()}). Choose another with "
        "--data-dir or DATELINE_DATA_DIR."
    )


def _where(scope: Scope) -> tuple[str, list[str | int]]:
    clauses, values = [], list[str | int]()
    if scope.first is not None:
        clauses.append("r.published >= ?")
        values.append(scope.first.toordinal())
    if scope.last is not None:
        clauses.append("r.published <= ?")
        values.append(scope.last.toordinal())
    if scope.publishers is not None:
        clauses.append(f"r.publisher IN ({_marks(scope.publishers)})")
        values.extend(scope.publishers)
    return "".join(f" AND {clause}" for clause in clauses), values


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(values), _MANY):
        yield values[at : at + _MANY]


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day is not None else None


def _day(ordinal: int | None) -> date | None:
    return date.fromordinal(ordinal) if ordinal is not None else None


def _head(row: tuple) -> ReportHead:  # type: ignore[type-arg]
    report_id, path, title, publisher, url, published, source, confidence, note, page_date = row
    dated = ReportDate(
        _day(published), DateSource(source) if source else None, Confidence(confidence), note,
        _day(page_date),
    )  # fmt: skip
    return ReportHead(report_id, path, title, publisher, url, dated)


def _passage(row: tuple) -> Passage:  # type: ignore[type-arg]
    passage_id, report_id, block, start, end, sentences = row
    spans = tuple((left, right) for left, right in json.loads(sentences))
    return Passage(passage_id, report_id, block, start, end, spans)
