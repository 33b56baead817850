"""Marks in a text that is read for being checked: where it refers to a note or leads to an address.

They are in characters for private use, which no text has of its own; a report is read without.
"""

import re

_OPEN, _CLOSE = "\ue000", "\ue001"
MARK = re.compile(rf"{_OPEN}(?P<said>[^{_OPEN}{_CLOSE}]{{0,2000}}){_CLOSE}")
"""A mark, with what it says."""
DEFINES = "="
"""Before what a mark says that stands where a note begins, and not where one is referred to."""


def mark(said: str) -> str:
    """A mark that says so."""
    return f"{_OPEN}{without_marks_of(said)}{_CLOSE}"


def without_marks_of(text: str) -> str:
    """The text without the characters that marks are made of."""
    return text.replace(_OPEN, "").replace(_CLOSE, "")
