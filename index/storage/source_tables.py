"""What the catalog keeps of files of several reports, and of addresses that were fetched."""

from index.storage.catalog_database import CatalogDatabase
from index.storage.rows import Fetched
from index.storage.sql import put


class SourceTables:
    """The tables of the files and addresses that reports of one catalog came from."""

    _db: CatalogDatabase

    def container_sum(self, location: str) -> str:
        """The SHA-256 of a file of several reports as it was when all of it was read, or empty."""
        row = self._db.row("SELECT sha256 FROM containers WHERE location = ?", [location])
        return str(row[0]) if row else ""

    def set_container_sum(self, location: str, sha256: str) -> None:
        self._db.rows(put("containers", "location", "sha256"), (location, sha256))

    def fetched(self, address: str) -> Fetched | None:
        """Where an address is kept that was fetched before, and what its site said of it."""
        row = self._db.row(
            "SELECT location, etag, last_modified FROM fetched WHERE address = ?", [address]
        )
        return Fetched(*row) if row else None

    def set_fetched(self, address: str, location: str, etag: str, last_modified: str) -> None:
        self._db.rows(
            put("fetched", "address", "location", "etag", "last_modified"),
            (address, location, etag, last_modified),
        )
