"""Filings as EDGAR sends them: documents below each other in one text, each between its own tags,
below a head that says whose they are and when they were filed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from index.errors import BadInput
from index.failures import of_one_report
from index.reading.decoding import decode
from index.reading.html import read_html
from index.reading.parts import FILE, Limits, Member, Names, Part, within
from index.reading.text import read_text
from index.types import DateSource, Metadata, SourceMap, SourceText

_BEGINS = re.compile(
    rb"\s*(?:<SEC-DOCUMENT>|<SEC-HEADER>|<DOCUMENT>\s*<TYPE>"
    rb"|-----BEGIN PRIVACY-ENHANCED MESSAGE-----)"
)
_DOCUMENT = re.compile(r"<DOCUMENT>(.*?)(</DOCUMENT>|\Z)", re.DOTALL | re.IGNORECASE)
_FIELD = re.compile(r"^<(TYPE|FILENAME|DESCRIPTION)>([^\n<]*)", re.MULTILINE | re.IGNORECASE)
_TEXT = re.compile(r"<TEXT>[ \t]*\r?\n?(.*?)\s*(?:</TEXT>|\Z)", re.DOTALL | re.IGNORECASE)
_FILED = re.compile(r"FILED AS OF DATE:\s*(\d{4})(\d{2})(\d{2})")
_COMPANY = re.compile(r"COMPANY CONFORMED NAME:[ \t]*([^\n]{1,200})")
_PACKED = re.compile(r"\s*(?:<PDF>|<XBRL>|<XML>|<ZIP>|<JSON>|<EXCEL>|begin \d{3} )", re.IGNORECASE)
"""What begins a file that is no text, or is made for machines."""
_NEW_PAGE = re.compile(r"^[ \t]*<PAGE>[^\n]*", re.MULTILINE)
_TABLE_MARKS = re.compile(
    r"^[ \t]*(?:</?(?:TABLE|CAPTION|S|C|FN|F\d+)>[ \t]*)+$", re.MULTILINE | re.IGNORECASE
)
_PAGE = re.compile(r"<(?:html|!doctype html|body|div|p)\b", re.IGNORECASE)


def begins_a_filing(content: bytes) -> bool:
    """Whether a text is a filing with all its documents."""
    return _BEGINS.match(content[:200]) is not None


def read_filing(content: bytes, limits: Limits) -> Iterator[Part | Member]:
    """The documents of a filing, each by the name of its file, of the day of filing."""
    text = decode(content)
    documents = [found for found in _DOCUMENT.finditer(text) if found[2]]
    if not documents:
        raise BadInput("is a filing without documents")
    if len(documents) > limits.reports:
        raise BadInput(f"holds more than {limits.reports:,} documents")
    stated = _head(text[: documents[0].start()])
    names = Names()
    for number, found in enumerate(documents, 1):
        fields = {key.upper(): value.strip() for key, value in _FIELD.findall(found[1])}
        name = within("", FILE, fields.get("FILENAME") or f"{number}.txt")
        name = names.own(name, PurePosixPath(name).suffix)
        inner = _TEXT.search(found[1])
        words = inner[1] if inner else ""
        try:
            read: SourceText | BadInput = _read(words, fields, stated)
        except BadInput as error:
            read = error
        yield Part(name, words.encode("utf-8", "replace"), read)


def _read(words: str, fields: dict[str, str], stated: Metadata) -> SourceText:
    if _PACKED.match(words):
        raise BadInput("is no text")
    page = _PAGE.search(words, 0, 4000) is not None
    with of_one_report("cannot be read"):
        source = read_html(words) if page else read_text(_without_marks(words))
    if not source.blocks:
        raise BadInput("holds no text")
    own = source.metadata
    described = fields.get("DESCRIPTION") or fields.get("TYPE")
    metadata = replace(
        stated,
        title=own.title or (None if described == fields.get("TYPE") else described),
        url=own.url,
    )
    # places in a document are not those in the file that it was cut from
    return replace(source, metadata=metadata, source=SourceMap(()))


def _without_marks(words: str) -> str:
    """A plain text without the tags that part its pages and set its tables apart."""
    return _TABLE_MARKS.sub("", _NEW_PAGE.sub("\f", words))


def _head(text: str) -> Metadata:
    filed, company = _FILED.search(text), _COMPANY.search(text)
    try:
        day = date(*map(int, filed.groups())) if filed else None
    except ValueError:
        day = None
    return Metadata(
        publisher=" ".join(company[1].split()) if company else None,
        published_on=day,
        date_source=DateSource.FRONT_MATTER if day is not None else None,
    )
