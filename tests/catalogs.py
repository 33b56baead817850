"""Where the tests keep catalogs: in a file, and in PostgreSQL."""

from pathlib import Path

import psycopg
import pytest

from index.settings import IndexSettings
from index.storage.place import Place
from index.storage.server_schema import CATALOG_SCHEMA
from tests.postgres import Server

KINDS = ("sqlite", "postgresql")
_IN_TURNS = "catalogs"


def place_of(
    kind: str, data_dir: Path, request: pytest.FixtureRequest, database: str = _IN_TURNS
) -> Place:
    """A place for a catalog, in which there is none; tests take turns with one database, but for
    those that name another."""
    if kind == "sqlite":
        return data_dir
    server: Server = request.getfixturevalue("postgresql")
    return IndexSettings.model_validate(
        {"data_dir": data_dir, "catalog_url": emptied(server, database)}
    )


def emptied(server: Server, database: str = _IN_TURNS) -> str:
    """The address of a database without a catalog in it."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database])
        url = server.url(database) if known.fetchone() else server.database(database)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {CATALOG_SCHEMA} CASCADE".encode())
    return url
