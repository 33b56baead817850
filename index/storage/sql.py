"""What a store asks of the database that it is kept in, be it a SQLite file or PostgreSQL."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from hashlib import blake2b
from typing import Any, Protocol

Row = tuple[Any, ...]
WHOLE_ROWS_STAY = "LIMIT -1"
"""At the end of a subquery: of rows of a view of several tables no other columns are read, which
SQLite does where it makes a subquery and what is around it one."""
MOST_VALUES = 500
"""Values in one statement; SQLite bounds them."""


class SqlDatabase(Protocol):
    """A database that several threads, and processes, read and write at once.

    Statements have `?` for their values. Each stands for itself, but within `writing`. Every error
    is a DatelineError that says what to do.
    """

    @property
    def exists(self) -> bool:
        """Whether there is anything to be read."""
        ...

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of one statement; also for statements that give none."""
        ...

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of one statement, or None."""
        ...

    def rows_among(
        self, sql: str, among: Iterable[str], values: Sequence[object] = ()
    ) -> Iterator[Row]:
        """Rows of a statement with `IN (?*)`, asked for each of many values in turn."""
        ...

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """One statement for each of `rows`."""
        ...

    def run_script(self, sql: str) -> None:
        """Several statements without values."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """One transaction of this thread: all of it or, on any exception, nothing."""
        ...

    def compact(self) -> None:
        """Leaves nothing in its files of what was deleted."""
        ...


class RowReader(ABC):
    """What reads rows of a database in one way, and all others by that."""

    @abstractmethod
    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of one statement; also for statements that give none."""

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of one statement, or None."""
        return next(iter(self.rows(sql, values)), None)

    def rows_among(
        self, sql: str, among: Iterable[str], values: Sequence[object] = ()
    ) -> Iterator[Row]:
        """Rows of a statement with `IN (?*)`, asked for each of many values in turn; `values` are
        those of the placeholders after it."""
        wanted = list(among)
        for at in range(0, len(wanted), MOST_VALUES):
            some = wanted[at : at + MOST_VALUES]
            yield from self.rows(sql.replace("?*", marks(some)), [*some, *values])


def marks(values: Sequence[object]) -> str:
    """Placeholders for so many values; of none, what nothing is equal to."""
    return ", ".join("?" * len(values)) or "NULL"


def put(table: str, key: str, *others: str) -> str:
    """The statement that puts a row into a table, or its values in the place of those of the row
    with the same key, which may be of several columns."""
    columns = f"{key}, {', '.join(others)}"
    return (
        f"INSERT INTO {table} ({columns}) VALUES ({marks(columns.split(', '))})"
        f"{instead(key, *others)}"
    )


def instead(key: str, *others: str) -> str:
    """The end of a statement that puts rows in: the values are put in the place of those of a row
    with the same key."""
    changed = ", ".join(f"{column} = excluded.{column}" for column in others)
    return f" ON CONFLICT ({key}) DO UPDATE SET {changed}"


def digest(key: str) -> bytes:
    """16 bytes that stand for a key whose words are not to be kept."""
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest()
