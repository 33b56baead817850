"""The elements of a web page that are open at some place, and what stands in them is by that."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from index.reading.html_names import HEADINGS
from index.reading.html_tables import Table, TableCell
from index.reading.pieces import Piece
from index.types import Kind

LISTS = ("ul", "ol", "menu", "dir")
_KINDS = {
    "li": Kind.LIST_ITEM, "blockquote": Kind.QUOTE, "figcaption": Kind.CAPTION,
    "caption": Kind.CAPTION,
}  # fmt: skip


@dataclass(slots=True)
class Open:
    """An element that is open, and what is to be told of it when it ends."""

    name: str
    lead_in: str = ""
    note: bool = False
    beside: bool = False
    at: int = 0
    linked: bool = False
    anchor: bool = False
    filled: bool = False
    table: Table | None = None
    cell: TableCell | None = None


@dataclass(slots=True)
class OpenBlock:
    """The words of the block that is open, how many of them are of links, and all in bold."""

    pieces: list[Piece] = field(default_factory=list)
    linked: int = 0
    strong: bool = True


class Elements:
    """The elements that are open, the outermost first."""

    def __init__(self) -> None:
        self._open: list[Open] = []

    def __len__(self) -> int:
        return len(self._open)

    def __iter__(self) -> Iterator[Open]:
        return iter(self._open)

    def append(self, element: Open) -> None:
        self._open.append(element)

    def pop(self) -> Open:
        """The innermost element, which is open no more."""
        return self._open.pop()

    @property
    def last(self) -> Open:
        """The innermost element."""
        return self._open[-1]

    def inner(self, *names: str) -> Open | None:
        """The innermost element of one of these names."""
        return next((element for element in reversed(self._open) if element.name in names), None)

    def depth_of(self, name: str, within: tuple[str, ...]) -> int | None:
        """How many elements are around the innermost one of a name; None where that is not reached
        without leaving one of those `within`."""
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].name == name:
                return depth
            if self._open[depth].name in within:
                return None
        return None

    def table(self) -> Table | None:
        """The table that is open."""
        element = self.inner("table")
        return element.table if element is not None else None

    def cell(self) -> TableCell | None:
        """The cell that words belong to; None for those of a table that are in none."""
        element = self.inner("td", "th", "table", "caption")
        return element.cell if element is not None else None

    def place(self) -> tuple[Kind, int, str, bool]:
        """What a block is by the elements that it stands in: kind, level, lead-in, if beside."""
        kind, level, under = Kind.PARAGRAPH, 0, ""
        beside = any(element.beside for element in self._open)
        for element in reversed(self._open):
            if element.name in HEADINGS:
                return Kind.HEADING, int(element.name[1]), "", beside
            if element.note:
                return Kind.NOTE, 0, "", beside
            if element.name in _KINDS and kind is Kind.PARAGRAPH:
                kind = _KINDS[element.name]
            if element.name in LISTS and not under:
                under = element.lead_in
            if element.name in ("td", "th"):
                break
        return kind, level, under if kind is Kind.LIST_ITEM else "", beside
