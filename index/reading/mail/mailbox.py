"""Mailboxes in the form of mbox: messages below each other, each behind a line that begins with
“From ”. After RFC 4155 and the variant that marks such lines within messages by a bracket."""

import re
from collections.abc import Iterator
from itertools import pairwise

from index.errors import BadInput
from index.reading.parts import RECORD, Limits, Member, Part, within

_BEGINS = re.compile(
    rb"^From \S[^\n]{0,200}\d{1,2}:\d\d[^\n]{0,40}\d{4}[^\n]{0,40}\n(?=[!-9;-~]{1,76}:)",
    re.MULTILINE,
)
"""Sender and time, and then a header: a sentence that begins a line so is none."""
_MARKED = re.compile(rb"^>(>{0,20}From )", re.MULTILINE)


def begins_a_mailbox(content: bytes) -> bool:
    """Whether a text begins as a mailbox does."""
    return _BEGINS.match(content) is not None


def read_mailbox(content: bytes, limits: Limits) -> Iterator[Part | Member]:
    """The messages of a mailbox, each by its number from 1."""
    begins = [found.span() for found in _BEGINS.finditer(content)]
    if not begins:
        raise BadInput("is no mailbox: no line of it begins a message")
    if len(begins) > limits.reports:
        raise BadInput(f"holds more than {limits.reports:,} messages")
    for number, ((_, start), (end, _)) in enumerate(pairwise([*begins, (len(content),) * 2]), 1):
        message = _MARKED.sub(rb"\1", content[start:end]).rstrip(b"\r\n") + b"\n"
        yield Member(within("", RECORD, str(number)), ".eml", message)
