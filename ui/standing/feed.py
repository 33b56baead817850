"""The alerts as an Atom feed (RFC 4287)."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree

from ui.console import shown
from ui.standing.alerts import Alert

_ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What no XML may have, beside what is not shown anywhere."""
_NONE_YET = datetime(1970, 1, 1, tzinfo=UTC)


def as_atom(alerts: Sequence[Alert], address: str) -> bytes:
    """A feed of alerts, the newest first, that is found at an address."""
    feed = ElementTree.Element("feed", xmlns=_ATOM)
    _add(feed, "id", address)
    _add(feed, "title", "Dateline: standing questions")
    _add(feed, "updated", (alerts[0].made_at if alerts else _NONE_YET).isoformat())
    ElementTree.SubElement(feed, "link", rel="self", href=address)
    _add(ElementTree.SubElement(feed, "author"), "name", "Dateline")
    for alert in alerts:
        entry = ElementTree.SubElement(feed, "entry")
        _add(entry, "id", UUID(alert.id).urn)
        _add(entry, "title", alert.title)
        _add(entry, "updated", alert.made_at.isoformat())
        _add(entry, "published", alert.made_at.isoformat())
        ElementTree.SubElement(entry, "category", term=str(alert.kind))
        _add(entry, "content", alert.text).set("type", "text")
    made: bytes = ElementTree.tostring(feed, "utf-8", xml_declaration=True)
    return made


def _add(parent: ElementTree.Element, name: str, text: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name)
    element.text = _NO_XML.sub("\N{REPLACEMENT CHARACTER}", shown(text))
    return element
