"""Styles of an OpenDocument text: how paragraphs and words are set, and how lists count."""

from collections.abc import Iterable
from dataclasses import dataclass

from index.reading.office.docx_names import number_of
from index.reading.office.numbers import formatted
from index.reading.office.odt_names import child, name_of, value_of
from index.reading.office.packages import Element

_DEEP = 12
_LEVELS = 10
_SIZE = 24
"""Half points, where nothing says another."""
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman",
          "I": "upperRoman"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says itself; None is said by its parent, if by any. `size` is in half points."""

    name: str = ""
    parent: str | None = None
    outline: int | None = None
    bold: bool | None = None
    underlined: bool | None = None
    capitals: bool | None = None
    hidden: bool | None = None
    size: int | None = None


class Styles:
    """The styles of a document, from its own part for styles and that of its content."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.lists: dict[str, dict[int, Element]] = {}
        for root in roots:
            for element in root.iter() if root is not None else ():
                name = value_of(element, "style:name") or ""
                if name_of(element) == "style:style":
                    self._styles[name] = _read(element)
                elif name_of(element) == "text:list-style":
                    self.lists[name] = _levels(element)
                elif name_of(element) == "text:outline-style":
                    self.lists[""] = _levels(element)

    def chain(self, name: str | None) -> list[Style]:
        """A style and its parents, the nearest first."""
        found: list[Style] = []
        while name in self._styles and len(found) < _DEEP:
            found.append(self._styles[name or ""])
            name = found[-1].parent
        return found

    @staticmethod
    def size(chain: Iterable[Style]) -> int:
        """The size, in half points, that these styles set."""
        return next((style.size for style in chain if style.size is not None), _SIZE)


def _levels(element: Element) -> dict[int, Element]:
    return {number_of(value_of(level, "text:level"), 1): level for level in element}


def _read(element: Element) -> Style:
    words = child(element, "style:text-properties")
    weight = value_of(words, "fo:font-weight")
    line = value_of(words, "style:text-underline-style")
    shown = value_of(words, "fo:text-transform")
    display = value_of(words, "text:display")
    outline = value_of(element, "style:default-outline-level")
    display_name = value_of(element, "style:display-name") or value_of(element, "style:name") or ""
    return Style(
        name=display_name.lower().replace("_20_", " "),
        parent=value_of(element, "style:parent-style-name"),
        outline=number_of(outline) or None,
        bold=None if weight is None else weight in ("bold", "600", "700", "800", "900"),
        underlined=None if line is None else line != "none",
        capitals=None if shown is None else shown == "uppercase",
        hidden=None if display is None else display == "none",
        size=_half_points(value_of(words, "fo:font-size")),
    )


def _half_points(size: str | None) -> int | None:
    try:
        return round(2 * float(size[:-2])) if size is not None and size.endswith("pt") else None
    except ValueError:
        return None


class Counting:
    """How far the lists of a document have counted, by their styles."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._counts: dict[str, list[int | None]] = {}

    def begin(self, style: str) -> None:
        """A list that goes on none before it counts anew."""
        self._counts[style] = [None] * (_LEVELS + 1)

    def label(self, style: str, level: int, start: int | None = None) -> str:
        """Counts one on and gives the number as it is shown; empty for a bullet."""
        levels = self._styles.lists.get(style, {})
        own = levels.get(level)
        if own is None or not 0 < level <= _LEVELS:
            return ""
        counts = self._counts.setdefault(style, [None] * (_LEVELS + 1))
        before = counts[level]
        first = number_of(value_of(own, "text:start-value"), 1) if start is None else start
        counts[level] = first if before is None or start is not None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level)
        if not name_of(own).endswith("-number") and style:
            return ""
        if not value_of(own, "style:num-format"):
            return ""
        shown = number_of(value_of(own, "text:display-levels"), 1)
        parts = []
        for upper in range(max(1, level - shown + 1), level + 1):
            form = _FORMS.get(value_of(levels.get(upper), "style:num-format") or "")
            if form is not None:
                parts.append(formatted(counts[upper] or 1, form))
        prefix, suffix = (value_of(own, f"style:num-{end}") or "" for end in ("prefix", "suffix"))
        return f"{prefix}{'.'.join(parts)}{suffix}".strip()
