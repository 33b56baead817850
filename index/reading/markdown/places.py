"""Text with its place in the file."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Placed:
    """Some text of a file, whose stretches from each of `starts` on stand at `places` there.

    Stretches are whole lines or parts of them: what Markdown strips before a line, such as the
    marks of a block quote, lies between two of them.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def at(self, offset: int) -> int:
        """Where the character at `offset` stands in the file."""
        stretch = bisect_right(self.starts, offset) - 1
        return self.places[stretch] + offset - self.starts[stretch]

    def cut(self, start: int, end: int) -> "Placed":
        """The text from `start` to `end`."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = max(first + 1, bisect_right(self.starts, max(start, end - 1)))
        starts = tuple(max(0, at - start) for at in self.starts[first:last])
        places = (self.at(start), *self.places[first + 1 : last])
        return Placed(self.text[start:end], starts, places)

    def stretches(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The text from `start` to `end` in parts that stand in one piece in the file."""
        first, last = bisect_right(self.starts, start), bisect_left(self.starts, end)
        bounds = [start, *self.starts[first:last], end]
        return pairwise(bounds)

    def stripped(self) -> "Placed":
        """The text without the white space at its edges."""
        start = len(self.text) - len(self.text.lstrip())
        return self.cut(start, max(start, len(self.text.rstrip())))

    def lines(self) -> "list[Placed]":
        """The lines of the text, without their ends."""
        cut, start = [], 0
        for line in self.text.split("\n"):
            cut.append(self.cut(start, start + len(line)))
            start += len(line) + 1
        return cut


def place_file(text: str, begin: int) -> Placed:
    """The text of a file from `begin` on, with each of its line ends as one character."""
    starts, places, lines = [0], [begin], []
    length, at = 0, begin
    for line_end in _LINE_END.finditer(text, begin):
        lines.append(text[at : line_end.start()])
        length += line_end.start() - at + 1
        at = line_end.end()
        starts.append(length)
        places.append(at)
    return Placed("\n".join([*lines, text[at:]]), tuple(starts), tuple(places))


def place_lines(content: str, lines: "list[Placed]") -> Placed:
    """What Markdown makes of `lines`, each without what was stripped before it, joined again.

    Lines of `content` end as those of the file do, but for white space.
    """
    starts: list[int] = []
    places: list[int] = []
    parts: list[str] = []
    length = 0
    first, least = content.split("\n", 1)[0].strip(), len(content.rstrip("\n").split("\n"))
    while len(lines) > least and first and not lines[0].text.rstrip().endswith(first):
        lines = lines[1:]
    for words, line in zip(content.split("\n"), lines, strict=False):
        bare = words.strip()
        begin = max(0, len(line.text.rstrip()) - len(bare))
        if not line.text.startswith(bare, begin):
            begin = max(0, line.text.find(bare))
        kept = words[len(words) - len(words.lstrip()) :] if bare else ""
        stretch = line.cut(begin, begin + len(kept))
        starts += [length + start for start in stretch.starts]
        places += stretch.places
        parts.append(kept)
        length += len(kept) + 1
    return Placed("\n".join(parts), tuple(starts) or (0,), tuple(places) or (0,))


def joined(parts: "list[Placed]") -> Placed:
    """Texts one after another."""
    starts: list[int] = []
    places: list[int] = []
    length = 0
    for part in parts:
        if part.text:
            starts += [length + start for start in part.starts]
            places += part.places
            length += len(part.text)
    return Placed(
        "".join(part.text for part in parts), tuple(starts) or (0,), tuple(places) or (0,)
    )
