"""Blocks of a document with the look that they are set in."""

from dataclasses import dataclass, replace

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


def of_contents(laid: Laid) -> Laid:
    """An entry of a table of contents, which only leads to what stands elsewhere."""
    return replace(laid, kind=Kind.PARAGRAPH, role=Role.FURNITURE, reason="table of contents")
