"""Files that are ZIP packages of XML, as word processors write them, opened within bounds."""

import zipfile
import zlib
from datetime import date, datetime
from io import BytesIO
from typing import Any

from lxml import etree

from index.errors import BadInput

Element = Any
"""An element of lxml, which has no types of its own."""
_PART_AT_MOST = 64_000_000
"""Bytes of one part of a package, unpacked."""
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How Office's files began before 2007, and how those begin that are encrypted."""


class Package:
    """A package whose parts are read one by one. `what` is the format, for a person.

    Raises BadInput, here and where a part is read, for what is no such package or is damaged.
    """

    def __init__(self, content: bytes, what: str) -> None:
        if content.startswith(_COMPOUND):
            raise BadInput(f"is encrypted, or older than {what}; save it as {what} without a key")
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise BadInput(f"is no {what} file, or is cut off") from error
        self.names = frozenset(self._zip.namelist())

    def bytes_of(self, name: str) -> bytes | None:
        """A part as it is stored; None where there is none of that name."""
        if name not in self.names:
            return None
        try:
            with self._zip.open(name) as part:
                content = part.read(_PART_AT_MOST + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise BadInput(f"is damaged: its part {name} cannot be unpacked") from error
        except (RuntimeError, NotImplementedError) as error:
            raise BadInput(f"is encrypted: its part {name} cannot be unpacked") from error
        if len(content) > _PART_AT_MOST:
            raise BadInput(f"its part {name} is larger than {_PART_AT_MOST / 1e6:g} MB unpacked")
        return content

    def xml(self, name: str) -> Element | None:
        """The root element of a part; None where there is none of that name."""
        content = self.bytes_of(name)
        return parse_xml(content, name) if content is not None else None


def parse_xml(content: bytes, name: str) -> Element:
    """The root element of a piece of XML. Nothing is fetched and no entity is put in its place.

    Raises BadInput where it is not well formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        why = " ".join(str(error).split())
        raise BadInput(f"is damaged: its part {name} is no XML ({why})") from error


def text_of(element: Element | None) -> str:
    """All words in an element, on one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def day_of(stamp: str) -> date | None:
    """The day of a time in ISO 8601, in its own zone."""
    try:
        return datetime.fromisoformat(stamp.strip()).date()
    except ValueError:
        return None
