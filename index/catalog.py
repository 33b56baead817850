"""The catalog: reports, blocks and passages in SQLite, with full-text search. It is the truth;
vectors are made from it and can be made again."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from hashlib import sha256
from pathlib import Path

from index.abbreviations import key_of_form
from index.calendar import Period
from index.database import Database, not_writable
from index.dating.expressions import DayOrder
from index.errors import IndexUnusable, OlderIndex
from index.languages import ENGLISH
from index.lookup import Lookup
from index.paged import PagedReports
from index.place import reading_place
from index.rows import (
    HEAD,
    OTHER_LANGUAGES,
    TIME,
    Fetched,
    as_day,
    as_head,
    as_ordinal,
    as_period,
    as_source_map,
    of_source_map,
    of_time,
)
from index.rules import Stage, declare
from index.schema import SCHEMA, SCHEMA_VERSION
from index.statements import statement_hash
from index.terms import spelling_key, words
from index.types import (
    Abbreviation,
    Block,
    Coverage,
    DateSource,
    Kind,
    Passage,
    Report,
    ReportDate,
    ReportHead,
    Role,
    Told,
)
from index.versions import Versions
from index.vocabulary import Vocabulary

CATALOG_FILE = "catalog.sqlite"
_AGREED = 0.9
"""Of the reports that show an order of day and month, so many must show the same."""
COPIES_ONCE = declare(
    "furniture-copies-once", Stage.INGEST,
    "Where reports with one block are counted, copies of one report count once.",
)  # fmt: skip


class Catalog(Lookup):
    """One data folder's catalog. Reading is safe from several threads; one process writes."""

    def __init__(self, file: Path) -> None:
        self._db = Database(file, "Move the folder away and run `dateline ingest` again.")
        self.paged = PagedReports(self._db)
        self.versions = Versions(self._db)

    @classmethod
    def create(cls, data_dir: Path) -> "Catalog":
        """Opens the catalog of a folder for writing, making both where they do not exist."""
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise not_writable(data_dir, error.strerror or str(error)) from error
        catalog = cls(data_dir / CATALOG_FILE)
        catalog._db.run_script(SCHEMA)
        catalog._db.rows("INSERT OR IGNORE INTO meta VALUES ('schema', ?)", [SCHEMA_VERSION])
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
        catalog._check_schema()
        return catalog

    def _check_schema(self) -> None:
        found = self.meta().get("schema", "")
        if found == SCHEMA_VERSION:
            return
        if found.isdecimal() and int(found) < int(SCHEMA_VERSION):
            raise OlderIndex(
                f"The index in {self._db.folder} was made by an earlier version of Dateline. Run "
                "`dateline doctor --rebuild` to make it anew from its files; feedback and "
                "conversations stay."
            )
        raise IndexUnusable(
            f"The index in {self._db.folder} has layout {found or 'unknown'}, and this version of "
            f"Dateline reads {SCHEMA_VERSION}. Use the version that made it, or another --data-dir."
        )

    def close(self) -> None:
        """Closes this thread's connection."""
        self._db.close()

    def settle(self) -> None:
        """Writes what SQLite has in its log into the file itself, so that this can be moved."""
        self._db.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        self._db.close()

    def writing(self) -> AbstractContextManager[None]:
        """One transaction: all of it or, on any exception, nothing. Readers see the state before.

        Raises IndexUnusable where another process is writing, or the disk is full.
        """
        return self._db.writing()

    # What the index was made with

    def meta(self) -> dict[str, str]:
        return dict(self._db.rows("SELECT key, value FROM meta"))

    def set_meta(self, values: Mapping[str, str]) -> None:
        self._db.run_many("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def forget_making(self) -> None:
        """Leaves nothing in `meta` but the layout: what the vectors were made with goes."""
        self._db.rows("DELETE FROM meta WHERE key <> 'schema'")

    def check_integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing for a sound one."""
        found = [str(row[0]) for row in self._db.rows("PRAGMA quick_check")]
        return [] if found == ["ok"] else found

    def vocabulary(
        self, as_of: date | None = None, collections: Sequence[str] | None = None
    ) -> Vocabulary:
        """The words of the corpus; with `as_of`, of the reports that were out by then, and with
        `collections`, of those that belong to one of them."""
        return Vocabulary(self._db, self.coverage(), as_of, collections)

    # Reports

    def coverage(self) -> Coverage:
        """What the corpus held when the last change to it was finished."""
        meta = self.meta()
        days = [as_day(int(meta[key])) if meta.get(key) else None for key in ("first", "last")]
        counts = [int(meta.get(key, 0)) for key in ("reports", "passages")]
        languages = tuple((code, many) for code, many in json.loads(meta.get("languages", "[]")))
        snapshot = meta.get("snapshot", "")
        return Coverage(counts[0], counts[1], days[0], days[1], snapshot, languages)

    def report_heads(self) -> list[ReportHead]:
        """All reports, the oldest first, those without a date last."""
        rows = self._db.rows(
            f"SELECT {HEAD} FROM reports r"
            " ORDER BY r.published_first IS NULL, r.published_first, r.path"
        )
        return [as_head(row) for row in rows]

    def report(self, report_id: str) -> Report | None:
        """A report with its text and blocks, or None."""
        row = self._db.row(
            f"SELECT {HEAD}, r.text, r.source FROM reports r WHERE r.id = ?", [report_id]
        )
        if row is None:
            return None
        *head, text, source = row
        return Report(
            as_head(head), text, self.blocks(report_id), as_source_map(source),
            self.paged.of_report(report_id),
        )  # fmt: skip

    def blocks(self, report_id: str, *, page: bool = False) -> tuple[Block, ...]:
        """Blocks of a report in order; with `page`, as the page alone tells them."""
        rows = self._db.rows(
            "SELECT start, end, kind, page_role, role, reason, level, under FROM blocks"
            " WHERE report_id = ? ORDER BY number",
            (report_id,),
        )
        return tuple(
            Block(start, end, Kind(kind), Role(page_role if page else role),
                  "" if page and page_role != role else reason, level, under)
            for start, end, kind, page_role, role, reason, level, under in rows
        )  # fmt: skip

    def locations(self) -> dict[str, str]:
        """Where each report was read, by its file's location: the report's id."""
        return dict(self._db.rows("SELECT location, id FROM reports"))

    def add_report(
        self,
        report: Report,
        location: str,
        hashes: Sequence[str],
        copy_key: str,
        times: Mapping[int, Sequence[Period]],
        abbreviations: Sequence[Abbreviation] = (),
        day_order: DayOrder | None = None,
    ) -> None:
        """`times` are those that each block names, by its number; `abbreviations` those that the
        report explains; `day_order` that in which it writes day and month."""
        head, dated, told = report.head, report.head.dated, report.head.told
        self._db.rows(
            f"INSERT INTO reports VALUES ({', '.join('?' * 29)})",
            (head.id, location, head.path, report.text, head.title, head.publisher, head.url,
             as_ordinal(dated.published_on), as_ordinal(dated.known_by), dated.source,
             dated.confidence, dated.note, as_ordinal(dated.page_date),
             as_ordinal(told.data_cutoff), as_ordinal(told.first), as_ordinal(told.last),
             head.originator, copy_key, of_source_map(report.source), head.language, head.sha256,
             of_time(head.retrieved_at), json.dumps(head.unread, ensure_ascii=False),
             *_known_of(dated), day_order),
        )  # fmt: skip
        self._db.run_many(
            "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(head.id, n, b.start, b.end, b.kind, b.role, b.role, b.reason, b.level, b.under, h)
             for n, (b, h) in enumerate(zip(report.blocks, hashes, strict=True))],
        )  # fmt: skip

        self._put_times(head.id, times)
        self._db.run_many(
            "INSERT INTO abbreviations VALUES (?, ?, ?, ?, ?)",
            [(head.id, a.short, a.long, key_of_form(a.short), key_of_form(a.long))
             for a in abbreviations],
        )  # fmt: skip
        if report.paged is not None:
            self.paged.add(head.id, report.paged)

    def _put_times(self, report_id: str, times: Mapping[int, Sequence[Period]]) -> None:
        self._db.rows("DELETE FROM times WHERE report_id = ?", [report_id])
        self._db.run_many(
            "INSERT OR IGNORE INTO times VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(report_id, n, t.start, t.end, as_ordinal(t.first), as_ordinal(t.last),
              as_ordinal(t.begun), t.edtf) for n, some in times.items() for t in some],
        )  # fmt: skip

    def redate(
        self, report_id: str, dated: ReportDate, told: Told, times: Mapping[int, Sequence[Period]]
    ) -> None:
        """Gives a report another date, and what of its text is told by that."""
        self._db.rows(
            "UPDATE reports SET published = ?, known_by = ?, date_source = ?, date_confidence = ?,"
            " date_note = ?, page_date = ?, published_edtf = ?, published_first = ?,"
            " published_last = ?, date_modified = ?, not_before = ?, data_cutoff = ?,"
            " first_event = ?, last_event = ? WHERE id = ?",
            (as_ordinal(dated.published_on), as_ordinal(dated.known_by), dated.source,
             dated.confidence, dated.note, as_ordinal(dated.page_date), *_known_of(dated),
             *map(as_ordinal, (told.data_cutoff, told.first, told.last)), report_id),
        )  # fmt: skip
        self._put_times(report_id, times)

    def day_order(self) -> DayOrder | None:
        """In which order the reports write day and month as figures; None where they do not agree,
        or none shows it."""
        counts = dict(
            self._db.rows(
                "SELECT day_order, count(*) FROM reports WHERE day_order IS NOT NULL GROUP BY 1"
            )
        )
        most = max(counts, key=lambda order: counts[order], default=None)
        agreed = most is not None and counts[most] >= _AGREED * sum(counts.values())
        return DayOrder(most) if agreed else None

    def times(self, report_id: str) -> dict[int, list[Period]]:
        """The times that a report names, by the number of the block; offsets are the report's."""
        rows = self._db.rows(
            f"SELECT t.block, {TIME} FROM times t WHERE t.report_id = ?"
            " ORDER BY t.block, t.start, t.end DESC", [report_id],
        )  # fmt: skip
        found: dict[int, list[Period]] = {}
        for block, *time in rows:
            found.setdefault(block, []).append(as_period(time))
        return found

    def abbreviations(self, report_id: str) -> list[Abbreviation]:
        """Those that a report explains, in alphabetical order."""
        rows = self._db.rows(
            "SELECT short, long FROM abbreviations WHERE report_id = ? ORDER BY short, long",
            [report_id],
        )
        return [Abbreviation(short, long) for short, long in rows]

    def date_source(self, report_id: str) -> DateSource | None:
        """Where the date of a report was read."""
        row = self._db.row("SELECT date_source FROM reports WHERE id = ?", [report_id])
        return DateSource(row[0]) if row and row[0] else None

    def collections(self) -> dict[str, int]:
        """The names of all collections in alphabetical order, and how many reports each has."""
        return dict(
            self._db.rows("SELECT name, count(*) FROM collections GROUP BY name ORDER BY name")
        )

    def collect(self, report_id: str, names: Iterable[str]) -> None:
        """Makes a report belong to these collections, beside those that it belongs to."""
        self._db.run_many(
            "INSERT OR IGNORE INTO collections VALUES (?, ?)", [(name, report_id) for name in names]
        )

    def container_sum(self, location: str) -> str:
        """The SHA-256 of a file of several reports as it was when all of it was read, or empty."""
        row = self._db.row("SELECT sha256 FROM containers WHERE location = ?", [location])
        return str(row[0]) if row else ""

    def set_container_sum(self, location: str, sha256: str) -> None:
        self._db.rows("INSERT OR REPLACE INTO containers VALUES (?, ?)", (location, sha256))

    def fetched(self, address: str) -> Fetched | None:
        """Where an address is kept that was fetched before, and what its site said of it."""
        row = self._db.row(
            "SELECT location, etag, last_modified FROM fetched WHERE address = ?", [address]
        )
        return Fetched(*row) if row else None

    def set_fetched(self, address: str, location: str, etag: str, last_modified: str) -> None:
        self._db.rows(
            "INSERT OR REPLACE INTO fetched VALUES (?, ?, ?, ?)",
            (address, location, etag, last_modified),
        )

    def move_report(self, report_id: str, location: str, path: str) -> None:
        self._db.rows(
            "UPDATE reports SET location = ?, path = ? WHERE id = ?", (location, path, report_id)
        )

    def remove_report(self, report_id: str) -> None:
        self._forget_passages(report_id)
        self._db.rows("DELETE FROM reports WHERE id = ?", (report_id,))

    # Blocks that recur across reports

    def _in_reports(self, hashes: Collection[str]) -> dict[str, int]:
        return dict(
            self._db.rows_among(
                "SELECT hash, count(DISTINCT report_id) FROM blocks WHERE hash IN (?*)"
                " GROUP BY hash",
                sorted(set(hashes)),
            )
        )

    @COPIES_ONCE.governs(without=_in_reports)
    def recurrence(self, hashes: Collection[str]) -> dict[str, int]:
        """In how many different reports each of these blocks stands, copies of one counted once."""
        return dict(
            self._db.rows_among(
                "SELECT b.hash, count(DISTINCT r.copy_key) FROM blocks b"
                " JOIN reports r ON r.id = b.report_id WHERE b.hash IN (?*)"
                " GROUP BY b.hash",
                sorted(set(hashes)),
            )
        )

    def block_hashes(self, report_id: str) -> list[str]:
        rows = self._db.rows(
            "SELECT hash FROM blocks WHERE report_id = ? ORDER BY number", (report_id,)
        )
        return [value for (value,) in rows]

    def reports_with_blocks(self, hashes: Iterable[str]) -> set[str]:
        rows = self._db.rows_among(
            "SELECT DISTINCT report_id FROM blocks WHERE hash IN (?*)", sorted(set(hashes))
        )
        return {report_id for (report_id,) in rows}

    def set_roles(self, report_id: str, blocks: Sequence[Block]) -> None:
        self._db.run_many(
            "UPDATE blocks SET role = ?, reason = ? WHERE report_id = ? AND number = ?",
            [(b.role, b.reason, report_id, n) for n, b in enumerate(blocks)],
        )

    # Passages

    def put_passages(
        self, report_id: str, text: str, passages: Sequence[Passage], of_report: str = ""
    ) -> None:
        """Makes these the passages of a report, in place of those it had; `of_report` is what all
        of them stand under."""
        self._forget_passages(report_id)
        for p in passages:
            [(number,)] = self._db.rows(
                "INSERT INTO passages (id, report_id, block, start, end, sentences, place,"
                " source) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING number",
                (
                    p.id,
                    p.report_id,
                    p.block,
                    p.start,
                    p.end,
                    json.dumps(p.sentences),
                    p.place,
                    of_source_map(p.source),
                ),
            )
            own, under = words(text[p.start : p.end]), words(reading_place(of_report, p.place))
            self._db.rows(
                "INSERT INTO passage_words (rowid, text, place) VALUES (?, ?, ?)",
                (number, " ".join(own), " ".join(under)),
            )
        spans = sorted({span for p in passages for span in p.sentences})
        hashed = ((statement_hash(text[a:b]), a, b) for a, b in spans)
        self._db.run_many(
            "INSERT INTO statements VALUES (?, ?, ?, ?)",
            [(key, report_id, a, b) for key, a, b in hashed if key is not None],
        )

    def _forget_passages(self, report_id: str) -> None:
        self._db.rows(
            "DELETE FROM passage_words WHERE rowid IN"
            " (SELECT number FROM passages WHERE report_id = ?)",
            (report_id,),
        )
        self._db.rows("DELETE FROM passages WHERE report_id = ?", (report_id,))
        self._db.rows("DELETE FROM statements WHERE report_id = ?", (report_id,))

    def passage_ids(self, report_id: str | None = None) -> list[str]:
        """Ids of all passages, or of a report's, in order of place."""
        where, values = ("WHERE report_id = ?", (report_id,)) if report_id else ("", ())
        rows = self._db.rows(f"SELECT id FROM passages {where} ORDER BY report_id, start", values)
        return [value for (value,) in rows]

    def finish(self, fingerprint: str) -> None:
        """Brings what is derived from the passages up to date, at the end of a change."""
        new = self._db.rows("SELECT term FROM vocabulary EXCEPT SELECT term FROM spellings")
        self._db.run_many(
            "INSERT OR IGNORE INTO spellings VALUES (?, ?)", [(spelling_key(t), t) for (t,) in new]
        )
        ids = [value for (value,) in self._db.rows("SELECT id FROM reports ORDER BY id")]
        [(first, last)] = self._db.rows(
            "SELECT min(published_first), max(published_last) FROM reports"
        )
        [(passages,)] = self._db.rows("SELECT count(*) FROM passages")
        languages = self._db.rows(OTHER_LANGUAGES, [ENGLISH])
        self.set_meta(
            {
                "reports": str(len(ids)),
                "languages": json.dumps(languages),
                "passages": str(passages),
                "first": str(first or ""),
                "last": str(last or ""),
                "snapshot": sha256("\n".join([fingerprint, *ids]).encode()).hexdigest()[:12],
            }
        )


def _known_of(dated: ReportDate) -> tuple[object, ...]:
    """What is known of a date that is no day, and of its report's changes, as columns."""
    days = (dated.earliest, dated.latest, dated.date_modified, dated.not_before)
    return (dated.published_edtf, *map(as_ordinal, days))
