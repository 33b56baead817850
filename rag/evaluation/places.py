"""Places in files, given as characters, found again in the texts of the reports made from them."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import lxml.html
from lxml.etree import LxmlError
from rapidfuzz import fuzz

from index.files import file_of, part_of
from index.reading import is_built
from index.storage.catalog import Catalog
from index.text.normalize import aligned, collapsed
from index.types import SourceMap
from rag.evaluation.gold import Span
from rag.evaluation.questions import Place

ALIKE, FROM = 85.0, 40
"""A place whose words are not found as they are is where they are at least so alike, of 100, and
have the same numbers; a place of fewer characters than FROM is not looked for so."""
_NUMBER = re.compile(r"\d+")
_BYTE_ORDER_MARK = "\ufeff"


class Files:
    """The files of a corpus, each read once, when a place in it is looked for."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._reports = {head.path: head.id for head in catalog.report_heads()}
        names = Counter(Path(path).name for path in self._reports)
        self._by_name = {
            name: i for path, i in self._reports.items() if names[name := Path(path).name] == 1
        }
        self._locations = {report_id: place for place, report_id in catalog.locations().items()}
        self._finders: dict[str, Callable[[int, int], tuple[int, int] | None]] = {}

    def report(self, file: str) -> str | None:
        """The id of the report that was made from a file, named by its path or, where no other has
        the same, by its name."""
        return self._reports.get(file) or self._by_name.get(Path(file).name)

    def span(self, place: Place) -> Span | None:
        """Where a place of a file stands in its report; None where the file is in no report, or its
        text there has no such words. Of a report whose text is built of its file, as that of a PDF
        or of one message of a mailbox, it is a place of that text."""
        file, start, end = place
        report_id = self.report(file)
        if report_id is None:
            return None
        if report_id not in self._finders:
            self._finders[report_id] = self._finder(report_id)
        found = self._finders[report_id](start, end)
        return Span(report_id, *found) if found else None

    def _finder(self, report_id: str) -> Callable[[int, int], tuple[int, int] | None]:
        report = self._catalog.report(report_id)
        text = report.text if report is not None else ""
        source = report.source if report is not None else None
        location = self._locations.get(report_id)
        file = Path(file_of(location)) if location is not None else None
        if location is not None and (part_of(location) or is_built(file_of(location))):
            return _Shifted(text, 0)
        decoded = _read(file) if file is not None else None
        raw = _with_plain_line_ends(decoded) if decoded is not None else None
        if decoded is not None and source is not None and source.runs:
            return _Mapped(decoded, source)
        if raw is None and (file is None or source is not None):
            return _nowhere
        kept = _with_plain_line_ends(text)
        if raw is None or raw.removeprefix(_BYTE_ORDER_MARK) == kept.removeprefix(_BYTE_ORDER_MARK):
            ahead = len(raw) - len(kept) if raw is not None else 0
            return _Shifted(text, ahead)
        return _Searched(raw, text)


class _Mapped:
    """A text that a reader made of its file, whose map tells where each word of it stands there."""

    def __init__(self, decoded: str, source: SourceMap) -> None:
        kept = decoded.removeprefix(_BYTE_ORDER_MARK)
        self._read = _Shifted(kept, len(decoded) - len(kept))
        self._source = source

    def __call__(self, start: int, end: int) -> tuple[int, int] | None:
        span = self._read(start, end)
        return self._source.to_shown(*span) if span is not None else None


class _Shifted:
    """A text that is its file's but for line ends and `ahead` characters before it."""

    def __init__(self, text: str, ahead: int) -> None:
        self._ahead = ahead
        self._offsets = None
        if "\r\n" in text:
            kept = (n for n, c in enumerate(text) if not (c == "\n" and text[n - 1 : n] == "\r"))
            self._offsets = [*kept, len(text)]
        self._length = len(self._offsets) - 1 if self._offsets else len(text)

    def __call__(self, start: int, end: int) -> tuple[int, int] | None:
        left, right = (max(0, min(at - self._ahead, self._length)) for at in (start, end))
        if left >= right:
            return None
        return (self._offsets[left], self._offsets[right]) if self._offsets else (left, right)


class _Searched:
    """A text that was taken out of its file, as the main text is out of a page: words are looked
    for, where they stand several times at about the same share of the way."""

    def __init__(self, raw: str, text: str) -> None:
        self._raw, self._text, self._aligned = raw, text, aligned(text)

    def __call__(self, start: int, end: int) -> tuple[int, int] | None:
        words = collapsed(_without_tags(self._raw[start:end]))
        if not words:
            return None
        expected = start / len(self._raw) * len(self._text)
        edges = [r"\b" if c.isalnum() else "" for c in (words[0], words[-1])]
        pattern = re.compile(edges[0] + r"\s+".join(map(re.escape, words.split())) + edges[1])
        found = [match.span() for match in pattern.finditer(self._aligned)]
        if found:
            return min(found, key=lambda span: abs(span[0] - expected))
        if len(words) < FROM:
            return None
        near = fuzz.partial_ratio_alignment(words, self._aligned, score_cutoff=ALIKE)
        if near is None:
            return None
        span = near.dest_start, near.dest_end
        alike = _NUMBER.findall(self._aligned[slice(*span)]) == _NUMBER.findall(words)
        return span if alike else None


def _nowhere(_start: int, _end: int) -> None:
    """Of a page that is gone, it is not known where its text stood."""


def _read(file: Path) -> str | None:
    """The characters of a file; None where it is gone."""
    try:
        return file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return None


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_tags(markup: str) -> str:
    """What a page shows of a piece of it; a tag that the piece cuts through is left out."""
    if "<" not in markup and "&" not in markup:
        return markup
    whole = markup[markup.find(">") + 1 :] if 0 <= markup.find(">") < markup.find("<") else markup
    whole = whole[: whole.rfind("<")] if whole.rfind("<") > whole.rfind(">") else whole
    try:
        return str(lxml.html.fragment_fromstring(whole, create_parent="div").text_content())
    except (LxmlError, ValueError):
        return whole
