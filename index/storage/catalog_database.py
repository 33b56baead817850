"""What a catalog asks of the database that it is kept in, be it a SQLite file or PostgreSQL."""

from typing import Protocol, Self

from index.storage.sql import SqlDatabase
from index.storage.views import Views
from index.storage.word_index import WordIndex


class CatalogDatabase(SqlDatabase, Protocol):
    """The database of one catalog, with its tables. Safe from several threads; one writes.

    Statements are written as SQLite has them, in what PostgreSQL has too but for the few spellings
    of `index.storage.dialect`. Before the name of a table itself stands `main.`, where a view may
    stand for it.
    """

    @property
    def place(self) -> str:
        """Where it is, in words, within a sentence; without a password."""
        ...

    @property
    def words(self) -> WordIndex:
        """What passages are looked up by."""
        ...

    def make(self) -> None:
        """Makes the tables where they are not there, and brings those of an earlier version up to
        date. Raises IndexUnusable, or OlderIndex where that cannot be done."""
        ...

    def is_made(self) -> bool:
        """Whether there are tables, which then are brought up to date. Raises as `make`."""
        ...

    def identity(self) -> object:
        """Which catalog it is, as equal to others that are the same; None where there is none."""
        ...

    def seen_by(self, views: Views) -> Self:
        """The same database, in which views stand for tables. Nothing can be changed in it."""
        ...

    def faults(self) -> list[str]:
        """What is found wrong with it; nothing for a sound one."""
        ...

    def settle(self) -> None:
        """Writes all into its own files, so that these can be moved."""
        ...

    def close(self) -> None:
        """Closes what nobody uses; it is opened again where it is asked."""
        ...
