"""What is drawn on a page of a PDF beside its text: the boxes of pictures and of strokes."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

_MOST_OBJECTS = 30_000
_DEPTH = 4
_THIN = 3.0
"""Points; a path no thicker is a stroke, as of a table or above footnotes."""


def pictures_and_strokes(page: pypdfium2.PdfPage) -> tuple[list[list[float]], list[list[float]]]:
    """The boxes of pictures and those of strokes."""
    pictures: list[list[float]] = []
    strokes: list[list[float]] = []
    box = [ctypes.c_float() for _ in range(4)]
    for kind, item, matrix in _objects(page.raw, 0, None):
        if not raw.FPDFPageObj_GetBounds(item, *box):
            continue
        left, bottom, right, top = _moved([value.value for value in box], matrix)
        width, height = right - left, top - bottom
        if kind == raw.FPDF_PAGEOBJ_IMAGE or kind == raw.FPDF_PAGEOBJ_SHADING:
            pictures.append([left, bottom, right, top])
        elif min(width, height) <= _THIN and max(width, height) > 4 * _THIN:
            strokes.append([left, bottom, right, top])
    return pictures, strokes


def _objects(container: Any, depth: int, matrix: Any) -> Iterator[tuple[int, Any, Any]]:
    """The objects of a page that are no text, those within forms too, with the form's matrix."""
    if depth:
        count, item_of = raw.FPDFFormObj_CountObjects(container), raw.FPDFFormObj_GetObject
    else:
        count, item_of = raw.FPDFPage_CountObjects(container), raw.FPDFPage_GetObject
    kind_of = raw.FPDFPageObj_GetType
    for number in range(min(count, _MOST_OBJECTS)):
        item = item_of(container, number)
        kind = kind_of(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            continue
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            own = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(item, own)
            yield from _objects(item, depth + 1, _combined(own, matrix))
        else:
            yield kind, item, matrix


def _combined(inner: Any, outer: Any) -> tuple[float, ...]:
    a, b, c, d, e, f = inner.a, inner.b, inner.c, inner.d, inner.e, inner.f
    if outer is None:
        return a, b, c, d, e, f
    oa, ob, oc, od, oe, of = outer
    return (
        a * oa + b * oc, a * ob + b * od, c * oa + d * oc, c * ob + d * od,
        e * oa + f * oc + oe, e * ob + f * od + of,
    )  # fmt: skip


def _moved(box: list[float], matrix: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = box
    if matrix is None:
        return left, bottom, right, top
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
