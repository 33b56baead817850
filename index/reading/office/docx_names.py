"""Names in Word's XML: elements by short names, whichever edition of the format has them."""

from index.reading.office.packages import Element

_OFFICE = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
_PREFIXES = {
    f"{_OFFICE}/wordprocessingml/2006/main": "w",
    f"{_STRICT}/wordprocessingml/main": "w",
    f"{_OFFICE}/officeDocument/2006/math": "m",
    f"{_STRICT}/officeDocument/math": "m",
    f"{_OFFICE}/markup-compatibility/2006": "mc",
    f"{_OFFICE}/drawingml/2006/picture": "pic",
    f"{_STRICT}/drawingml/picture": "pic",
    f"{_OFFICE}/drawingml/2006/chart": "chart",
    f"{_STRICT}/drawingml/chart": "chart",
    f"{_OFFICE}/drawingml/2006/diagram": "diagram",
    f"{_STRICT}/drawingml/diagram": "diagram",
    "urn:schemas-microsoft-com:vml": "v",
}


def name_of(element: Element) -> str:
    """The short name of an element, as `w:p`; that of one of no known kind begins with a colon."""
    uri, _, local = element.tag[1:].rpartition("}") if isinstance(element.tag, str) else ("",) * 3
    return f"{_PREFIXES.get(uri, '')}:{local}"


def value_of(element: Element | None, name: str = "val") -> str | None:
    """An attribute by its name, whatever edition it is of."""
    if element is None:
        return None
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), None)


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at the end of a path of short names; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if name_of(inner) == name), None)
    return element


def is_on(element: Element | None) -> bool:
    """Whether a property that is on or off is on; one that is not there is off."""
    return element is not None and value_of(element) not in ("0", "false", "off", "none")


def number_of(value: str | None, default: int = 0, most: int = 10_000) -> int:
    """A number that is written in an attribute, no larger than `most`."""
    digits = value or ""
    return min(int(digits), most) if digits.isascii() and digits.isdecimal() else default
