"""Lists of a Word document: the numbers that a reader sees before paragraphs, which Word counts."""

import re
from dataclasses import dataclass, field

from index.reading.office.docx_names import child, is_on, name_of, number_of, value_of
from index.reading.office.docx_styles import Styles
from index.reading.office.numbers import formatted
from index.reading.office.packages import Element

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts, and what it shows, with %1 for the first level's number."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    style: str | None = None
    legal: bool = False
    restarts: bool = True


@dataclass(slots=True)
class _Counting:
    """How far each level of the lists of one definition has counted."""

    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class Lists:
    """The lists of one document, which count as they are asked for labels, in order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._definitions: dict[str, _Counting] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        for element in root if root is not None else ():
            if name_of(element) == "w:abstractNum":
                self._define(element)
            elif name_of(element) == "w:num":
                starts = {
                    number_of(value_of(e, "ilvl")): number_of(value_of(child(e, "w:startOverride")))
                    for e in element
                    if child(e, "w:startOverride") is not None
                }
                definition = value_of(child(element, "w:abstractNumId")) or ""
                self._lists[value_of(element, "numId") or ""] = (definition, starts)

    def _define(self, element: Element) -> None:
        identity = value_of(element, "abstractNumId") or ""
        levels = [e for e in element if name_of(e) == "w:lvl"]
        self._definitions[identity] = _Counting(
            {number_of(value_of(e, "ilvl")): _level(e) for e in levels}
        )
        link = value_of(child(element, "w:numStyleLink"))
        if link is not None and not levels:
            self._links[identity] = link

    def is_list(self, list_id: str | None) -> bool:
        """Whether paragraphs of this list have a number or a bullet."""
        return self._counting(list_id) is not None

    def level_of_style(self, list_id: str | None, style: str | None) -> int:
        """The level that a style stands for in its list; the first where it is not said."""
        counting = self._counting(list_id)
        levels = counting.levels.items() if counting is not None else ()
        return next((n for n, level in levels if style and level.style == style), 0)

    def label(self, list_id: str | None, level: int) -> str:
        """Counts one on and gives the number as it is shown; empty for a bullet."""
        counting = self._counting(list_id)
        if counting is None or not 0 <= level < _LEVELS:
            return ""
        self._begin(list_id or "", counting)
        counts = counting.counts
        own = counting.levels.get(level, _Level())
        before = counts[level]
        counts[level] = own.start if before is None else before + 1
        for below in range(level + 1, _LEVELS):
            if counting.levels.get(below, _Level()).restarts:
                counts[below] = None
        if own.format in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda place: _shown(counting, int(place[1]) - 1, own), own.text).strip()

    def _begin(self, list_id: str, counting: _Counting) -> None:
        """A list that begins anew counts from its own numbers, once."""
        definition, starts = self._lists[list_id]
        for level, start in starts.items():
            if level < _LEVELS:
                counting.counts[level] = start - 1
                counting.counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        self._lists[list_id] = (definition, {})

    def _counting(self, list_id: str | None) -> _Counting | None:
        definition = self._lists.get(list_id or "", ("", {}))[0]
        linked = self._styles.list_of(self._links.get(definition, ""))
        if definition in self._links and linked is not None:
            definition = self._lists.get(linked, ("", {}))[0]
        return self._definitions.get(definition)


def _level(element: Element) -> _Level:
    restart = value_of(child(element, "w:lvlRestart"))
    return _Level(
        format=value_of(child(element, "w:numFmt")) or "decimal",
        text=value_of(child(element, "w:lvlText")) or "",
        start=number_of(value_of(child(element, "w:start")), 1),
        style=value_of(child(element, "w:pStyle")),
        legal=is_on(child(element, "w:isLgl")),
        restarts=restart != "0",
    )


def _shown(counting: _Counting, level: int, own: _Level) -> str:
    """The number of a level, as its own format or, in a legal list, in figures."""
    of_level = counting.levels.get(level, _Level())
    count = counting.counts[level]
    number = of_level.start if count is None else count
    return formatted(number, "decimal" if own.legal else of_level.format)
