"""The words of a paragraph of a Word document, as they are with all its changes accepted."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from index.reading.marks import MARK, mark
from index.reading.office.docx_names import child, is_on, name_of, number_of, value_of
from index.reading.office.docx_styles import Style, Styles
from index.reading.office.packages import Element

_NOT_SHOWN = frozenset(
    {
        "w:del", "w:moveFrom", "w:delText", "w:instrText", "w:delInstrText", "w:pPr", "w:rPr",
        "w:sdtPr", "w:sdtEndPr", "w:sectPr", "w:rt", "w:footnoteRef", "w:endnoteRef",
        "w:annotationRef", "m:rPr", "m:ctrlPr",
    }
)  # fmt: skip
"""What was deleted or moved away, what is computed from, properties, and marks beside the text."""
_SHOWN = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}
_OBJECTS = {
    "pic:pic": "picture", "v:imagedata": "picture", "chart:chart": "chart",
    "diagram:relIds": "diagram",
}  # fmt: skip
_SYMBOLS = {
    ("wingdings", 0xFC): "✓", ("wingdings", 0xFB): "✗", ("wingdings", 0xFE): "☑",
    ("wingdings", 0xFD): "☒", ("wingdings", 0xA8): "☐", ("wingdings", 0x6F): "☐",
    ("wingdings", 0xE0): "→", ("wingdings", 0xF0): "→", ("wingdings", 0xA7): "▪",
    ("wingdings", 0xB7): "•", ("symbol", 0xB7): "•", ("symbol", 0xB0): "°", ("symbol", 0xB1): "±",
    ("symbol", 0xB3): "≥", ("symbol", 0xA3): "≤", ("symbol", 0xB4): "×", ("symbol", 0x6D): "µ",
    ("symbol", 0xD2): "®", ("symbol", 0xD3): "©", ("symbol", 0xD4): "™", ("symbol", 0xBE): "—",
}  # fmt: skip
"""Characters of fonts that have no letters, by their place in the font."""


@dataclass(frozen=True, slots=True)
class Note:
    """Where a paragraph refers to a note, which is a `footnote` or an `endnote`."""

    kind: str
    id: str


@dataclass(slots=True)
class Words:
    """What was read of a paragraph: its words, how many characters of them are bold, underlined,
    shown as small letters and of each size, the notes that it refers to, and the text boxes that
    hang at it."""

    parts: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    underlined: int = 0
    small: int = 0
    sizes: Counter[int] = field(default_factory=Counter)
    notes: list[Note] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def size(self) -> int:
        """The size, in half points, that most of it is set in; 0 where there are no words."""
        return self.sizes.most_common(1)[0][0] if self.sizes else 0

    @property
    def is_bold(self) -> bool:
        """Whether all words are."""
        return 0 < self.letters == self.bold

    @property
    def is_underlined(self) -> bool:
        """Whether all words are."""
        return 0 < self.letters == self.underlined


class RunReader:
    """Reads paragraphs of one document; `unread` counts what of them is not among their words."""

    def __init__(self, styles: Styles, links: Mapping[str, str] | None = None) -> None:
        """With `links`, addresses by their ids, they and the notes are marked in the text."""
        self._styles, self._links = styles, links
        self.unread: Counter[str] = Counter()
        self._fields: list[bool] = []
        self._paragraph: Sequence[Style] = ()

    def read(self, elements: Sequence[Element], style: Sequence[Style], into: Words) -> None:
        """Adds the words of these children of a paragraph, which has the style, to `into`."""
        self._paragraph = style
        for element in elements:
            self._read(element, into)

    def marked(self, said: str) -> str:
        """A mark that says so; nothing where the text is to have none."""
        return mark(said) if self._links is not None else ""

    @contextmanager
    def within_a_note(self) -> Iterator[None]:
        """Within it no address is marked: those of a note have ids of their own."""
        links, self._links = self._links, None
        try:
            yield
        finally:
            self._links = links

    def _read(self, element: Element, into: Words) -> None:
        name = name_of(element)
        if name in _NOT_SHOWN:
            return
        if name == "w:r":
            self._run(element, into)
        elif name == "w:fldChar":
            self._field(value_of(element, "fldCharType"))
        elif name in ("w:drawing", "w:pict", "w:object"):
            self._object(element, into)
        elif name in ("w:footnoteReference", "w:endnoteReference"):
            self._refer(name, element, into)
        elif name == "mc:AlternateContent":
            self._alternative(element, into)
        elif name in _SHOWN or name in ("w:t", "m:t", "w:sym"):
            self._add(self._words(name, element), into)
        elif not is_on(child(element, "w:sdtPr", "w:showingPlcHdr")):
            self._inner(name, element, into)

    def _inner(self, name: str, element: Element, into: Words) -> None:
        """What an element holds, and the address that it leads to."""
        for inner in element:
            self._read(inner, into)
        if name == "w:hyperlink" and self._links is not None:
            url = self._links.get(value_of(element, "id") or "")
            into.parts += [self.marked(f"link:{url}")] if url else []

    def _refer(self, name: str, element: Element, into: Words) -> None:
        kind = name.removeprefix("w:").removesuffix("Reference")
        note = Note(kind, value_of(element, "id") or "")
        into.notes.append(note)
        into.parts.append(self.marked(f"{note.kind}:{note.id}"))

    def _words(self, name: str, element: Element) -> str:
        if name in _SHOWN:
            return _SHOWN[name]
        return self._symbol(element) if name == "w:sym" else element.text or ""

    def _run(self, run: Element, into: Words) -> None:
        properties = child(run, "w:rPr")
        chain = self._styles.chain(value_of(child(properties, "w:rStyle")) or "", "character")
        chain = [*chain, *self._paragraph]
        if _told(properties, "w:vanish", chain, lambda style: style.hidden):
            self.unread["hidden text"] += 1
            return
        before = len(into.parts)
        custom = any(is_on(e) for e in run if value_of(e, "customMarkFollows"))
        for element in run:
            if not (custom and name_of(element) in ("w:t", "w:sym")):
                self._read(element, into)
        words = MARK.sub("", "".join("".join(into.parts[before:]).split()))
        letters = len(words)
        into.letters += letters
        if not _told(properties, "w:caps", chain, lambda style: style.capitals):
            into.small += sum(c.islower() for c in words)
        into.bold += letters * _told(properties, "w:b", chain, lambda style: style.bold)
        into.underlined += letters * _told(properties, "w:u", chain, lambda s: s.underlined)
        into.sizes[self._size(properties, chain)] += letters

    def _size(self, properties: Element | None, chain: Sequence[Style]) -> int:
        own = value_of(child(properties, "w:sz"))
        of_styles = next((s.size for s in chain if s.size is not None), self._styles.size)
        return number_of(own, of_styles)

    def _field(self, kind: str | None) -> None:
        """A field is computed from its instruction, and what was computed is shown."""
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _add(self, words: str, into: Words) -> None:
        if words and not any(self._fields):
            into.parts.append(words)

    def _symbol(self, element: Element) -> str:
        font = (value_of(element, "font") or "").lower()
        code = value_of(element, "char") or ""
        place = int(code, 16) & 0xFF if all(c in "0123456789abcdefABCDEF" for c in code[:4]) else 0
        shown = _SYMBOLS.get((font, place))
        self.unread["symbol"] += shown is None
        return shown or ""

    def _alternative(self, element: Element, into: Words) -> None:
        """What is there in several forms is read in the first that has words, or as the first."""
        forms = [e for e in element if name_of(e) in ("mc:Choice", "mc:Fallback")]
        told = [e for e in forms if any((t.text or "").strip() for t in e.iter("{*}t"))]
        for inner in (told or forms)[:1]:
            for one in inner:
                self._read(one, into)

    def _object(self, element: Element, into: Words) -> None:
        boxes = [e for e in element.iter("{*}txbxContent") if _outermost(e, element)]
        into.boxes += boxes
        inside = {inner for box in boxes for inner in box.iter()}
        for inner in element.iter():
            if name_of(inner) in _OBJECTS and inner not in inside:
                self.unread[_OBJECTS[name_of(inner)]] += 1
        if name_of(element) == "w:object" and not boxes:
            self.unread["embedded object"] += 1


def _outermost(box: Element, within: Element) -> bool:
    """Whether a text box stands in no other one, nor in a second form of the same."""
    for outer in box.iterancestors():
        if outer is within:
            return True
        if name_of(outer) in ("w:txbxContent", "mc:Fallback"):
            return False
    return True


def _told(
    properties: Element | None, name: str, chain: Sequence[Style],
    of: Callable[[Style], bool | None],
) -> bool:  # fmt: skip
    """A property that is on or off, as the run has it or else the nearest style."""
    own = child(properties, name)
    if own is not None:
        return is_on(own)
    return next((told for style in chain if (told := of(style)) is not None), False)
