"""reStructuredText by its lines: headings, paragraphs, lists, quotes, tables and notes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.reading.pieces import Piece, add_block, pieces_of, said
from index.reading.rst_explicit import EXPLICIT, read_explicit
from index.reading.rst_inline import words_of
from index.reading.rst_lines import (
    BULLET,
    ENUMERATOR,
    NUMBER,
    Line,
    Within,
    indented,
    last_paragraph,
    moved,
)
from index.reading.rst_rows import RstRows
from index.reading.rst_tables import GRID_BORDER
from index.reading.shown import Shown
from index.rules import Stage, declare
from index.structure.blocks import split_blocks
from index.types import Kind

_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1+")
_FIELD = re.compile(r":([A-Za-z][\w .-]{0,60}):(?:[ \t]+|$)")
_SUBSTITUTION = re.compile(
    r"^[ \t]*\.\.[ \t]+\|([^|\n]{1,120})\|[ \t]+([\w-]{1,40})::[ \t]*([^\n]{0,500})$", re.MULTILINE
)
_SPEAKER = re.compile(r"\*\*(?P<name>[^*\n]{1,60}?)(?::\*\*|\*\*[ \t]?:)(?=\s|$)")
_ASIDE = re.compile(r"[*_]{0,2}[(\[][^()\[\]]{1,120}[)\]][*_]{0,2}")
_DEEPEST = 6
"""The level of a heading that opens no section."""
_NESTED_AT_MOST = 40
LEAD_IN_AT_MOST = 300

TURN_GOES_ON = declare(
    "turn-goes-on", Stage.INGEST,
    "In a transcript, a paragraph without a name is said by who spoke last.",
)  # fmt: skip


class RstBlocks:
    """Reads lines into blocks, which `shown` then holds.

    Each way of reading gives the number of the first line that it did not read, or the one that it
    was given where the line is not its own.
    """

    def __init__(self, text: str) -> None:
        self.shown = Shown()
        self._text = text
        self._adornments: list[tuple[str, bool]] = []
        self._lead_in = ""
        self._speaker = ""
        self._substitutions = {
            " ".join(m.group(1).split()): m.group(3).strip() if m.group(2) == "replace" else ""
            for m in _SUBSTITUTION.finditer(text)
        }
        self._tables = RstRows(text, self.shown, self._substitutions)
        speakers = Counter(m.group("name") for m in _SPEAKER.finditer(text))
        self._is_transcript = any(count > 1 for count in speakers.values())

    def _words(self, line: Line) -> str:
        return self._text[line.start : line.end]

    def _pieces(self, lines: Sequence[Line]) -> list[Piece]:
        spans = [(line.start, line.end) for line in lines if not line.blank]
        return words_of(self._text, spans, self._substitutions)

    def body(self, lines: Sequence[Line], within: Within) -> None:
        """Blocks of lines that stand in one thing, such as a list item or the whole file."""
        filled = [line for line in lines if not line.blank]
        if within.depth > _NESTED_AT_MOST:
            self._add(filled, within)
            return
        base = min((line.indent for line in filled), default=0)
        at = 0
        while at < len(lines):
            at = at + 1 if lines[at].blank else self._next(lines, at, base, within)

    def _next(self, lines: Sequence[Line], at: int, base: int, within: Within) -> int:
        if lines[at].indent > base:
            return self._quote(lines, at, base, within)
        for read in (
            self._explicit, self._heading, self._table, self._line_block, self._item,
            self._field, self._definition,
        ):  # fmt: skip
            after = read(lines, at, base, within)
            if after > at:
                return after
        return self._paragraph(lines, at, base, within)

    def _add(self, lines: Sequence[Line], within: Within, kind: Kind | None = None) -> None:
        """A block of these lines, joined, and the lead-in that it may be to what follows."""
        pieces = self._pieces(lines)
        add_block(self.shown, pieces, kind or within.kind, under=within.under)
        words = said(pieces)
        self._lead_in = words if words.endswith(":") and len(words) <= LEAD_IN_AT_MOST else ""

    def _quote(self, lines: Sequence[Line], at: int, base: int, within: Within) -> int:
        """A block quote, and who is quoted where a line after dashes tells."""
        end = indented(lines, at, base)
        quoted = lines[at:end]
        last = last_paragraph(quoted)
        words = self._words(quoted[last])
        by = "" if last == 0 else words.removeprefix("---").removeprefix("--").removeprefix("—")
        named = by if by != words else ""
        kind = within.kind if within.kind is Kind.NOTE else Kind.QUOTE
        under = said(self._pieces(quoted[last:])).lstrip("-— ") if named else within.under
        self.body(quoted, Within(kind, under, within.depth + 1))
        return end

    def _heading(self, lines: Sequence[Line], at: int, base: int, within: Within) -> int:
        """A heading over a line of signs, or between two; such a line alone is a rule."""
        first = self._words(lines[at])
        over = _ADORNMENT.fullmatch(first) is not None
        title = at + 1 if over else at
        under = title + 1
        if under >= len(lines) or lines[title].blank or within.depth:
            return at + 1 if over and len(first) > 3 else at
        words, line = self._words(lines[title]), self._words(lines[under])
        drawn = _ADORNMENT.fullmatch(line)
        if drawn is None or (over and line[0] != first[0]) or len(line) < min(4, len(words)):
            return at + 1 if over and len(first) > 3 else at
        style = (line[0], over)
        if style not in self._adornments:
            self._adornments.append(style)
        level = self._adornments.index(style) + 1
        add_block(self.shown, self._pieces([lines[title]]), Kind.HEADING, level=level)
        self._lead_in = self._speaker = ""
        return under + 1

    def _table(self, lines: Sequence[Line], at: int, base: int, within: Within) -> int:
        after = self._tables.drawn(lines, at)
        self._lead_in = self._lead_in if after == at else ""
        return after

    def _line_block(self, lines: Sequence[Line], at: int, base: int, within: Within) -> int:
        """Lines that are kept apart, as in a poem or an address."""
        end = at
        while end < len(lines) and self._words(lines[end])[:2] in ("| ", "|"):
            one = lines[end]
            following = end + 1
            while following < len(lines) and lines[following].indent > base:
                following += 1
            self._add([moved(one, 2 if one.end > one.start + 1 else 1),
                       *lines[end + 1 : following]], within)  # fmt: skip
            end = following
        return end

    def _item(self, lines: Sequence[Line], at: int, base: int, within: Within) -> int:
        """One item of a list, under what introduces the list."""
        words = self._words(lines[at])
        bullet = BULLET.match(words)
        mark = bullet or ENUMERATOR.match(words)
        if mark is None:
            return at
        end = indented(lines, at + 1, base)
        goes_on = end < len(lines) and end == at + 1 and not lines[end].blank
        if goes_on and not bullet and not ENUMERATOR.match(self._words(lines[end])):
            return at
        counted = bullet or NUMBER.match(words)
        first = moved(lines[at], mark.end() if counted else 0)
        rest = lines[at + 1 : end]
        held = [line.indent for line in rest if not line.blank]
        first = replace(first, indent=min(held, default=first.indent))
        outer = within.item or (within.under if within.kind is Kind.LIST_ITEM else "")
        under = self._lead_in or outer
        kind = Kind.LIST_ITEM if within.kind in (Kind.PARAGRAPH, Kind.LIST_ITEM) else within.kind
        under = under if kind is Kind.LIST_ITEM else within.under
        lead_in = self._lead_in
        deeper = Within(kind, under, within.depth + 1, self._begins_with([first, *rest]))
        if counted:
            self.body([first, *rest], deeper)
        else:
            self._lettered([first, *rest], deeper)
        self._lead_in = lead_in
        return end

    def _begins_with(self, lines: Sequence[Line]) -> str:
        """The first paragraph of an item, under which stand those within it, unless it is long."""
        end = next((n for n in range(1, len(lines)) if lines[n].blank), len(lines))
        words = said(self._pieces(lines[:end]))
        return words if len(words) <= LEAD_IN_AT_MOST else ""

    def _lettered(self, lines: Sequence[Line], within: Within) -> None:
        """An item whose letter is part of its words, as others may refer to it."""
        end = next((n for n, line in enumerate(lines) if line.blank), len(lines))
        self._add(lines[:end], within)
        self.body(lines[end:], within)

    def _field(self, lines: Sequence[Line], at: int, base: int, within: Within) -> int:
        """A key and its value, between whose colons the key stands."""
        mark = _FIELD.match(self._words(lines[at]))
        if mark is None:
            return at
        end = indented(lines, at + 1, base)
        key = (mark.group(1), lines[at].start + 1, len(mark.group(1)))
        value = self._pieces([moved(lines[at], mark.end()), *lines[at + 1 : end]])
        pieces = [key, (": ", None, 0), *value] if value else [key]
        add_block(self.shown, pieces, Kind.KEY_VALUE, under=within.under)
        return end

    def _definition(self, lines: Sequence[Line], at: int, base: int, within: Within) -> int:
        """A term, with what it means on the indented lines right below it."""
        if at + 1 >= len(lines) or lines[at + 1].blank or lines[at + 1].indent <= base:
            return at
        end = indented(lines, at + 1, base)
        first_end = next((n for n in range(at + 1, end) if lines[n].blank), end)
        if self._words(lines[at]).endswith("::") or self._is_marked(lines[at + 1]):
            self._add([lines[at]], within)
            self.body(lines[at + 1 : end], replace(within, depth=within.depth + 1))
            return end
        term, meaning = self._pieces([lines[at]]), self._pieces(lines[at + 1 : first_end])
        apart = " " if said(term).endswith((":", "?", ".")) else ": "
        pieces = [*term, (apart, None, 0), *meaning]
        add_block(self.shown, pieces, Kind.KEY_VALUE, under=within.under)
        deeper = Within(within.kind, said(term), within.depth + 1)
        self.body(lines[first_end:end], deeper)
        return end

    def _is_marked(self, line: Line) -> bool:
        words = self._words(line)
        return any(m.match(words) for m in (BULLET, ENUMERATOR, EXPLICIT, GRID_BORDER))

    def _paragraph(self, lines: Sequence[Line], at: int, base: int, within: Within) -> int:
        end = at
        while end < len(lines) and not lines[end].blank and (end == at or self._flows(lines, end)):
            end += 1
        words = self._words(lines[end - 1])
        if not words.endswith("::"):
            self._spoken(lines[at:end], within)
            return end
        held = [*lines[at : end - 1], replace(lines[end - 1], end=lines[end - 1].end - 1)]
        if words != "::":
            self._add(held, within)
        literal = indented(lines, end, base)
        self._literal(lines[end:literal], within)
        return literal

    def _flows(self, lines: Sequence[Line], at: int) -> bool:
        """Whether a line goes on the paragraph above it, and does not begin something else."""
        return not EXPLICIT.match(self._words(lines[at]))

    def _spoken(self, lines: Sequence[Line], within: Within) -> None:
        """A paragraph, or what somebody says whose name stands before it."""
        if within.kind is not Kind.PARAGRAPH or within.depth:
            self._add(lines, within)
            return
        words = self._words(lines[0])
        named = _SPEAKER.match(words)
        if named is not None:
            self._speaker = named.group("name").strip()
        aside = len(lines) == 1 and _ASIDE.fullmatch(words) is not None
        goes_on = bool(self._speaker) and self._is_transcript and not aside
        if named is None and not TURN_GOES_ON.applies(goes_on):
            self._add(lines, within)
        else:
            self._add(lines, replace(within, kind=Kind.TURN, under=self._speaker))

    def _literal(self, lines: Sequence[Line], within: Within) -> None:
        """Words that are shown as they are, by lines or paragraphs as in a plain file."""
        held = [line for line in lines if not line.blank]
        if not held:
            return
        begin = held[0].start
        literal = self._text[begin : held[-1].end]
        for block in split_blocks(literal):
            pieces = pieces_of(literal[block.start : block.end], begin + block.start)
            add_block(self.shown, pieces, within.kind, under=within.under)

    def _explicit(self, lines: Sequence[Line], at: int, base: int, within: Within) -> int:
        """A note or a directive; comments, targets and what is not shown are passed over."""
        if self._words(lines[at]).startswith("__ "):
            return at + 1
        if not EXPLICIT.match(self._words(lines[at])):
            return at
        end = indented(lines, at + 1, base)
        found = read_explicit(self._text, lines[at:end])
        deeper = replace(within, kind=found.kind or within.kind, depth=within.depth + 1)
        if found.title is not None:
            level = _DEEPEST if found.title_kind is Kind.HEADING else 0
            pieces = self._pieces([found.title])
            add_block(self.shown, pieces, found.title_kind, level=level)
        if found.is_table:
            self._tables.listed(found)
        elif found.is_literal:
            self._literal(found.body, deeper)
        elif found.kind is Kind.NOTE:
            self.body(found.body, replace(deeper, under=""))
        else:
            self.body(found.body, deeper)
        self._lead_in = ""
        return end
