"""Where a catalog is kept: a file of the data folder, or the database that a setting names."""

from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import BadInput
from index.settings import IndexSettings
from index.storage.catalog_database import CatalogDatabase
from index.storage.catalog_file import CatalogFile

if TYPE_CHECKING:
    from index.storage.catalog_server import CatalogServer

SETTING = "DATELINE_CATALOG_URL"
Place = Path | IndexSettings
"""A data folder that has its catalog in it, or the settings that say where it is."""


def folder_of(place: Place) -> Path:
    """The data folder, which has the vectors in any case."""
    return place if isinstance(place, Path) else place.data_dir


def database_of(place: Place) -> CatalogDatabase:
    """The database of the catalog, not opened yet. Raises BadInput where the setting cannot be
    one."""
    if isinstance(place, Path) or place.catalog_url is None:
        return CatalogFile(folder_of(place))
    return _server(place, place.catalog_url.get_secret_value().strip())


def adopt(settings: IndexSettings) -> None:
    """Has the data folder be the one of the catalog in the database that the settings name, in the
    place of another: its vectors are to be made then. Raises CatalogOut."""
    if settings.catalog_url is not None:
        _server(settings, settings.catalog_url.get_secret_value().strip()).adopt()


def _server(settings: IndexSettings, url: str) -> "CatalogServer":
    try:
        from index.storage.catalog_server import (  # noqa: PLC0415 - an extra, and slow to import
            CatalogServer,
        )
    except ImportError as error:
        raise BadInput(
            f"{SETTING} is set, and psycopg is not installed. Run `pip install "
            "'dateline[postgres]'`, or unset it to keep the catalog in the data folder."
        ) from error
    return CatalogServer(
        settings.data_dir, url, SETTING, settings.catalog_connections, settings.catalog_timeout_s
    )
