"""What the headers of a message say: who sent it, when, and about what."""

import re
from datetime import date
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from index.types import DateSource, Metadata

_ID = re.compile(r"<[^<>]*>")
_BESIDE = re.compile(r"\(([^()]+)\)\s*$")
_FIRST_YEAR = 1971
"""No mail is older; a date before it is that of a clock that was not set."""


def metadata_of(message: Message) -> Metadata:
    """Subject, sender and day of a message, in the zone of whoever sent it. What a mailing list
    passes on is published by the list, and written by the sender."""
    sent = _day(words_of(message, "date"))
    sender = _sender(words_of(message, "from"), _raw(message, "from"))
    listed = _ID.sub("", words_of(message, "list-id")).strip(' "')
    return Metadata(
        title=words_of(message, "subject") or None,
        publisher=listed or sender,
        url=_address(words_of(message, "archived-at")),
        published_on=sent,
        date_source=DateSource.MAIL if sent is not None else None,
        author=sender if listed else None,
    )


def words_of(message: Message, name: str) -> str:
    """A header decoded, on one line; empty where there is none. One that cannot be taken apart is
    given as it stands."""
    try:
        value = message[name]
        words = str(value) if value is not None else ""
    except (ValueError, LookupError, TypeError, AttributeError):
        words = _raw(message, name)
    return " ".join(_as_unicode(words).split())


def _as_unicode(words: str) -> str:
    """Bytes that stand in a header without saying what they are, as UTF-8 if they can be that."""
    return words.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _raw(message: Message, name: str) -> str:
    """A header as it stands."""
    return str(next((v for k, v in message.raw_items() if k.lower() == name), ""))


def _sender(words: str, raw: str) -> str | None:
    """The name of whoever sent a message, or the address where there is none. What is no address,
    as an archive's “ann at lesk.example (Ann)”, has the name behind it."""
    name, address = parseaddr(words)
    beside = _BESIDE.search(raw) if "@" not in words else None
    named = " ".join((beside[1] if beside else name).split()).strip(" '\"")
    return named or " ".join(address.split()) or words or None


def _day(words: str) -> date | None:
    try:
        day = parsedate_to_datetime(words).date() if words else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return day if day is not None and day.year >= _FIRST_YEAR else None


def _address(words: str) -> str | None:
    address = words.strip("<> ")
    return address if address.startswith(("http://", "https://")) else None
