"""Pages of reports' files as pictures, for reading a quote where it stands."""

from collections import OrderedDict
from pathlib import Path
from threading import Lock

from index.errors import BadInput, DatelineError
from index.files import file_of, part_of
from index.ingestion.whereabouts import id_of
from index.reading import content_at, limits_of
from index.reading.pdf import page_picture
from index.settings import IndexSettings
from index.storage.catalog import Catalog

WIDTH = 1200
"""Pixels."""
_KEPT = 32
"""Pictures kept in memory, those last asked for."""
_CHECKED = 256


class NoPicture(DatelineError):
    """A page cannot be shown; says why."""


class PagePictures:
    """Draws pages of the reports of a catalog, and of nothing else: their files are found where
    they were read, and must hold what was read."""

    def __init__(self, settings: IndexSettings) -> None:
        self._limits = limits_of(settings)
        self._lock = Lock()
        self._drawn: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._checked: OrderedDict[tuple[str, int, int], bool] = OrderedDict()

    def are_there(self, catalog: Catalog | None, report_id: str) -> bool:
        """Whether a report has pages and its file is there, unchanged."""
        location = self._location(catalog, report_id)
        return location is not None and self._is_unchanged(location, report_id)

    def page(self, catalog: Catalog | None, report_id: str, page: int) -> bytes:
        """A page, from 1, as a PNG. Raises NoPicture."""
        location = self._location(catalog, report_id)
        if location is None:
            raise NoPicture("There is no such report, or its file has no pages.")
        with self._lock:
            kept = self._drawn.get((report_id, page))
            if kept is not None:
                self._drawn.move_to_end((report_id, page))
                return kept
        try:
            content = self._content(location)
        except BadInput as error:
            raise NoPicture(f"The report's file is not there any more: {error}.") from error
        if content is None or id_of(content) != report_id:
            raise NoPicture("The report's file has changed since it was read.")
        try:
            picture = page_picture(content, page, WIDTH, self._limits.pdf)
        except BadInput as error:
            raise NoPicture(f"The page cannot be drawn: {error}.") from error
        with self._lock:
            self._drawn[report_id, page] = picture
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        return picture

    def _location(self, catalog: Catalog | None, report_id: str) -> str | None:
        return catalog.paged.location(report_id) if catalog is not None else None

    def _content(self, location: str) -> bytes | None:
        """What stands there now; None where no such report stands in the file. Raises BadInput."""
        return content_at(Path(file_of(location)), part_of(location), self._limits)

    def _is_unchanged(self, location: str, report_id: str) -> bool:
        """Whether a file holds what was read; looked at again when its time or size is another."""
        try:
            stated = Path(file_of(location)).stat()
            key = (report_id, stated.st_mtime_ns, stated.st_size)
            with self._lock:
                if key in self._checked:
                    return self._checked[key]
            content = self._content(location)
        except (OSError, BadInput):
            return False
        same = content is not None and id_of(content) == report_id
        with self._lock:
            self._checked[key] = same
            while len(self._checked) > _CHECKED:
                self._checked.popitem(last=False)
        return same
