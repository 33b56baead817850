"""Blocks of a document with the look that they are set in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.reading.html_found import Found
from index.reading.html_tables import TableCell
from index.reading.laid import Laid
from index.types import Kind, Role


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph is set, by which headings are told that no style names: its size in half
    points, whether all of it is emphasised or in capitals, the depth of its number in a list if it
    has one, and whether it stands right below a picture."""

    size: int = 0
    emphasised: bool = False
    capitals: bool = False
    depth: int | None = None
    captions: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and how it is set; `in_table` of one that stands in a table."""

    laid: Laid
    look: Look = Look()
    in_table: bool = False


def fill_cell(cell: TableCell, blocks: Iterable[Placed]) -> None:
    """Puts the blocks of a cell into it; one that is emphasised throughout is strong."""
    strong = True
    for placed in blocks:
        laid = placed.laid
        words = f"{laid.label} {laid.line}" if laid.label else laid.line
        kind = Kind.PARAGRAPH if laid.kind is Kind.HEADING else laid.kind
        cell.found.append(Found([(words, None, 0)], kind, under=laid.under))
        strong = strong and (placed.look.emphasised or laid.kind is Kind.HEADING)
    cell.strong = strong


def of_contents(laid: Laid) -> Laid:
    """An entry of a table of contents, which only leads to what stands elsewhere."""
    return replace(laid, kind=Kind.PARAGRAPH, role=Role.FURNITURE, reason="table of contents")
