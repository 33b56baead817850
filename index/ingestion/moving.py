"""What a catalog has that no file says, when it is moved from its folder into a database."""

from index.settings import IndexSettings
from index.storage.catalog import Catalog
from index.storage.catalog_file import CATALOG_FILE
from index.storage.database import Database
from index.storage.kept_tables import all_kept


def take_over_from_file(settings: IndexSettings, catalog: Catalog) -> None:
    """Gives a catalog in a database into which nothing was ingested yet what people changed and
    took out in the one that the data folder has until now, and the earlier texts of its reports.

    Only for the process that holds the catalog. Raises IndexUnusable where the file is damaged.
    """
    file = settings.data_dir / CATALOG_FILE
    if settings.catalog_url is None or catalog.coverage().snapshot or not file.is_file():
        return
    before = Database(file, "Move it away to begin without it.")
    catalog.take_over(all_kept(before))
    before.close()
