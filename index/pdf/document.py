"""PDF files through pdfium: what stands on a page, and the page as a picture.

Only this module and those of a page's objects and form fields call pdfium. They run in a process
of its own, since a file can crash it.
Boxes are `[left, bottom, right, top]` in points of the file's own coordinates.
"""

import ctypes
import io
import math
import re
from collections import deque
from itertools import repeat
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from index.pdf.fields import fields_of
from index.pdf.objects import pictures_and_strokes

MOST_CHARACTERS = 200_000
"""On one page; what is beyond is not read."""
_MOST_BOOKMARKS = 5000
_UPRIGHT = 0.1
"""Radians from upright that letters may lean and still be of a line."""
_HANGS, _HANGS_AT_MOST = 0.01, 0.6
_WORD = re.compile(r"\S+")
_MOST_PIXELS = 12_000_000


_BOX_OF = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)
"""The same function, called with addresses: twice as fast, and there is a call for each letter."""


class Unreadable(Exception):
    """pdfium cannot open a file. `needs_password` says why where that is the reason."""

    def __init__(self, needs_password: bool) -> None:
        super().__init__("needs a password" if needs_password else "is damaged")
        self.needs_password = needs_password


def open_document(content: bytes) -> pypdfium2.PdfDocument:
    """The document that a file holds. Raises Unreadable."""
    try:
        document = pypdfium2.PdfDocument(content)
        len(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("password" in str(error).lower()) from error
    if document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()
    return document


def describe(document: pypdfium2.PdfDocument) -> dict[str, Any]:
    """What a document says of itself: its pages, its title, its dates and its bookmarks."""
    stated = document.get_metadata_dict(skip_empty=True)
    bookmarks = []
    for number, bookmark in enumerate(document.get_toc(max_depth=8)):
        if number == _MOST_BOOKMARKS:
            break
        destination = bookmark.get_dest()
        page = destination.get_index() if destination is not None else None
        bookmarks.append([bookmark.level, bookmark.get_title(), page])
    return {
        "pages": len(document),
        "title": stated.get("Title"),
        "created": stated.get("CreationDate"),
        "modified": stated.get("ModDate"),
        "bookmarks": bookmarks,
    }


def page_content(document: pypdfium2.PdfDocument, number: int) -> tuple[dict[str, Any], bytes]:
    """What is drawn on a page, from 0: a description, and the boxes of its characters as four
    floats each."""
    page = document[number]
    text_page = page.get_textpage()
    try:
        count = min(text_page.count_chars(), MOST_CHARACTERS)
        text = _text(text_page, count)
        boxes = _boxes(text_page, count)
        handle = text_page.raw
        fonts, named = _fonts(handle, text)
        pictures, strokes = pictures_and_strokes(page)
        described = {
            "box": list(page.get_bbox()),
            "turn": page.get_rotation(),
            "text": text,
            "cut": text_page.count_chars() > count,
            "fonts": fonts,
            "named": named,
            "angles": _angles(handle, text),
            "hanging": _hanging(handle, text, fonts),
            "pictures": pictures,
            "strokes": strokes,
            "fields": fields_of(document, page),
        }
        return described, boxes
    finally:
        text_page.close()
        page.close()


def _boxes(text_page: pypdfium2.PdfTextPage, count: int) -> bytes:
    """The boxes of characters, each as left, top, right and bottom, from origin to origin of the
    next and as high as the font."""
    boxes = (raw.FS_RECTF * count)()
    handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
    first, size = ctypes.addressof(boxes), ctypes.sizeof(raw.FS_RECTF)
    places = range(first, first + count * size, size)
    deque(map(_BOX_OF, repeat(handle), range(count), places), maxlen=0)
    return bytes(boxes)


def _text(text_page: pypdfium2.PdfTextPage, count: int) -> str:
    """A character for each of pdfium's, whatever their number in UTF-16."""
    text: str = text_page.get_text_range(0, count) if count else ""
    if len(text) == count:
        return text
    handle, code = text_page.raw, raw.FPDFText_GetUnicode
    codes = [code(handle, index) for index in range(count)]
    return "".join(chr(c) if 0 < c < 0xD800 or 0xDFFF < c < 0x110000 else "\ufffd" for c in codes)


def _fonts(handle: Any, text: str) -> tuple[list[list[int]], list[str]]:
    """From which characters on words are in which font, and the names of the fonts."""
    runs: list[list[int]] = []
    known: dict[bytes, int] = {}
    named: list[str] = []
    name, flags = ctypes.create_string_buffer(96), ctypes.c_int()
    info, last = raw.FPDFText_GetFontInfo, -1
    for word in _WORD.finditer(text):
        at = word.start()
        info(handle, at, name, 96, flags)
        key = name.value
        font = known.get(key)
        if font is None:
            font = known[key] = len(named)
            named.append(key.decode("utf-8", "replace"))
        if font != last:
            runs.append([at, font])
            last = font
    return runs, named


def _hanging(handle: Any, text: str, fonts: list[list[int]]) -> list[list[float]]:
    """Letters that are drawn beyond their place, as a slanted f is: font, letter, and by how much
    of the height of their box to the left and to the right."""
    seen: set[tuple[int, str]] = set()
    found: list[list[float]] = []
    ends = [at for at, _ in fonts[1:]] + [len(text)]
    for (begin, font), end in zip(fonts, ends, strict=False):
        for letter in set(text[begin:end]):
            if letter.isspace() or (font, letter) in seen:
                continue
            seen.add((font, letter))
            left, right = _beyond(handle, text.index(letter, begin, end), letter)
            if max(left, right) > _HANGS:
                found.append([font, ord(letter), left, right])
    return found


def _beyond(handle: Any, at: int, letter: str) -> tuple[float, float]:
    """By how much of the height of its box a letter is drawn to the left of its place and to the
    right; by nothing where it is turned."""
    box, matrix, width = raw.FS_RECTF(), raw.FS_MATRIX(), ctypes.c_float()
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetLooseCharBox(handle, at, box)
    raw.FPDFText_GetCharOrigin(handle, at, x, y)
    raw.FPDFText_GetMatrix(handle, at, matrix)
    font = raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(handle, at))
    size, height = raw.FPDFText_GetFontSize(handle, at), box.top - box.bottom
    if not font or matrix.b or matrix.a <= 0 or height <= 0:
        return 0.0, 0.0
    raw.FPDFFont_GetGlyphWidth(font, ord(letter), size, width)
    left = (x.value - box.left) / height
    right = (box.right - x.value - width.value * matrix.a) / height if width.value else 0.0
    left, right = (share if 0 < share < _HANGS_AT_MOST else 0.0 for share in (left, right))
    return left, right


def _angles(handle: Any, text: str) -> list[list[float]]:
    """From which characters on lines are turned, and by how many degrees against the clock, 0 for
    upright again. pdfium's angles go with the clock."""
    found: list[list[float]] = []
    at, last = 0, 0.0
    for line in text.split("\n"):
        begin = at + len(line) - len(line.lstrip())
        if line.strip():
            turned = raw.FPDFText_GetCharAngle(handle, begin)
            angle = 0.0 if turned < 0 else -math.degrees(turned) % 360
            if abs(angle - last) > math.degrees(_UPRIGHT):
                found.append([at, angle])
                last = angle
        at += len(line) + 1
    return found


def picture_of(document: pypdfium2.PdfDocument, number: int, width: int) -> bytes:
    """A page, from 0, as a PNG so many pixels wide, or less where it is very long."""
    page = document[number]
    across, down = page.get_size()
    scale = min(width / across, math.sqrt(_MOST_PIXELS / (across * down)))
    picture = page.render(scale=scale, may_draw_forms=True).to_pil()
    page.close()
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
