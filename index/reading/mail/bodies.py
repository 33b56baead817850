"""The text of a message as blocks: its own words, those that it quotes, and its signature."""

from collections import Counter
from dataclasses import dataclass, replace
from email.message import Message

from index.reading.charset import declared_encoding, encoding_named
from index.reading.fragments import read_fragment
from index.reading.laid import Laid
from index.reading.mail.quoting import Stretch, forwarded_from, stretches, unflowed
from index.structure.blocks import split_blocks
from index.types import Kind, Role


@dataclass(frozen=True, slots=True)
class Body:
    """A part of a message that is text: its bytes, and what its headers say of them."""

    content: bytes
    is_page: bool
    charset: str | None
    flowed: bool
    joins_words: bool

    @classmethod
    def of(cls, part: Message) -> "Body":
        payload = part.get_payload(decode=True)
        charset = part.get_content_charset()
        form = part.get_param("format")
        return cls(
            payload if isinstance(payload, bytes) else b"",
            part.get_content_type() == "text/html",
            charset,
            isinstance(form, str) and form.lower() == "flowed",
            str(part.get_param("delsp") or "").lower() == "yes",
        )


def as_blocks(body: Body, unread: Counter[str]) -> list[Laid]:
    """The blocks of a part of a message; characters that cannot be decoded are counted."""
    text = _decoded(body)
    lost = text.count("\ufffd")
    if lost:
        unread["character that cannot be decoded"] += lost
    if body.is_page:
        return _with_forwarded(_led_in(read_fragment(text)))
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if body.flowed:
        lines = unflowed(lines, joins_words=body.joins_words)
    blocks: list[Laid] = []
    for stretch in stretches(lines):
        blocks += _of_stretch(stretch)
    return _with_forwarded(blocks)


def _decoded(body: Body) -> str:
    """The text in the encoding that the message, or the page in it, declares; UTF-8 if none."""
    named = encoding_named(body.charset) if body.charset else None
    if named in (None, "ascii") or body.charset in ("us-ascii", "ascii"):
        named = (declared_encoding(body.content) if body.is_page else None) or "utf-8"
    return body.content.decode(named or "utf-8", "replace").replace("\x00", "\ufffd")


def _of_stretch(stretch: Stretch) -> list[Laid]:
    text = "\n".join(stretch.lines)
    blocks = []
    for block in split_blocks(text):
        laid = Laid(
            text[block.start : block.end], block.kind, block.level, block.under, block.role,
            block.reason,
        )  # fmt: skip
        if stretch.quoted:
            laid = replace(laid, kind=Kind.QUOTE, level=0, under=stretch.under)
        elif stretch.furniture:
            laid = replace(laid, role=Role.FURNITURE, reason=stretch.furniture)
        blocks.append(laid)
    return blocks


def _led_in(blocks: list[Laid]) -> list[Laid]:
    """Quotations under the line with a colon before them, as it says who wrote them."""
    placed: list[Laid] = []
    lead = ""
    for block in blocks:
        if block.kind is not Kind.QUOTE:
            lead = block.line if block.line.endswith(":") else ""
        placed.append(replace(block, under=lead) if block.kind is Kind.QUOTE else block)
    return placed


def _with_forwarded(blocks: list[Laid]) -> list[Laid]:
    """The blocks, those of a message that is passed on or replied to below made quotations of it,
    where no mark tells them."""
    if any(block.kind is Kind.QUOTE for block in blocks):
        return blocks
    begin, said = forwarded_from([block.line for block in blocks])
    return [
        *blocks[:begin],
        *(replace(block, kind=Kind.QUOTE, level=0, under=said) for block in blocks[begin:]),
    ]
