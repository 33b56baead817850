"""Styles of a Word document: what a paragraph is by the style that it has."""

from dataclasses import dataclass

from index.reading.office.docx_names import child, is_on, name_of, number_of, value_of
from index.reading.office.packages import Element

_DEEP = 12
"""So many styles may be based on each other."""
_BODY_SIZE = 22
"""Half points, where a document says nothing of sizes."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says itself; None is said by the one that it is based on, if by any.

    `size` is in half points, `outline` the level of a heading from 0, `numbered` the number of a
    list and the depth in it.
    """

    name: str = ""
    based_on: str | None = None
    outline: int | None = None
    bold: bool | None = None
    underlined: bool | None = None
    hidden: bool | None = None
    capitals: bool | None = None
    size: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    heads_rows: bool = False


class Styles:
    """The styles of one document, each with those that it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._defaults: dict[str, str] = {}
        self.size = _BODY_SIZE
        for element in root if root is not None else ():
            if name_of(element) == "w:docDefaults":
                size = value_of(child(element, "w:rPrDefault", "w:rPr", "w:sz"))
                self.size = number_of(size, _BODY_SIZE)
            elif name_of(element) == "w:style":
                self._add(element)

    def _add(self, element: Element) -> None:
        identity = value_of(element, "styleId") or ""
        self._styles[identity] = _read(element)
        if value_of(element, "default") in ("1", "true"):
            self._defaults[value_of(element, "type") or ""] = identity

    def chain(self, identity: str | None, kind: str = "paragraph") -> list[Style]:
        """A style and those that it is based on, the nearest first; those of the default one where
        none is named."""
        found: list[Style] = []
        at = identity if identity is not None else self._defaults.get(kind)
        while at in self._styles and len(found) < _DEEP:
            found.append(self._styles[at])
            at = found[-1].based_on
        return found

    def list_of(self, identity: str | None) -> str | None:
        """The list that a style of numbering stands for."""
        return next((s.list_id for s in self.chain(identity, "") if s.list_id is not None), None)


def _read(element: Element) -> Style:
    paragraph, run = child(element, "w:pPr"), child(element, "w:rPr")
    outline = value_of(child(paragraph, "w:outlineLvl"))
    size = value_of(child(run, "w:sz"))
    level = value_of(child(paragraph, "w:numPr", "w:ilvl"))
    conditional = [e for e in element if name_of(e) == "w:tblStylePr"]
    return Style(
        name=(value_of(child(element, "w:name")) or "").lower(),
        based_on=value_of(child(element, "w:basedOn")),
        outline=number_of(outline) if outline is not None else None,
        bold=_said(child(run, "w:b")),
        underlined=_said(child(run, "w:u")),
        hidden=_said(child(run, "w:vanish")),
        capitals=_said(child(run, "w:caps")),
        size=number_of(size) if size is not None else None,
        list_id=value_of(child(paragraph, "w:numPr", "w:numId")),
        list_level=number_of(level) if level is not None else None,
        heads_rows=any(value_of(e, "type") == "firstRow" for e in conditional),
    )


def _said(element: Element | None) -> bool | None:
    return is_on(element) if element is not None else None
