"""Reading what a language model writes, while it writes: sentences, and the passages they name.

It is to keep to a schema, or to a sentence a line with its passages in brackets. Both are read, and
what comes near them: JSON in a fence or after some words, an object a line, trailing commas, text
that ends in the middle, markers within prose, numbered lists. A sentence is given out when nothing
that may follow can change it, and never in part.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic_core import from_json

from rag.generation.markers import ended, ends_marked, has_marker, read_ids, read_marked

NOTHING = "NONE"
"""The line of a model that found no answer in the passages."""
_OBJECT = re.compile(r"\{(?:[^{}\"]++|\"(?:[^\"\\]++|\\.)*+\")*+\}", re.DOTALL)
"""An object with no other in it, as a sentence is, in whatever it stands."""
_JSON = re.compile(r"\{\s{0,99}\"\w{1,40}\"\s{0,99}:|^[ \t]{0,99}\[\s{0,99}[\"{]", re.MULTILINE)
_LONGEST = 256
"""Characters in which the beginning of JSON is whole."""
MOST_BLANK = 500
"""Blank characters in a row after which nothing is expected any more: a server that is held to a
schema can write them without end."""
_TRAILING = re.compile(r",(?=\s*[}\]])")
_THINKS, _THOUGHT = "<think>", "</think>"
_TEXTS = ("text", "sentence", "claim", "statement", "answer", "content")
_IDS = ("passages", "passage", "ids", "id", "citations", "citation", "sources", "source")
_LISTED = re.compile(r"^(?:[-*•–]\s+|\(?\d{1,2}[.)]\s+|#{1,6}\s+|>\s+)+")


@dataclass(frozen=True, slots=True)
class Drafted:
    """A sentence as it was written, and the ids of the passages that it named: "P1" for whatever
    looks like it, and anything else as it stands."""

    text: str
    passages: tuple[str, ...]


class Draft:
    """What is streamed, read as far as it has come.

    Where a stream was cut off, there is no end to be told of: what is not complete is no sentence.
    """

    def __init__(self) -> None:
        self._text = ""
        self._at = self._begins = 0
        self._line = self._looked = 0
        self._objects = _Objects()
        self._blank = 0
        self._form: Literal["json", "lines"] | None = None
        self._thinks = True
        self._read = self._said_none = False
        self.broken = ""
        """Why nothing can be read at all, once it has ended; "" where something can, or where the
        model says that nothing answers."""

    def feed(self, piece: str) -> list[Drafted]:
        """The sentences that are complete with this piece."""
        known = len(self._text)
        self._text += self._until_blank(piece)
        if (end := self._text.rfind(_THOUGHT, max(0, known - len(_THOUGHT) + 1))) >= 0:
            self._forget(end + len(_THOUGHT))
        return self._noted(self._more(at_end=False))

    def end(self) -> list[Drafted]:
        """The rest, when nothing more comes."""
        rest = self._noted(self._more(at_end=True))
        if self._form == "json":
            rest += self._noted(self._of_values(_OBJECT.findall(self._text, self._objects.read)))
        if not self._read and self._form == "json":
            rest = self._noted(_anywhere(self._text[self._begins :]))
        if not self._read and not self._said_none:
            text = self._text.strip()
            self.broken = "it wrote no whole sentence" if text else "it wrote nothing"
        return rest

    def _until_blank(self, piece: str) -> str:
        """What is read of a piece: nothing after too many blank characters in a row."""
        for at, character in enumerate(piece):
            if self._blank == MOST_BLANK:
                return piece[:at]
            self._blank = self._blank + 1 if character.isspace() else 0
        return piece

    def _forget(self, until: int) -> None:
        """Takes what came before for thoughts, whose beginning may stand in the prompt."""
        self._at = self._line = self._looked = until
        self._form = None
        self._thinks = self._said_none = False

    def _noted(self, found: Iterator[Drafted]) -> list[Drafted]:
        sentences = list(found)
        self._read |= bool(sentences)
        return sentences

    def _more(self, *, at_end: bool) -> Iterator[Drafted]:
        if self._thinks and not self._past_thoughts():
            return
        if self._form is None:
            self._choose_form(at_end)
        if self._form == "json":
            yield from self._of_values(self._objects.more(self._text))
        elif self._form == "lines":
            yield from self._lines(at_end)

    def _past_thoughts(self) -> bool:
        """Whether what the model says to itself before it answers is over."""
        begins = self._text.lstrip()
        self._thinks = _THINKS.startswith(begins[: len(_THINKS)])
        return not self._thinks

    def _choose_form(self, at_end: bool) -> None:
        """JSON where some begins before the first line that names passages."""
        while self._form is None:
            end = self._text.find("\n", self._line) + 1
            until = end or len(self._text)
            if found := _JSON.search(self._text, self._looked, until):
                self._form, self._begins = "json", found.start()
                self._objects = _Objects(found.start())
            elif (end or at_end) and has_marker(self._text[self._line : until]):
                self._form = "lines"
            self._looked = max(self._looked, until - _LONGEST)
            if not end:
                break
            self._line = end
        if at_end and self._form is None:
            self._form = "lines"

    def _of_values(self, objects: Iterable[str]) -> Iterator[Drafted]:
        for value in map(_loaded, objects):
            self._said_none |= isinstance(value, dict) and value.get("sentences") == []
            yield from _sentences(value)

    def _lines(self, at_end: bool) -> Iterator[Drafted]:
        while (end := self._text.find("\n", self._at)) >= 0:
            line, self._at = self._text[self._at : end], end + 1
            yield from self._of_line(line)
        if at_end:
            line, self._at = self._text[self._at :], len(self._text)
            yield from self._of_line(line, whole=ends_marked(line))

    def _of_line(self, line: str, *, whole: bool = True) -> Iterator[Drafted]:
        """The sentences of a line; where it is not `whole`, only those with an end."""
        line = _LISTED.sub("", line.strip())
        if line.strip(" .*[]\"'") == NOTHING:
            self._said_none = True
            return
        for text, ids in read_marked(line):
            if ended(text) or (whole and ids and " " in text and not text.endswith(":")):
                yield Drafted(text, ids)


class _Objects:
    """Finds the objects that hold no other in a text that grows, looking at each character once."""

    def __init__(self, at: int = 0) -> None:
        self.read = at
        """Where the last that was found ends."""
        self._at = at
        self._begin = -1
        self._quoted = self._escaped = False

    def more(self, text: str) -> Iterator[str]:
        """Those that are whole by now, and were not before."""
        for at in range(self._at, len(text)):
            if self._escaped or (self._quoted and text[at] != '"'):
                self._escaped = not self._escaped and text[at] == "\\"
            elif text[at] == '"':
                self._quoted = self._begin >= 0 and not self._quoted
            elif text[at] == "{":
                self._begin = at
            elif text[at] == "}" and self._begin >= 0:
                begin, self._begin, self.read = self._begin, -1, at + 1
                yield text[begin : self.read]
        self._at = len(text)


def _loaded(text: str) -> object:
    """The value of some JSON; None where it is none."""
    for attempt in (text, _TRAILING.sub("", text)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _anywhere(text: str) -> Iterator[Drafted]:
    """The sentences in JSON of another form than was asked for, whole or cut off."""
    try:
        yield from _sentences(from_json(text, allow_partial=True))
    except ValueError:
        return


def _sentences(value: object) -> Iterator[Drafted]:
    """The sentences in a value: of an object, its text with its ids, or what it is about."""
    if isinstance(value, list):
        for each in value:
            yield from _of_text(each, ()) if isinstance(each, str) else _sentences(each)
    if not isinstance(value, dict):
        return
    named = {key.lower(): each for key, each in value.items()}
    texts = [named[key] for key in _TEXTS if key in named]
    ids = next((named[key] for key in _IDS if named.get(key) is not None), None)
    for text in texts[:1]:
        yield from _of_text(text, _ids(ids)) if isinstance(text, str) else _sentences(text)
    if not texts:
        for key in [key for key in named if key not in _IDS]:
            yield from _sentences(named[key])


def _of_text(text: str, ids: tuple[str, ...]) -> Iterator[Drafted]:
    for sentence, marked in read_marked(text):
        if any(c.isalnum() for c in sentence):
            yield Drafted(sentence, ids or marked)


def _ids(named: object) -> tuple[str, ...]:
    """Ids in a list, a text, a number, or an object that has one."""
    if isinstance(named, dict):
        named = [each for key, each in named.items() if key.lower() in _IDS]
    if isinstance(named, list):
        return tuple(dict.fromkeys(i for each in named for i in _ids(each)))
    if isinstance(named, bool) or not isinstance(named, str | int):
        return ()
    return read_ids(str(named))
