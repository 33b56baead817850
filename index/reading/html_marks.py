"""What is raised above the line of a web page: marks of notes, which are no words, and powers."""

import re
from collections.abc import Sequence

from index.reading.pieces import Piece, said

_MARK = re.compile(r"[\[(]?(?:\d{1,3}(?:[,;\u2013-] ?\d{1,3})*|[a-z]|[*†‡§¶#]{1,3})[\])]?")
_BRACKETED = re.compile(r"\[(?:\d{1,3}|[a-z]|[*†‡§])\]|[\^↑↩]\ufe0e?")
_AFTER_A_SENTENCE = (".", ",", ";", ":", "!", "?", "”", '"', "’", ")", "»")
_POWER = re.compile(r"[-−–]?\d{1,3}")


def leads_to_a_note(words: str) -> bool:
    """Whether the words of a link within the page are the mark of a note, or lead back from one."""
    return _BRACKETED.fullmatch(words) is not None


def raised(pieces: Sequence[Piece], at: int, *, linked: bool) -> list[Piece]:
    """What is shown of what is raised from piece `at` on: nothing of a mark, a power as such."""
    words, before = said(pieces[at:]), _last_sign(pieces, at)
    if _MARK.fullmatch(words) and (linked or before in _AFTER_A_SENTENCE):
        return []
    follows = at > 0 and pieces[at - 1][0][-1:].isdigit()
    if follows and _POWER.fullmatch(words):
        return [("^", None, 0), *pieces[at:]]
    return list(pieces[at:])


def _last_sign(pieces: Sequence[Piece], at: int) -> str:
    """The last character before piece `at` that is no white space."""
    words = next((words for words, _, _ in reversed(pieces[max(0, at - 9) : at])
                  if not words.isspace()), "")  # fmt: skip
    return words.rstrip()[-1:]
