"""OpenDocument texts (.odt): the text as it is printed, with all its changes accepted."""

from index.errors import BadInput
from index.reading.laid import Laid, as_report, told_by_their_words
from index.reading.office.emphasis import with_headings
from index.reading.office.odt_names import child, name_of
from index.reading.office.odt_styles import Styles
from index.reading.office.odt_walk import Walk
from index.reading.office.packages import Element, Package, day_of, text_of
from index.reading.unread import in_words
from index.types import DateHint, DateSource, Metadata, Role, SourceText

_HEAD_AT_MOST = 2
"""So many blocks at the head of the pages stand above the text; more of them stand below it."""


def read_odt(content: bytes) -> SourceText:
    """The text of an OpenDocument text, and what its properties say of it."""
    package = Package(content, "ODT")
    root, styled = package.xml("content.xml"), package.xml("styles.xml")
    body = child(root, "office:body", "office:text")
    if body is None:
        raise BadInput("is no ODT file: it holds no text document")
    walk = Walk(Styles(styled, root))
    blocks = with_headings(list(walk.blocks(body)))
    said = in_words(walk.text.unread)
    heads, feet = _edges(styled, walk, "style:header"), _edges(styled, walk, "style:footer")
    above, below = (heads, feet) if len(heads) <= _HEAD_AT_MOST else ([], [*heads, *feet])
    laid = [*above, *told_by_their_words(blocks), *below]
    return as_report(laid, metadata_of(package.xml("meta.xml")), said)


def _edges(styled: Element | None, walk: Walk, kind: str) -> list[Laid]:
    """What stands at the head or the foot of the pages, each once."""
    found: dict[str, Laid] = {}
    for element in styled.iter() if styled is not None else ():
        if (
            name_of(element).startswith(kind)
            and name_of(element.getparent()) == "style:master-page"
        ):
            for placed in walk.blocks(element):
                line = placed.laid.line
                if any(c.isalpha() for c in line):
                    reason = "at the edge of the pages"
                    found.setdefault(line, Laid(line, role=Role.FURNITURE, reason=reason))
    return list(found.values())


def metadata_of(root: Element | None) -> Metadata:
    """What a document's properties say: a title, and when it was last saved and first made."""
    meta = child(root, "office:meta")
    stated = {name_of(e): text_of(e) for e in (meta if meta is not None else ())}
    days = [
        DateHint(day, DateSource.PROPERTIES, said)
        for key, said in (("dc:date", "last saved"), ("meta:creation-date", "made"))
        if (day := day_of(stated.get(key, ""))) is not None
    ]
    return Metadata(title=stated.get("dc:title") or None, hints=tuple(days))
