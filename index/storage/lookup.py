"""Looking things up in the catalog: passages by words, by time and by what they say."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from index.calendar import Period
from index.storage.catalog_database import CatalogDatabase
from index.storage.filters import sql_bounds, sql_told, sql_where, sql_within
from index.storage.paged import PagedReports
from index.storage.rows import HEAD, PASSAGE, TIME, as_head, as_passage, as_period
from index.storage.sql import WHOLE_ROWS_STAY, Row
from index.storage.version_schema import CURRENT, TextTables
from index.storage.word_index import Asked
from index.structure.place import BEFORE
from index.text.statements import statement_hash
from index.text.terms import words
from index.types import Days, Finding, Passage, ReportHead, Role, Scope, longest_told


class Lookup:
    """What is asked of a catalog's database. Safe from several threads."""

    _db: CatalogDatabase
    _head = HEAD
    _words: Sequence[TextTables] = CURRENT
    paged: PagedReports
    seen: tuple[str, ...] | None

    def findings(self, passage_ids: Sequence[str]) -> dict[str, Finding]:
        """These passages with text and report, by id; unknown ids are left out."""
        begins = (f"({_BEGIN_OF_ITS_WORDS.format(blocks=t.blocks)})" for t in self._words)
        begin = f"max(p.start - {BEFORE}, {', '.join(begins)})"
        rows = self._db.rows_among(
            f"SELECT {PASSAGE}, substr(r.text, {begin} + 1, p.end - {begin}), {self._head}"
            " FROM passages p JOIN reports r ON r.id = p.report_id WHERE p.id IN (?*)",
            passage_ids,
        )
        pages, times = self.paged.of_passages(passage_ids), self._times_of(passage_ids)
        return {
            row[0]: _finding(
                replace(as_passage(row[:8]), pages=pages.get(row[0])), row[8], as_head(row[9:]),
                tuple(times.get(row[0], ())),
            )
            for row in rows
        }  # fmt: skip

    def _times_of(self, passage_ids: Sequence[str]) -> dict[str, list[Period]]:
        """The times that the blocks of these passages tell of, in order of place."""
        rows = self._db.rows_among(
            f"SELECT p.id, {TIME} FROM passages p JOIN times t ON t.report_id = p.report_id"
            " AND t.block = p.block WHERE p.id IN (?*) ORDER BY t.start, t.end DESC",
            passage_ids,
        )
        found: dict[str, list[Period]] = {}
        for passage_id, *time in rows:
            found.setdefault(passage_id, []).append(as_period(time))
        return found

    def block_text(self, report_id: str, number: int) -> str:
        """The text of one block: the paragraph around a passage."""
        row = self._db.row(
            "SELECT substr(r.text, b.start + 1, b.end - b.start) FROM blocks b"
            " JOIN reports r ON r.id = b.report_id WHERE b.report_id = ? AND b.number = ?",
            [report_id, number],
        )
        return str(row[0]) if row else ""

    def same_sentences(self, sentence: str, scope: Scope) -> dict[str, tuple[int, int]]:
        """Where in the reports of a scope a sentence stands, word for word in all that tells: its
        offsets by the report's id; the first place of each report."""
        key = statement_hash(sentence)
        if key is None:
            return {}
        where, values = sql_where(scope)
        rows = self._db.rows(
            "SELECT s.report_id, s.start, s.end FROM statements s JOIN reports r"
            f" ON r.id = s.report_id WHERE s.hash = ?{where} ORDER BY s.report_id, s.start DESC",
            [key, *values],
        )
        return {report_id: (start, end) for report_id, start, end in rows}

    def heads(self, report_ids: Iterable[str]) -> dict[str, ReportHead]:
        """These reports without their texts, by id."""
        rows = self._db.rows_among(
            f"SELECT {self._head} FROM reports r WHERE r.id IN (?*)", report_ids
        )
        return {head.id: head for head in map(as_head, rows)}

    def reports_named(self, name: str, location: str) -> list[str]:
        """Ids of the reports that a person may mean: by the id, by where the file lies, or by the
        path that is shown of it; several only where they are shown by the same."""
        for column, value in (("id", name), ("location", location), ("path", name)):
            rows = self._db.rows(f"SELECT id FROM reports WHERE {column} = ? ORDER BY id", [value])
            if rows:
                return [report_id for (report_id,) in rows]
        return []

    def passages_around(self, report_id: str, start: int, end: int) -> list[str]:
        """Ids of the passages of a report that hold all of a span."""
        rows = self._db.rows(
            'SELECT id FROM passages WHERE report_id = ? AND start <= ? AND "end" >= ?'
            " ORDER BY start", [report_id, start, end],
        )  # fmt: skip
        return [passage_id for (passage_id,) in rows]

    def passages_beside(self, passage_id: str, many: int) -> list[str]:
        """Ids of a passage and of so many before and behind it in its report, in order; none for an
        unknown id."""
        rows = self._db.rows(
            "SELECT p.start, p.id FROM passages p JOIN passages o ON o.report_id = p.report_id"
            " WHERE o.id = ? ORDER BY p.start, p.id", [passage_id],
        )  # fmt: skip
        ids = [found for _, found in rows]
        at = ids.index(passage_id) if ids else 0
        return ids[max(0, at - many) : at + many + 1]

    def search(
        self, alternatives: Sequence[Sequence[str]], limit: int, scope: Scope
    ) -> list[tuple[str, float]]:
        """Passage ids with BM25 scores, higher better, ties by id; any of the words will do.

        `alternatives` holds, for each thing looked for, its spellings.
        """
        asked = [word for spellings in alternatives for word in spellings]
        if not asked:
            return []
        whole = self.seen is None and len(self._words) == 1
        found = [
            self._db.rows(*self._best_by_words(asked, limit, scope, t, whole=whole))
            for t in self._words
        ]
        return _in_one(found)[:limit]

    def _best_by_words(
        self, asked: Sequence[str], limit: int, scope: Scope, t: TextTables, *, whole: bool
    ) -> Asked:
        """The query for the passages of a scope that match best, of the `whole` catalog or of the
        part that is seen, and its values.

        The ids are looked up only of those that are good enough. Joining the reports, whose rows
        hold their text, would take five times as long.
        """
        bounds, values = sql_bounds(scope)
        within = bounds if bounds or not whole else None
        scored, of_words = self._db.words.scored(t.words, t.passages, asked, within)
        query = (
            f"WITH scored AS MATERIALIZED ({scored}) SELECT p.id, s.score FROM scored s"
            f" JOIN {t.passages} p ON p.number = s.number WHERE s.score >= (SELECT min(score) FROM"
            " (SELECT score FROM scored ORDER BY score DESC LIMIT ?) best)"
            " ORDER BY s.score DESC, p.id LIMIT ?"
        )
        return query, [*of_words, *values, limit, limit]

    def passages_with_all(self, alternatives: Sequence[Sequence[str]], scope: Scope) -> list[str]:
        """Ids of all passages of a scope whose own words have one spelling of each thing looked
        for: those of the oldest reports first, of undated ones last, in order of place."""
        if not alternatives:
            return []
        where, values = sql_where(scope)
        rows: list[Row] = []
        for t in self._words:
            having, of_words = self._db.words.having(t.words, alternatives, own=True)
            rows += self._db.rows(
                "SELECT p.id, r.published_first IS NULL, coalesce(r.published_first, 0), r.path,"
                f" p.start FROM ({having}) w JOIN {t.passages} p ON p.number = w.number"
                f" JOIN reports r ON r.id = p.report_id WHERE true{where}"
                " ORDER BY 2, 3, 4, 5",
                [*of_words, *values],
            )
        return [passage_id for passage_id, *_ in sorted(rows, key=lambda row: row[1:])]

    def within(self, passage_ids: Sequence[str], scope: Scope) -> set[str]:
        """Those of the passages that a scope holds."""
        where, values = sql_where(scope)
        times, of_times = sql_within(scope)
        rows = self._db.rows_among(
            "SELECT p.id FROM passages p JOIN reports r ON r.id = p.report_id"
            f" WHERE p.id IN (?*){where}{times}", passage_ids, (*values, *of_times),
        )  # fmt: skip
        return {passage_id for (passage_id,) in rows}

    def known(self, passage_ids: Sequence[str]) -> set[str]:
        """Those of these ids that are a passage's."""
        rows = self._db.rows_among("SELECT id FROM passages WHERE id IN (?*)", passage_ids)
        return {passage_id for (passage_id,) in rows}

    def is_said_elsewhere(self, said: str, report_id: str) -> bool:
        """Whether another report has these words, or the same but for marks and forms."""
        phrase = " ".join(words(said)[:-1])
        having, values = self._db.words.having("passage_words", [[phrase]])
        stand = self._db.row(
            "SELECT 1 FROM reports WHERE id <> ? AND instr(text, ?) > 0 LIMIT 1", [report_id, said]
        )
        alike = phrase and self._db.row(
            f"SELECT 1 FROM ({having}) w JOIN passages p ON p.number = w.number"
            " WHERE p.report_id <> ? LIMIT 1", [*values, report_id],
        )  # fmt: skip
        return bool(stand or alike)

    def passages_in(self, scope: Scope) -> list[str]:
        """Ids of all passages that a scope holds, in order."""
        where, values = sql_where(scope)
        told, of_told = sql_told(scope)
        rows = self._db.rows(
            "SELECT p.id FROM passages p WHERE p.report_id IN (SELECT r.id FROM reports r"
            f" WHERE true{where}){told and f' AND p.number IN ({told})'} ORDER BY p.id",
            [*values, *of_told],
        )
        return [passage_id for (passage_id,) in rows]

    def reports_in(self, scope: Scope) -> list[str]:
        """Ids of all reports that a scope holds, whatever times they tell of."""
        where, values = sql_where(scope)
        rows = self._db.rows(f"SELECT r.id FROM reports r WHERE true{where}", values)
        return [report_id for (report_id,) in rows]

    def published_days(self, scope: Scope) -> list[date]:
        """The days on which the reports of a scope came out, one for each report, in order."""
        where, values = sql_where(scope)
        rows = self._db.rows(
            f"SELECT r.published FROM reports r WHERE r.published IS NOT NULL{where}"
            " ORDER BY r.published", values,
        )  # fmt: skip
        return [date.fromordinal(day) for (day,) in rows]

    def tells_of(self, days: Days, scope: Scope) -> bool:
        """Whether a report of a scope tells of a time in these days, or came out when it may."""
        where, values = sql_where(scope)
        first, last = days.first.toordinal(), days.last.toordinal()
        longest = longest_told(last - first + 1)
        row = self._db.row(
            "SELECT 1 FROM reports r WHERE (r.published BETWEEN ? AND ? OR EXISTS (SELECT 1 FROM"
            " times t WHERE t.report_id = r.id AND t.first <= ? AND (t.begun >= ? OR"
            f" (t.last >= ? AND t.last - t.first < ?)))){where} LIMIT 1",
            (first, days.out_by.toordinal(), last, first, first, longest, *values),
        )
        return row is not None

    def in_scope(self, scope: Scope) -> int:
        """How many reports a scope holds."""
        where, values = sql_where(scope)
        [(count,)] = self._db.rows(
            f"SELECT count(*) FROM (SELECT r.id FROM reports r WHERE true{where}"
            f" {WHOLE_ROWS_STAY}) r",
            values,
        )
        return int(count)


