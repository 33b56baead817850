"""What a text names as its sources where it names them: footnotes, numbered notes and links.

Before a text is read they are put into marks that a reader of its format leaves alone
(`index.reading.marks`), and taken out again of each paragraph.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from index.reading.decoding import decode
from index.reading.marks import DEFINES, MARK, mark, without_marks_of
from index.text.normalize import collapsed

_LONGEST = 2000
_FOOTNOTE = re.compile(
    r"^ {0,3}\[\^(?P<key>[^\]\s]{1,100})\]:[ \t]*(?P<text>[^\n]*(?:\n(?: {2,}|\t)[^\n]+)*)\n?",
    re.MULTILINE,
)
_ADDRESS_OF = re.compile(
    r"^ {0,3}\[(?P<key>[^\]\^\n]{1,100})\]:[ \t]*<?(?P<url>\S+?)>?[ \t]*$", re.MULTILINE
)
_NUMBERED = re.compile(
    r"^[ \t]{0,3}(?:\*\*)?\\?\[(?P<n>\d{1,3})\\?\](?:\*\*)?:?[ \t]+(?P<text>[^\n]+)", re.MULTILINE
)
_USED = re.compile(
    r"\[\^(?P<foot>[^\]\s]{1,100})\]|\\?\[(?P<n>\d{1,3})\\?\](?!\()"
    r"|(?<!!)\[(?P<words>[^\[\]\n]{1,500})\](?:\(<?(?P<url>[^\s()<>]+)>?(?:[ \t]+\"[^\"\n]*\")?\)"
    r"|\[(?P<ref>[^\[\]\n]{0,100})\])"
    r"|[ \t]?\((?:[^()\n]{0,40}|\[[^\[\]\n]{1,500}\]\()<?(?P<aside>https?://[^\s()<>]+)>?\)?\)"
    r"|<?(?P<bare>https?://[^\s<>\"]+)>?"
)
_BEHIND = ".,;:!?)]}'’”"
"""Marks behind an address that are the sentence's."""
_AS_BEFORE = re.compile(r"As in note (?P<n>\d{1,4})\.")


@dataclass(frozen=True, slots=True)
class Mark:
    """That a paragraph refers to a source at a place: `text` is the note or the address, as it is
    written, and with `defines` the paragraph is the note itself."""

    at: int
    text: str
    defines: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with marks, and what they stand for by what they say."""

    content: bytes
    said: Mapping[str, str]


def marked_text(content: bytes) -> Marked:
    """Plain text or Markdown with its notes and links put into marks. Raises BadInput where it
    cannot be decoded."""
    text = without_marks_of(decode(content))
    footnotes = {m["key"]: collapsed(m["text"]) for m in _FOOTNOTE.finditer(text)}
    addresses = {m["key"].casefold(): m["url"] for m in _ADDRESS_OF.finditer(text)}
    text = _ADDRESS_OF.sub("", _FOOTNOTE.sub("", text))
    numbered = [(m.start(), m["n"], m["text"]) for m in _NUMBERED.finditer(text)]
    said: dict[str, str] = {}

    def put(source: str) -> str:
        key = str(len(said))
        said[key] = source[:_LONGEST]
        return mark(key)

    def used(found: re.Match[str]) -> str:
        if found["foot"]:
            return put(footnotes[found["foot"]]) if found["foot"] in footnotes else ""
        if found["n"]:
            return put(_numbered(numbered, found["n"], found.start()))
        if found["aside"]:
            return put(found["aside"])
        if found["bare"]:
            url = found["bare"].rstrip(_BEHIND)
            return put(url) + found["bare"][len(url) :]
        url = found["url"] or addresses.get((found["ref"] or found["words"]).casefold(), "")
        return found["words"] + (put(url) if url else "")

    parts, at = [], 0
    for start, _, note in numbered:
        end = text.index(note, start)
        key = f"{DEFINES}{len(said)}"
        said[key] = collapsed(note)[:_LONGEST]
        parts += [_USED.sub(used, text[at:start]), mark(key)]
        at = end
    parts.append(_USED.sub(used, text[at:]))
    return Marked("".join(parts).encode(), said)


def _numbered(numbered: list[tuple[int, str, str]], wanted: str, at: int) -> str:
    """The note of a number: the next one behind a place, or else the last before it."""
    same = [(start, text) for start, n, text in numbered if n == wanted]
    behind = [text for start, text in same if start > at]
    return (behind or [text for _, text in same[-1:]] or [""])[0]


def said_in(text: str) -> Mapping[str, str]:
    """What the marks of a document stand for: addresses, and the notes that stand in its text."""
    notes: dict[str, str] = {}
    numbered: list[str] = []
    for line in text.split("\n"):
        found = MARK.search(line)
        if found is not None and found["said"].startswith(DEFINES):
            words = collapsed(MARK.sub(" ", line[found.end() :]))
            before = _AS_BEFORE.fullmatch(words)
            if before is not None and 0 < int(before["n"]) <= len(numbered):
                words = numbered[int(before["n"]) - 1]
            numbered.append(words)
            notes[found["said"]] = notes[found["said"].removeprefix(DEFINES)] = words[:_LONGEST]
    return notes


def taken_out(block: str, said: Mapping[str, str]) -> tuple[str, list[Mark]]:
    """The words of a block without marks, and these with where they stood in it."""
    parts: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for found in MARK.finditer(block):
        parts.append(block[at : found.start()])
        length += found.start() - at
        at = found.end()
        key = found["said"]
        source = key.removeprefix("link:") if key.startswith("link:") else said.get(key, "")
        marks.append(Mark(length, source, key.startswith(DEFINES)))
    return "".join([*parts, block[at:]]), marks


def sources(marks: Iterable[Mark]) -> tuple[str, ...]:
    """What some marks name, each once."""
    return tuple(dict.fromkeys(found.text for found in marks if found.text))
