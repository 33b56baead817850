"""What a text consists of: its blocks, by form and by what they are to the report."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a block is to its report. Only `BODY` is ever retrieved, cited or answered from."""

    TITLE = "title"
    BYLINE = "byline"
    PUBLISHER = "publisher"
    HEADING = "heading"
    LINK = "link"
    BODY = "body"
    FURNITURE = "furniture"


class Kind(StrEnum):
    """What a block is by its form, whatever it is to its report."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    KEY_VALUE = "key_value"
    QUOTE = "quote"
    CAPTION = "caption"
    NOTE = "note"
    TURN = "turn"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item or heading, `text[start:end]` of its report.

    `level` is that of a heading, from 1 down, and 0 elsewhere. `under` are the words, beside the
    headings of its section, without which a block cannot be understood: the lead-in of its list,
    the heads of its row's columns, who speaks. `reason` says in words why a block is furniture.
    """

    start: int
    end: int
    kind: Kind = Kind.PARAGRAPH
    role: Role = Role.BODY
    reason: str = ""
    level: int = 0
    under: str = ""

    @property
    def is_list_item(self) -> bool:
        """Whether it is one of several that a list or a table has."""
        return self.kind in (Kind.LIST_ITEM, Kind.TABLE_ROW, Kind.KEY_VALUE)
