"""reStructuredText within a paragraph: what a reader sees of it, and where that stands.

After the rules for inline markup of docutils' specification, read with tolerance: a mark that is
not closed is text. What is shown is always the file's own characters.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from index.reading.pieces import Piece, pieces_of, spaced

Span = tuple[int, int]

_MARK = re.compile(
    r"\\"
    r"|``"
    r"|\*\*?"
    r"|(?::[A-Za-z][\w.+-]{0,40}){1,3}:(?=`)"
    r"|_?`"
    r"|\|"
    r"|[ \t\n]?\[(?:\d{1,6}|\*|#[\w.-]{0,60})\]_(?!\w)"
    r"|(?:(?<=[^\W_])|(?<=\]))__?(?![\w`])"
)
_ADDRESS = re.compile(r"<[^<>]{1,2000}>$")
_AFTER_ROLE = re.compile(r"__?(?!\w)|:[A-Za-z][\w.+:-]{0,80}:")
_OPENS_AFTER = "'\"([{<-/:‘“’«¡¿‐‑‒–—"
_LITERAL = (":code:", ":literal:", ":math:", ":samp:", ":file:")
_NAME_BEFORE = re.compile(r"(?<![\w.:+-])[\w.:+-]+\Z")
_NESTED_AT_MOST = 3
_NAME_AT_MOST = 120


def words_of(text: str, lines: Sequence[Span], substitutions: Mapping[str, str]) -> list[Piece]:
    """What is shown of a paragraph, whose lines are these spans of the file."""
    raw = "\n".join(text[start:end] for start, end in lines)
    begins = [0]
    for start, end in lines[:-1]:
        begins.append(begins[-1] + end - start + 1)
    pieces: list[Piece] = []
    for found in _Scan(raw, substitutions).shown(0, len(raw), 0):
        if isinstance(found, str):
            pieces.append((found, None, 0))
            continue
        for words, at, length in pieces_of(raw[found[0] : found[1]], found[0]):
            line = bisect_right(begins, at or 0) - 1
            pieces.append((words, lines[line][0] + (at or 0) - begins[line], length))
    return spaced(pieces)


class _Scan:
    """Reads the marks of one paragraph, each in its turn."""

    def __init__(self, raw: str, substitutions: Mapping[str, str]) -> None:
        self._raw = raw
        self._substitutions = substitutions
        self._unclosed: set[str] = set()

    def shown(self, begin: int, end: int, depth: int) -> Iterator[Span | str]:
        """Spans of what is shown from `begin` to `end`, and words that replace a name."""
        at = begin
        while (mark := _MARK.search(self._raw, at, end)) is not None:
            yield at, mark.start()
            inner, at = self._read(mark, end, depth)
            yield from inner
        yield at, end

    def _read(
        self, mark: re.Match[str], end: int, depth: int
    ) -> tuple[Iterator[Span | str] | list[Span | str], int]:
        """What is shown of a mark and of what it holds, and where reading goes on."""
        sign, at, after = mark.group(), mark.start(), mark.end()
        if sign == "\\":
            blank = self._raw[after : after + 1].isspace()
            return ([] if blank else [(after, after + 1)]), min(after + 1, end)
        if sign.strip("_") == "" and not self._ends_a_reference(at):
            return [(at, after)], after
        if sign.endswith("]_") or sign.strip("_") == "":
            return [], after
        closing = self._closing(sign, at, after, end)
        if closing == -1:
            return [(at, after)], after
        if sign in ("*", "**"):
            if depth == _NESTED_AT_MOST:
                return [(after, closing)], closing + len(sign)
            return self.shown(after, closing, depth + 1), closing + len(sign)
        if sign == "``":
            return [(after, closing)], closing + 2
        if sign == "|":
            return self._substituted(at, after, closing)
        return self._interpreted(sign, after, closing)

    def _ends_a_reference(self, at: int) -> bool:
        """Whether the word before `at` is the name of a link, and no word such as `__init__`."""
        name = _NAME_BEFORE.search(self._raw, max(0, at - _NAME_AT_MOST), at)
        return name is None or not name.group().startswith("_")

    def _closing(self, sign: str, at: int, after: int, end: int) -> int:
        """Where a mark that opens at `at` is closed; -1 where it opens nothing."""
        begin = after + 1 if sign.startswith(":") else after
        close = "`" if (sign.endswith("`") and sign != "``") or sign.startswith(":") else sign
        before, following = self._raw[at - 1 : at] if at else "", self._raw[begin : begin + 1]
        opens = not before or before.isspace() or before in _OPENS_AFTER
        if not opens or not following or following.isspace() or close in self._unclosed:
            return -1
        found = self._raw.find(close, begin + 1, end)
        while found != -1:
            next_to = self._raw[found + len(close) : found + len(close) + 1]
            if not self._raw[found - 1].isspace() and not next_to.isalnum():
                return found
            found = self._raw.find(close, found + 1, end)
        self._unclosed.add(close)
        return -1

    def _substituted(self, at: int, after: int, closing: int) -> tuple[list[Span | str], int]:
        """What a name between bars stands for; the name, bars and all, if that is not told."""
        name = " ".join(self._raw[after:closing].split()) if closing - after < _NAME_AT_MOST else ""
        if name not in self._substitutions:
            return [(at, after)], after
        end = closing + 1
        while self._raw[end : end + 1] == "_":
            end += 1
        words = self._substitutions[name]
        return ([words] if words else []), end

    def _interpreted(self, sign: str, after: int, closing: int) -> tuple[list[Span | str], int]:
        """The words between backquotes, without the address of a link or the target of a role."""
        begin = after + 1 if sign.startswith(":") else after
        suffix = _AFTER_ROLE.match(self._raw, closing + 1)
        end = suffix.end() if suffix else closing + 1
        if sign in _LITERAL:
            return [(begin, closing)], end
        stop = closing
        opened = self._raw.rfind("<", begin, closing)
        if opened != -1 and _ADDRESS.fullmatch(self._raw, opened, closing):
            stop = begin + len(self._raw[begin:opened].rstrip())
        words = (begin, stop) if self._raw[begin:stop].strip() else (opened + 1, closing - 1)
        return [words], end
