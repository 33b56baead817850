"""Addresses as files: each is kept in the data folder as it was fetched, and read from there."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from index.errors import BadInput, IndexUnusable
from index.files import FoundFile
from index.reading import suffixes
from index.settings import IndexSettings
from index.storage.catalog import Catalog

if TYPE_CHECKING:
    from index.sources.web import Page

FOLDER = "fetched"
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_UNSAFE = re.compile(r"[^\w.-]+", re.ASCII)
_NAME_AT_MOST = 60
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OASIS = "application/vnd.oasis.opendocument"
_BY_TYPE = {
    "text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt",
    "text/markdown": ".md", "text/csv": ".csv", "application/pdf": ".pdf",
    "application/rtf": ".rtf", "text/rtf": ".rtf", "application/zip": ".zip",
    "message/rfc822": ".eml", "application/mbox": ".mbox", "application/rss+xml": ".xml",
    "application/atom+xml": ".xml", "application/rdf+xml": ".xml", "application/xml": ".xml",
    "text/xml": ".xml", f"{_OASIS}.text": ".odt", f"{_OASIS}.spreadsheet": ".ods",
    f"{_OFFICE}.wordprocessingml.document": ".docx", f"{_OFFICE}.spreadsheetml.sheet": ".xlsx",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refused:
    """An address that could not be fetched, and why."""

    address: str
    reason: str


def is_address(named: str) -> bool:
    """Whether what a person names is an address on the web."""
    return _ADDRESS.match(named) is not None


def fetch_all(
    settings: IndexSettings, addresses: Sequence[str], get: Callable[..., "Page"] | None = None
) -> tuple[list[FoundFile], list[Refused]]:
    """The files that addresses gave, as they are now or, where the site says that nothing changed,
    as they were fetched before; and those that gave none. Nothing else is sent anywhere."""
    from index.sources.web import fetch  # noqa: PLC0415 - takes a while, and few name addresses

    catalog = Catalog.create(settings)
    files: list[FoundFile] = []
    refused: list[Refused] = []
    for address in dict.fromkeys(addresses):
        try:
            files.append(_fetched(settings, catalog, address, get or fetch))
        except BadInput as error:
            refused.append(Refused(address, str(error)))
    catalog.close()
    return files, refused


def _fetched(
    settings: IndexSettings, catalog: Catalog, address: str, get: Callable[..., "Page"]
) -> FoundFile:
    before = catalog.fetched(address)
    there = before is not None and Path(before.location).is_file()
    since = before.conditions if before is not None and there else {}
    most = int(max(settings.max_file_mb, settings.max_archive_mb) * 1e6)
    page = get(address, most, private=settings.fetch_private, since=since)
    if page.content is None and before is not None:
        return FoundFile(Path(before.location), address, address)
    if not page.content:
        raise BadInput("is empty")
    place = settings.data_dir.resolve() / FOLDER / _name(address, page)
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_name(f"{place.name}.part")
        part.write_bytes(page.content)
        part.replace(place)
    except OSError as error:
        raise IndexUnusable(f"{place} cannot be written: {error.strerror or error}.") from error
    headers = {name.lower(): value for name, value in page.headers.items()}
    catalog.set_fetched(
        address, str(place), headers.get("etag", ""), headers.get("last-modified", "")
    )
    return FoundFile(place, address, address)


def _name(address: str, page: "Page") -> str:
    """The name of the file that an address is kept in: readable, its own, of the right ending."""
    last = PurePosixPath(urlsplit(page.address).path).name
    content_type = next((v for k, v in page.headers.items() if k.lower() == "content-type"), "")
    kind = _BY_TYPE.get(content_type.partition(";")[0].strip().lower(), "")
    own = PurePosixPath(last).suffix.lower()
    # a server that does not know a format calls it bytes, and a text plain
    suffix = own if own in suffixes() and kind in ("", ".txt", ".xml") else kind
    if not suffix:
        raise BadInput(f"is of no format that Dateline reads ({content_type or 'not stated'})")
    stem = _UNSAFE.sub("-", PurePosixPath(last).stem).strip("-.")[:_NAME_AT_MOST] or "page"
    return f"{stem}-{sha256(address.encode()).hexdigest()[:12]}{suffix}"
