"""The words of the corpus, counted; of all of it, or of what was out by a day."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from index.rules import Stage, declare
from index.storage.catalog_database import CatalogDatabase
from index.storage.filters import sql_where
from index.storage.rows import as_day
from index.storage.sql import WHOLE_ROWS_STAY
from index.storage.version_schema import CURRENT, TextTables
from index.text.languages import ENGLISH
from index.text.normalize import however_written
from index.text.terms import spelling_key
from index.types import Abbreviation, Coverage, Scope

ALIKE = declare(
    "spelling-sounds-alike", Stage.SEARCH,
    "A word is looked up by others that sound like it too: Kupyansk, Kupiansk.",
)  # fmt: skip
_LOOKED_THROUGH = 500
"""Reports whose whole text is searched, at most."""
_ALL_OF_IT = (
    "text || char(10) || coalesce(title, '') || char(10) || coalesce(publisher, '') || char(10)"
    " || coalesce(originator, '')"
)
"""A report's text, what it is called and whose it is."""


class Vocabulary:
    """Terms (stems) and how common they are.

    With `as_of`, only the reports that were out by that day for certain are counted, and with
    `collections` those that belong to one of them, as if the others were not there.
    """

    def __init__(
        self,
        db: CatalogDatabase,
        coverage: Coverage,
        as_of: date | None = None,
        collections: Sequence[str] | None = None,
        *,
        part: bool = False,
        tables: Sequence[TextTables] = CURRENT,
    ) -> None:
        """`part` says that the tables are of a part of the catalog, so that all is counted."""
        self._db = db
        self._tables = tables
        self._collections = tuple(collections or ())
        scope = Scope(as_of=as_of, collections=None if collections is None else self._collections)
        where, self._values = sql_where(replace(scope, as_of=None))
        if as_of is not None:
            where, self._values = f"{where} AND r.known_by <= ?", [*self._values, as_of.toordinal()]
        self._bounded = part or bool(where)
        self._reports = f"FROM reports r WHERE true{where}"
        self.coverage = self._coverage(coverage.snapshot) if self._bounded else coverage

    def document_frequency(self, terms: Sequence[str]) -> dict[str, int]:
        """In how many passages each term stands; 0 for unknown ones."""
        counts = dict.fromkeys(terms, 0)
        if not self._bounded:
            counts |= self._db.rows_among(
                "SELECT term, doc FROM vocabulary WHERE term IN (?*)", terms
            )
            return counts
        for t in self._tables:
            found = self._db.rows_among(
                f"SELECT i.term, count(DISTINCT i.doc) FROM {t.instances} i"
                f" JOIN {t.passages} p ON p.number = i.doc WHERE i.term IN (?*)"
                f" AND p.report_id IN (SELECT r.id {self._reports})"
                " GROUP BY i.term", terms, self._values,
            )  # fmt: skip
            for term, many in found:
                counts[term] += many
        return counts

    def passages_with(self, form: str) -> int:
        """In how many passages some words stand one behind the other."""
        return sum(self._having(form, t) for t in self._tables)

    def _having(self, form: str, t: TextTables) -> int:
        having, values = self._db.words.having(t.words, [[form]])
        within = (
            f" WHERE w.number IN (SELECT p.number FROM {t.passages} p WHERE p.report_id IN"
            f" (SELECT r.id {self._reports}))" if self._bounded else ""
        )  # fmt: skip
        [(count,)] = self._db.rows(
            f"SELECT count(*) FROM ({having}) w{within}", [*values, *self._values]
        )
        return int(count)

    def abbreviations(self, keys: Sequence[str]) -> list[Abbreviation]:
        """Those of which some report explains a form that has one of these keys, in alphabetical
        order."""
        found: set[tuple[str, str]] = set()
        for column in ("short_key", "long_key"):
            found.update(
                self._db.rows_among(
                    f"SELECT short, long FROM abbreviations WHERE {column} IN (?*)"
                    f" AND report_id IN (SELECT r.id {self._reports})",
                    keys, self._values,
                )
            )  # fmt: skip
        return [Abbreviation(short, long) for short, long in sorted(found)]

    def _itself(self, term: str) -> list[str]:
        rows = self._db.rows(
            "SELECT term FROM spellings WHERE key = ? AND term = ?", (spelling_key(term), term)
        )
        return self._counted(value for (value,) in rows)

    @ALIKE.governs(without=_itself)
    def alike(self, term: str) -> list[str]:
        """Terms that sound like this one, in alphabetical order."""
        rows = self._db.rows(
            "SELECT term FROM spellings WHERE key = ? ORDER BY term", (spelling_key(term),)
        )
        return self._counted(value for (value,) in rows)

    def beginning(self, letters: str) -> list[str]:
        """Terms that begin so, in alphabetical order."""
        rows = self._db.rows(
            "SELECT term FROM vocabulary WHERE term >= ? AND term < ? ORDER BY term",
            (letters, letters + "\U0010ffff"),
        )
        return self._counted(value for (value,) in rows)

    def stands_in_a_report(self, word: str) -> bool:
        """Whether some report has this word, whatever its case and diacritics: in its text, of
        which passages have not all, in its title, or in the name of whose it is.

        Of more reports than can be looked through in a moment, some may have it.
        """
        rows = self._db.rows(
            f"SELECT {_ALL_OF_IT} {self._reports} LIMIT ?", [*self._values, _LOOKED_THROUGH + 1]
        )
        if len(rows) > _LOOKED_THROUGH:
            return True
        spelt = however_written(word)
        return any(spelt.search(text) for (text,) in rows)

    def publishers(self) -> list[str]:
        """Their names, in alphabetical order."""
        rows = self._db.rows(
            f"SELECT DISTINCT r.publisher {self._reports} AND r.publisher IS NOT NULL ORDER BY 1",
            self._values,
        )  # fmt: skip
        return [name for (name,) in rows]

    def _counted(self, terms: Iterable[str]) -> list[str]:
        found = list(terms)
        if not self._bounded:
            return found
        counts = self.document_frequency(found)
        return [term for term in found if counts[term]]

    def _coverage(self, snapshot: str) -> Coverage:
        [(reports, first, last)] = self._db.rows(
            "SELECT count(*), min(first), max(last) FROM"
            f" (SELECT r.published_first AS first, r.published_last AS last {self._reports}"
            f" {WHOLE_ROWS_STAY}) r",
            self._values,
        )
        [(passages,)] = self._db.rows(
            "SELECT count(*) FROM passages WHERE report_id IN"
            f" (SELECT r.id {self._reports})", self._values,
        )  # fmt: skip
        languages = tuple(
            self._db.rows(
                "SELECT language, count(*) FROM"
                f" (SELECT r.language {self._reports} AND r.language <> ? {WHOLE_ROWS_STAY}) r"
                " GROUP BY language ORDER BY 2 DESC, 1", [*self._values, ENGLISH],
            )
        )  # fmt: skip
        return Coverage(
            reports, passages, as_day(first), as_day(last), snapshot, languages, self._collections
        )
