"""Bytes to text, without guessing: a guessed encoding would alter the words that are quoted."""

import codecs
import re
from contextlib import suppress

from index.errors import BadInput
from index.reading.charset import SHIFTING, declared_encoding

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def decode(content: bytes, *, page: bool = False) -> str:
    """The text of a file in UTF-8, or in UTF-16 where a byte order mark says so; of one that is
    neither, in the encoding that it declares, as a web page does or the head of a plain text.

    Raises BadInput for an empty or binary file and for any other encoding.
    """
    if not content.strip():
        raise BadInput("is empty")
    encoding = next((name for mark, name in _MARKED if content.startswith(mark)), None)
    if encoding != "utf-16" and b"\x00" in content:
        raise BadInput("is a binary file, not text")
    declared = declared_encoding(content, page=page) if encoding is None else None
    text = _decoded(content, encoding or "utf-8", declared)
    if "\x00" in text or len(_CONTROL.findall(text)) > len(text) / 100:
        raise BadInput("is a binary file, not text")
    if not text.strip().strip("\ufeff\u200b"):
        raise BadInput("is empty")
    return text


def _decoded(content: bytes, encoding: str, declared: str | None) -> str:
    if declared == SHIFTING:
        encoding, declared = declared, encoding
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if declared is not None:
            with suppress(UnicodeDecodeError):
                return content.decode(declared)
        at = error.start + len(content) - len(error.object)
        raise BadInput(
            f"is not {error.encoding.upper()} (byte {at + 1} is 0x{content[at]:02x}); save it as "
            "UTF-8 and ingest it again"
        ) from error
