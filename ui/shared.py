"""The database that several servers share what they keep in, where a setting names one."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from index.errors import BadInput, DatabaseUnusable
from index.storage.sql import SqlDatabase
from index.storage.state_schema import STATE, STATE_SCRIPTS
from rag.engine.kept_turns import KeptTurns, SharedTurns
from rag.settings import PREFIX, Settings

if TYPE_CHECKING:
    from index.storage.postgres import Postgres

SETTING = f"{PREFIX}STATE_URL"
MOST_WAITING = 200
"""Requests of one server that wait for the database; more are turned away."""
Done = TypeVar("Done")


class Shared:
    """A database with the tables of what servers share, and threads that wait for it, so that an
    event loop need not."""

    def __init__(self, postgres: "Postgres", threads: int) -> None:
        """Makes the tables where they are not there. Raises DatabaseUnusable."""
        self._postgres = postgres
        try:
            postgres.migrate(STATE, STATE_SCRIPTS)
        except BaseException:
            postgres.close()
            raise
        self._waiting = 0
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="shared")

    @property
    def db(self) -> SqlDatabase:
        """The database."""
        return self._postgres

    @property
    def turns(self) -> KeptTurns:
        """The turns of conversations, whichever server they were held with."""
        return SharedTurns(self.db)

    @property
    def name(self) -> str:
        """Which database it is, without its password."""
        return self._postgres.name

    async def do(self, work: Callable[[], Done]) -> Done:
        """What `work` gives, done by a thread. Raises what it raises, and DatabaseUnusable where so
        many wait already that nobody would live to see it. For one event loop."""
        if self._waiting >= MOST_WAITING:
            raise DatabaseUnusable(
                f"{self.name} answers too slowly: {MOST_WAITING} requests wait for it. See what "
                "else it does."
            )
        self._waiting += 1
        try:
            return await asyncio.wrap_future(self._threads.submit(work))
        finally:
            self._waiting -= 1

    async def check(self) -> None:
        """Raises DatabaseUnusable where the database cannot be used at this moment."""
        await self.do(lambda: self.db.row("SELECT 1"))

    def version(self) -> str:
        """That of PostgreSQL. Raises DatabaseUnusable where it cannot be used at this moment."""
        [(version,)] = self.db.rows("SHOW server_version")
        return str(version)

    def forget(self, report_ids: Iterable[str]) -> None:
        """Forgets what was said of some reports, but for judgements; and all conversations, for
        quotes of them stand there. It may be in the files until these are written anew."""
        with self.db.writing():
            self.db.rows("DELETE FROM conversation")
            self.db.run_many(
                "DELETE FROM outcome WHERE replace(outcome, ?, '') <> outcome",
                ([report_id] for report_id in report_ids),
            )

    def close(self) -> None:
        """Ends what is under way, and all connections."""
        self._threads.shutdown(wait=True)
        self._postgres.close()


def open_shared(settings: Settings) -> Shared | None:
    """The database that the settings name, ready to be used; None where they name none.

    Raises BadInput where it cannot be one, and DatabaseUnusable where it is out.
    """
    if settings.state_url is None:
        return None
    try:
        from index.storage.postgres import Postgres  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise BadInput(
            f"{SETTING} is set, and psycopg is not installed. Run `pip install "
            "'dateline[postgres]'`, or unset it to keep everything in the data folder."
        ) from error
    url, connections = settings.state_url.get_secret_value().strip(), settings.state_connections
    postgres = Postgres(url, SETTING, connections, settings.state_timeout_s)
    return Shared(postgres, threads=connections)


@contextmanager
def shared_by(settings: Settings) -> Iterator[Shared | None]:
    """The same for as long as it is entered."""
    shared = open_shared(settings)
    try:
        yield shared
    finally:
        if shared is not None:
            shared.close()