def _in_one(found: Sequence[Sequence[tuple[str, float]]]) -> list[tuple[str, float]]:
    """Rankings of several tables of words as one, ties by id. Each table has words as rare as they
    are in it, so that scores are compared by what they are of the best in theirs."""
    if len(found) == 1:
        return list(found[0])
    shares = [
        (score / max(ranked[0][1], 1e-9), passage_id, score)
        for ranked in found
        for passage_id, score in ranked
    ]
    in_order = sorted(shares, key=lambda one: (-one[0], one[1]))
    return [(passage_id, score) for _, passage_id, score in in_order]


_BEGIN_OF_ITS_WORDS = (
    "SELECT coalesce(max(b.end), 0) FROM {blocks} b WHERE b.report_id = p.report_id"
    f" AND b.number BETWEEN p.block - {BEFORE} AND p.block - 1"
    f" AND b.role NOT IN ('{Role.BODY}', '{Role.HEADING}')"
)
"""Where the words of a report that stand before a passage begin: after what is none of them. No
more blocks than characters need to be looked at."""


def _finding(passage: Passage, text: str, report: ReportHead, times: tuple[Period, ...]) -> Finding:
    """A passage from its text and what stands before that."""
    before = len(text) - (passage.end - passage.start)
    return Finding(passage, text[before:], report, text[:before], times)
