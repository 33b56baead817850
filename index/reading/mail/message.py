"""A message: who sent it when, what it says, and what is attached to it."""

import re
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message
from mimetypes import guess_extension
from pathlib import PurePosixPath, PureWindowsPath

from index.errors import BadInput
from index.failures import of_one_report
from index.reading.laid import Laid, as_report
from index.reading.mail.bodies import Body, as_blocks
from index.reading.mail.headers import metadata_of, words_of
from index.reading.parts import FILE, Limits, Member, Names, Part, within
from index.reading.unread import in_words
from index.types import DateHint, DateSource, Kind, Role

_DEEP = 20
_TAG = re.compile(rb"<[^<>]{0,2000}>|&nbsp;")
_BESIDE = (
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
)
"""What vouches for a message and says nothing."""


def read_message(content: bytes, limits: Limits) -> Iterator[Part | Member]:
    """The message, and the files that are attached to it."""
    message = message_from_bytes(content, policy=policy.default)
    metadata = metadata_of(message)
    if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime"):
        raise BadInput("is encrypted")
    leaves = list(_leaves(message, 0))
    bodies = [leaf for leaf in leaves if _is_text(leaf)]
    attached = [leaf for leaf in leaves if not _is_text(leaf)]
    unread: Counter[str] = Counter()
    members = list(_members(attached, unread))
    blocks: list[Laid] = []
    for body in bodies:
        blocks += as_blocks(Body.of(body), unread)
    title = [Laid(metadata.title, Kind.HEADING, 1, role=Role.TITLE)] if metadata.title else []
    source = as_report([*title, *blocks], metadata, in_words(unread))
    if blocks or not members:
        yield Part("", content, source if blocks else BadInput("holds no text"))
    sent = metadata.published_on
    hints = (DateHint(sent, DateSource.MAIL, "sent"),) if sent is not None else ()
    for name, inner in members:
        yield Member(name, PurePosixPath(name).suffix.lower(), inner, hints)


def _leaves(part: Message, depth: int) -> Iterator[Message]:
    """The parts of a message that hold something, of alternatives the richest that is text."""
    kind = part.get_content_type()
    inner = part.get_payload() if part.is_multipart() else None
    if kind == "message/rfc822" or not isinstance(inner, list) or depth > _DEEP:
        yield part
    elif kind == "multipart/alternative":
        forms = [list(_leaves(one, depth + 1)) for one in inner if isinstance(one, Message)]
        told = [form for form in forms if any(_is_text(leaf) and _says(leaf) for leaf in form)]
        rich = [form for form in told if any(_is_page(leaf) for leaf in form)]
        yield from (rich or told or forms or [[]])[-1]
    else:
        for one in inner:
            if isinstance(one, Message):
                yield from _leaves(one, depth + 1)


def _is_page(part: Message) -> bool:
    return part.get_content_type() == "text/html"


def _is_text(part: Message) -> bool:
    """Whether a part is text of the message itself, and no file."""
    kind = part.get_content_type()
    attached = part.get_content_disposition() == "attachment" or part.get_filename() is not None
    return kind in ("text/plain", "text/html", "text/enriched") and not attached


def _says(part: Message) -> bool:
    payload = part.get_payload(decode=True)
    return isinstance(payload, bytes) and bool(_TAG.sub(b"", payload).strip())


def _members(parts: list[Message], unread: Counter[str]) -> Iterator[tuple[str, bytes]]:
    """The files that are attached, by what leads to them; pictures and such are only counted."""
    names = Names()
    for number, part in enumerate(parts, 1):
        kind = part.get_content_type()
        if kind in _BESIDE:
            continue
        if kind.startswith(("image/", "audio/", "video/")):
            unread["picture" if kind.startswith("image/") else "recording"] += 1
            continue
        name, content = _file_of(part, number)
        name = within("", FILE, name)
        yield names.own(name, PurePosixPath(name).suffix), content


def _file_of(part: Message, number: int) -> tuple[str, bytes]:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload()
        enclosed = inner[0] if isinstance(inner, list) and inner else part
        subject = words_of(enclosed, "subject") if isinstance(enclosed, Message) else ""
        name = f"{(subject or str(number))[:60].strip(' .')}.eml"
        with of_one_report("its attached message cannot be read"):
            return name.replace("/", "_"), enclosed.as_bytes() if isinstance(
                enclosed, Message
            ) else b""
    payload = part.get_payload(decode=True)
    named = PureWindowsPath(part.get_filename() or "").name
    name = named or f"part-{number}{guess_extension(kind) or ''}"
    return name, payload if isinstance(payload, bytes) else b""
