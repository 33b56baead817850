"""Feeds (RSS and Atom): each item is a report, with its own day, title and address.

feedparser reads the forms that feeds have. The day of an item is read from what it states, in its
own zone, or else, in doubt, from what its feed does, and never from its text. What media extensions
say of its pictures is left out of its text.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser
from lxml import etree

from index.errors import BadInput
from index.reading.fragments import read_fragment
from index.reading.laid import Laid, as_report
from index.reading.parts import RECORD, Limits, Member, Names, Part, within
from index.types import DateSource, Kind, Metadata, Role, SourceText

_MEDIA = ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss")
_PLAIN_ID = re.compile(r"[\w.:@+=-]{1,60}")
_TRUST_TO_CONTENT = 1.2
"""The content of an item is taken for its summary where it is longer by so much."""
_OPTIONS = {"sanitize_html": False, "resolve_relative_uris": True}


def read_feed(content: bytes, limits: Limits) -> Iterator[Part | Member]:
    """The items of a feed, each by what it calls itself."""
    parsed = feedparser.parse(BytesIO(_without_media(content)), **_OPTIONS)
    if not parsed.get("version"):
        raise BadInput("is no feed (RSS or Atom)")
    if len(parsed.entries) > limits.reports:
        raise BadInput(f"holds more than {limits.reports:,} items")
    if not parsed.entries:
        raise BadInput("is a feed without items")
    names = Names()
    for entry in parsed.entries:
        source = _read_item(entry, parsed.feed)
        identity = _identity(entry)
        name = names.own(within("", RECORD, _name(entry, identity)))
        yield Part(name, identity, source if source.blocks else BadInput("holds no text"))


def _without_media(content: bytes) -> bytes:
    """A feed without the elements of media extensions, whose titles and descriptions feedparser
    would take for the item's own. What is no well-formed XML is left as it is."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return content
    found = [e for uri in _MEDIA for e in root.iter(f"{{{uri}}}*")]
    for element in found:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) if found else content


def _read_item(entry: Any, feed: Any) -> SourceText:
    title = _line(entry.get("title"))
    blocks = read_fragment(_body(entry))
    words = {block.line for block in blocks}
    metadata = _metadata(entry, feed, title)
    if title and not words - {title}:
        said = [Laid(title, Kind.LIST_ITEM, 1, under=_line(feed.get("title")))]
        source = as_report(said, Metadata(), ())  # the title is all that it says
    else:
        head = [Laid(title, Kind.HEADING, 1, role=Role.TITLE)] if title else []
        source = as_report([*head, *blocks], metadata, ())
    return SourceText(source.text, source.blocks, metadata, source.source)


def _body(entry: Any) -> str:
    """The text of an item: its content where that is more than its summary."""
    summary = str(entry.get("summary") or "")
    contents = [str(one.get("value") or "") for one in entry.get("content", [])]
    longest = max(contents, key=len, default="")
    if not summary or len(longest) >= _TRUST_TO_CONTENT * len(summary) or longest.startswith("<"):
        return longest or summary
    return summary


def _metadata(entry: Any, feed: Any, title: str) -> Metadata:
    link = _address(str(entry.get("link") or ""), feed)
    # feedparser gives the one for the other where asked in its own way, and warns
    published, updated = (_day(dict.get(entry, key)) for key in ("published", "updated"))
    day = published or updated
    publisher = _publisher(entry, feed, link)
    author = _line(entry.get("author")) or None
    return Metadata(
        title=title or None,
        publisher=publisher or author,
        url=link,
        published_on=day,
        date_source=DateSource.FEED if day is not None else None,
        date_is_stated=published is not None or day is None,
        author=author if publisher and author != publisher else None,
        dated_by_text=False,
    )


def _address(link: str, feed: Any) -> str | None:
    """The address of an item on one line, made whole by that of the feed; None where it cannot
    be."""
    link = "".join(line.strip() for line in link.splitlines())
    own = [one.get("href") for one in feed.get("links", []) if one.get("rel") == "self"]
    for base in ("", *own, feed.get("link")):
        try:
            whole = urljoin(str(base or ""), link)
        except ValueError:
            return None
        if link and whole.startswith(("http://", "https://")):
            return whole
    return None


def _publisher(entry: Any, feed: Any, link: str | None) -> str | None:
    """The source that an item names, or the feed, where its items lie where it does: what a feed
    collects from elsewhere is not its own."""
    source = _line((entry.get("source") or {}).get("title"))
    if source:
        return source
    own, host = _site(str(feed.get("link") or "")), _site(link or "")
    return _line(feed.get("title")) or None if not (own and host) or own == host else None


def _site(address: str) -> str:
    """The last two parts of an address's host, by which pages of one site are told, roughly."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return ".".join(host.split(".")[-2:])


def _line(value: Any) -> str:
    """A title or a name on one line, without the markup that it may have."""
    words = str(value or "")
    if "<" in words or "&" in words:
        words = " ".join(block.line for block in read_fragment(words))
    return " ".join(words.split())


def _day(stated: Any) -> date | None:
    """The day of a time, in the zone that it is stated in."""
    words = str(stated or "").strip()
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(words).date()
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


def _identity(entry: Any) -> bytes:
    """What an item says, by which it is told from any other and from itself when it changes."""
    told = [_body(entry), *(str(dict.get(entry, key) or "") for key in _TELLING)]
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


_TELLING = ("id", "link", "title", "published", "updated", "author")


def _name(entry: Any, identity: bytes) -> str:
    """What leads to an item in its feed, and stays when others are added: its own id, or a digest
    of it or, where it has none, of all that it says."""
    own = str(entry.get("id") or entry.get("link") or "").strip()
    if _PLAIN_ID.fullmatch(own):
        return own
    return sha256(own.encode("utf-8", "replace") if own else identity).hexdigest()[:12]
