"""A report that a person names on the command line."""

from pathlib import Path

from index.errors import BadInput
from index.files import location_of
from index.storage.catalog import Catalog


def report_named(catalog: Catalog, name: str) -> str:
    """The id of the report of this id or file.

    Raises BadInput where there is none, or more than one of that path.
    """
    found = catalog.reports_named(name, location_of(Path(name.replace("\0", "")).resolve()))
    if not found:
        raise BadInput(
            f"There is no report {name!r}. `dateline reports --json` lists the ids and files of "
            "those there are."
        )
    if len(found) > 1:
        raise BadInput(
            f"Several reports are shown as {name!r}. Name one by its id: {', '.join(found)}."
        )
    return found[0]
