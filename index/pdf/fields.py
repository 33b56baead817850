"""What the fields of a PDF form were filled in with."""

from typing import Any

import pypdfium2
import pypdfium2.raw as raw

_MOST_FIELDS = 2000
_CHECK_BOX, _RADIO = 2, 3
_WIDGET = 20


def fields_of(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> list[list[Any]]:
    """The values of form fields with their boxes; those of boxes to tick as whether they are."""
    form = document.formenv
    if form is None:
        return []
    fields = []
    for number in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MOST_FIELDS)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, number)
        try:
            if raw.FPDFAnnot_GetSubtype(annotation) == _WIDGET:
                fields += _field(form.raw, annotation)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return fields


def _field(form: Any, annotation: Any) -> list[list[Any]]:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, rect)
    box = [rect.left, rect.bottom, rect.right, rect.top]
    if raw.FPDFAnnot_GetFormFieldType(form, annotation) in (_CHECK_BOX, _RADIO):
        return [[box, bool(raw.FPDFAnnot_IsChecked(form, annotation))]]
    length = raw.FPDFAnnot_GetFormFieldValue(form, annotation, None, 0)
    buffer = (raw.FPDF_WCHAR * (length // 2 + 1))()
    raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, length)
    value = bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", "replace")
    return [[box, value]] if value.strip() else []
