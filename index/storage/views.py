"""Views that stand in the place of a catalog's tables, so that a part of it alone is seen."""

from collections.abc import Mapping
from dataclasses import dataclass

SEEN = "seen_collections"
"""What the names of the collections that are seen are a table of, of one column `name`."""


@dataclass(frozen=True, slots=True)
class Views:
    """Queries by the names of the tables that they stand for. In them `main.` stands before the
    name of a table itself, and `temp.seen_collections` has the collections `seen`; a query may ask
    those before it."""

    seen: tuple[str, ...]
    tables: Mapping[str, str]
