"""The words of a paragraph of an OpenDocument text."""

from collections import Counter
from collections.abc import Sequence

from index.reading.office.docx_names import number_of
from index.reading.office.docx_text import Words
from index.reading.office.odt_names import child, name_of, value_of
from index.reading.office.odt_styles import Style, Styles
from index.reading.office.packages import Element

_NOT_SHOWN = frozenset(
    {
        "text:tracked-changes", "text:ruby-text", "text:note-citation", "text:sequence-decls",
        "text:number", "text:bookmark", "office:annotation-end", "office:forms",
    }
)  # fmt: skip
_SPACES_AT_MOST = 1000


class TextReader:
    """Reads paragraphs of one document; `unread` counts what of them is not among their words."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self.unread: Counter[str] = Counter()

    def read(self, paragraph: Element, chain: Sequence[Style], into: Words) -> list[Element]:
        """Adds the words of a paragraph to `into`; gives the notes that stand in it."""
        notes: list[Element] = []
        self._inside(paragraph, chain, into, notes)
        return notes

    def _inside(
        self, element: Element, chain: Sequence[Style], into: Words, notes: list[Element]
    ) -> None:
        self._add(element.text, chain, into)
        for inner in element:
            self._read(inner, chain, into, notes)
            self._add(inner.tail, chain, into)

    def _read(
        self, element: Element, chain: Sequence[Style], into: Words, notes: list[Element]
    ) -> None:
        name = name_of(element)
        if name in _NOT_SHOWN:
            return
        if name == "text:s":
            many = number_of(value_of(element, "text:c"), 1, _SPACES_AT_MOST)
            into.parts.append(" " * many)
        elif name in ("text:tab", "text:line-break"):
            into.parts.append("\t" if name == "text:tab" else "\n")
        elif name == "text:note":
            notes.append(element)
        elif name == "office:annotation":
            self.unread["comment"] += 1
        elif name.startswith("draw:"):
            self.drawn(element, into)
        elif name in ("text:span", "text:a", "text:ruby", "text:ruby-base", "text:meta"):
            own = self._styles.chain(value_of(element, "text:style-name"))
            self._inside(element, [*own, *chain], into, notes)
        else:
            self._inside(element, chain, into, notes)

    def _add(self, words: str | None, chain: Sequence[Style], into: Words) -> None:
        if not words:
            return
        if any(style.hidden for style in chain):
            self.unread["hidden text"] += 1
            return
        into.parts.append(" ".join(words.replace("\n", " ").replace("\t", " ").split(" ")))
        plain = "".join(words.split())
        into.letters += len(plain)
        into.bold += len(plain) * _told([style.bold for style in chain])
        into.underlined += len(plain) * _told([style.underlined for style in chain])
        into.sizes[Styles.size(chain)] += len(plain)
        if not _told([style.capitals for style in chain]):
            into.small += sum(c.islower() for c in plain)

    def drawn(self, element: Element, into: Words) -> None:
        boxes = [e for e in element.iter() if name_of(e) == "draw:text-box"]
        into.boxes += boxes[:1]
        if boxes:
            return
        objects = [e for e in element.iter() if name_of(e) == "draw:object"]
        if objects:
            self.unread["embedded object"] += 1
        elif any(name_of(e) == "draw:image" for e in element.iter()):
            self.unread["picture"] += 1
        elif child(element, "text:p") is not None:
            into.boxes.append(element)


def _told(values: Sequence[bool | None]) -> bool:
    """What the nearest style says that says something."""
    return next((value for value in values if value is not None), False)
