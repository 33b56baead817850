"""Names in OpenDocument's XML, by short prefixes."""

from index.reading.office.packages import Element

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    **{
        f"{_OASIS}{space}:1.0": prefix
        for space, prefix in (
            ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
            ("drawing", "draw"), ("xsl-fo-compatible", "fo"), ("meta", "meta"),
            ("presentation", "presentation"),
        )
    },
    "http://purl.org/dc/elements/1.1/": "dc",
}  # fmt: skip
_BY_PREFIX = {prefix: uri for uri, prefix in _PREFIXES.items()}


def name_of(element: Element) -> str:
    """The short name of an element, as `text:p`."""
    uri, _, local = element.tag[1:].rpartition("}") if isinstance(element.tag, str) else ("",) * 3
    return f"{_PREFIXES.get(uri, '')}:{local}"


def value_of(element: Element | None, name: str) -> str | None:
    """An attribute by its short name, as `text:style-name`."""
    prefix, _, local = name.partition(":")
    return element.get(f"{{{_BY_PREFIX[prefix]}}}{local}") if element is not None else None


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at the end of a path of short names; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if name_of(inner) == name), None)
    return element
