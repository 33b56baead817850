"""Word documents (.docx): the text as it is printed, with all its changes accepted."""

from collections.abc import Iterator, Sequence
from posixpath import join, normpath

from index.errors import BadInput
from index.reading.laid import Laid, as_report, told_by_their_words
from index.reading.office.docx_lists import Lists
from index.reading.office.docx_names import child, name_of, value_of
from index.reading.office.docx_styles import Styles
from index.reading.office.docx_text import Note
from index.reading.office.docx_walk import Walk
from index.reading.office.emphasis import with_headings
from index.reading.office.packages import Element, Package, day_of, text_of
from index.reading.unread import in_words
from index.types import DateHint, DateSource, Metadata, Role, SourceText

_HEAD_AT_MOST = 2
"""So many blocks at the head of the pages stand above the text; more of them stand below it."""


def read_docx(content: bytes, *, marked: bool = False) -> SourceText:
    """The text of a Word document, and what its properties say of it; `marked` with the notes that
    it refers to and the addresses that it leads to (`index.reading.marks`)."""
    package = Package(content, "DOCX")
    parts = _Parts(package)
    document = package.xml(parts.main) if parts.main else None
    body = child(document, "w:body")
    if body is None:
        raise BadInput("is no DOCX file: it holds no document")
    styles = Styles(parts.xml("styles"))
    notes = {
        Note(kind, value_of(element, "id") or ""): element
        for kind in ("footnote", "endnote")
        for element in _children(parts.xml(f"{kind}s"))
    }
    links = dict(_links(package, parts.main)) if marked else None
    walk = Walk(styles, Lists(parts.xml("numbering"), styles), notes, links)
    blocks = with_headings(list(walk.blocks(body)))
    unread = walk.runs.unread
    unread["comment"] += sum(name_of(e) == "w:comment" for e in _children(parts.xml("comments")))
    said = in_words(unread)
    heads, feet = _edges(parts, body, walk, "header"), _edges(parts, body, walk, "footer")
    above, below = (heads, feet) if len(heads) <= _HEAD_AT_MOST else ([], [*heads, *feet])
    return as_report([*above, *told_by_their_words(blocks), *below], _metadata(package), said)


class _Parts:
    """The parts of a document by the relations that lead to them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        [self.main] = _targets(package, "", ("officeDocument",)) or [""]
        self._by_kind: dict[str, str] = {}
        self.by_id: dict[str, str] = {}
        for identity, kind, target in _relations(package, self.main):
            self._by_kind.setdefault(kind, target)
            self.by_id[identity] = target

    def xml(self, kind: str) -> Element | None:
        return self._package.xml(self._by_kind[kind]) if kind in self._by_kind else None

    def xml_of(self, identity: str) -> Element | None:
        return self._package.xml(self.by_id[identity]) if identity in self.by_id else None


def _targets(package: Package, part: str, kinds: Sequence[str]) -> list[str]:
    return [target for _, kind, target in _relations(package, part) if kind in kinds][:1]


def _relations(package: Package, part: str) -> Iterator[tuple[str, str, str]]:
    """What a part leads to within its package: id, kind and name of the other part."""
    folder = part.rpartition("/")[0]
    for element in _related(package, part):
        target = value_of(element, "Target") or ""
        kind = (value_of(element, "Type") or "").rpartition("/")[2]
        if value_of(element, "TargetMode") != "External":
            full = target if target.startswith("/") else join(folder, target)
            yield value_of(element, "Id") or "", kind, normpath(full).lstrip("/")


def _links(package: Package, part: str) -> Iterator[tuple[str, str]]:
    """The addresses that a part leads to outside its package, by their ids."""
    for element in _related(package, part):
        if value_of(element, "TargetMode") == "External":
            yield value_of(element, "Id") or "", value_of(element, "Target") or ""


def _related(package: Package, part: str) -> Sequence[Element]:
    folder, _, name = part.rpartition("/")
    return _children(package.xml(join(folder, "_rels", f"{name}.rels")))


def _children(element: Element | None) -> Sequence[Element]:
    return element if element is not None else ()


def _edges(parts: _Parts, body: Element, walk: Walk, kind: str) -> list[Laid]:
    """What stands at the head or the foot of the pages, each once."""
    found: dict[str, Laid] = {}
    for section in body.iter("{*}sectPr"):
        for element in section:
            if name_of(element) == f"w:{kind}Reference":
                root = parts.xml_of(value_of(element, "id") or "")
                for placed in walk.blocks(root) if root is not None else ():
                    line = placed.laid.line
                    if any(c.isalpha() for c in line):
                        reason = "at the edge of the pages"
                        found.setdefault(line, Laid(line, role=Role.FURNITURE, reason=reason))
    return list(found.values())


def _metadata(package: Package) -> Metadata:
    """What the document's properties say: a title, and when it was last saved and first made."""
    for name in _targets(package, "", ("core-properties",)):
        root = package.xml(name)
        stated = {e.tag.rpartition("}")[2]: text_of(e) for e in _children(root)}
        days = [
            DateHint(day, DateSource.PROPERTIES, said)
            for key, said in (("modified", "last saved"), ("created", "made"))
            if (day := day_of(stated.get(key, ""))) is not None
        ]
        return Metadata(title=stated.get("title") or None, hints=tuple(days))
    return Metadata()
